"""Names of scenarios in node ids: readable, stable when other scenarios come and go, and typeable.

``features/chapter/file.feature::Scenario name[row]``; pytest reads ``::`` and ``[`` in an argument as its
own, so a name does not keep them. Scenarios of one name below different Rules are told apart by the Rule:
``file.feature::Rule name: Scenario name``.
"""

from __future__ import annotations

import zlib
from collections import Counter

from harness.collection.syntax import FeatureNode, ScenarioNode
from harness.foreign_text import LONGEST_NAME, visible

_LONGEST_ROW = 120


def base_names(feature: FeatureNode) -> dict[int, str]:
    """The name of each scenario as it stands in node ids, without row; by the scenario's line."""
    plain = {scenario.line: _typeable(scenario.name) for scenario in feature.scenarios}
    often = Counter(plain.values())
    return {
        scenario.line: f"{_typeable(scenario.rule.name)}: {plain[scenario.line]}"
        if scenario.rule and often[plain[scenario.line]] > 1
        else plain[scenario.line] or f"line {scenario.line}"
        for scenario in feature.scenarios
    }


def _typeable(text: str) -> str:
    name = visible(text)
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME]}… ({zlib.crc32(text.encode()):08x})"
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
