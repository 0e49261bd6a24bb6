"""The trail from clauses to the articles' own lines, and what another edition does to it.

``spec/edition.yaml`` holds a hash for each line of the edition that the clauses were read from, never its
text; each clause names its lines, and lines without a clause are listed there with the reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

from harness.spec.catalogue import SPEC, Catalogue, CatalogueError, Clause

HASH_DIGITS = 16


@dataclass(frozen=True)
class WithoutClause:
    """Lines that no clause rests on (numbers from 1), what they are, and why that is so."""

    lines: tuple[int, ...]
    what: str
    why: str


@dataclass(frozen=True)
class Edition:
    """Attributes: ``name`` in words; ``sha256`` of the whole text; ``hashes`` of its lines, None if empty."""

    name: str
    sha256: str
    hashes: tuple[str | None, ...]
    without_clause: tuple[WithoutClause, ...]


@dataclass(frozen=True)
class Changes:
    """How another edition differs, in line numbers from 1.

    Attributes:
        gone: Lines of our edition that the other has no more, or words otherwise.
        new: Lines of the other edition that ours has not.
    """

    gone: tuple[int, ...]
    new: tuple[int, ...]

    def stale(self, lines: Collection[int]) -> bool:
        """Whether something that rests on these lines of our edition has to be read again."""
        return not set(lines).isdisjoint(self.gone)


def hash_of(line: str) -> str | None:
    """The hash of a line, whatever its white space; None for an empty one."""
    words = " ".join(line.split())
    return hashlib.sha256(words.encode()).hexdigest()[:HASH_DIGITS] if words else None


def read_edition(file: Path = SPEC / "edition.yaml") -> Edition:
    """The edition that the clauses rest on. Raises: CatalogueError."""
    try:
        content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        return Edition(
            content["edition"],
            content["sha256"],
            tuple(content["lines"]),
            tuple(WithoutClause(tuple(one.pop("lines")), **one) for one in content["without_clause"]),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise CatalogueError(file, "edition", str(error)) from error


def untraced(edition: Edition, catalogue: Catalogue) -> list[int]:
    """Lines that neither a clause nor the list of lines without one accounts for."""
    traced = {line for clause in catalogue.clauses.values() for line in clause.lines}
    traced.update(line for entry in edition.without_clause for line in entry.lines)
    return [number for number, hashed in enumerate(edition.hashes, 1) if hashed and number not in traced]


def compare(edition: Edition, lines: Sequence[str]) -> Changes:
    """What became of the edition's lines in another text; lines that only moved count as gone and new."""
    other = [hash_of(line) for line in lines]
    blocks = SequenceMatcher(None, edition.hashes, other, autojunk=False).get_matching_blocks()
    kept = {block.a + i for block in blocks for i in range(block.size)}
    known = {block.b + i for block in blocks for i in range(block.size)}
    return Changes(
        tuple(i + 1 for i, hashed in enumerate(edition.hashes) if hashed and i not in kept),
        tuple(i + 1 for i, hashed in enumerate(other) if hashed and i not in known),
    )


def stale_clauses(changes: Changes, catalogue: Catalogue) -> list[Clause]:
    """Clauses that rest on a line that changed, in the articles' order."""
    return [clause for clause in catalogue.clauses.values() if changes.stale(clause.lines)]
