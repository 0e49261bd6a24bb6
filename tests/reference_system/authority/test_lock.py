from datetime import timedelta

import pytest

from reference_system import deviations
from reference_system.authority import lock
from reference_system.authority.logins import Progress, Refused
from tests.reference_system.authority.office import START, Office, response_of

DAY_S = 86_400.0


def test_nine_failures_do_not_lock(office: Office) -> None:
    user = office.user()
    office.fail(user, 9)
    assert isinstance(office.try_login(user), Progress)


def test_the_tenth_failure_locks(office: Office) -> None:
    user = office.user()
    office.fail(user, 10)
    assert office.try_login(user) == Refused("locked")
    assert office.users.locked_until(user) == START + timedelta(hours=24)


def test_a_success_sets_the_count_back(office: Office) -> None:
    user = office.user()
    office.fail(user, 9)
    office.begin(user)
    office.fail(user, 9)
    assert isinstance(office.try_login(user), Progress)


def test_a_right_password_alone_is_no_success_where_a_second_factor_is_due(office: Office) -> None:
    user = office.user("ib-key-android")
    office.fail(user, 9)
    begun = office.begin(user)
    office.fail(user, 1)
    assert office.try_login(user) == Refused("locked")
    assert begun.session is None


def test_an_approved_login_is_a_success(office: Office) -> None:
    user = office.user("ib-key-android")
    office.fail(user, 9)
    begun = office.begin(user)
    assert office.approve(begun)
    assert office.state(begun) == "approved"
    assert office.users.consecutive_failures(user) == 0


@pytest.mark.parametrize(("pause_s", "locks"), [(DAY_S - 1, True), (DAY_S, False), (DAY_S + 1, False)])
def test_failures_24_hours_old_count_no_more(office: Office, pause_s: float, locks: bool) -> None:
    user = office.user()
    office.fail(user, 9)
    office.authority.clock.advance(pause_s)
    office.fail(user, 1)
    assert isinstance(office.try_login(user), Refused) is locks


def test_the_window_rolls(office: Office) -> None:
    user = office.user()
    for _ in range(30):  # one every 3 h: never more than 8 within 24 h
        office.authority.clock.advance(3 * 3600)
        office.fail(user, 1)
    assert isinstance(office.try_login(user), Progress)


@pytest.mark.parametrize(("after_last_s", "locked"), [(DAY_S - 1, True), (DAY_S, False), (DAY_S + 1, False)])
def test_the_lock_ends_24_hours_after_the_last_failure(
    office: Office, after_last_s: float, locked: bool
) -> None:
    user = office.user()
    for _ in range(9):
        office.fail(user, 1)
        office.authority.clock.advance(1800)
    office.fail(user, 1)
    office.authority.clock.advance(after_last_s)
    assert isinstance(office.try_login(user), Refused) is locked


def test_attempts_during_the_lock_neither_count_nor_move_its_end(office: Office) -> None:
    user = office.user()
    office.fail(user, 10)
    office.authority.clock.advance(DAY_S / 2)
    office.fail(user, 20)
    office.authority.clock.advance(DAY_S / 2)
    assert isinstance(office.try_login(user), Progress)


def test_no_second_factor_is_started_for_a_locked_user(office: Office) -> None:
    user = office.user("ib-key-iphone")
    office.fail(user, 10)
    assert office.try_login(user) == Refused("locked")
    assert office.phones.sent == []


def test_tws_failures_do_not_count_but_the_lock_holds_there(office: Office) -> None:
    user = office.user()
    office.fail(user, 20, "tws")
    office.begin(user, "tws")
    office.fail(user, 5, "webtrader")
    office.fail(user, 5, "client-portal")
    assert office.try_login(user, surface="tws") == Refused("locked")


def test_a_wrong_response_counts(office: Office) -> None:
    user = office.user("ib-key-android")
    begun = office.begin(user)
    challenge = office.challenge(begun)
    for _ in range(10):
        assert office.logins.answer(begun.login_id, "00000000") == Refused("second-factor")
    right = response_of(office.ib_key(begun), challenge)
    assert office.logins.answer(begun.login_id, right) == Refused("locked")


def test_a_lock_also_stops_a_login_begun_before_it(office: Office) -> None:
    user = office.user("ib-key-android")
    begun = office.begin(user)
    office.fail(user, 10)
    assert not office.approve(begun)
    assert office.state(begun) == "waiting"


def test_failures_of_one_user_leave_others_alone(office: Office) -> None:
    one, other = office.user(), office.user()
    office.fail(one, 10)
    assert isinstance(office.try_login(other), Progress)


@pytest.mark.parametrize(
    ("deviation", "failures", "locked"),
    [
        ("locks-after-nine-failures", 9, True),
        ("locks-after-eleven-failures", 10, False),
        ("locks-after-eleven-failures", 11, True),
        ("never-locks", 30, False),
    ],
)
def test_deviations_of_the_number(office: Office, deviation: str, failures: int, locked: bool) -> None:
    deviations.switch_on([deviation])
    user = office.user()
    office.fail(user, failures)
    assert (office.users.locked_until(user) is not None) is locked


def test_deviation_counts_old_failures(office: Office) -> None:
    deviations.switch_on(["counts-old-failures-for-ever"])
    user = office.user()
    office.fail(user, 9)
    office.authority.clock.advance(2 * DAY_S)
    office.fail(user, 1)
    assert office.users.locked_until(user) is not None


def test_deviation_success_keeps_the_failures(office: Office) -> None:
    deviations.switch_on(["success-keeps-the-failures"])
    user = office.user()
    office.fail(user, 9)
    office.begin(user)
    office.fail(user, 1)
    assert office.users.locked_until(user) is not None


def test_deviation_success_forgives_one_failure(office: Office) -> None:
    deviations.switch_on(["success-forgives-one-failure"])
    user = office.user()
    office.fail(user, 9)
    office.begin(user)
    assert office.users.consecutive_failures(user) == 8


def test_deviation_window_begins_anew(office: Office) -> None:
    user = office.user()
    office.fail(user, 1)
    office.authority.clock.advance(DAY_S - 3600)
    office.fail(user, 8)
    office.authority.clock.advance(3600)
    office.fail(user, 2)
    assert office.users.locked_until(user) is not None
    deviations.switch_on(["window-begins-anew-with-a-failure"])
    assert office.users.locked_until(user) is None


def test_deviation_right_password_opens_the_lock(office: Office) -> None:
    deviations.switch_on(["lock-yields-to-the-right-password"])
    user = office.user()
    office.fail(user, 10)
    assert isinstance(office.try_login(user), Progress)


def test_deviation_notifies_locked_users(office: Office) -> None:
    deviations.switch_on(["notifies-locked-users"])
    user = office.user("ib-key-android")
    office.fail(user, 10)
    assert office.try_login(user) == Refused("locked")
    assert [phone for phone, _ in office.phones.sent] == ["android"]


def test_deviations_of_the_end() -> None:
    failures = [START + timedelta(hours=hour) for hour in range(10)]
    just_before_documented_end = START + timedelta(hours=9 + 24, seconds=-1)
    long_after = START + timedelta(days=365)
    assert lock.locked_until(failures, just_before_documented_end) == START + timedelta(hours=9 + 24)
    assert lock.locked_until(failures, long_after) is None
    deviations.switch_on(["lock-counts-from-the-first-failure"])
    assert lock.locked_until(failures, just_before_documented_end) is None
    deviations.switch_on(["lock-never-ends"])
    assert lock.locked_until(failures, long_after) is not None
