from __future__ import annotations

from pathlib import Path

import pytest

from harness.collection.model import Scenario, Step, StepDefinition
from harness.signs.sign import NotRecognised, Sign
from harness.verdicts import NotVerified, Verdict
from harness.verdicts.judge import End, judge
from harness.verdicts.witness import Observed

DEFINITION = StepDefinition(lambda: None, None, None, Path("steps.py"), 1)
STEPS = (
    Step("Given", "given", "a user", 2, (), DEFINITION),
    Step("Then", "then", "the first", 3, ("A", "B"), DEFINITION),
    Step("When", "when", "something is done", 4, (), DEFINITION),
    Step("Then", "then", "the second", 5, ("B",), DEFINITION),
    Step("And", "then", "the third", 6, ("C",), DEFINITION),
)
SCENARIO = Scenario(
    id="f.feature::s",
    name="s",
    feature_name="f",
    feature_description="",
    feature_file=Path("f.feature"),
    line=1,
    tags=(),
    clauses=("A", "B", "C"),
    surfaces=("tws",),
    steps=STEPS,
)


def verdicts(passed: int, end: End | None) -> list[str]:
    finding, clauses = judge(SCENARIO, STEPS[:passed], end)
    return [finding.verdict.value, *(clauses[clause].verdict.value for clause in "ABC")]


def end(error: BaseException, step: Step | None, **seen: str) -> End:
    where = f"step at line {step.line}" if step else "set-up"
    return End.by(error, step=step, where=where, system=Observed(**seen))


def test_all_steps_passed() -> None:
    assert verdicts(5, None) == ["conformant"] * 4


def test_an_assertion_breaches_the_clauses_of_its_step() -> None:
    broken = end(AssertionError("the field is missing"), STEPS[3])
    assert verdicts(3, broken) == ["nonconformant", "conformant", "nonconformant", "inconclusive"]
    finding, clauses = judge(SCENARIO, STEPS[:3], broken)
    assert finding.reason == "the field is missing (step at line 5)"
    assert clauses["C"].reason == "not reached; the scenario ended before, in the step at line 5"


def test_what_is_not_recognised_is_no_breach() -> None:
    unknown = end(NotRecognised("tws", Sign("main-window", ()), "Welcome, OK"), STEPS[1])
    assert verdicts(1, unknown) == ["inconclusive"] * 4
    finding, _ = judge(SCENARIO, STEPS[:1], unknown)
    assert finding.reason == "not recognised: main-window on tws; it shows Welcome, OK (step at line 3)"


def test_a_system_that_fails_is_not_just_unrecognised() -> None:
    unknown = end(NotRecognised("portal", Sign("waiting", ()), "Oops"), STEPS[1], fault="HTTP 500")
    assert verdicts(1, unknown)[0] == "nonconformant"


def test_an_assertion_in_a_step_without_clause_is_no_breach() -> None:
    assert verdicts(2, end(AssertionError("x"), STEPS[2])) == [
        "inconclusive",
        "conformant",
        "inconclusive",
        "inconclusive",
    ]


def test_an_assertion_of_a_fixture_for_the_step_is_no_breach() -> None:
    broken = End.by(AssertionError("no phone"), step=STEPS[1], where="step at line 3", in_check=False)
    assert verdicts(1, broken) == ["inconclusive"] * 4


def test_an_assertion_outside_of_steps_is_no_breach() -> None:
    assert verdicts(0, end(AssertionError("x"), None)) == ["inconclusive"] * 4


def test_silence_is_no_breach() -> None:
    silent = end(AssertionError("no message came"), STEPS[3], silence="the portal did not answer for 9 s")
    assert verdicts(3, silent) == ["inconclusive", "conformant", "inconclusive", "inconclusive"]
    reason = judge(SCENARIO, STEPS[:3], silent)[0].reason
    assert reason == "the portal did not answer for 9 s: no message came (step at line 5)"


@pytest.mark.parametrize("error", [AssertionError("no message"), TimeoutError("no message")])
def test_an_error_of_the_systems_own_breaches_what_the_step_states(error: Exception) -> None:
    failed = end(error, STEPS[3], fault="the portal answered /login with HTTP 500")
    assert verdicts(3, failed) == ["nonconformant", "conformant", "nonconformant", "inconclusive"]
    reason = judge(SCENARIO, STEPS[:3], failed)[0].reason
    assert reason.startswith("the portal answered /login with HTTP 500: ")


def test_an_error_of_the_systems_own_breaches_what_cannot_follow() -> None:
    failed = end(TimeoutError("no page"), STEPS[2], fault="HTTP 500")
    assert verdicts(2, failed) == ["nonconformant", "conformant", "nonconformant", "inconclusive"]


def test_an_error_of_the_systems_own_while_arranging_is_no_breach() -> None:
    assert verdicts(0, end(TimeoutError("no page"), STEPS[0], fault="HTTP 500")) == ["inconclusive"] * 4
    in_fixture = End.by(
        AssertionError(), step=STEPS[1], where="", in_check=False, system=Observed(fault="HTTP 500")
    )
    assert verdicts(1, in_fixture) == ["inconclusive"] * 4


@pytest.mark.parametrize("error", [TimeoutError("Appium is gone"), pytest.fail.Exception("no")])
def test_any_other_error_is_no_breach(error: BaseException) -> None:
    broken = end(error, STEPS[4])
    assert verdicts(4, broken) == ["inconclusive", "conformant", "conformant", "inconclusive"]
    assert judge(SCENARIO, (), broken)[0].reason.startswith(f"{type(error).__name__}: {error}")


def test_a_missing_need_is_not_verified() -> None:
    missing = end(NotVerified(["clock", "push"], "target.toml offers neither"), None)
    assert verdicts(0, missing) == ["not verified"] * 4
    assert judge(SCENARIO, (), missing)[0].reason == "needs clock, push: target.toml offers neither"


def test_a_skip_in_the_middle_keeps_what_was_shown() -> None:
    skipped = end(pytest.skip.Exception("no camera"), STEPS[2])
    assert verdicts(2, skipped) == ["not verified", "conformant", "not verified", "not verified"]


def test_an_interruption_is_named() -> None:
    finding, _ = judge(SCENARIO, (), end(KeyboardInterrupt(), None))
    assert (finding.verdict, finding.reason) == (Verdict.INCONCLUSIVE, "interrupted in the set-up")


def test_an_error_without_text_is_named_by_its_class() -> None:
    assert judge(SCENARIO, (), end(AssertionError(), STEPS[1]))[0].reason.startswith("AssertionError (")


def test_long_messages_are_cut() -> None:
    reason = judge(SCENARIO, (), end(AssertionError("line\n" * 500), STEPS[1]))[0].reason
    assert len(reason) < 330
    assert "\n" not in reason


@pytest.mark.parametrize("ended", [None, end(AssertionError("no word of it"), STEPS[1])])
def test_under_a_doubt_nothing_is_held_for_or_against_the_system(ended: End | None) -> None:
    finding, clauses = judge(SCENARIO, STEPS[:1], ended, "the phone speaks English")
    assert {one.verdict for one in (finding, *clauses.values())} == {Verdict.INCONCLUSIVE}
    assert "the phone speaks English" in finding.reason
    assert ("no word of it" in finding.reason) == (ended is not None)


def test_a_doubt_takes_nothing_from_what_was_not_measured() -> None:
    missing = end(NotVerified(["clock"]), None)
    assert judge(SCENARIO, (), missing, "the phone speaks English") == judge(SCENARIO, (), missing)
