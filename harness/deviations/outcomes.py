"""``reports/matrix.json`` and ``matrix.html``: both sides, clause by clause, of everything tried so far.

===============  ==========================================================================================
``written``      ISO 8601, UTC
``totals``       of all that is registered: ``deviations`` and ``variations``, each with ``registered``,
                 ``tried`` and how many came out how; ``sensitivity``: killed at their own steps of those
                 tried; ``specificity``: variations that accused nobody of those tried; null: none was
``clauses``      [{id, article, text, sensitivity, specificity, deviations, variations}] in the order of the
                 catalogue, with testable clauses only: the same two rates (killed: at the clause's own step),
                 and names by what became of them. Of deviations: ``killed``, ``killed elsewhere``,
                 ``inconclusive``, ``survived``, ``not tried``; of variations: ``held``, ``accused``,
                 ``undecided``, ``not tried``
``departures``   [{name, says, permitted, tried (ISO 8601 or null), scenarios (how many ran), clauses (id to
                 what became of it), noticed (id to the step that turned red), told (scenario to what it
                 said instead)}], those registered and the operators that were tried
===============  ==========================================================================================

A run of some names leaves what is recorded of the others; what is registered no more, or about other clauses
than it was, is dropped, and what a run did not get to is as if it had not been tried. A variation counts for
every clause that a scenario run under it carries.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.deviations.matrix import Departure, Fate, accusations, all_run, kills, verdicts_under
from harness.reports.output import write_whole
from harness.spec.catalogue import Clause, load_catalogue
from harness.verdicts.model import Verdict

if TYPE_CHECKING:
    from harness.deviations.trial import Trial
    from harness.verdicts.model import ScenarioResult

REPORTS = Path(__file__).resolve().parent.parent.parent / "reports"
NOT_TRIED = "not tried"
HELD, ACCUSED, UNDECIDED = "held", "accused", "undecided"
_SAID = {Verdict.CONFORMANT: HELD, Verdict.NONCONFORMANT: ACCUSED}
CAME_TO = {
    False: (*(fate.value for fate in reversed(Fate)), NOT_TRIED),
    True: (ACCUSED, UNDECIDED, HELD, NOT_TRIED),
}
"""What becomes of a clause under a deviation (False) or a variation (True); the worst first."""


@dataclass(frozen=True)
class Entry:
    """A deviation or variation and what became of it; attributes as ``departures`` above."""

    name: str
    says: str
    permitted: bool
    clauses: Mapping[str, str]
    tried: str | None = None
    scenarios: int = 0
    noticed: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def came_to(self) -> str:
        """In one word: the worst that became of one of its clauses."""
        return next((word for word in CAME_TO[self.permitted] if word in self.clauses.values()), NOT_TRIED)


@dataclass(frozen=True)
class Row:
    """A clause, and the names of deviations and variations by what became of them."""

    clause: Clause
    deviations: Mapping[str, Sequence[str]]
    variations: Mapping[str, Sequence[str]]

    @property
    def sensitivity(self) -> float | None:
        """The part of the deviations tried that this clause's own step noticed; None: none was tried."""
        return _rate({word: len(names) for word, names in self.deviations.items()}, Fate.KILLED)

    @property
    def specificity(self) -> float | None:
        """The part of the variations tried under which the clause held; None: none was tried."""
        return _rate({word: len(names) for word, names in self.variations.items()}, HELD)


@dataclass(frozen=True)
class Matrix:
    """Everything tried so far."""

    written: str
    entries: Mapping[str, Entry]

    @property
    def rows(self) -> list[Row]:
        """The testable clauses, in the order of the catalogue."""
        clauses = [one for one in load_catalogue().clauses.values() if one.testable != "no"]
        return [Row(one, self._names(one.id, False), self._names(one.id, True)) for one in clauses]

    def _names(self, clause: str, permitted: bool) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {word: [] for word in CAME_TO[permitted]}
        for entry in self.of(permitted):
            if clause in entry.clauses:
                names[entry.clauses[clause]].append(entry.name)
        return names

    def of(self, permitted: bool) -> list[Entry]:
        """The variations, or the deviations, by name."""
        return sorted(
            (one for one in self.entries.values() if one.permitted is permitted), key=lambda one: one.name
        )

    @property
    def totals(self) -> dict[str, dict[str, Any]]:
        """``totals`` as above."""
        return {
            "deviations": _totals(self.of(False), False, "sensitivity", Fate.KILLED),
            "variations": _totals(self.of(True), True, "specificity", HELD),
        }


