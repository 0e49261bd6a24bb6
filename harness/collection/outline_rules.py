"""What a scenario outline must have: rows, each once, and columns that are used and filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harness.collection.clause_rules import Said
from harness.collection.fields import fields_in
from harness.collection.problems import Problem
from harness.collection.syntax import ExamplesNode, Row, ScenarioNode, StepNode
from harness.words import nearest

_IN_BRACKETS = re.compile(r"<([^<>]+)>")
_ALIKE = 0.8  # how near to a column a text in brackets must be to be a misspelt one


class _Place(NamedTuple):
    """A text that may have fields."""

    line: int
    text: str


def outline_problems(
    outline: ScenarioNode, steps: Iterable[StepNode], said: Iterable[Said]
) -> Iterator[Problem]:
    """Everything that is wrong with the Examples of an outline and its use of them.

    Args:
        steps: Those of the Background, too.
        said: The comments that say which clauses they state.
    """
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
    misspelt: set[str] = set()
    for place in _places(outline, steps, said):
        used.update(fields_in(place.text, tuple(columns)))
        for word in _IN_BRACKETS.findall(place.text):
            near = word not in columns and nearest(word, columns, cutoff=_ALIKE)
            if near:
                misspelt.add(word)
                yield Problem(place.line, f"no Examples of {outline.name!r} have a column <{word}>{near}")
    for column, line in columns.items():
        if column not in used and not nearest(column, misspelt, cutoff=_ALIKE):
            yield Problem(line, f"nothing in {outline.name!r} uses the column <{column}>")
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


def _places(outline: ScenarioNode, steps: Iterable[StepNode], said: Iterable[Said]) -> Iterator[_Place]:
    yield _Place(outline.line, outline.name)
    for step in steps:
        yield _Place(step.line, step.text)
        if step.docstring:
            yield _Place(step.line + 1, step.docstring)
        for row in step.table or ():
            yield _Place(step.line + 1, "\n".join(row))
    for annotation in dict.fromkeys(each for some in said for each in some):
        yield _Place(annotation.line, annotation.text)
