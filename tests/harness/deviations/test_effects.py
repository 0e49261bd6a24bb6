"""Rows that can go without a loss, and deviations that nothing tells apart."""

from __future__ import annotations

from harness.deviations.effects import IdleRow, alike, idle_rows
from harness.deviations.matrix import Departure
from harness.verdicts import Finding, ScenarioFacts, ScenarioResult, Verdict

RED, GREEN = Finding(Verdict.NONCONFORMANT, "it did not lock"), Finding(Verdict.CONFORMANT)
FIRST, SECOND = Departure("first", ("X-01",), "says"), Departure("second", ("X-01",), "says")


def result(under: str, line: int, finding: Finding, seconds: float = 1.0) -> ScenarioResult:
    facts = ScenarioFacts(f"a.feature::{line}[under {under}]", "a.feature", line, "", "A", (), ("X-01",), ())
    step = (line + 1, "Then it locks") if finding is RED else None
    return ScenarioResult(facts, finding, {"X-01": finding}, step=step, started=1.0, duration_s=seconds)


def test_of_rows_that_kill_the_same_one_stays_and_the_dear_ones_go() -> None:
    results = {
        "first": [result("first", 3, RED, 4), result("first", 5, RED, 1), result("first", 7, GREEN, 2)],
        "second": [result("second", 3, GREEN), result("second", 5, RED), result("second", 7, GREEN)],
    }
    assert idle_rows(results, [FIRST, SECOND]) == [
        IdleRow("a.feature:3", 1, 5.0),
        IdleRow("a.feature:7", 0, 3.0),
    ]


def test_a_row_that_alone_kills_something_is_not_idle() -> None:
    results = {"first": [result("first", 3, RED)], "second": [result("second", 5, RED)]}
    assert idle_rows(results, [FIRST, SECOND]) == []


def test_rows_that_only_kill_each_others_pairs_do_not_all_go() -> None:
    results = {"first": [result("first", 3, RED, 2), result("first", 5, RED, 1)]}
    assert [one.row for one in idle_rows(results, [FIRST])] == ["a.feature:3"]


def test_deviations_that_are_seen_alike() -> None:
    third = Departure("third", ("X-02",), "says")
    results = {
        "first": [result("first", 3, RED)],
        "second": [result("second", 3, RED, 9)],
        "third": [result("third", 3, RED)],
    }
    assert alike(results, [FIRST, SECOND, third]) == [("first", "second")]


def test_those_that_nobody_noticed_are_not_called_alike() -> None:
    results = {"first": [result("first", 3, GREEN)], "second": [result("second", 3, GREEN)]}
    assert alike(results, [FIRST, SECOND]) == []
