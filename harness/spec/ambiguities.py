"""Where the articles can be read in more than one way: ``spec/ambiguities.yaml``.

Some readings can be told from what a system does. They are noted and never judged; the steps that look for
them name them when they are imported, so that a misspelt one is an error before anything runs::

    EVERY_LOGIN = reading("AMB-LOCK-WINDOW", "every-login")
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from harness.kept import kept
from harness.spec.catalogue import SPEC, CatalogueError, load_catalogue
from harness.words import UnknownWord

_FILE = SPEC / "ambiguities.yaml"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of an ambiguity, as it shows in what a system does.

    Attributes:
        ambiguity: Id of the ambiguity.
        key: Names the reading within it.
        text: The reading in words.
    """

    ambiguity: str
    key: str
    text: str


TakeNote = Callable[[Reading, str, str], None]
"""Takes down a reading, what was seen that speaks for it, and on which surface."""


@dataclass(frozen=True)
class Ambiguity:
    """A gap or a conflict of the articles, and the reading that the scenarios follow.

    Attributes:
        clauses: Ids of those that it touches.
        noted: Readings by key that are noted where they show, and never judged.
        settled: Public material that leaves one reading, and which; empty where none does.
        outside_evidence: Public material that was looked at for context; it overrules nothing.
    """

    id: str
    clauses: tuple[str, ...]
    issue: str
    readings: tuple[str, ...]
    chosen: str
    why: str
    outside_evidence: tuple[str, ...] = ()
    settled: str = ""
    noted: Mapping[str, str] = field(default_factory=dict)


def read_ambiguities(file: Path, clauses: Mapping[str, object]) -> dict[str, Ambiguity]:
    """The ambiguities in ``file``, by id; they may touch no other clauses than ``clauses``.

    Raises: CatalogueError, naming file, ambiguity and key.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        entries: list[dict[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        raise CatalogueError(file, "cannot be read", str(error)) from error
    found: dict[str, Ambiguity] = {}
    for entry in entries:
        where = f"ambiguity {entry.get('id', '(without id)')}"
        listed: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        try:
            ambiguity = Ambiguity(**listed)
        except TypeError as error:
            raise CatalogueError(file, where, str(error).removeprefix("Ambiguity.__init__() ")) from error
        if unknown := set(ambiguity.clauses) - set(clauses):
            raise CatalogueError(file, where, f"no clauses: {', '.join(sorted(unknown))}")
        if ambiguity.id in found:
            raise CatalogueError(file, where, "the id is used twice")
        if len(ambiguity.noted) == 1:
            raise CatalogueError(file, where, "noted has one reading: there is nothing to tell it from")
        found[ambiguity.id] = ambiguity
    return found


@functools.cache
def load_ambiguities() -> dict[str, Ambiguity]:
    """The project's own, by id; kept from run to run."""
    clauses = load_catalogue().clauses
    parts: list[str | Path] = [*clauses, _FILE, Path(__file__)]
    return kept("ambiguities", parts, lambda: read_ambiguities(_FILE, clauses))


def reading(ambiguity: str, key: str) -> Reading:
    """The noted reading ``key`` of ``ambiguity``.

    Raises: UnknownWord, when there is no such ambiguity, or none of its noted readings has this key.
    """
    known = load_ambiguities()
    if ambiguity not in known:
        raise UnknownWord(ambiguity, "ambiguity of spec/ambiguities.yaml", known)
    noted = known[ambiguity].noted
    if key not in noted:
        raise UnknownWord(key, f"reading that {ambiguity} wants noted", noted)
    return Reading(ambiguity, key, noted[key])
