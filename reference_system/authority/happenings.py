"""What happens at the authority. Whatever has words for the journal is noted there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from reference_system.authority.store import Login, User
from reference_system.ib_key.wire import ActivationRequest


class Happening:
    """Attributes:
    source: Who noticed it, as the journal says.
    what: In a few words, for the journal; empty: it keeps no note of it.
    """

    source: ClassVar[str] = "authority"
    what: ClassVar[str] = ""

    def details(self) -> Mapping[str, object]:
        """Names and states, for the journal; nothing secret."""
        return {}


@dataclass(frozen=True)
class LoginRefused(Happening):
    """Username and password, or an answer to a second factor, led to nothing.

    Attributes:
        user: None where nobody has the name.
        reason: `reference_system.authority.logins.Refused.code`.
        password_was_right: Also where it helped nothing.
    """

    user: User | None
    surface: str
    reason: str
    password_was_right: bool

    what = "login refused"

    def details(self) -> Mapping[str, object]:
        # Only names of users get into the journal: a password typed into the wrong field must not.
        name = "(no such user)" if self.user is None else self.user.username
        known = {"username": name, "surface": self.surface, "reason": self.reason}
        return {**known, "credentials": "right"} if self.password_was_right else known


@dataclass(frozen=True)
class OfLogin(Happening):
    """Something about one login."""

    login: Login

    def details(self) -> Mapping[str, object]:
        return {"username": self.login.username, "login": self.login.number}


class LoginBegun(OfLogin):
    """Username and password were right."""

    what = "credentials accepted"

    def details(self) -> Mapping[str, object]:
        return {**super().details(), "surface": self.login.surface}


class FactorInUse(OfLogin):
    """The login waits for this one of the user's second factors."""

    what = "second factor awaited"

    def details(self) -> Mapping[str, object]:
        kind = None if self.login.factor is None else self.login.factor.kind
        return {**super().details(), "factor": kind}


class LoginChanged(OfLogin):
    """The login's surface may have to hear something new."""


@dataclass(frozen=True)
class LoginSettled(LoginChanged):
    """The login waits no more: its state is final."""

    by: str

    what = "login settled"

    def details(self) -> Mapping[str, object]:
        return {**super().details(), "state": self.login.state, "by": self.by}


class ApprovalRefused(OfLogin):
    """A phone handed in a proof that was wrong; the login waits on."""

    what = "approval with a wrong proof refused"


@dataclass(frozen=True)
class NotificationSent(Happening):
    """A notification is on its way to a phone, or was lost."""

    source = "push"
    what = "notification sent"

    login: Login | None
    phone: str
    delivered: bool

    def details(self) -> Mapping[str, object]:
        return {"phone": self.phone, "delivered": self.delivered}


@dataclass(frozen=True)
class ActivationRefused(Happening):
    """A phone asked for an IB Key and got none.

    Attributes:
        user: Whose code it was; None where it was nobody's, or not looked at.
        reason: In a word for the journal.
    """

    user: User | None
    request: ActivationRequest
    reason: str

    what = "activation refused"

    def details(self) -> Mapping[str, object]:
        known = {"phone": self.request.surface, "reason": self.reason}
        return known if self.user is None else {"username": self.user.username, **known}


@dataclass(frozen=True)
class ActivationGranted(Happening):
    """A phone asked for an IB Key and is sent one: it is active once the phone has got it."""

    user: User
    request: ActivationRequest

    what = "activation granted"

    def details(self) -> Mapping[str, object]:
        return {"username": self.user.username, "phone": self.request.surface}
