import pytest

from reference_system import deviations
from reference_system.authority.logins import Progress, Refused
from reference_system.authority.store import User
from reference_system.authority.support import CENTERS, Reply, UnknownCall, UnknownRegion, right_answers
from tests.reference_system.authority.office import Office


def phone_the_desk(office: Office, user: User, *, truthfully: bool = True, what: str = "unlock") -> Reply:
    desk = office.authority.support
    call = desk.call("Europe")
    answers = right_answers(user)
    if not truthfully:
        answers["postcode"] = "00"
    assert desk.identify(call.call_id, user.username, answers) is truthfully
    return desk.request(call.call_id, what)


@pytest.mark.parametrize("what", ["unlock", "login-help"])
@pytest.mark.parametrize("failures", [8, 10])
def test_a_verified_caller_is_helped_locked_or_not_yet(office: Office, failures: int, what: str) -> None:
    user = office.user()
    office.fail(user, failures)
    assert phone_the_desk(office, user, what=what).done
    office.fail(user, 9)
    assert isinstance(office.try_login(user), Progress)


def test_a_caller_who_fails_the_check_changes_nothing(office: Office) -> None:
    user = office.user()
    office.fail(user, 10)
    reply = phone_the_desk(office, user, truthfully=False)
    assert not reply.done
    assert office.try_login(user) == Refused("locked")


@pytest.mark.parametrize("missing", ["account", "date_of_birth", "postcode"])
def test_every_question_has_to_be_answered(office: Office, missing: str) -> None:
    user = office.user()
    desk = office.authority.support
    answers = right_answers(user)
    del answers[missing]
    assert not desk.identify(desk.call("Europe").call_id, user.username, answers)


def test_a_check_failed_later_takes_the_trust_back(office: Office) -> None:
    user, desk = office.user(), office.authority.support
    call = desk.call("Europe")
    assert desk.identify(call.call_id, user.username, right_answers(user))
    assert not desk.identify(call.call_id, user.username, {})
    assert not desk.request(call.call_id, "unlock").done


def test_nobody_is_helped_before_saying_who_they_are(office: Office) -> None:
    desk = office.authority.support
    assert not desk.request(desk.call("Europe").call_id, "unlock").done
    call = desk.call("Europe")
    assert not desk.identify(call.call_id, "nobody", {})
    assert not desk.request(call.call_id, "unlock").done


def test_one_caller_s_proof_is_no_other_caller_s(office: Office) -> None:
    locked, other = office.user(), office.user()
    office.fail(locked, 10)
    desk = office.authority.support
    call = desk.call("Europe")
    assert desk.identify(call.call_id, other.username, right_answers(other))
    assert not desk.identify(call.call_id, locked.username, right_answers(other))
    assert not desk.request(call.call_id, "unlock").done
    assert office.users.locked_until(locked) is not None


@pytest.mark.parametrize("what", ["unlock", "login-help"])
def test_a_letter_is_referred_to_the_telephone(office: Office, what: str) -> None:
    user = office.user()
    office.fail(user, 10)
    reply = office.authority.support.letter(user.username, what)
    assert not reply.done
    assert all(center.telephone in reply.said for center in CENTERS)
    assert office.users.locked_until(user) is not None


def test_every_center_has_a_number_and_hours() -> None:
    assert len({center.telephone for center in CENTERS}) == len(CENTERS)
    assert all(center.hours for center in CENTERS)


def test_unknown_region_and_call(office: Office) -> None:
    with pytest.raises(UnknownRegion, match=r"Atlantis.*known: Americas"):
        office.authority.support.call("Atlantis")
    with pytest.raises(UnknownCall, match="call-99"):
        office.authority.support.request("call-99", "unlock")


@pytest.mark.parametrize(
    ("deviation", "failures", "truthfully", "done"),
    [
        ("desk-helps-unverified-callers", 10, False, True),
        ("desk-turns-away-users-not-locked-yet", 8, True, False),
        ("desk-turns-away-users-not-locked-yet", 10, True, True),
        ("desk-cannot-see-the-lock", 10, True, False),
        ("desk-cannot-see-the-lock", 8, True, True),
        ("telephone-leads-to-nothing", 10, True, False),
        ("center-turns-away-users-of-its-region", 10, True, True),
    ],
)
def test_deviations_on_the_telephone(
    office: Office, deviation: str, failures: int, truthfully: bool, done: bool
) -> None:
    user = office.user()
    office.fail(user, failures)
    deviations.switch_on([deviation])
    assert phone_the_desk(office, user, truthfully=truthfully).done is done


def test_deviation_believes_every_caller(office: Office) -> None:
    user, desk = office.user(), office.authority.support
    deviations.switch_on(["desk-believes-every-caller"])
    assert desk.identify(desk.call("Europe").call_id, user.username, {})


def test_deviation_one_right_answer(office: Office) -> None:
    user, desk = office.user(), office.authority.support
    call = desk.call("Europe").call_id
    answers = {"account": user.account}
    assert not desk.identify(call, user.username, answers)
    deviations.switch_on(["desk-is-content-with-one-right-answer"])
    assert desk.identify(call, user.username, answers)


def test_deviation_letter_lifts_the_lock(office: Office) -> None:
    user = office.user()
    office.fail(user, 10)
    deviations.switch_on(["letter-lifts-the-lock"])
    assert office.authority.support.letter(user.username, "unlock").done
    assert office.users.locked_until(user) is None
