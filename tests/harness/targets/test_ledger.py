"""Logins of a real account are counted over workers and runs of a machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.targets.ledger import Ledger
from harness.targets.state import RUN_VARIABLE, BadState, InUse, alone, shared, state_folder

CHARGE = """
from harness.targets.ledger import Ledger
print(sum(Ledger("https://portal.example", "ana4821").charge(3) is not None for _ in range(5)))
"""


@pytest.fixture
def state(state_home: Path) -> Path:
    return state_home / "ibkey" / "targets"


@pytest.fixture
def ledger() -> Ledger:
    return Ledger("https://portal.example", "ana4821")


def test_no_more_than_the_limit(ledger: Ledger) -> None:
    assert [ledger.charge(2) is None for _ in range(3)] == [False, False, True]
    assert ledger.failures == 2


def test_what_was_accepted_does_not_count(ledger: Ledger) -> None:
    charge = ledger.charge(1)
    assert charge is not None
    ledger.strike(charge)
    assert ledger.charge(1) is not None


def test_an_open_session_begins_the_count_anew(ledger: Ledger) -> None:
    ledger.charge(2)
    ledger.charge(2)
    ledger.opened()
    assert ledger.failures == 0


def test_a_failure_counts_for_a_day() -> None:
    time = [1_000_000.0]
    ledger = Ledger("https://portal.example", "ana4821", now=lambda: time[0])
    ledger.charge(1)
    time[0] += 24 * 3600 - 1
    assert ledger.failures == 1
    time[0] += 2
    assert ledger.failures == 0


def test_processes_share_one_limit() -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", CHARGE], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert sum(int(one.communicate(timeout=60)[0]) for one in started) == 3


def test_other_accounts_and_systems_have_their_own(ledger: Ledger) -> None:
    ledger.charge(1)
    assert Ledger("https://portal.example", "ben").failures == 0
    assert Ledger("https://other.example", "ana4821").failures == 0


def test_what_was_seen_in_another_run_proves_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.prove()
    ledger.refuse()
    assert (ledger.proved, ledger.refused) == (True, True)
    monkeypatch.setenv(RUN_VARIABLE, "the next run")
    assert (ledger.proved, ledger.refused) == (False, False)


def test_a_login_that_was_left() -> None:
    time = [1_000_000.0]
    ledger = Ledger("https://portal.example", "ana4821", now=lambda: time[0])
    assert ledger.left_for_s == 0
    ledger.leave(180)
    time[0] += 100
    assert ledger.left_for_s == 80
    time[0] += 100
    assert ledger.left_for_s == 0


def test_nothing_can_be_read_from_names_and_by_others(ledger: Ledger, state: Path) -> None:
    ledger.charge(1)
    (file,) = state.iterdir()
    assert "ana4821" not in file.name + file.read_text()
    assert (state.stat().st_mode & 0o077, file.stat().st_mode & 0o077) == (0, 0)


def test_a_damaged_file_is_named(ledger: Ledger, state: Path) -> None:
    ledger.charge(1)
    (file,) = state.iterdir()
    file.write_text("{")
    with pytest.raises(BadState, match=f"{file} was damaged"):
        ledger.charge(1)


def test_one_at_a_time() -> None:
    with (
        alone("the phone", "phone", within_s=0),
        pytest.raises(InUse, match=r"the phone was in use by process \d+ of run this run for 0\.3 s"),
        alone("the phone", "phone", within_s=0.3),
    ):
        pytest.fail("two had it")
    with alone("the phone", "phone", within_s=0):
        pass


def test_another_thing_is_free() -> None:
    with alone("a phone", "one", within_s=0), alone("a phone", "other", within_s=0):
        pass


def test_what_is_changed_is_kept() -> None:
    with shared("thing") as known:
        known["seen"] = 1
    with shared("thing") as known:
        assert known == {"seen": 1}
    assert len(list(state_folder().iterdir())) == 1
