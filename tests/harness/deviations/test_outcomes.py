"""What is recorded of both sides, over several trials of some names each."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from harness.deviations import outcomes
from harness.deviations.matrix import Departure
from harness.deviations.trial import Trial
from harness.verdicts import Finding, ScenarioFacts, ScenarioResult, Verdict

LCK01, LCK02 = "LOGIN-HELP-LCK01", "LOGIN-HELP-LCK02"
NINE = Departure("locks-after-nine", (LCK01,), "the ninth failure locks")
NEVER = Departure("never-locks", (LCK01, LCK02), "nothing locks")
WORDS = Departure("other-words", (LCK01,), "told otherwise; no words are given", permitted=True)
QUIET = Departure("says-nothing", (LCK02,), "says nothing; nothing is promised", permitted=True)


def result(id_: str, **clauses: Verdict) -> ScenarioResult:
    named = {f"LOGIN-HELP-{name}": Finding(verdict, "because") for name, verdict in clauses.items()}
    facts = ScenarioFacts(id_, "a.feature", 3, id_, "A", (), tuple(named), ("tws",))
    worst = max(named.values(), key=lambda finding: finding.verdict is not Verdict.CONFORMANT)
    return ScenarioResult(facts, worst, named, step=(7, "Then it locks"))


def after(folder: Path, *departures: Departure, **results: list[ScenarioResult]) -> dict[str, Any]:
    """What is written after these results of the departures; all that are given are registered."""
    tried = [one for one in departures if one.name in results]
    registered = {one.name: one for one in departures}
    outcomes.write(Trial(tried, results, registered, argparse.Namespace()), folder)
    written: dict[str, Any] = json.loads((folder / "matrix.json").read_text(encoding="utf-8"))
    return written


def clause(written: dict[str, Any], id_: str) -> dict[str, Any]:
    return next(one for one in written["clauses"] if one["id"] == id_)


def test_both_sides_of_a_clause(tmp_path: Path) -> None:
    written = after(
        tmp_path,
        NINE,
        NEVER,
        WORDS,
        QUIET,
        **{
            "locks-after-nine": [result("red", LCK01=Verdict.NONCONFORMANT)],
            "never-locks": [
                result("green", LCK01=Verdict.CONFORMANT),
                result("elsewhere", LCK02=Verdict.CONFORMANT, LCK03=Verdict.NONCONFORMANT),
            ],
            "other-words": [result("both", LCK01=Verdict.CONFORMANT, LCK02=Verdict.NONCONFORMANT)],
        },
    )
    first, second = clause(written, LCK01), clause(written, LCK02)
    assert first["deviations"]["killed"] == ["locks-after-nine"]
    assert first["deviations"]["survived"] == ["never-locks"]
    assert (first["sensitivity"], first["specificity"]) == (0.5, 1)
    assert second["deviations"]["killed elsewhere"] == ["never-locks"]
    assert second["variations"]["accused"] == ["other-words"]
    assert second["variations"]["not tried"] == ["says-nothing"]
    assert (second["sensitivity"], second["specificity"]) == (0, 0)
    assert written["totals"]["deviations"] | {"sensitivity": None} == {
        "registered": 2,
        "tried": 2,
        "killed": 1,
        "killed elsewhere": 0,
        "inconclusive": 0,
        "survived": 1,
        "not tried": 0,
        "sensitivity": None,
    }
    assert written["totals"]["deviations"]["sensitivity"] == 0.5


def test_a_trial_of_some_names_leaves_what_is_recorded_of_the_others(tmp_path: Path) -> None:
    after(tmp_path, NINE, NEVER, **{"locks-after-nine": [result("red", LCK01=Verdict.NONCONFORMANT)]})
    written = after(tmp_path, NINE, NEVER, **{"never-locks": [result("red", LCK01=Verdict.NONCONFORMANT)]})
    assert clause(written, LCK01)["deviations"]["killed"] == ["locks-after-nine", "never-locks"]


def test_what_is_registered_no_more_or_otherwise_is_dropped(tmp_path: Path) -> None:
    red = [result("red", LCK01=Verdict.NONCONFORMANT)]
    operator = Departure("lock~one-more", (LCK01,), "one more")
    after(
        tmp_path, NINE, NEVER, operator, **{"locks-after-nine": red, "never-locks": red, "lock~one-more": red}
    )
    moved = Departure(NINE.name, (LCK02,), NINE.says)
    written = after(tmp_path, moved)
    assert {one["name"]: one["tried"] is not None for one in written["departures"]} == {
        "lock~one-more": True,
        "locks-after-nine": False,
    }


def test_nothing_tried_has_no_rate(tmp_path: Path) -> None:
    written = after(tmp_path, NINE, WORDS)
    assert written["totals"]["variations"]["specificity"] is None
    assert clause(written, LCK01)["sensitivity"] is None


def test_the_page_names_links_and_escapes(tmp_path: Path) -> None:
    angry = Departure("angry", (LCK01,), "says <b>no</b>; nobody minds", permitted=True)
    after(tmp_path, NINE, angry, angry=[result("red", LCK01=Verdict.NONCONFORMANT)])
    page = (tmp_path / "matrix.html").read_text(encoding="utf-8")
    assert f'id="{LCK01}"' in page
    assert 'href="#angry"' in page
    assert 'id="angry"' in page
    assert "says &lt;b&gt;no&lt;/b&gt;" in page
    assert "<script src" not in page
    assert "0.0 %" in page


def test_a_rate_is_whole_only_where_nothing_failed() -> None:
    from harness.deviations.page import percent

    assert [percent(one) for one in (None, 1, 0.9999, 0.5, 0)] == ["–", "100 %", "99.9 %", "50.0 %", "0.0 %"]


def test_what_a_run_did_not_get_to_is_not_recorded(tmp_path: Path) -> None:
    after(tmp_path, NINE, **{"locks-after-nine": [result("red", LCK01=Verdict.NONCONFORMANT)]})
    ended = {
        "locks-after-nine": [result("left", LCK01=Verdict.NOT_RUN)],
        "other-words": [],
        "says-nothing": [],
    }
    written = after(tmp_path, NINE, WORDS, QUIET, **ended)
    assert clause(written, LCK01)["deviations"]["killed"] == ["locks-after-nine"]
    assert clause(written, LCK01)["variations"]["not tried"] == ["other-words"]
