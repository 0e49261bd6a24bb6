"""What a scenario outline must have: rows, each once, and columns that are used and filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pytest_bdd.parser import PARAM_RE

from harness.collection.problems import Problem
from harness.collection.suggestions import nearest
from harness.collection.syntax import ExamplesNode, Row, ScenarioNode, StepNode


class _Place(NamedTuple):
    """A text that may have fields; only where it is ``strict`` is every ``<...>`` one."""

    line: int
    text: str
    strict: bool


def outline_problems(outline: ScenarioNode, background: Iterable[StepNode]) -> Iterator[Problem]:
    """Everything that is wrong with the Examples of an outline and its use of them."""
    headers = [examples.header for examples in outline.examples if examples.header]
    columns: dict[str, int] = {}
    for header in headers:
        for column in header.cells:
            columns.setdefault(column, header.line)
    for examples in outline.examples:
        if not examples.rows:
            yield Problem(
                examples.line, f"these Examples of {outline.name!r} have no rows, so nothing would run"
            )
    yield from _repeated_rows(outline.examples)
    used: set[str] = set()
    for place in _places(outline, background):
        for field in PARAM_RE.findall(place.text):
            used.add(field)
            near = nearest(field, columns)
            if field not in columns and (place.strict or near):
                yield Problem(place.line, f"no Examples of {outline.name!r} have a column <{field}>{near}")
    for column, line in columns.items():
        if column not in used:
            near = nearest(column, used - columns.keys())
            yield Problem(line, f"nothing in {outline.name!r} uses the column <{column}>{near}")
    for header in headers:
        yield from _header_problems(header, columns.keys() & used)


def _header_problems(header: Row, wanted: Iterable[str]) -> Iterator[Problem]:
    for column in dict.fromkeys(each for each in header.cells if header.cells.count(each) > 1):
        yield Problem(header.line, f"the column <{column}> stands twice in these Examples")
    for column in sorted(set(wanted) - set(header.cells)):
        yield Problem(
            header.line, f"these Examples have no column <{column}>, other Examples of the outline have it"
        )


def _repeated_rows(blocks: Iterable[ExamplesNode]) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], int] = {}
    for examples in blocks:
        tags = frozenset(tag.name for tag in examples.tags)
        for row in examples.rows:
            header = examples.header.cells if examples.header else ()
            first = seen.setdefault((tags, *sorted(zip(header, row.cells, strict=True))), row.line)
            if first != row.line:
                yield Problem(row.line, f"this row repeats the row in line {first}; delete one")


def _places(outline: ScenarioNode, background: Iterable[StepNode]) -> Iterator[_Place]:
    """Where fields are filled in; in tables and text blocks ``<...>`` may well be meant as it stands."""
    yield _Place(outline.line, outline.name, strict=True)
    for step in outline.steps:
        yield _Place(step.line, step.text, strict=True)
    for step in (*background, *outline.steps):
        yield _Place(step.line, step.text, strict=False)
        if step.docstring:
            yield _Place(step.line + 1, step.docstring, strict=False)
        for row in step.table or ():
            yield _Place(step.line + 1, "\n".join(row), strict=False)