def _totals(entries: Sequence[Entry], permitted: bool, rate: str, good: str) -> dict[str, Any]:
    counted = {word: sum(one.came_to == word for one in entries) for word in CAME_TO[permitted]}
    tried = len(entries) - counted[NOT_TRIED]
    return {"registered": len(entries), "tried": tried, **counted, rate: _rate(counted, good)}


def _rate(counted: Mapping[str, int], good: str) -> float | None:
    """The part of those tried that came out well; None where none was tried."""
    tried = sum(counted.values()) - counted[NOT_TRIED]
    return round(counted[good] / tried, 4) if tried else None


def write(trial: Trial, folder: Path = REPORTS) -> None:
    """Record what was tried, beside what was recorded before."""
    from harness.deviations import page  # jinja2, which only this needs

    recorded = _recorded(folder / "matrix.json")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    entries = {one.name: _entry(one, recorded) for one in trial.registered.values()}
    entries.update({name: one for name, one in recorded.items() if "~" in name})
    tried = [one for one in trial.departures if all_run(trial.results[one.name])]
    entries.update({one.name: _tried(one, trial.results[one.name], now) for one in tried})
    matrix = Matrix(now, entries)
    write_whole(folder / "matrix.json", json.dumps(told(matrix), indent=1, ensure_ascii=False) + "\n")
    write_whole(folder / "matrix.html", page.render(matrix))
    print(f"both sides, clause by clause: {folder / 'matrix.html'}")  # noqa: T201 - for the commands


def told(matrix: Matrix) -> dict[str, Any]:
    """``matrix.json`` as values."""
    return {
        "written": matrix.written,
        "totals": matrix.totals,
        "clauses": [
            {
                "id": row.clause.id,
                "article": row.clause.article,
                "text": row.clause.text,
                "sensitivity": row.sensitivity,
                "specificity": row.specificity,
                "deviations": row.deviations,
                "variations": row.variations,
            }
            for row in matrix.rows
        ],
        "departures": [asdict(one) for permitted in (False, True) for one in matrix.of(permitted)],
    }


def _recorded(file: Path) -> dict[str, Entry]:
    """What an earlier run wrote; nothing where it cannot be read."""
    try:
        listed = json.loads(file.read_bytes())["departures"]
        return {one["name"]: Entry(**one) for one in listed}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _entry(departure: Departure, recorded: Mapping[str, Entry]) -> Entry:
    """What is recorded of a departure, unless it has changed since."""
    past = recorded.get(departure.name)
    if past is not None and past.tried is not None and set(departure.clauses) <= past.clauses.keys():
        return replace(past, says=departure.says)
    return _untried(departure)


def _untried(departure: Departure) -> Entry:
    clauses = dict.fromkeys(departure.clauses, NOT_TRIED)
    return Entry(departure.name, departure.says, departure.permitted, clauses)


def _tried(departure: Departure, results: Sequence[ScenarioResult], now: str) -> Entry:
    entry = replace(_untried(departure), tried=now, scenarios=len(results))
    if departure.permitted:
        said = {id_: _SAID.get(verdict, UNDECIDED) for id_, verdict in verdicts_under(results).items()}
        told_by = {one.scenario: f"{one.verdict}: {one.reason}" for one in accusations(departure, results)}
        return replace(entry, clauses={**entry.clauses, **said}, told=told_by)
    became = kills(departure, results)
    return replace(
        entry,
        clauses={one.clause: one.fate.value for one in became},
        noticed={one.clause: one.killed_by[1] for one in became if one.killed_by is not None},
        told={scenario: said for one in became for scenario, said in one.otherwise.items()},
    )
