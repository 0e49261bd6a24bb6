import string

import pytest

from reference_system import deviations
from reference_system.authority import pin
from reference_system.authority.users import UserRefused
from tests.reference_system.authority.office import Office


@pytest.mark.parametrize("allowed", ["1234", "abCD", "!#?~", "aB3!", "aB3!xy"])
def test_letters_digits_and_special_characters(allowed: str) -> None:
    assert pin.is_allowed(allowed)


@pytest.mark.parametrize("character", string.punctuation)
def test_each_special_character(character: str) -> None:
    assert pin.is_allowed(f"12{character}4")


@pytest.mark.parametrize(
    "refused",
    [
        "",
        "123",
        "1234567",
        "12 4",
        " 1234",
        "1234\n",
        "12é4",
        "一二三四",
        "😀😀😀😀",
        "\uff11\uff12\uff13\uff14",
    ],
)
def test_what_is_no_pin(refused: str) -> None:
    assert not pin.is_allowed(refused)


@pytest.mark.parametrize(
    ("deviation", "changes", "now"),
    [
        ("accepts-a-pin-of-three", "123", True),
        ("refuses-a-pin-of-four", "1234", False),
        ("accepts-a-pin-of-seven", "1234567", True),
        ("refuses-a-pin-of-six", "123456", False),
        ("takes-pins-of-digits-only", "aB3!x", False),
        ("refuses-capitals-in-pins", "aB3!x", False),
    ],
)
def test_a_deviation_changes_one_thing(deviation: str, changes: str, now: bool) -> None:
    pins = ["12", "123", "1234", "12345", "aB3!x", "123456", "1234567", "12345678", "12 4"]
    documented = {one: pin.is_allowed(one) for one in pins}
    deviations.switch_on([deviation])
    assert {one: pin.is_allowed(one) for one in pins} == {**documented, changes: now}


def test_deviation_refuses_percent_signs_in_pins() -> None:
    deviations.switch_on(["refuses-percent-signs-in-pins"])
    assert [pin.is_allowed(one) for one in ("12%4", "12&4", "aB3!x", "123")] == [False, True, True, False]


def test_deviation_cuts_pins_after_six() -> None:
    assert pin.as_kept("1234567") == "1234567"
    deviations.switch_on(["cuts-pins-after-six"])
    assert [pin.as_kept(one) for one in ("1234567", "123456", "12")] == ["123456", "123456", "12"]


def test_deviation_loses_leading_zeros_of_pins() -> None:
    assert pin.as_kept("012345") == "012345"
    deviations.switch_on(["loses-leading-zeros-of-pins"])
    kept = [pin.as_kept(one) for one in ("012345", "123456", "01a4", "0123", "123")]
    assert kept == ["12345", "123456", "01a4", "0123", "0123"]


@pytest.mark.parametrize("deviation", ["refuses-a-pin-of-four", "takes-pins-of-digits-only"])
def test_users_are_created_as_ever_while_a_deviation_is_in_force(office: Office, deviation: str) -> None:
    deviations.switch_on([deviation])
    assert office.user("ib-key-android", pin="aB3!").factors[0].in_hand() == {"pin": "aB3!"}
    assert len(office.authority.reset()) == 3
    with pytest.raises(UserRefused, match="4 to 6 characters"):
        office.user("ib-key-android", pin="123")
