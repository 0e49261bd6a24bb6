"""A real account is not locked, and nothing is held against a system because of a wrong password."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from harness.patience import Patience
from harness.secrets import redact
from harness.targets.accounts import AccountRefused, DeployedAccounts, Deposit
from harness.targets.file import TargetFile
from harness.targets.ledger import Ledger
from harness.targets.state import InUse
from harness.verdicts.judge import NotVerified

SYSTEM = "https://portal.example"
NAME, PASSWORD = "ana4821", "correct-horse"


def accounts_of(**changed: object) -> DeployedAccounts:
    file = TargetFile.model_validate(
        {
            "name": "staging",
            "accounts": [
                {
                    "second_factor": "ib-key-android",
                    "username": "env:IBKEY_TEST_USER",
                    "password": "env:IBKEY_TEST_PASSWORD",
                }
            ],
            "limits": {"failed_logins_per_account": 2},
            **changed,
        }
    )
    return DeployedAccounts(file, SYSTEM, Patience(turn_s=0))


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IBKEY_TEST_USER", NAME)
    monkeypatch.setenv("IBKEY_TEST_PASSWORD", PASSWORD)


@pytest.fixture
def accounts() -> DeployedAccounts:
    return accounts_of()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(SYSTEM, NAME)


def submitted(accounts: DeployedAccounts, username: str = NAME, password: str = PASSWORD) -> Deposit:
    deposit = accounts.submits(username, password)
    assert deposit is not None
    return deposit


def test_a_login_counts_until_it_was_accepted(accounts: DeployedAccounts, ledger: Ledger) -> None:
    deposit = submitted(accounts)
    assert (ledger.failures, ledger.proved) == (1, False)
    deposit.accepted()
    assert (ledger.failures, ledger.proved) == (0, True)


def test_known_credentials_cost_nothing(accounts: DeployedAccounts, ledger: Ledger) -> None:
    submitted(accounts).accepted()
    submitted(accounts)
    assert ledger.failures == 0


@pytest.mark.parametrize("wrong", [(NAME, "other"), (NAME.upper(), PASSWORD), (NAME, "")])
def test_wrong_credentials_count(accounts: DeployedAccounts, ledger: Ledger, wrong: tuple[str, str]) -> None:
    submitted(accounts, *wrong).refused()
    submitted(accounts, *wrong)
    with pytest.raises(NotVerified, match="failed_logins_per_account = 2 is used up"):
        accounts.submits(*wrong)
    assert (ledger.failures, ledger.refused) == (2, False)


def test_a_name_that_is_nobodys_locks_nobody(accounts: DeployedAccounts, ledger: Ledger) -> None:
    assert accounts.submits("an!a4821", PASSWORD) is None
    assert ledger.failures == 0


def test_a_response_counts_until_it_opened(accounts: DeployedAccounts, ledger: Ledger) -> None:
    deposit = accounts.responds(NAME)
    assert deposit is not None
    assert ledger.failures == 1
    deposit.opened()
    assert (ledger.failures, ledger.proved) == (0, False)


def test_own_credentials_refused_are_tried_no_more(accounts: DeployedAccounts, ledger: Ledger) -> None:
    submitted(accounts).refused()
    with pytest.raises(AccountRefused, match="second factor ib-key-android"):
        accounts.submits(NAME, PASSWORD)
    with ExitStack() as held:
        accounts.begin(held)
        with pytest.raises(AccountRefused):
            accounts.user("ib-key-android")
    assert ledger.failures == 1


def test_a_login_that_expired_was_not_refused(accounts: DeployedAccounts, ledger: Ledger) -> None:
    deposit = submitted(accounts)
    deposit.accepted()
    deposit.refused()
    assert not ledger.refused


def test_doubts(accounts: DeployedAccounts, ledger: Ledger) -> None:
    with ExitStack() as held:
        accounts.begin(held)
        assert list(accounts.unproved_doubts()) == []
        user = accounts.user("ib-key-android")
        assert accounts.unproved() == [user]
        assert "were not seen to be accepted in this run" in " ".join(accounts.unproved_doubts())
        submitted(accounts).accepted()
        assert (list(accounts.unproved_doubts()), accounts.unproved()) == ([], [])
        ledger.refuse()
        assert "were refused" in " ".join(accounts.unproved_doubts())


def test_a_login_left_waiting_is_doubted_by_the_next_scenario(accounts: DeployedAccounts) -> None:
    with ExitStack() as held:
        accounts.begin(held)
        accounts.user("ib-key-android")
        deposit = submitted(accounts)
        deposit.accepted()
        deposit.left()
        assert list(accounts.leftovers()) == []
    with ExitStack() as held:
        accounts.begin(held)
        accounts.user("ib-key-android")
        assert "may still have been waiting" in " ".join(accounts.leftovers())


def test_nobody_else_has_the_account_meanwhile(accounts: DeployedAccounts) -> None:
    other = accounts_of()
    with ExitStack() as held, ExitStack() as held_too:
        accounts.begin(held)
        assert accounts.user("ib-key-android") == accounts.user("ib-key-android")
        other.begin(held_too)
        with pytest.raises(InUse, match="the account with second factor ib-key-android was in use"):
            other.user("ib-key-android")
    with ExitStack() as held:
        other.begin(held)
        other.user("ib-key-android")


def test_account_names_are_taken_out(accounts: DeployedAccounts) -> None:
    accounts.typed(NAME)
    assert redact(f"{NAME} {NAME.upper()} {NAME.capitalize()}") == "*** *** ***"


def test_account_names_may_be_shown() -> None:
    accounts_of(show_account_names=True).typed(NAME)
    assert redact(NAME) == NAME


def test_wait_is_no_failure_of_somebody_without_second_factor() -> None:
    none = {"second_factor": "none", "username": "env:IBKEY_TEST_USER", "password": "env:IBKEY_TEST_PASSWORD"}
    accounts = accounts_of(accounts=[none])
    submitted(accounts).left()
    assert Ledger(SYSTEM, NAME).left_for_s == 0
