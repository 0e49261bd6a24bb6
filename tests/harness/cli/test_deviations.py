"""What ``./ibkey deviations`` tells besides the kills, of a trial that somebody else made."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import pytest

from harness.cli import deviations
from harness.deviations import outcomes, trial
from harness.deviations.matrix import Departure
from harness.deviations.trial import Trial
from harness.verdicts import Finding, ScenarioFacts, ScenarioResult, Verdict

NOTICED = ("first", "second", "third")
THERE = {name: Departure(name, ("X-01",), "says", kind=name) for name in (*NOTICED, "lock~late")}


def result(under: str, line: int) -> ScenarioResult:
    facts = ScenarioFacts(f"a.feature::{line}[under {under}]", "a.feature", line, "", "A", (), ("X-01",), ())
    red = Finding(Verdict.NONCONFORMANT, "it did not lock")
    return ScenarioResult(facts, red, {"X-01": red}, step=(line + 1, "Then"), started=1.0, duration_s=line)


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs the command over a trial in which two scenarios noticed some deviations; gives what it prints."""

    def tell(*arguments: str, tried: tuple[str, ...] = NOTICED) -> str:
        def trial_of(_: str, parser: argparse.ArgumentParser, given: list[str]) -> Trial:
            results = {name: [result(name, 3), result(name, 5)] for name in tried}
            departures = [THERE[name] for name in tried]
            return Trial(departures, results, {}, parser.parse_args(given), THERE, {})

        monkeypatch.setattr(trial, "tried", trial_of)
        monkeypatch.setattr(outcomes, "write", lambda _: None)
        assert deviations.main(list(arguments)) == 0
        return capsys.readouterr().out

    return tell


def test_kinds_by_clause(tell: Callable[..., str]) -> None:
    told = tell("--per-clause")
    assert "X-01                       3 of 4 kinds killed: first, second, third; not tried: 1" in told
    assert "1 of 1 clauses: three kinds were killed, or all there are" in told
    assert "TOO FEW   X-01" in tell("--per-clause", tried=NOTICED[:2])


def test_idle_rows(tell: Callable[..., str]) -> None:
    told = tell("--idle-rows")
    assert "   15.0 s  a.feature:5  (3 kills that others make, too)" in told
    assert "a.feature:3  " not in told


def test_duplicates(tell: Callable[..., str]) -> None:
    assert "\n  first, second, third\n" in tell("--duplicates")


def test_nothing_more_unless_asked_for(tell: Callable[..., str]) -> None:
    assert tell().endswith("3 of 3 killed at the clause's own step\n")


def test_a_malformed_expression_is_told_before_anything_starts(
    tell: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        tell("-k", "login and")
    assert "-k 'login and' is no expression: at column 10: expected" in capsys.readouterr().err
