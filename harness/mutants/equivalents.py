"""The mutants that somebody has looked at and found to be no breach of any article."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

FILE = Path(__file__).with_name("equivalents.yaml")


class Entry(BaseModel):
    """Mutants that are no breach.

    Attributes:
        mutants: Names; ``*`` stands for any characters.
        change: What they do, for whoever reads the list.
        reason: Why no article can tell.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mutants: tuple[str, ...]
    change: str
    reason: str

    def means(self, mutant: str) -> bool:
        return any(fnmatchcase(mutant, pattern) for pattern in self.mutants)


def read(file: Path = FILE) -> list[Entry]:
    """The list. Raises: pydantic.ValidationError, naming the entry and what is wrong with it."""
    return TypeAdapter(list[Entry]).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")) or [])


def reason_of(mutant: str, entries: list[Entry]) -> str:
    """Why it is no breach; empty: nobody says so."""
    return next((entry.reason for entry in entries if entry.means(mutant)), "")
