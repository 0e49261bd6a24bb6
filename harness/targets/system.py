"""What the harness asks of any system under test, embedded or deployed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from harness.errors import HarnessError
from harness.people import Person
from harness.secrets import register

SecondFactor = Literal["none", "ib-key-android", "ib-key-iphone"]
Network = Literal["online", "offline", "unstable", "silent"]
Sensor = Literal["fingerprint", "touch-id", "face-id", "none"]
Language = Literal["en", "zh-Hant"]
Lens = Literal["rear", "front"]
StoreProof = Literal["none", "password", "face-id", "touch-id"]

FACTOR_ON: Mapping[str, SecondFactor] = {"android": "ib-key-android", "iphone": "ib-key-iphone"}


class NotOffered(HarnessError):
    """A scenario asked a target for something it does not offer; its clauses' needs should have said so."""


@dataclass(frozen=True)
class User:
    """A person with an account; the secrets are known to ``harness.secrets`` from here on.

    Attributes:
        pin: The IB Key PIN made on Android, None elsewhere.
        region: Whose service center helps; empty where the target does not say.
    """

    username: str
    password: str = field(repr=False)
    second_factor: SecondFactor
    pin: str | None = field(default=None, repr=False)
    region: str = ""

    def __post_init__(self) -> None:
        register(self.password)
        if self.pin is not None:
            register(self.pin)


@dataclass(frozen=True)
class Endpoint:
    """A WebDriver server and the capabilities that open a session on one surface of it."""

    url: str
    capabilities: Mapping[str, Any]


class SupportDesk(Protocol):
    """The telephone and letter side of the broker's help."""

    def call(self, region: str) -> str:
        """Ring the service center of ``region``; the id of the call."""

    def identify(self, call: str, user: User, *, truthfully: bool) -> bool:
        """Answer the identity questions for ``user``; whether the desk was satisfied.

        Args:
            truthfully: False: one of the answers is wrong.
        """

    def ask(self, call: str, what: str) -> bool:
        """Ask for ``unlock`` or ``login-help`` in the call; whether it was done."""

    def write(self, user: User, what: str) -> bool:
        """Ask in writing for the same; whether it was done."""


class World(Protocol):
    """One system under test, as scenarios arrange it. Methods that it lacks raise NotOffered."""

    name: str
    offers: frozenset[str]

    def unavailable(self, surface: str) -> str | None:
        """Why ``surface`` cannot be used here, None when it can."""

    def fresh(self, deviation: str | None = None) -> None:
        """Make the system as it is before every scenario, committing ``deviation`` if one is named."""

    def portal_url(self) -> str:
        """Address of Client Portal, without a path."""

    def login_path(self, surface: str) -> str:
        """Path of the login page of ``client-portal`` or ``webtrader`` below ``portal_url``."""

    def article_url(self) -> str:
        """Address of a knowledge-base article, with ``{number}`` for its number."""

    def ibkr_mobile(self, surface: str) -> str:
        """Android package or iOS bundle id of IBKR Mobile."""

    def passcode(self, surface: str) -> str:
        """The screen-lock passcode of a phone; a secret."""

    def endpoint(self, surface: str, language: Language) -> Endpoint:
        """The WebDriver server of ``android``, ``iphone`` or ``tws``."""

    def user(self, second_factor: SecondFactor, person: Person | None = None) -> User:
        """A user with this second factor, active on the phone where it has one.

        Args:
            person: Whose account it is to be, where the system makes accounts.
        """

    def expect_failed_login(self, user: User) -> None:
        """Called before a login that will fail, so that no real account is locked by accident."""

    def advance(self, seconds: float) -> None:
        """Move the time that the system goes by."""

    def set_phone(self, surface: str, **settings: Any) -> None:
        """Set locale, sensor, enrolled, passcode, locked, or what its camera does, of a phone."""

    def set_ibkr_mobile(self, surface: str, *, installed: bool) -> None:
        """Take IBKR Mobile off a phone with all its data, or put it on anew."""

    def store_asks(self, surface: str, proof: StoreProof) -> str:
        """Have the store ask for this before a download; the password that it then takes, a secret."""

    def show_to_camera(self, surface: str, driver: Any, picture: bytes | None, *, lens: Lens = "rear") -> str:
        """The act of a human body: hold the phone's camera before a picture (PNG); who performed it."""

    def ask_about_notifications(self, surface: str) -> None:
        """Have the phone ask whether IBKR Mobile may notify, when IBKR Mobile next wants to."""

    def set_network(self, surface: str, state: Network) -> None:
        """Cut, disturb or restore the network of a phone."""

    def allow_notifications(self, surface: str, *, allowed: bool) -> None:
        """Allow or forbid notifications of IBKR Mobile in the phone's settings."""

    def notify(self, surface: str, *, app: str, title: str, body: str) -> None:
        """Let another app of the phone show a notification."""

    def present(self, surface: str, driver: Any, *, match: bool) -> str:
        """The act of a human body: put a finger on the sensor, or look at the phone; who performed it."""

    def support_desk(self) -> SupportDesk:
        """The broker's help."""

    def journal(self) -> list[dict[str, Any]]:
        """What the system did in this scenario, oldest first; empty where it does not tell."""

    def close(self) -> None:
        """Let go of connections."""
