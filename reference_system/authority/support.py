"""The support desk: service centers, telephone calls, the identity check, and requests in writing."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from reference_system.authority.journal import Journal
from reference_system.authority.store import Call, Store, User
from reference_system.authority.users import Users
from reference_system.deviations import rule

WHAT = ("unlock", "login-help")


@dataclass(frozen=True, slots=True)
class Center:
    """A client service center. The numbers are made up."""

    region: str
    telephone: str
    hours: str


CENTERS = (
    Center("Americas", "+1 (202) 555-0143", "Sunday to Friday, 00:00-24:00 (ET)"),
    Center("Europe", "+44 20 7946 0143", "Monday to Friday, 08:00-18:00 (GMT)"),
    Center("Asia Pacific", "+852 5555 0143", "Monday to Friday, 08:00-18:00 (HKT)"),
    Center("Australia", "+61 2 5550 0143", "Monday to Friday, 08:00-17:00 (AEST)"),
)


class UnknownRegion(KeyError):
    """No service center has this region."""

    def __str__(self) -> str:
        return f"no service center for {self.args[0]!r} (known: {', '.join(one.region for one in CENTERS)})"


class UnknownCall(KeyError):
    """No call has this id."""

    def __str__(self) -> str:
        return f"no call {self.args[0]!r}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the desk did and said: ``done`` is whether the request was fulfilled."""

    done: bool
    said: str


@rule
def reply(done: bool, said: str) -> Reply:
    """What the desk says of what it did, and of what it did not."""
    return Reply(done, said)


@rule
def identity_is_proven(right_answers: Mapping[str, str], answers: Mapping[str, str]) -> bool:
    """Whether the caller is the account holder: every question answered, every answer right."""
    return all(answers.get(question) == answer for question, answer in right_answers.items())


@identity_is_proven.deviation(
    "desk-believes-every-caller",
    clauses=["LOGIN-HELP-LCK09"],
    breaks="a caller who fails the identity check passes for the account holder",
)
def _(right_answers: Mapping[str, str], answers: Mapping[str, str]) -> bool:  # noqa: ARG001
    return True


@identity_is_proven.deviation(
    "desk-is-content-with-one-right-answer",
    clauses=["LOGIN-HELP-LCK09"],
    breaks="a caller who knows one of the answers passes for the account holder",
)
def _(right_answers: Mapping[str, str], answers: Mapping[str, str]) -> bool:
    return any(answers.get(question) == answer for question, answer in right_answers.items())


@rule
def desk_helps(verified: bool) -> bool:
    """Whether a caller is helped with a login: only after the identity check was passed."""
    return verified


@desk_helps.deviation(
    "desk-helps-unverified-callers",
    clauses=["LOGIN-HELP-LCK09"],
    breaks="the lock is lifted for a caller whose identity was not verified",
)
def _(verified: bool) -> bool:  # noqa: ARG001
    return True


@dataclass(frozen=True, slots=True)
class Case:
    """What the desk sees of a user who asks for help with a login."""

    user: User
    failures: int
    locked: bool


@rule
def desk_takes(case: Case) -> bool:  # noqa: ARG001
    """Whether the desk takes a case: of every user, locked or afraid of it."""
    return True


@desk_takes.deviation(
    "desk-turns-away-users-not-locked-yet",
    clauses=["LOGIN-HELP-LCK07"],
    breaks="a user who is about to be locked is turned away",
)
def _(case: Case) -> bool:
    return case.locked


@desk_takes.deviation(
    "desk-cannot-see-the-lock",
    clauses=["LOGIN-HELP-LCK07"],
    breaks="the desk does not see the lock and does nothing about it",
)
def _(case: Case) -> bool:
    return not case.locked


@rule
def center_helps(region: str, user: User) -> bool:  # noqa: ARG001
    """Whether the center of ``region`` helps this user: that of the user's region does, as do all others."""
    return True


@center_helps.deviation(
    "center-turns-away-users-of-its-region",
    clauses=["LOGIN-HELP-LCK07"],
    breaks="the service center of the user's region refers the user to another one",
)
def _(region: str, user: User) -> bool:
    return region != user.region


@rule
def letters_are_acted_on() -> bool:
    """Whether a request in writing leads to anything: help with logins is given by telephone only."""
    return False


