"""A known breach is one only as it is told: same clause, surface, scenario and reason, until its day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from harness.verdicts import ScenarioResult
from harness.verdicts.known import Known, KnownBreach, KnownError, read_known
from harness.verdicts.run import Run
from tests.harness.reports.told_runs import result, run

TODAY = date(2026, 11, 27)
ENTRY = {"clause": "X-01", "owner": "team", "ticket": "T-1", "expires": date(2026, 11, 27)}
BREACH = result("breach", "tws", "nonconformant", "no link", clause="X-01")


def known(**changes: object) -> Known:
    return Known((KnownBreach(**{**ENTRY, **changes}),), TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"surface": "tws"},
        {"scenario": "breach"},
        {"scenario": "features/login/a.feature::breach"},
        {"reason": "link"},
    ],
)
def test_covered(changes: dict[str, object]) -> None:
    assert known(**changes).by(BREACH) == ("T-1 (team, until 2026-11-27)",)
    assert not known(**changes).no_longer_true([BREACH])


@pytest.mark.parametrize(
    "changes",
    [
        {"clause": "X-02"},
        {"surface": "iphone"},
        {"scenario": "another"},
        {"reason": "no button"},
        {"expires": date(2026, 11, 26)},
    ],
)
def test_not_covered(changes: dict[str, object]) -> None:
    assert known(**changes).by(BREACH) == ()


def test_every_breached_clause_has_to_be_known() -> None:
    both = result("both", "tws", "nonconformant", "no link", X_01="nonconformant", X_02="nonconformant")
    assert known().by(both) == ()
    two = Known((*known().entries, *known(clause="X-02", ticket="T-2").entries), TODAY)
    assert two.by(both) == ("T-1 (team, until 2026-11-27)", "T-2 (team, until 2026-11-27)")


@pytest.mark.parametrize("verdict", ["conformant", "inconclusive", "not verified", "not run"])
def test_only_a_breach_is_a_known_one(verdict: str) -> None:
    assert known().by(result("it", "tws", verdict, clause="X-01")) == ()


GONE = result("it", "tws", "conformant", clause="X-01")
DOUBT = result("doubt", "tws", "inconclusive", "no window", clause="X-01")


@pytest.mark.parametrize(
    ("results", "gone"),
    [
        ([GONE], True),
        ([GONE, BREACH], False),
        ([GONE, DOUBT], False),  # it may still happen there
        ([DOUBT], False),
        ([], False),  # not part of this run
    ],
)
def test_one_that_happens_no_more(results: list[ScenarioResult], gone: bool) -> None:
    assert bool(known().no_longer_true(results)) is gone


def test_one_that_happens_otherwise_is_gone_and_one_that_expired_is_not() -> None:
    assert known(reason="no button").no_longer_true([BREACH])
    assert not known(expires=date(2026, 11, 26)).no_longer_true([BREACH])


def told(*results: ScenarioResult, entries: Known) -> Run:
    judged = run(*results)
    known_ones = tuple(replace(one, known=entries.by(one)) for one in judged.results)
    return replace(judged, results=known_ones, known=entries)


@pytest.mark.parametrize(
    ("results", "changes", "code"),
    [
        ([BREACH], {}, 0),
        ([BREACH, GONE], {}, 0),
        ([BREACH, DOUBT], {}, 3),
        ([GONE], {}, 3),
        ([BREACH], {"expires": date(2026, 11, 26)}, 1),
        ([BREACH], {"reason": "no button"}, 1),
        ([BREACH, result("new", "tws", "nonconformant", "x", clause="X-02")], {}, 1),
    ],
)
def test_exit_code(results: list[ScenarioResult], changes: dict[str, object], code: int) -> None:
    assert told(*results, entries=known(**changes)).exit_code == code


def test_it_survives_the_log() -> None:
    entries = known(surface="tws")
    assert Known.from_json(entries.to_json()) == entries


FILE = """
[[breach]]
clause = "X-01"
owner = "team"
ticket = "T-1"
expires = 2026-11-27
"""


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "known.toml"
    file.write_text(FILE)
    assert read_known(file, {"X-01"}, ("tws",)) == known().entries


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('owner = "team"', "", "breach 1: owner is missing"),
        ('clause = "X-01"', 'clause = "X-09"', "breach 1: there is no clause X-09"),
        ("2026-11-27", '"tomorrow"', "breach 1: expires is a day"),
        ('ticket = "T-1"', 'ticket = "T-1"\nsurface = "watch"', "breach 1: surface is one of tws"),
        ('ticket = "T-1"', 'ticket = "T-1"\ncolour = "red"', "breach 1: no keys: colour"),
        ("[[breach]]", "[[breaches]]", "write [[breach]] tables and nothing else"),
        ("[[breach]]", "[breach", "cannot be read"),
    ],
)
def test_a_wrong_file(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "known.toml"
    file.write_text(FILE.replace(old, new))
    with pytest.raises(KnownError, match=re.escape(said)):
        read_known(file, {"X-01"}, ("tws",))
