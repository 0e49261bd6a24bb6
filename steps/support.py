"""Steps in the words of somebody who asks the broker for help, by telephone or in writing."""

from __future__ import annotations

from pytest_bdd import then, when

from harness.spec.vocabulary import Surface
from harness.targets.system import SupportDesk, Telephone, User

SITS_AT = (Surface.PHONE_CALL,)


@when("the user calls the service center of the region", target_fixture="call")
def call_service_center(telephone: Telephone, user: User) -> str:
    return telephone.call(user.region)


@when("somebody else calls the service center of the region in the user's name", target_fixture="call")
def impostor_calls(telephone: Telephone, user: User) -> str:
    return telephone.call(user.region)


@then("the desk verifies the identity of the account holder")
def identity_verified(support_desk: SupportDesk, user: User, call: str) -> None:
    assert support_desk.identify(call, user, truthfully=True), "right answers did not satisfy the desk"


@then("the desk does not verify the identity of the account holder")
def identity_not_verified(support_desk: SupportDesk, user: User, call: str) -> None:
    verified = support_desk.identify(call, user, truthfully=False)
    assert not verified, "answers of which one was wrong satisfied the desk"


@then("the desk lifts the lock and clears the failures")
def lock_lifted(support_desk: SupportDesk, call: str) -> None:
    assert support_desk.ask(call, "unlock"), "the desk did not help"


@then("the desk does not lift the lock")
def lock_not_lifted(support_desk: SupportDesk, call: str) -> None:
    assert not support_desk.ask(call, "unlock"), "the desk helped somebody it had not verified"


@when("the user asks in writing to lift the lock", target_fixture="letter_done")
def ask_in_writing(support_desk: SupportDesk, user: User) -> bool:
    return support_desk.write(user, "unlock")


@then("the desk declines")
def desk_declines(letter_done: bool) -> None:
    assert not letter_done, "a letter was enough to lift the lock"
