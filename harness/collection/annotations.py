"""``# clause: ID[, ID...]``: the comment that says which clauses the step below it states.

It stands directly above the step, alone or among other comments. In an outline it may have fields, which the
rows fill in: ``# clause: AND-QR-<step>``. A comment that only resembles it is a fault, since the clause would
silently go unproven.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from harness.collection.fields import Fill, filler
from harness.collection.problems import Problem
from harness.collection.syntax import Comment, FeatureNode

_ANNOTATION = re.compile(r"#\s*clause\s*:\s*(.*)$")
_WORD = re.compile(r"#+\s*([A-Za-z]{4,9})\b\s*([:=-]?)\s*(.*)$")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*$")
_TELLING_ID = re.compile(r"[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)+$")
_HOW = "write `# clause: ID` or `# clause: ID, ID` directly above the step"


class Annotation(NamedTuple):
    """One comment: what stands behind its ``clause:``, and where."""

    line: int
    text: str

    @property
    def has_fields(self) -> bool:
        """Whether the rows of an outline may each name other clauses."""
        return "<" in self.text

    def ids(self, fill: Fill) -> tuple[str, ...]:
        """The clauses that it names, its fields filled in; a field that is empty names none."""
        parts = [part.strip() for part in fill(self.text).split(",")]
        return tuple(part for part in parts if part or not self.has_fields)

    def fault(self, fill: Fill) -> str | None:
        """What is wrong with the ids, in words, or None."""
        bad = [each for each in self.ids(fill) if not _ID.match(each)]
        if not bad:
            return None
        what = f"{bad[0]!r} is no clause id" if bad[0] else "a clause id is missing"
        return f"{what} in '# clause: {self.text}';\n  {_HOW}"


class Annotations:
    """The annotations of one feature file, asked for by the line of a step.

    Attributes:
        problems: Comments that are misspelt annotations.
    """

    def __init__(self, comments: Iterable[Comment]) -> None:
        self.problems: list[Problem] = []
        self._at: dict[int, Annotation] = {}
        self._comments: set[int] = set()
        self._claimed: set[int] = set()
        for comment in comments:
            self._comments.add(comment.line)
            written = _ANNOTATION.match(comment.text)
            if written:
                self._at[comment.line] = Annotation(comment.line, written[1])
            elif _resembles(comment.text):
                self.problems.append(
                    Problem(comment.line, f"misspelt annotation {comment.text!r};\n  {_HOW}")
                )

    def __bool__(self) -> bool:
        return bool(self._at)

    def above(self, line: int) -> tuple[Annotation, ...]:
        """The annotations among the comments directly above the step on ``line``, top first."""
        if not self._at:
            return ()
        found: list[Annotation] = []
        line -= 1
        while line in self._comments:
            if line in self._at:
                self._claimed.add(line)
                found.insert(0, self._at[line])
            line -= 1
        return tuple(found)

    def astray(self) -> list[Problem]:
        """Annotations that stand above no step; to be asked once all steps have asked for theirs."""
        return [
            Problem(line, f"this annotation stands above no step: {found.text};\n  {_HOW}")
            for line, found in self._at.items()
            if line not in self._claimed
        ]


def _resembles(text: str) -> bool:
    """Whether somebody meant to write an annotation; prose such as ``# clauses differ here`` is none."""
    word = _WORD.match(text)
    if not word:
        return False
    close = SequenceMatcher(a=word[1].lower(), b="clause", autojunk=False).ratio() >= 0.8
    ids_follow = bool(_TELLING_ID.match(re.split(r"[,\s]", word[3], maxsplit=1)[0]))
    return close and (ids_follow or (bool(word[2]) and not word[3]))


def stated_clauses(feature: FeatureNode) -> Iterator[str]:
    """The ids that a feature's annotations and Rules name, for whoever does not collect it; some twice."""
    rows = [
        dict(zip(examples.header.cells, row.cells, strict=True))
        for scenario in feature.scenarios
        for examples in scenario.examples
        if examples.header
        for row in examples.rows
    ]
    for comment in feature.comments:
        if written := _ANNOTATION.match(comment.text):
            annotation = Annotation(comment.line, written[1])
            for fill in map(filler, rows) if annotation.has_fields else [str]:
                yield from (id_ for id_ in annotation.ids(fill) if "<" not in id_)
    for rule in feature.rules:
        yield rule.name.partition(" ")[0]
