"""What a phone asks of the world around it: the server of IB Key, a clock, and the messages it is sent.

The authority implements ``IbKeyServer``; the phone calls it from the event loop's thread, never waiting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


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


class IbKeyServer(Protocol):
    """The server side of IB Key, as the app sees it. A phone that is offline never calls it."""

    def pending(self, instance_id: str) -> PendingLogin | None:
        """The newest unfinished login that waits for this instance."""

    def approve(self, instance_id: str, login_id: str, proof: str) -> bool:
        """Hand in the proof, 8 digits: the OCRA response over the login's question. False when refused."""

    def refuse(self, instance_id: str, login_id: str) -> None:
        """The user denied the login."""


class Clock(Protocol):
    """The lab's clock."""

    def now(self) -> datetime:
        """The present moment, aware of its time zone."""


class Journal(Protocol):
    """Where a phone notes what happened to it, without secrets."""

    def __call__(self, what: str, **details: str) -> None: ...
