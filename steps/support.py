"""Steps in the words of somebody who asks the broker for help, by telephone or in writing."""

from __future__ import annotations

from pytest_bdd import then, when

from harness.spec.vocabulary import Surface
from harness.targets.system import SupportDesk, Telephone, User

SITS_AT = (Surface.PHONE_CALL,)
REQUESTS = ("login-help", "unlock")
"""What a caller asks for: help in general, then the end of the lock."""


@when("the user calls the service center of the region", target_fixture="call")
def call_service_center(telephone: Telephone, user: User) -> str:
    return telephone.call(user.region)


@when("somebody else calls the service center of the region in the user's name", target_fixture="call")
def impostor_calls(telephone: Telephone, user: User) -> str:
    return telephone.call(user.region)


@then("the desk verifies the identity of the account holder")
def identity_verified(support_desk: SupportDesk, user: User, call: str) -> None:
    assert support_desk.identify(call, user, truthfully=True), "right answers did not satisfy the desk"


@then("the desk verifies no identity by wrong answers, and helps with nothing")
def not_helped(support_desk: SupportDesk, user: User, call: str) -> None:
    """Whichever answer is wrong, the others being right; and when no question is answered."""
    for wrong in (*support_desk.questions(user), None):
        satisfied = support_desk.identify(call, user, truthfully=False, wrong=wrong)
        assert not satisfied, f"the desk was satisfied although this was answered wrongly: {wrong or 'all'}"
        for what in REQUESTS:
            assert not support_desk.ask(call, what), "the desk helped somebody it had not verified"


@then("the desk helps")
def helped(support_desk: SupportDesk, call: str) -> None:
    """How, and how soon, no article says: that it was done is seen at the next login."""
    for what in REQUESTS:
        assert support_desk.ask(call, what), f"the desk did not help, asked for: {what}"


@when("the user asks in writing to lift the lock", target_fixture="letter_done")
def ask_in_writing(support_desk: SupportDesk, user: User) -> bool:
    done = [support_desk.write(user, what) for what in REQUESTS]
    return any(done)


@then("the desk declines")
def desk_declines(letter_done: bool) -> None:
    assert not letter_done, "a letter was enough to lift the lock"
