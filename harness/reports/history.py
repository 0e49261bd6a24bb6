"""``history.jsonl``: the verdict of every cell in every run, one run a line, to say what changed.

A cell is compared with the last run on the same target, with the same deviations, that measured it: a run of
one feature leaves all other cells' last verdicts as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.reports.output import write_whole
from harness.verdicts.clauses import ClauseResult
from harness.verdicts.model import Verdict
from harness.verdicts.run import Run

KEPT = 200  # runs


@dataclass(frozen=True, slots=True)
class PastRun:
    """One line of the history.

    Attributes:
        started: Seconds since the epoch.
        cells: Clause id to surface to verdict; only what was measured.
    """

    target: str
    deviations: tuple[str, ...]
    started: float
    totals: dict[str, int]
    cells: dict[str, dict[str, str]]

    def to_json(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "deviations": list(self.deviations),
            "started": self.started,
            "totals": self.totals,
            "cells": self.cells,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose verdict is another one than when it was last measured (seconds since the epoch)."""

    clause: str
    surface: str
    before: Verdict
    now: Verdict
    measured_before: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """This run beside earlier ones on the same target; ``last`` None when there is none."""

    last: PastRun | None
    changes: tuple[Change, ...]
    first_measured: int


def read(file: Path) -> list[PastRun]:
    """Earlier runs, oldest first; a line that cannot be read is left out, as nothing depends on it."""
    runs = []
    lines = file.read_bytes().splitlines() if file.is_file() else []
    for line in lines:
        try:
            entry = json.loads(line)
            deviations = tuple(entry.pop("deviations"))
            runs.append(PastRun(deviations=deviations, **entry))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return runs


def entry_of(run: Run, clauses: Iterable[ClauseResult]) -> PastRun:
    """What the history keeps of ``run``."""
    cells = {
        result.clause.id: {
            surface: cell.verdict.value
            for surface, cell in result.cells.items()
            if cell.verdict is not Verdict.NOT_RUN
        }
        for result in clauses
    }
    return PastRun(run.facts.target, run.facts.deviations, run.facts.started, run.totals(), cells)


def keep(file: Path, past: Sequence[PastRun], run: PastRun) -> None:
    """Write the history with ``run`` as its last; a line of the same run is replaced."""
    runs = [one for one in past if one.started != run.started][-(KEPT - 1) :]
    lines = [json.dumps(one.to_json(), ensure_ascii=False) for one in (*runs, run)]
    write_whole(file, "\n".join(lines) + "\n")


def compare(past: Sequence[PastRun], now: PastRun) -> Comparison:
    """What changed since each cell of ``now`` was last measured."""
    earlier = [
        one
        for one in past
        if one.started < now.started and (one.target, one.deviations) == (now.target, now.deviations)
    ]
    known: dict[tuple[str, str], tuple[str, float]] = {}
    for one in earlier:
        for clause, cells in one.cells.items():
            known.update({(clause, surface): (verdict, one.started) for surface, verdict in cells.items()})
    changes = []
    first_measured = 0
    for clause, cells in now.cells.items():
        for surface, verdict in cells.items():
            before = known.get((clause, surface))
            if before is None:
                first_measured += 1
            elif before[0] != verdict:
                changes.append(Change(clause, surface, Verdict(before[0]), Verdict(verdict), before[1]))
    return Comparison(earlier[-1] if earlier else None, tuple(changes), first_measured)
