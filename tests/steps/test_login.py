"""What the steps at a login make up by themselves."""

from __future__ import annotations

from itertools import count

import pytest

from harness.targets.system import SecondFactor, User
from steps.login import AT_MOST, Pair, full_width, of_fresh_users


class Making:
    """Makes users without end."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def has(self, _second_factor: SecondFactor) -> bool:
        return True

    def user(self, second_factor: SecondFactor, _person: object = None) -> User:
        number = next(self._numbers)
        return User(f"user{number}", f"password{number}", second_factor)

    def allows(self, _failures: int) -> bool:
        return True


def test_nobody_fails_so_often_as_to_be_locked() -> None:
    def wrong(of: User) -> list[Pair]:
        return [(of.username, f"{of.password}-{at}") for at in range(2 * AT_MOST + 1)]

    accounts = Making()
    made = list(of_fresh_users(accounts, accounts.user("none"), wrong))
    names = [username for username, _ in made]
    assert [names.count(name) for name in dict.fromkeys(names)] == [AT_MOST, AT_MOST, 1]
    assert [int(password.rpartition("-")[2]) for _, password in made] == list(range(2 * AT_MOST + 1))


def test_a_few_take_no_other_user() -> None:
    accounts = Making()
    one = accounts.user("none")
    assert list(of_fresh_users(accounts, one, lambda of: [(of.username, "a")])) == [("user1", "a")]
    assert accounts.user("none").username == "user2"


def test_full_width() -> None:
    assert full_width("aZ9") == "ａＺ９"


class Listed(Making):
    """Has one account, which may fail as often as ``allowed``."""

    def __init__(self, allowed: int) -> None:
        self._allowed = allowed

    def user(self, second_factor: SecondFactor, _person: object = None) -> User:
        return User("listed", "password", second_factor)

    def allows(self, failures: int) -> bool:
        return failures <= self._allowed


@pytest.mark.parametrize(("allowed", "tried"), [(1, 1), (7, 1), (8, 8), (100, 8)])
def test_an_account_that_is_there_once_is_not_worn_out(allowed: int, tried: int) -> None:
    accounts = Listed(allowed)
    wrong = [("listed", str(at)) for at in range(20)]
    assert list(of_fresh_users(accounts, accounts.user("none"), lambda _: wrong)) == wrong[:tried]
