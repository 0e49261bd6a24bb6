"""What a phone asks of the world around it: the server of IB Key, a clock, and the messages it is sent.

The authority implements ``IbKeyServer``; the phone calls it from the event loop's thread, never waiting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class PendingLogin:
    """A login that waits for the approval of one IB Key instance.

    Attributes:
        login_id: Names the login towards the server; travels as ``payload["login_id"]`` of its notification.
        username: Whose login it is.
        program: Where it was begun, as a person calls it (``"Client Portal"``, ``"TWS"``, ``"WebTrader"``).
        question: 6 digits; what the proof is computed over, and what the login surface shows as challenge.
        started: When the credentials were accepted, by the lab's clock.
    """

    login_id: str
    username: str
    program: str
    question: str = field(repr=False)
    started: datetime


@dataclass(slots=True)
class IbKeyInstance:
    """One activated IB Key: what the phone keeps of it; ``counter`` is the next to be used (OCRA's ``C``)."""

    instance_id: str
    username: str
    key: bytes = field(repr=False)
    counter: int = 0


@dataclass(frozen=True, slots=True)
class Notification:
    """A push message, or a message of another app.

    Attributes:
        app: English name of the app it belongs to: ``"IBKR Mobile"``, ``"Messages"``, ``"Mail"``.
        payload: Data for the app. A login notification of IBKR Mobile has ``login_id``; the app then words
            title and body itself, in the phone's language, and ``title`` and ``body`` are not shown.
    """

    app: str
    title: str = ""
    body: str = ""
    payload: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActivationRequest:
    """What a phone hands in to have an IB Key activated on it.

    Attributes:
        code: As typed or scanned.
        device: Names the installation of IBKR Mobile; a fresh install has another one.
        surface: Kind of phone.
        secret: What responses are computed with besides key and counter: the PIN that the user made up
            (Android), a random secret of the app (iPhone).
    """

    code: str = field(repr=False)
    device: str
    surface: Literal["android", "iphone"]
    secret: str = field(repr=False)


class ActivationRefused(StrEnum):
    """Why nothing was activated: the PIN is not allowed, or the error of Figure 14, whatever its cause."""

    PIN = "pin"
    ACTIVATION = "activation"


class IbKeyServer(Protocol):
    """The server side of IB Key, as the app sees it. A phone that is offline never calls it."""

    def pending(self, instance_id: str) -> Sequence[PendingLogin]:
        """The unfinished logins that wait for this instance, the newest first."""

    def approve(self, instance_id: str, login_id: str, proof: str) -> bool:
        """Hand in the proof, 8 digits: the OCRA response over the login's question. False when refused."""

    def refuse(self, instance_id: str, login_id: str) -> None:
        """The user denied the login."""

    def activate(self, request: ActivationRequest) -> IbKeyInstance | ActivationRefused:
        """Activate IB Key for the user whom the code was shown to.

        An attempt uses the code up, unless the PIN was not allowed. The IB Key is active once the phone has
        said that it got it (`activated`): where the answer is lost, nothing is.
        """

    def activated(self, instance_id: str) -> None:
        """The phone has got the IB Key that ``activate`` answered with. Said over the connection that brought
        the answer, so never lost."""


class Clock(Protocol):
    """The lab's clock."""

    def now(self) -> datetime:
        """The present moment, aware of its time zone."""


class Journal(Protocol):
    """Where a phone notes what happened to it, without secrets."""

    def __call__(self, what: str, **details: str) -> None: ...
