from __future__ import annotations

from pathlib import Path

from harness.reports.history import KEPT, Change, PastRun, compare, keep, read
from harness.verdicts import Verdict


def past(started: float, target: str = "t", deviations: tuple[str, ...] = (), **cells: str) -> PastRun:
    """``A_tws="conformant"``: the cell of clause A on tws."""
    by_clause: dict[str, dict[str, str]] = {}
    for name, verdict in cells.items():
        clause, surface = name.split("_")
        by_clause.setdefault(clause, {})[surface] = verdict
    return PastRun(target, deviations, started, {}, by_clause)


def test_each_cell_is_compared_with_when_it_was_last_measured() -> None:
    history = [
        past(1, A_tws="conformant", B_tws="conformant", C_tws="nonconformant"),
        past(2, A_tws="nonconformant"),
    ]
    now = past(3, A_tws="conformant", B_tws="inconclusive", C_tws="nonconformant", D_tws="conformant")
    comparison = compare(history, now)
    assert comparison.changes == (
        Change("A", "tws", Verdict.NONCONFORMANT, Verdict.CONFORMANT, 2),
        Change("B", "tws", Verdict.CONFORMANT, Verdict.INCONCLUSIVE, 1),
    )
    assert comparison.first_measured == 1
    assert comparison.last == history[1]


def test_other_targets_deviations_and_later_runs_do_not_count() -> None:
    history = [
        past(1, target="other", A_tws="nonconformant"),
        past(2, deviations=("locks-after-nine",), A_tws="nonconformant"),
        past(9, A_tws="nonconformant"),
    ]
    comparison = compare(history, past(3, A_tws="conformant"))
    assert (comparison.last, comparison.changes, comparison.first_measured) == (None, (), 1)


def test_what_is_kept_is_read_and_the_oldest_go(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    assert read(file) == []
    many = [past(number, A_tws="conformant") for number in range(KEPT + 5)]
    keep(file, many, past(999, B_tws="conformant"))
    kept = read(file)
    assert len(kept) == KEPT
    assert kept[-1] == past(999, B_tws="conformant")
    keep(file, kept, past(999, B_tws="inconclusive"))
    assert [one for one in read(file) if one.started == 999] == [past(999, B_tws="inconclusive")]


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    keep(file, [], past(1, A_tws="conformant"))
    file.write_text(file.read_text() + '{"half\n{"target": 1}\n')
    assert read(file) == [past(1, A_tws="conformant")]
