"""What became of the mutants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

REQUIRED_RED, TOLERATED_DOUBT = 0.9, 0.1
"""Of the mutants that count: how many must be red, and how many of the red may be merely inconclusive."""


class Fate(StrEnum):
    """What became of one mutant."""

    KILLED = "killed"
    """A scenario was nonconformant at a clause's step."""
    INCONCLUSIVE = "inconclusive"
    """No scenario was, but one could not be decided."""
    SURVIVED = "survived"
    NOT_REACHED = "not reached"
    """No scenario runs the line."""
    DOES_NOT_START = "does not start"
    """There was no system to judge; does not count."""
    EQUIVALENT = "equivalent"
    """It is on the reviewed list; does not count."""


@dataclass(frozen=True)
class Judgement:
    """What became of one mutant, and by whom it is known.

    Attributes:
        scenario: The one that decided; of an inconclusive mutant the first; empty where none did.
        reason: What it said, or why the mutant is equivalent.
        tried: How many scenarios were run under it,
        of: of so many that run its line.
    """

    mutant: str
    fate: Fate
    scenario: str = ""
    reason: str = ""
    tried: int = 0
    of: int = 0
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> Judgement:
        return cls(**{**entry, "fate": Fate(entry["fate"])})


@dataclass(frozen=True)
class Tally:
    """The numbers of a run."""

    counts: Mapping[Fate, int]

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> Tally:
        return cls(Counter(one.fate for one in judgements))

    @property
    def red(self) -> int:
        return self._sum(Fate.KILLED, Fate.INCONCLUSIVE)

    @property
    def counted(self) -> int:
        return self.red + self._sum(Fate.SURVIVED, Fate.NOT_REACHED)

    @property
    def is_enough(self) -> bool:
        """Whether so many are red, and surely red, as must be."""
        doubtful = self._sum(Fate.INCONCLUSIVE)
        return self.red >= REQUIRED_RED * self.counted and doubtful <= TOLERATED_DOUBT * self.red

    def __str__(self) -> str:
        each = ", ".join(f"{self._sum(fate)} {fate}" for fate in Fate if self._sum(fate))
        share = f"{self.red / self.counted:.0%}" if self.counted else "none"
        return f"{self.red} of the {self.counted} that count are red ({share}): {each}"

    def _sum(self, *fates: Fate) -> int:
        return sum(self.counts.get(fate, 0) for fate in fates)
