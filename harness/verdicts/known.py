"""Known breaches: what a target is known to do wrong, until a day, so that a run tells only what is new.

::

    [[breach]]
    clause = "LOGIN-HELP-LCK05"
    surface = "tws"                              # optional: on this surface only
    scenario = "The lock ends after 24 hours"    # optional: in the scenario of this name, or this id
    reason = "the right credentials are refused" # optional: part of the reason that is told
    owner = "login team"
    ticket = "LOGIN-77"
    expires = 2026-12-31                         # the last day on which it is known

A known breach stays a breach in every output and does not fail the run. It fails the run when it happens
otherwise or has expired (as a breach) and when it no longer happens (as a list that is not true).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from harness.verdicts.model import ScenarioResult, Verdict

_REQUIRED = ("clause", "owner", "ticket", "expires")


class KnownError(ValueError):
    """The file of known breaches has not the form that it must have; says where and what to write."""

    def __init__(self, file: Path, where: str, problem: str) -> None:
        super().__init__(f"{file}: {where}: {problem}")


@dataclass(frozen=True, slots=True)
class KnownBreach:
    """One entry; ``surface``, ``scenario`` and ``reason`` are empty where it holds for any."""

    clause: str
    owner: str
    ticket: str
    expires: date
    surface: str = ""
    scenario: str = ""
    reason: str = ""

    def to_json(self) -> dict[str, str]:
        return {**asdict(self), "expires": self.expires.isoformat()}

    @classmethod
    def from_json(cls, entry: Mapping[str, str]) -> KnownBreach:
        return cls(**{**entry, "expires": date.fromisoformat(entry["expires"])})  # type: ignore[arg-type]

    @property
    def in_words(self) -> str:
        return f"{self.ticket} ({self.owner}, until {self.expires.isoformat()})"

    def tells_of(self, result: ScenarioResult) -> bool:
        """Whether it is about this scenario, however that ended."""
        scenario = result.scenario
        return (
            self.clause in scenario.clauses
            and self.surface in ("", *scenario.surfaces)
            and self.scenario in ("", scenario.name, scenario.id)
        )

    def covers(self, result: ScenarioResult, clause: str, today: date) -> bool:
        """Whether the breach of ``clause`` that ``result`` shows is this one, and not expired."""
        return (
            self.clause == clause
            and self.tells_of(result)
            and self.reason in result.finding.reason
            and today <= self.expires
        )


def known_by(result: ScenarioResult, known: Iterable[KnownBreach], today: date) -> tuple[str, ...]:
    """Who knows that the scenario is a breach, in words; empty unless each clause breached is known to be."""
    breached = [id_ for id_, one in result.clauses.items() if one.verdict is Verdict.NONCONFORMANT]
    if result.verdict is not Verdict.NONCONFORMANT:
        return ()
    entries = tuple(known)
    covering = [next((one for one in entries if one.covers(result, id_, today)), None) for id_ in breached]
    return tuple(dict.fromkeys(one.in_words for one in covering if one)) if all(covering) else ()


def no_longer_true(
    known: Iterable[KnownBreach], results: Collection[ScenarioResult], today: date
) -> list[KnownBreach]:
    """Entries whose scenarios gave a verdict in this run, none of them the breach that they tell of."""
    found = []
    for entry in known:
        told_of = [one for one in results if entry.tells_of(one)]
        decided = [one for one in told_of if one.clauses[entry.clause].verdict in _DECIDED]
        if decided and len(decided) == len(told_of) and not _happens(entry, decided, today):
            found.append(entry)
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """All entries, and the day of the run."""

    entries: tuple[KnownBreach, ...]
    today: date

    def by(self, result: ScenarioResult) -> tuple[str, ...]:
        return known_by(result, self.entries, self.today) if self.entries else ()

    def no_longer_true(self, results: Collection[ScenarioResult]) -> list[KnownBreach]:
        return no_longer_true(self.entries, results, self.today)

    def to_json(self) -> dict[str, Any]:
        return {"today": self.today.isoformat(), "entries": [one.to_json() for one in self.entries]}

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> Known:
        entries = tuple(KnownBreach.from_json(one) for one in entry["entries"])
        return cls(entries, date.fromisoformat(entry["today"]))


NOTHING_KNOWN = Known((), date.min)

_DECIDED = (Verdict.CONFORMANT, Verdict.NONCONFORMANT)


def _happens(entry: KnownBreach, results: Iterable[ScenarioResult], today: date) -> bool:
    breaching = (one for one in results if one.clauses[entry.clause].verdict is Verdict.NONCONFORMANT)
    return any(entry.covers(one, entry.clause, min(today, entry.expires)) for one in breaching)


def read_known(file: Path, clauses: Collection[str], surfaces: Collection[str]) -> tuple[KnownBreach, ...]:
    """The entries of ``file``. Raises: KnownError."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnownError(file, "cannot be read", str(error)) from error
    entries = content.pop("breach", [])
    if content or not isinstance(entries, list):
        raise KnownError(file, ", ".join(content) or "breach", "write [[breach]] tables and nothing else")
    return tuple(_entry(file, number, entry, clauses, surfaces) for number, entry in enumerate(entries, 1))


def _entry(
    file: Path, number: int, entry: Mapping[str, Any], clauses: Collection[str], surfaces: Collection[str]
) -> KnownBreach:
    where = f"breach {number}"
    names = [field.name for field in fields(KnownBreach)]
    if unknown := set(entry) - set(names):
        raise KnownError(file, where, f"no keys: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    if missing := [key for key in _REQUIRED if not entry.get(key)]:
        raise KnownError(file, where, f"{', '.join(missing)} is missing: somebody must own it, until a day")
    if not isinstance(entry["expires"], date):
        raise KnownError(file, where, "expires is a day, without quotation marks: 2026-12-31")
    if entry["clause"] not in clauses:
        raise KnownError(file, where, f"there is no clause {entry['clause']}")
    if entry.get("surface", "") not in ("", *surfaces):
        raise KnownError(file, where, f"surface is one of {', '.join(surfaces)}")
    return KnownBreach(**entry)
