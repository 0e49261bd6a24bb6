"""Names of scenarios in node ids: readable, stable when other scenarios come and go, and typeable.

``features/chapter/file.feature::Scenario name[row]``; pytest reads ``::`` and ``[`` in an argument as its
own, so a name does not keep them.
"""

from __future__ import annotations

import zlib

from harness.collection.syntax import ScenarioNode
from harness.foreign_text import LONGEST_NAME, visible

_LONGEST_ROW = 120


def base_name(scenario: ScenarioNode) -> str:
    """The scenario's name as it stands in node ids, without row."""
    name = visible(scenario.name) or f"line {scenario.line}"
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME]}… ({zlib.crc32(scenario.name.encode()):08x})"
    return name.replace("::", ":").replace("[", "(").replace("]", ")")


def row_ids(scenario: ScenarioNode) -> list[str]:
    """What stands in brackets for each row of all Examples blocks, in order; each once."""
    ids: dict[str, None] = {}
    for examples in scenario.examples:
        for row in examples.rows:
            wanted = visible("-".join(row.cells)).replace("\n", "\\n")
            if len(wanted) > _LONGEST_ROW:
                wanted = f"{wanted[:_LONGEST_ROW]}…"
            unique, count = wanted, 1
            while unique in ids:  # values that join to the same text, or rows that differ in their tags
                count += 1
                unique = f"{wanted}-{count}"
            ids[unique] = None
    return list(ids)
