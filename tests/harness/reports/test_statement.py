from __future__ import annotations

from dataclasses import replace

import pytest

from harness.reports.statement import Statement
from harness.reports.write import state
from harness.spec.catalogue import load_catalogue
from harness.verdicts import ScenarioResult
from harness.verdicts.model import Scope
from tests.harness.reports.told_runs import result, run

GOOD = result("good", "client-portal iphone", clause="LOGIN-SEAMLESS-01a")
BREACH = result("breach", "tws", "nonconformant", "no link", clause="LOGIN-SEAMLESS-01a")
LACKING = result("lacking", "tws", "not verified", "needs clock", clause="LOGIN-HELP-LCK01")
DOUBT = result("doubt", "android", "inconclusive", "no phone", clause="LOGIN-SEAMLESS-01b")
LEFT = result("left", "android", "not run", "the run ended before", clause="LOGIN-SEAMLESS-01b")
PLAIN = result("plain", "tws")
UNSTATED = result("unstated", "tws", "inconclusive", "no window")

TESTABLE = [clause for clause in load_catalogue().clauses.values() if clause.testable != "no"]
N = len(TESTABLE)
WHOLE = [result(clause.id, " ".join(clause.surfaces), clause=clause.id) for clause in TESTABLE]


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        (
            [GOOD],
            f"No breach was found: 1 of {N} testable clauses checked, 1 conformant (1 of them in part); "
            f"{N - 1} without a scenario.",
        ),
        (
            [GOOD, LACKING],
            f"No breach was found: 1 of {N} testable clauses checked, 1 conformant (1 of them in part); "
            f"1 not verified, {N - 2} without a scenario.",
        ),
        (
            [BREACH, DOUBT, LACKING],
            f"Not conformant: 1 of {N} testable clauses checked, 1 breached; "
            f"1 not verified, 1 undecided, {N - 3} without a scenario.",
        ),
        (
            [GOOD, LEFT],
            f"Undecided, no breach was found: 1 of {N} testable clauses checked, "
            f"1 conformant (1 of them in part); 1 not run, {N - 2} without a scenario.",
        ),
        (
            [LACKING],
            f"Nothing was verified: 0 of {N} testable clauses checked; "
            f"1 not verified, {N - 1} without a scenario.",
        ),
        ([PLAIN], f"No breach was found: 0 of {N} testable clauses checked; {N} without a scenario."),
        (
            [PLAIN, UNSTATED],
            f"Undecided, no breach was found: 0 of {N} testable clauses checked; "
            f"{N} without a scenario, scenarios undecided: 1.",
        ),
    ],
)
def test_the_verdict_in_one_sentence(results: list[ScenarioResult], sentence: str) -> None:
    assert state(run(*results)).sentence == sentence


def test_only_all_that_is_promised_is_conformant() -> None:
    in_part = sum(clause.testable == "partly" for clause in TESTABLE)
    sentence = f"{N} of {N} testable clauses checked, {N} conformant ({in_part} of them in part)."
    assert state(run(*WHOLE)).sentence == f"Conformant: {sentence}"
    assert state(run(*WHOLE)).is_complete
    assert not state(run(*WHOLE[1:])).is_complete
    assert state(run(*WHOLE[1:])).sentence.startswith("No breach was found: ")


def test_a_clause_without_one_of_its_surfaces_is_checked_in_part() -> None:
    (several,) = [one for one in TESTABLE if one.id == "LOGIN-HELP-USR02"]
    whole = result("whole", " ".join(several.surfaces), clause=several.id)
    part = result("part", several.surfaces[0], clause=several.id)
    assert state(run(whole)).standings[several.id].value == "conformant"
    assert state(run(part)).standings[several.id].value == "conformant in part"


def partial(*results: ScenarioResult) -> Statement:
    told = run(*results)
    scope = Scope(False, 251, ("LOGIN-SEAMLESS-01a", "LOGIN-SEAMLESS-01b"))
    return state(replace(told, facts=replace(told.facts, scope=scope)))


def test_a_partial_run_says_so_first() -> None:
    assert partial(GOOD).sentence == (
        f"Partial run (1 scenario; the features have 251). No breach was found: 1 of {N} testable clauses "
        f"checked, 1 conformant (1 of them in part); {N - 2} without a scenario, 1 not part of this run."
    )
    assert partial(GOOD, PLAIN).sentence.startswith("Partial run (2 scenarios; the features have 251). ")


def test_exit_codes() -> None:
    good = state(run(GOOD))
    asked = replace(good, run=replace(good.run, facts=replace(good.run.facts, complete=True)))
    assert good.exit_code == 0
    assert asked.exit_code == 3
    assert replace(good, unwritten={"junit.xml": "no room"}).exit_code == 3
    assert replace(state(run(GOOD, BREACH)), unwritten={"junit.xml": "no room"}).exit_code == 1
