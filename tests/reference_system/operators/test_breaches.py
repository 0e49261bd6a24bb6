"""Each breach does to a rule what its name says, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

import pytest

from reference_system import deviations
from reference_system.context import act
from reference_system.deviations import Rule, rule
from reference_system.operators.breaches import breach, names, timed_names
from reference_system.operators.call import Kind, kind_of
from tests.reference_system.authority.office import START, Office

RIGHT = "ab12cd"
Way = Literal["on", "back"]


class Colour(StrEnum):
    """Two of them."""

    RED = "red"
    BLUE = "blue"


done: list[str] = []


@rule
def yes() -> bool:
    """A predicate."""
    return True


@rule
def ten() -> int:
    """A count."""
    return 10


@rule
def hour() -> timedelta:
    """A duration."""
    return timedelta(hours=1)


@rule
def noon() -> datetime:
    """A moment."""
    return START


@rule
def word(said: str) -> str:
    """A text."""
    return said


@rule
def things() -> list[int]:
    """Several things."""
    return [1, 2]


@rule
def phones() -> list[str]:
    """Several places."""
    return ["android"]


@rule
def way() -> Way:
    """One of a few texts."""
    return "on"


@rule
def colour() -> Colour:
    """One of an enumeration."""
    return Colour.RED


@rule
def maybe() -> bytes | None:
    """Something, or nothing."""
    return b"it"


@rule
def odd() -> float:
    """None of the kinds."""
    return 1.5


@rule
def do(what: str) -> None:
    """An action."""
    done.append(what)


@rule
def is_right(typed: str) -> bool:
    """A check that says whether."""
    return typed == RIGHT


@dataclass(frozen=True)
class Answer:
    offered: str


@rule
def place_of(answer: Answer) -> int | None:
    """A check that says what it is good for."""
    return 0 if answer.offered == RIGHT else None


def under(name: str, one: Rule[..., Any], *args: Any) -> Any:
    """What the rule answers, of these, while the breach is committed."""
    deviations.switch_on([f"{one.name}~{name}"])
    try:
        return one(*args)
    finally:
        deviations.switch_on([])


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (yes, Kind.PREDICATE),
        (ten, Kind.COUNT),
        (hour, Kind.DURATION),
        (noon, Kind.MOMENT),
        (word, Kind.TEXT),
        (things, Kind.LIST),
        (phones, Kind.PLACES),
        (way, Kind.CHOICE),
        (colour, Kind.CHOICE),
        (maybe, Kind.OPTIONAL),
        (odd, Kind.OTHER),
        (do, Kind.ACTION),
        (is_right, Kind.CHECK),
        (place_of, Kind.CHECK),
    ],
)
def test_kinds(one: Rule[..., Any], kind: Kind) -> None:
    assert kind_of(one) is kind


@pytest.mark.parametrize(
    ("one", "name", "answer"),
    [
        (yes, "opposite", False),
        (ten, "one-more", 11),
        (ten, "one-fewer", 9),
        (hour, "a-tenth-shorter", timedelta(minutes=54)),
        (hour, "a-tenth-longer", timedelta(minutes=66)),
        (hour, "a-minute", timedelta(minutes=1)),
        (noon, "an-hour-early", datetime(2026, 11, 22, 11, tzinfo=UTC)),
        (noon, "an-hour-late", datetime(2026, 11, 22, 13, tzinfo=UTC)),
        (things, "none", []),
        (things, "twice", [1, 2, 1, 2]),
        (things, "one-fewer", [1]),
        (phones, "twice", ["android", "android"]),
        (phones, "somewhere-else", ["iphone"]),
        (way, "is-back", "back"),
        (colour, "is-blue", Colour.BLUE),
        (maybe, "none", None),
    ],
)
def test_another_answer(one: Rule[..., Any], name: str, answer: object) -> None:
    assert under(name, one) == answer


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("first-character-off", "bb12cd"),
        ("middle-character-off", "ab13cd"),
        ("last-character-off", "ab12ce"),
        ("one-character-more", "ab12cdd"),
        ("one-character-fewer", "ab12c"),
        ("empty", ""),
        ("other-case", "AB12CD"),
        ("full-width", "ａｂ１２ｃｄ"),
        ("no-spaces", "ab12cd"),
    ],
)
def test_another_text(name: str, shown: str) -> None:
    assert under(name, word, RIGHT) == shown
    assert under(name, word, "") == ""


@pytest.mark.parametrize(
    ("name", "passes", "fails"),
    [
        ("first-character-may-differ", "zb12cd", "az12cd"),
        ("middle-character-may-differ", "ab19cd", "ab12cz"),
        ("last-character-may-differ", "ab12cz", "ab12c"),
        ("one-character-more-passes", "ab12cdx", "ab12cdxx"),
        ("one-character-fewer-passes", "ab12c", "ab12"),
        ("other-case-passes", "aB12CD", "ab12ce"),
        ("full-width-passes", "ａｂ１２ｃｄ", "ａｂ１２ｃｅ"),
        ("spaces-pass", " ab 12cd ", "ab-12cd"),
    ],
)
def test_checks_that_let_more_pass(name: str, passes: str, fails: str) -> None:
    given = (RIGHT, passes, fails)
    assert [under(name, is_right, typed) for typed in given] == [True, True, False]
    assert [under(name, place_of, Answer(typed)) for typed in (*given, "")] == [0, 0, None, None]


RULES_OF_EACH_KIND = (yes, ten, hour, noon, word, things, phones, way, maybe, do, is_right)


def test_the_right_one_fails() -> None:
    assert not under("right-one-fails", is_right, RIGHT)
    assert under("right-one-fails", place_of, Answer(RIGHT)) is None


@rule
def once(typed: str) -> bool:
    """A check that takes each right one once."""
    right = typed in unused
    unused.discard(typed)
    return right


unused: set[str] = set()


@pytest.mark.parametrize(
    ("name", "own", "other"), [("an-earlier-one-passes", True, False), ("another-user-s-passes", False, True)]
)
def test_what_was_right_before_passes(name: str, own: bool, other: bool) -> None:
    unused.update({"one", "two"})
    deviations.switch_on([f"{once.name}~{name}"])
    act(username="anna")
    assert once("one")
    assert once("one") is own
    act(username="ben")
    assert once("one") is other
    assert not once("three")


@pytest.mark.parametrize(
    ("name", "second", "of_another"), [("an-earlier-one", "1", "3"), ("another-user-s", "2", "2")]
)
def test_an_earlier_text(name: str, second: str, of_another: str) -> None:
    deviations.switch_on([f"{word.name}~{name}"])
    act(username="anna")
    assert word("1") == "1"
    assert word("2") == second
    act(username="ben")
    assert word("3") == of_another


@pytest.mark.parametrize(
    ("name", "at_once", "after_7_s", "after_8_s"),
    [
        ("not-done", [], [], []),
        ("twice", ["it", "it"], ["it", "it"], ["it", "it"]),
        ("late-8s", [], [], ["it"]),
        ("again-after-8s", ["it"], ["it"], ["it", "it"]),
    ],
)
def test_actions(
    office: Office, name: str, at_once: list[str], after_7_s: list[str], after_8_s: list[str]
) -> None:
    done.clear()
    under(name, do, "it")
    for seconds, expected in ((0, at_once), (7, after_7_s), (1, after_8_s)):
        office.authority.clock.advance(seconds)
        assert done == expected


def test_a_state_that_is_told_late(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android"))
    deviations.switch_on(["authority.factors.ib-key.state-told~late-8s"])
    assert office.state(begun) == "waiting"
    assert office.approve(begun)
    told = []
    for seconds in (0, 7.9, 0.1):
        office.authority.clock.advance(seconds)
        told.append(office.state(begun))
    assert told == ["waiting", "waiting", "approved"]


@pytest.mark.parametrize("state", ["approved", "refused", "expired"])
def test_a_state_that_is_said_to_be_another(office: Office, state: str) -> None:
    begun = office.begin(office.user("ib-key-android"))
    deviations.switch_on([f"authority.factors.ib-key.state-told~says-{state}"])
    assert office.state(begun) == state
    assert office.pending(begun).login_id == begun.login_id


def test_the_state_of_another_login(office: Office) -> None:
    first, second = (office.begin(office.user("ib-key-android")) for _ in range(2))
    deviations.switch_on(["authority.factors.ib-key.state-told~another-login-s"])
    assert [office.state(one) for one in (first, second)] == ["waiting", "waiting"]
    assert office.approve(first)
    assert [office.state(one) for one in (second, first)] == ["approved", "waiting"]


@pytest.mark.parametrize("one", [*RULES_OF_EACH_KIND, odd])
def test_every_name_has_a_breach(one: Rule[..., Any]) -> None:
    known = [*names(one), *timed_names(one)]
    assert all(breach(one, name) is not None for name in known)
    assert (not known) is (one is odd)
    assert [breach(one, name) for name in ("nonsense", "late-xs", "nonsense-8s", "is-x")] == [None] * 4
