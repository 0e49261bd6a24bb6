import pytest

from reference_system import deviations
from reference_system.authority import credentials
from tests.reference_system.authority.office import PASSWORD, Office, cpu_s


@pytest.mark.parametrize("name", ["a", "demo", "user1", "0", "a" * 64])
def test_lower_case_letters_and_digits_are_well_formed(name: str) -> None:
    assert credentials.is_well_formed(name)


@pytest.mark.parametrize(
    "name",
    ["", "Demo", "DEMO", " demo", "de mo", "demo ", "demo\n", "demo\u3000", "démo", "用戶", "demo１"]
    + [f"de{character}mo" for character in '!@#$%^&*(.,"“”:…-_'],
)
def test_everything_else_is_not(name: str) -> None:
    assert not credentials.is_well_formed(credentials.name_to_look_up(name))


@pytest.mark.parametrize(
    ("deviation", "typed"),
    [
        ("folds-case-of-usernames", "DeMo"),
        ("strips-spaces-from-usernames", " de mo\t"),
        ("drops-special-characters-from-usernames", "d!e:m”o"),
        ("drops-punctuation-behind-usernames", "demo."),
    ],
)
def test_deviations_correct_what_was_typed(deviation: str, typed: str) -> None:
    assert credentials.name_to_look_up(typed) == typed
    deviations.switch_on([deviation])
    assert credentials.name_to_look_up(typed) == "demo"


def test_password_is_checked_whole_and_case_by_case(office: Office) -> None:
    user = office.user()
    assert credentials.password_is_right(PASSWORD, user)
    for wrong in (PASSWORD.lower(), PASSWORD[:-1], f"{PASSWORD} ", ""):
        assert not credentials.password_is_right(wrong, user)
    assert PASSWORD not in user.password_hash


def test_a_password_costs_less_than_five_milliseconds(office: Office) -> None:
    user = office.user()

    def check() -> None:
        credentials.password_is_right("x", user)

    assert cpu_s(check, times=20) < 0.005
