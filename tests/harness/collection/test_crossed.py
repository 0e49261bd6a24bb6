"""What a scenario exercises is read from its steps, and a pair that no scenario has is missing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.collection.crossed import exercised, owed
from harness.collection.model import Scenario, Step, StepDefinition
from harness.spec.crossing import ANDROID, CLOSED, CROSSINGS, EXCLUDED, IN_FRONT, IPHONES, LOCKED

WORDS = {
    "the language is ": ("language", None),
    "the user has an ": ("phone", "phone"),
    "another user's IB Key is active on an ": ("phone", "other_user"),
    "IBKR Mobile is on the phone, ": ("state of IBKR Mobile", None),
    "the login is open at ": ("login surface", "login"),
}
PHONE = "iPhone with Face ID"


class Speaking(StepDefinition):
    """A definition whose last words are of a vocabulary."""

    def words(self, text: str) -> Mapping[str, str]:
        return {
            vocabulary: text.removeprefix(start)
            for start, (vocabulary, _) in WORDS.items()
            if text.startswith(start)
        }


def step(text: str) -> Step:
    gives = next((fixture for start, (_, fixture) in WORDS.items() if text.startswith(start)), None)
    definition = Speaking(lambda: None, None, gives, Path("s.py"), 1)
    return Step("Given", "given", text, 1, (), definition)


def scenario(*texts: str, line: int = 1) -> Scenario:
    return Scenario("id", "n", "f", "", Path("a.feature"), line, (), (), (), [step(text) for text in texts])


APPROVED = (
    "the language is Traditional Chinese",
    f"the user has an {PHONE}",
    "IBKR Mobile is on the phone, in front",
    "the login is open at TWS",
    "IB Key asks to approve the login",
    "the user gives the matching face",
    "the user is logged in",
)


def deeds(*texts: str) -> dict[str, dict[str, str]]:
    return {
        deed.name: {one.name: value for one, value in values.items()}
        for deed, values in exercised(scenario(*texts))
    }


def test_values_are_the_words_of_the_steps() -> None:
    assert deeds(*APPROVED)["a login is approved"] == {
        "surface": "TWS",
        "phone": PHONE,
        "proof": "Face ID",
        "language": "Traditional Chinese",
        "state": IN_FRONT,
    }


def test_what_nobody_says() -> None:
    said = deeds(*(text for text in APPROVED if "language" not in text and "Mobile" not in text))
    assert said["a login is approved"]["language"] == "English"
    assert said["a login is approved"]["state"] == CLOSED


def test_a_sentence_says_a_value() -> None:
    assert (
        deeds(*APPROVED[:3], "the phone is locked", *APPROVED[3:])["a login is approved"]["state"] == LOCKED
    )


def test_the_phone_of_another_user_is_not_the_users() -> None:
    said = deeds(*APPROVED[:2], "another user's IB Key is active on an iPhone with Touch ID", *APPROVED[2:])
    assert said["a login is approved"]["phone"] == PHONE


@pytest.mark.parametrize("left_out", APPROVED[4:])
def test_a_deed_is_all_its_sentences(left_out: str) -> None:
    assert "a login is approved" not in deeds(*(text for text in APPROVED if text != left_out))


def test_one_step_may_say_more_than_one_sentence() -> None:
    said = deeds(APPROVED[1], "the login accepts no response that a wrong PIN makes")
    assert said["a wrong proof makes no response"]["phone"] == PHONE


def test_a_deed_is_its_sentences_in_their_order() -> None:
    assert "a login is approved" not in deeds(*APPROVED[:4], *reversed(APPROVED[4:]))


def test_a_deed_goes_on_at_another_surface() -> None:
    """The lock that ten failures at one surface bring about, and then another surface."""
    locked = scenario(
        "the login is open at Client Portal",
        "the login has failed 10 times",
        "the right credentials are refused",
        "the login is open at TWS",
        "the right credentials are refused",
    )
    seen = {str(one) for one in owed([locked]) if one.seen_in}
    assert {
        "a lock refuses the right password: Client Portal",
        "a lock refuses the right password: TWS",
    } <= seen
    assert "a lock refuses the right password: WebTrader" not in seen


def test_missing_are_the_owed_that_no_scenario_has() -> None:
    pairs = owed([scenario(*APPROVED, line=7)])
    approved = {one.pair: one for one in pairs if one.crossing.name == "a login is approved"}
    assert approved["TWS", PHONE].seen_in == "a.feature:7"
    assert not approved["TWS", PHONE].missing
    assert approved["WebTrader", PHONE].missing
    assert not approved["WebTrader", LOCKED].missing
    assert approved["WebTrader", LOCKED].why_not
    assert str(approved["WebTrader", PHONE]) == f"a login is approved: WebTrader + {PHONE}"


def test_positives_and_negatives_are_owed_apart() -> None:
    missing = {str(one) for one in owed([scenario(*APPROVED)]) if one.missing}
    assert f"positives: TWS + {PHONE}" not in missing
    assert f"negatives: TWS + {PHONE}" in missing


def test_every_exclusion_excludes_something() -> None:
    for excluded in EXCLUDED:
        assert any(excluded.holds(crossing, pair) for crossing in CROSSINGS for pair in crossing.owed()), (
            excluded.why
        )


def test_every_surface_meets_every_phone() -> None:
    """For positives and negatives alike."""
    for crossing in CROSSINGS[-2:]:
        pairs = set(crossing.owed())
        assert {
            (surface, phone)
            for surface in ("Client Portal", "WebTrader", "TWS")
            for phone in ANDROID | IPHONES
        } <= pairs
