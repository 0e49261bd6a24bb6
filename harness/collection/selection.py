"""``features/a.feature:12`` on the command line: the scenario, row or block of rows at that line.

Such an argument is turned into the node ids it means, so everything that works on node ids works on it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from harness.collection.feature_file import read_feature
from harness.collection.names import base_names, row_ids
from harness.collection.syntax import FeatureNode, FeatureSyntaxError, ScenarioNode

_WITH_LINES = re.compile(r"(?P<file>.+\.feature)(?P<lines>(:\d+)+)$")


class _Span(NamedTuple):
    """A scenario and the lines from its first tag or comment to its last line that is not blank."""

    first: int
    last: int
    scenario: ScenarioNode


def without_lines(arguments: list[str], folder: Path) -> list[str]:
    """The arguments with ``:LINE`` cut off: the files that they are about."""
    cut: list[str] = []
    for argument in arguments:
        split = _split(argument, folder)
        cut.append(split[0] if split else argument)
    return cut


def with_node_ids(arguments: list[str], folder: Path) -> list[str]:
    """The arguments with each ``FILE.feature:LINE[:LINE]...`` replaced by the node ids it means.

    Args:
        folder: Where relative paths begin.
    Raises: pytest.UsageError, where a line is in no scenario; it names the nearest ones.
    """
    selected: dict[str, None] = {}
    for argument in arguments:
        split = _split(argument, folder)
        if not split:
            selected[argument] = None
            continue
        file, lines = split
        try:
            feature = read_feature(folder / file)
        except FeatureSyntaxError:
            selected[file] = None  # collecting the file tells what is wrong with it
            continue
        spans = _spans(feature, (folder / file).read_text(encoding="utf-8-sig"))
        names = base_names(feature)
        for line in lines:
            for name in _names_at(file, line, spans, names):
                selected[f"{file}::{name}"] = None
    return list(selected)


def _split(argument: str, folder: Path) -> tuple[str, list[int]] | None:
    found = _WITH_LINES.match(argument)
    if not found or (folder / argument).exists() or not (folder / found["file"]).is_file():
        return None
    return found["file"], [int(line) for line in found["lines"][1:].split(":")]


def _spans(feature: FeatureNode, source: str) -> list[_Span]:
    texts = [text.strip() for text in source.split("\n")]
    starts = sorted([scenario.line for scenario in feature.scenarios] + [rule.line for rule in feature.rules])
    first_lines = {line: _first_line(line, texts) for line in starts}
    spans: list[_Span] = []
    for scenario in feature.scenarios:
        following = [first_lines[line] for line in starts if line > scenario.line]
        last = (following[0] if following else len(texts) + 1) - 1
        while not texts[last - 1]:
            last -= 1
        spans.append(_Span(first_lines[scenario.line], last, scenario))
    return spans


def _first_line(title: int, texts: list[str]) -> int:
    """The first of the tags and comments that stand directly above the title."""
    line = title
    while line > 1 and texts[line - 2].startswith(("@", "#")):
        line -= 1
    return line


def _names_at(file: str, line: int, spans: list[_Span], names: dict[int, str]) -> list[str]:
    for span in spans:
        if span.first <= line <= span.last:
            name = names[span.scenario.line]
            return [f"{name}[{row_id}]" for row_id in _rows_at(line, span.scenario)] or [name]
    nearest = sorted(spans, key=lambda span: min(abs(span.first - line), abs(span.last - line)))[:2]
    known = "".join(f"\n  {file}:{span.scenario.line}  {span.scenario.name}" for span in nearest)
    raise pytest.UsageError(
        f"{file}:{line} is in no scenario; nearest:{known}"
        if known
        else f"{file}:{line}: the file has no scenario"
    )


def _rows_at(line: int, scenario: ScenarioNode) -> list[str]:
    """Ids of the rows that the line means, its own or those of its block; none where it means all."""
    numbered = iter(row_ids(scenario))
    rows = [
        (row.line, block, next(numbered)) for block, each in enumerate(scenario.examples) for row in each.rows
    ]
    for row_line, _, row_id in rows:
        if row_line == line:
            return [row_id]
    for block in reversed(range(len(scenario.examples))):
        examples = scenario.examples[block]
        first = min([examples.line, *(tag.line for tag in examples.tags)])
        if line >= first:
            return [row_id for _, of_block, row_id in rows if of_block == block]
    return []