@letters_are_acted_on.deviation(
    "letter-lifts-the-lock", clauses=["LOGIN-HELP-LCK08"], breaks="a request in writing lifts the lock"
)
def _() -> bool:
    return True


@rule
def calls_are_acted_on() -> bool:
    """Whether a request by telephone can lead to help."""
    return True


@calls_are_acted_on.deviation(
    "telephone-leads-to-nothing",
    clauses=["LOGIN-HELP-LCK07", "LOGIN-HELP-LCK08"],
    breaks="the desk refers callers to the mail",
)
def _() -> bool:
    return False


@rule
def right_answers(user: User) -> dict[str, str]:
    """The questions of the identity check and what the account holder answers."""
    return {
        "account": user.account,
        "date_of_birth": user.date_of_birth,
        "postcode": user.postcode,
    }


@rule
def help_with_login(users: Users, user: User, /) -> None:
    """What the desk does for a user it helps: at once it sets back failures and lock."""
    users.clear_failures(user)


class SupportDesk:
    """People at telephones: calls are taken in the region of the caller."""

    def __init__(self, store: Store, journal: Journal, users: Users) -> None:
        self._store = store
        self._journal = journal
        self._users = users
        self._numbers = itertools.count(1)

    def reset(self) -> None:
        """Count calls from 1 again; the store has been emptied."""
        self._numbers = itertools.count(1)

    def call(self, region: str) -> Call:
        """A call to the center of ``region``. Raises: UnknownRegion."""
        if region not in [center.region for center in CENTERS]:
            raise UnknownRegion(region)
        call = Call(call_id=f"call-{next(self._numbers)}", region=region, username=None, verified=False)
        self._store.add(call)
        self._store.commit()
        self._journal.record("support", "call taken", call=call.call_id, region=region)
        return call

    def identify(self, call_id: str, username: str, answers: Mapping[str, str]) -> bool:
        """The caller names the user and answers the questions of the identity check. Raises: UnknownCall."""
        call = self._found(call_id)
        user = self._users.find(username)
        call.username = None if user is None else user.username
        call.verified = user is not None and identity_is_proven(right_answers(user), answers)
        self._store.commit()
        self._journal.record("support", "identity checked", call=call_id, verified=call.verified)
        return call.verified

    def request(self, call_id: str, what: str) -> Reply:
        """What the caller asks for, one of `WHAT`; both clear the failed logins. Raises: UnknownCall."""
        call = self._found(call_id)
        answer = self._reply(call, what)
        self._journal.record(
            "support", "request on the telephone", call=call_id, asked=what, done=answer.done
        )
        return answer

    def letter(self, username: str, what: str) -> Reply:
        """A request in writing: by mail, or through a message in the portal."""
        user = self._users.find(username)
        if user is not None and letters_are_acted_on():
            self._users.clear_failures(user)
            answer = reply(True, "Your request has been carried out.")
        else:
            numbers = "; ".join(f"{one.region} {one.telephone}" for one in CENTERS)
            said = "For your security, help with logging in is given by telephone only. Please call us: "
            answer = reply(False, said + numbers)
        self._journal.record("support", "request in writing", asked=what, done=answer.done)
        return answer

    def _reply(self, call: Call, what: str) -> Reply:
        user = None if call.username is None else self._users.find(call.username)
        if user is None:
            return reply(False, "Before we can help we have to know who you are.")
        if not desk_helps(call.verified):
            return reply(False, "We can help with a login only after your identity has been verified.")
        locked = self._users.locked_until(user) is not None
        case = Case(user, self._users.consecutive_failures(user), locked)
        if not (calls_are_acted_on() and center_helps(call.region, user) and desk_takes(case)):
            return reply(False, "We cannot help with this here.")
        help_with_login(self._users, user)
        if case.locked:
            return reply(True, "The lock has been lifted. You can log in again at once.")
        if what == "unlock" or case.failures:
            said = f"Your user is not locked. The count of {case.failures} failed logins has been set back."
            return reply(True, said)
        return reply(True, "Your user is not locked and had no failed logins. Please try to log in again.")

    def _found(self, call_id: str) -> Call:
        call = self._store.get(Call, call_id)
        if call is None:
            raise UnknownCall(call_id)
        return call
