from __future__ import annotations

import hashlib

import pytest

from harness.reports.conformance import Statement
from harness.reports.history import compare, entry_of
from harness.spec.catalogue import load_catalogue
from harness.verdicts import ScenarioResult
from harness.verdicts.clauses import clause_results
from harness.verdicts.run import Run
from tests.harness.reports.told_runs import result, run

GOOD = result("good", "client-portal iphone", clause="LOGIN-SEAMLESS-01a")
BREACH = result("breach", "tws", "nonconformant", "no link", clause="LOGIN-SEAMLESS-01a")
LACKING = result("lacking", "tws", "not verified", "needs clock", clause="LOGIN-HELP-LCK01")
DOUBT = result("doubt", "android", "inconclusive", "no phone", clause="LOGIN-SEAMLESS-01b")
LEFT = result("left", "android", "not run", "the run ended before", clause="LOGIN-SEAMLESS-01b")
PLAIN = result("plain", "tws")


def statement(told: Run) -> Statement:
    catalogue = load_catalogue()
    clauses = tuple(clause_results(told.results, catalogue))
    return Statement(told, clauses, compare([], entry_of(told, clauses)), catalogue)


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        ([GOOD], "Conformant: 1 clause holds on every surface checked."),
        (
            [GOOD, LACKING],
            "Conformant: 1 clause holds on every surface checked; 1 could not be verified on this target.",
        ),
        (
            [GOOD, BREACH, DOUBT, LACKING],
            "Not conformant: of 3 clauses checked, 1 is breached; 1 clause could not be decided; "
            "1 could not be verified on this target.",
        ),
        ([GOOD, DOUBT], "Undecided: no breach was found, 1 clause holds, but 1 clause could not be decided."),
        (
            [GOOD, LEFT],
            "Undecided: no breach was found, 1 clause holds, but 1 clause was not run.",
        ),
        ([LACKING], "Nothing was verified: the target lacks what 1 clause would need."),
        ([PLAIN], "No clause was checked: 1 scenario passed, none of which states one."),
    ],
)
def test_the_verdict_in_one_sentence(results: list[ScenarioResult], sentence: str) -> None:
    assert statement(run(*results)).sentence == sentence


def test_the_json_has_what_pipelines_rely_on() -> None:
    told = statement(run(GOOD, BREACH, DOUBT, target="staging", deviations=("x",))).to_json()
    assert told["target"] == "staging"
    assert told["started"] == "2026-11-18T11:06:40+00:00"
    assert told["duration_s"] == 12.5
    assert told["exit_code"] == 1
    assert told["totals"] == {
        "conformant": 1,
        "nonconformant": 1,
        "not verified": 0,
        "inconclusive": 1,
        "not run": 0,
    }
    assert told["clause_totals"]["nonconformant"] == 1
    assert told["scenarios"][1] == {
        "id": "features/login/a.feature::breach",
        "feature": "features/login/a.feature",
        "line": 7,
        "name": "breach",
        "surfaces": ["tws"],
        "clauses": ["LOGIN-SEAMLESS-01a"],
        "verdict": "nonconformant",
        "reason": "no link",
        "attempts": 1,
        "duration_s": 0.5,
        "step": {"line": 12, "text": "Then the page says so"},
        "clause_verdicts": {"LOGIN-SEAMLESS-01a": "nonconformant"},
        "report": f"allure-report/index.html#{hashlib.md5(b'uuid of breach').hexdigest()}",
    }
    first = told["clauses"][0]
    assert (first["id"], first["article"], first["verdict"]) == (
        "LOGIN-SEAMLESS-01a",
        "LOGIN-SEAMLESS",
        "nonconformant",
    )
    assert first["reason"] == "no link"
    assert first["scenarios"] == ["features/login/a.feature::good", "features/login/a.feature::breach"]
    assert {surface: cell["verdict"] for surface, cell in first["surfaces"].items()} == {
        "client-portal": "conformant",
        "tws": "nonconformant",
    }
    assert told["acts"] == [{"act": "touch the sensor", "performer": "lab", "times": 1}]
    assert len(told["not_in_run"]) == len(load_catalogue().clauses) - 2
