"""A phone, a hand that holds it, a clock to move and a server of IB Key to answer it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from reference_system import deviations
from reference_system.ib_key.ocra import matching_counter
from reference_system.ib_key.wire import (
    ActivationRefused,
    ActivationRequest,
    IbKeyInstance,
    Notification,
    PendingLogin,
)
from reference_system.phones.apps.ibkr.mobile import IbkrMobile
from reference_system.phones.expressions.aside import Aside
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Surface, Widget
from reference_system.phones.out_of_the_box import new_phone

KEY = b"a key of 20 bytes..."
PIN = "27ab"
PASSCODE = "135790"
CHALLENGE = "642917"
CODE = "K7Q2MX9RT4WP"
LINK = f"https://www.interactivebrokers.com/sso/ibkey?code={CODE}"

T = TypeVar("T")


def with_aside(work: Callable[[Aside], Awaitable[T]]) -> T:
    """What ``work`` comes to; it may evaluate expressions aside."""

    async def done() -> T:
        aside = Aside()
        try:
            return await work(aside)
        finally:
            await aside.close()

    return asyncio.run(done())


@dataclass
class MovedClock:
    time: datetime = datetime(2026, 11, 22, 9, 41, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Server:
    """Holds one login for one IB Key, and checks codes and proofs as the authority does."""

    login: PendingLogin | None = None
    approved: bool = False
    denied: bool = False
    proofs: list[str] = field(default_factory=list)
    activations: list[ActivationRequest] = field(default_factory=list)
    active: bool = False
    secret: str = PIN

    def pending(self, instance_id: str) -> list[PendingLogin]:
        return [self.login] if self.login is not None and instance_id == "key-1" else []

    def approve(self, instance_id: str, login_id: str, proof: str) -> bool:
        self.proofs.append(proof)
        assert self.login is not None
        assert (instance_id, login_id) == ("key-1", self.login.login_id)
        if matching_counter(KEY, 0, self.login.question, self.secret, proof) is None:
            return False
        self.login, self.approved = None, True
        return True

    def refuse(self, instance_id: str, login_id: str) -> None:
        assert (instance_id, login_id) == ("key-1", self.login.login_id if self.login else "")
        self.login, self.denied = None, True

    def activate(self, request: ActivationRequest) -> IbKeyInstance | ActivationRefused:
        self.activations.append(request)
        if request.surface == "android" and not 4 <= len(request.secret) <= 6:
            return ActivationRefused.PIN
        if request.code != CODE or self.active:
            return ActivationRefused.ACTIVATION
        self.active, self.secret = True, request.secret
        return IbKeyInstance("key-1", "demo", KEY)

    def activated(self, instance_id: str) -> None:
        assert (instance_id, self.active) == ("key-1", True)

    @staticmethod
    def accepts(response: str, question: str) -> bool:
        """Whether this is a response of the IB Key with the right PIN to that challenge."""
        return matching_counter(KEY, 0, question, PIN, response) is not None


@dataclass
class Hand:
    """Somebody who holds the phone: taps, types and looks."""

    phone: Phone
    server: Server
    clock: MovedClock

    @property
    def ibkr(self) -> IbkrMobile:
        return IbkrMobile.on(self.phone)

    def allow_notifications(self, app: str, enabled: bool | None) -> None:
        """As the settings of the phone would."""
        self.phone.notifications.allow(self.phone.apps.named(app), enabled)

    def push_login(self) -> bool:
        """A login begins, and its notification is sent. False: it did not arrive."""
        self.server.login = PendingLogin("login-1", "demo", "Client Portal", CHALLENGE, self.clock.now())
        return self.phone.receive(Notification("IBKR Mobile", payload={"login_id": "login-1"}))

    def texts(self) -> list[str]:
        """What can be read in the window that has the focus."""
        return [
            widget.shown_text for widget in self.phone.glass.screen().active.root.walk() if widget.visible
        ]

    def sees(self, text: str) -> bool:
        return text in self.texts()

    def find(self, ident: str) -> Widget:
        found = self.phone.glass.screen().by_ident(ident)
        assert found is not None, f"no {ident} on {self.page}; there is {self.texts()}"
        return found

    def has(self, ident: str) -> bool:
        return self.phone.glass.screen().by_ident(ident) is not None

    def tap(self, ident: str) -> None:
        self.phone.hand.tap_widget(self.find(ident))

    def type(self, ident: str, text: str) -> None:
        self.phone.keyboard.type_into(self.find(ident), text)

    @property
    def page(self) -> str:
        return self.phone.glass.screen().active.page

    def notification(self) -> Widget | None:
        """The login notification in the list."""
        self.phone.shade.open()
        senders = ("IBKR Mobile", "移動IBKR")
        for widget in self.phone.glass.screen().active.root.walk():
            if widget.key.startswith("notification-") and widget.description.startswith(senders):
                return widget
        return None

    def tap_notification(self) -> None:
        found = self.notification()
        assert found is not None
        self.phone.hand.tap_widget(found)

    def open_ibkr(self) -> None:
        self.phone.apps.activate(self.ibkr.app_id)

    def fresh_install(self) -> None:
        """IBKR Mobile as it comes from the store: no IB Key, no data."""
        self.phone.apps.uninstall(self.ibkr)
        self.phone.apps.install(self.ibkr)

    def open_typed_activation(self) -> None:
        """On a phone without IB Key, go to the field for the code."""
        self.open_ibkr()
        if self.phone.surface == "iphone":
            self.tap("setup_ib_key")
        else:
            self.tap("register_two_factor")
            self.tap("session_id_way")

    def open_scanned_activation(self, link: str = LINK) -> None:
        """The Camera app has read a link, and its banner was tapped."""
        self.open_ibkr()
        self.ibkr.opened_by(link)

    def open_challenge(self) -> None:
        self.open_ibkr()
        self.tap("authenticate")


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def journal() -> list[tuple[str, dict[str, str]]]:
    return []


def _hand(
    surface: Surface, server: Server, clock: MovedClock, journal: list[tuple[str, dict[str, str]]]
) -> Hand:
    phone = new_phone(
        surface, server=server, clock=clock, journal=lambda what, **details: journal.append((what, details))
    )
    IbkrMobile.on(phone).hold(IbKeyInstance("key-1", "demo", KEY), PIN)
    return Hand(phone, server, clock)


@pytest.fixture
def android(server: Server, clock: MovedClock, journal: list[tuple[str, dict[str, str]]]) -> Hand:
    """An Android phone with fingerprint sensor and IB Key."""
    return _hand("android", server, clock, journal)


@pytest.fixture
def iphone(server: Server, clock: MovedClock, journal: list[tuple[str, dict[str, str]]]) -> Hand:
    """An iPhone with Face ID and IB Key."""
    return _hand("iphone", server, clock, journal)


def hand_of(surface: str, android: Hand, iphone: Hand) -> Hand:
    """The one of the two that holds a phone of this kind."""
    return android if surface == "android" else iphone


@pytest.fixture(params=["android", "iphone"])
def hand(
    request: pytest.FixtureRequest,
    server: Server,
    clock: MovedClock,
    journal: list[tuple[str, dict[str, str]]],
) -> Hand:
    """Either phone."""
    return _hand(request.param, server, clock, journal)


@pytest.fixture(autouse=True)
def _documented_behaviour() -> Iterator[None]:
    """No deviation is in force before or after a test."""
    deviations.switch_on([])
    yield
    deviations.switch_on([])
