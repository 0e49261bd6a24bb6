"""The people of a scenario: the same for the same seed, others for another."""

from __future__ import annotations

import itertools
import re
import string

import pytest

from harness.people import PIN_KINDS, SEED_VARIABLE, People, seed_of_run
from harness.secrets import registered
from harness.words import UnknownWord


def test_the_seed_decides() -> None:
    first, again = People(7, "a.feature::One"), People(7, "a.feature::One")
    digits = PIN_KINDS["of 4 digits"]
    assert [first.person(), first.pin(digits)] == [again.person(), again.pin(digits)]
    assert People(8, "a.feature::One").person() != People(7, "a.feature::One").person()
    assert People(7, "a.feature::Two").person() != People(7, "a.feature::One").person()


def test_a_person_can_have_an_account() -> None:
    people = People(1, "scenario")
    for person in [people.person() for _ in range(50)]:
        assert set(person.username) <= set(string.ascii_lowercase + string.digits)
        assert person.password in registered()
        assert person.password not in repr(person)


@pytest.mark.parametrize(
    ("kind", "characters", "length"),
    [
        ("of 4 characters", string.ascii_letters + string.digits, 4),
        ("of 6 characters", string.ascii_letters + string.digits, 6),
        ("of 4 letters", string.ascii_letters, 4),
        ("of 6 digits", string.digits, 6),
        ("out of !#$%&*", "!#$%&*", 6),
        ("of all kinds", string.ascii_letters + string.digits + string.punctuation, 5),
    ],
)
def test_pins(kind: str, characters: str, length: int) -> None:
    pin = People(3, "scenario").pin(PIN_KINDS[kind])
    assert len(pin) == length
    assert set(pin) <= set(characters)
    assert pin in registered()


def test_pins_hold_what_a_careless_system_would_lose() -> None:
    """Capitals among small letters, a zero in front, each of the special characters."""
    people = People(3, "scenario")
    letters = people.pin(PIN_KINDS["of 4 letters"])
    assert not letters.islower()
    assert not letters.isupper()
    assert people.pin(PIN_KINDS["of 4 digits"]).startswith("0")
    assert sorted(people.pin(PIN_KINDS["out of !#$%&*"])) == sorted("!#$%&*")


def test_another_site_has_codes_too() -> None:
    link = People(3, "scenario").foreign_activation_link()
    assert re.fullmatch(r"https?://\S+/sso/ibkey\?code=[A-Z]{8}[0-9]{4}", link)
    assert "interactivebrokers" not in link


def test_a_pin_of_whatever_characters() -> None:
    pin = People(3, "scenario").pin_of("!#$%&", 4)
    assert len(set(pin)) == 4
    assert set(pin) <= set("!#$%&")
    assert pin in registered()


def test_pins_of_digits_are_not_too_easy() -> None:
    """A system may refuse what anybody guesses."""
    for seed in range(20):
        pin = People(seed, "scenario").pin(PIN_KINDS["of 4 digits"])
        assert len(set(pin)) == 4
        assert {abs(int(one) - int(other)) for one, other in itertools.pairwise(pin)} != {1}


def test_unknown_kind_of_pin() -> None:
    with pytest.raises(UnknownWord, match="'of 6 lettres' is no kind of PIN; did you mean 'of 6 letters'"):
        PIN_KINDS("of 6 lettres")


def test_seed_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SEED_VARIABLE, "")  # so that what is set below is taken back
    monkeypatch.delenv(SEED_VARIABLE)
    made = seed_of_run(None)
    assert seed_of_run(None) == made
    assert seed_of_run(5) == 5
    assert seed_of_run(None) == 5
