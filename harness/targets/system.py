"""What the harness asks of any system under test: ports, each of which a target has or lacks.

A scenario that needs a port which its target lacks is *not verified* before anything starts; which word of
``spec/capabilities.yaml`` means which port: ``harness.targets.needs``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from harness.patience import Patience
from harness.people import Person
from harness.secrets import register
from harness.signs.sign import Table
from harness.signs.tables import KNOWN

SecondFactor = Literal["none", "ib-key-android", "ib-key-iphone"]
NetworkState = Literal["online", "offline", "unstable", "silent"]
SensorKind = Literal["fingerprint", "touch-id", "face-id", "none"]
Language = Literal["en", "zh-Hant"]
Lens = Literal["rear", "front"]
StoreProof = Literal["none", "password", "face-id", "touch-id"]

FACTOR_ON: Mapping[str, SecondFactor] = {"android": "ib-key-android", "iphone": "ib-key-iphone"}


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


@dataclass(frozen=True)
class PhoneKind:
    """A phone as a scenario speaks of it.

    Attributes:
        surface: ``android`` or ``iphone``.
        enrolled: The owner's finger or face is known to the sensor.
    """

    surface: str
    sensor: SensorKind
    enrolled: bool = True


# --- where a person acts


class Portal(Protocol):
    """Client Portal, WebTrader and the support articles, in a browser."""

    @property
    def url(self) -> str:
        """Address without a path."""

    @property
    def article_url(self) -> str:
        """Address of a support article, with ``{number}`` for its number."""

    @property
    def languages(self) -> frozenset[Language]:
        """Those in which it can be had."""

    def login_path(self, surface: str) -> str:
        """Path of the login page of ``client-portal`` or ``webtrader`` below ``url``."""


class Desktop(Protocol):
    """TWS, in a window."""

    @property
    def languages(self) -> frozenset[Language]:
        """Those in which it can be started."""

    def endpoint(self, language: Language) -> Endpoint:
        """Where a session opens with a newly started TWS."""


class Phone(Protocol):
    """A phone with IBKR Mobile. What else can be done to it is a port of its own, None where nobody can."""

    surface: str

    @property
    def sensor(self) -> Sensor | None: ...

    @property
    def lock(self) -> ScreenLock | None: ...

    @property
    def camera(self) -> Camera | None: ...

    @property
    def network(self) -> Network | None: ...

    @property
    def installation(self) -> Installation | None: ...

    @property
    def notification_switch(self) -> NotificationSwitch | None: ...

    @property
    def settings(self) -> Settings | None: ...

    @property
    def store_front(self) -> StoreFront | None: ...

    @property
    def languages(self) -> frozenset[Language]:
        """Those that it can be made to speak."""

    @property
    def ibkr_mobile(self) -> str:
        """Android package or iOS bundle id of IBKR Mobile."""

    def endpoint(self, language: Language) -> Endpoint:
        """Where its session opens."""

    def why_not(self, kind: PhoneKind) -> str | None:
        """Why it cannot be such a phone, None when it can."""

    def become(self, kind: PhoneKind, language: Language) -> None:
        """Be such a phone that speaks ``language``, with a passcode where it has a screen lock."""

    def notify(self, *, app: str, title: str, body: str) -> None:
        """Let another app of the phone show a notification, where that can be brought about."""


# --- what a phone has besides, and who does it


class Sensor(Protocol):
    """The finger on the sensor, or the look at the phone: an act of a human body."""

    def present(self, driver: Any, *, match: bool) -> str:
        """The owner's finger or face, or somebody else's; who performed it."""


class ScreenLock(Protocol):
    """The lock of the screen."""

    @property
    def passcode(self) -> str:
        """What opens it; a secret."""


class Camera(Protocol):
    """The lenses, and who holds them before something."""

    def show(self, driver: Any, picture: bytes | None, *, lens: Lens = "rear") -> str:
        """Hold a lens before a picture (PNG), or before nothing; who performed it."""

    def look_through(self, lens: Lens) -> None:
        """Have the camera look through this lens until it is told otherwise."""


class Network(Protocol):
    """The phone's connection."""

    def be(self, state: NetworkState) -> None:
        """Cut, disturb or restore it."""


class Installation(Protocol):
    """IBKR Mobile on the phone, past any store."""

    def remove(self) -> None:
        """Take it off with all its data."""

    def install_anew(self) -> None:
        """Put it on without any data."""


class NotificationSwitch(Protocol):
    """The phone's permission for IBKR Mobile to notify."""

    def allow(self, *, allowed: bool | None) -> None:
        """Allow or forbid it; None: the phone is to ask when IBKR Mobile next wants to."""


class Settings(Protocol):
    """Settings of the phone's operating system, and its buttons."""

    def lock_screen(self) -> None:
        """Lock the screen."""

    def allow_camera(self) -> None:
        """Let IBKR Mobile use the camera without being asked."""

    def scan_codes(self, *, on: bool) -> None:
        """Have the camera look for QR codes or not."""


class StoreFront(Protocol):
    """The store that apps come from."""

    def ask_for(self, proof: StoreProof) -> str:
        """Have it ask for this before a download; the password that it then takes, a secret."""


# --- what belongs to no surface


class Accounts(Protocol):
    """Users with known credentials."""

    def has(self, second_factor: SecondFactor) -> bool:
        """Whether there is a user with this second factor."""

    def user(self, second_factor: SecondFactor, person: Person | None = None) -> User:
        """A user with this second factor, active on the phone where it has one.

        Args:
            person: Whose account it is to be, where the system makes accounts.
        """

    def allows(self, failures: int) -> bool:
        """Whether so many failed logins in a row may be spent on one user."""


class Submission(Protocol):
    """A login that has been submitted; told how it went, as far as that is seen."""

    def accepted(self) -> None:
        """It goes on: to the second factor, or to an open session."""

    def opened(self) -> None:
        """It has opened a session."""

    def refused(self) -> None:
        """It was refused."""

    def left(self) -> None:
        """Nobody looks at it any more, and it may wait for the phone."""


class LoginAudit(Protocol):
    """Told of every login before it is submitted: for real accounts, which failures lock."""

    def typed(self, username: str) -> None:
        """This was typed as a user name."""

    def submits(self, username: str, password: str) -> Submission | None:
        """These are about to be submitted; None where they are nobody's.

        Raises: NotVerified, AccountRefused, where they must not be.
        """

    def responds(self, username: str) -> Submission | None:
        """A response to a challenge is about to be submitted; else as ``submits``."""


class Clock(Protocol):
    """The time that the system goes by."""

    @property
    def longest_s(self) -> float:
        """How far it can be moved at most, in seconds."""

    def advance(self, seconds: float) -> None:
        """Let the time pass."""

    def passing(self, seconds: float) -> Iterator[None]:
        """Let the time pass in steps that jump over nothing, giving a chance to look after each of them."""

    def follow(self, let_pass: Callable[[float], object]) -> Callable[[], None]:
        """Have ``let_pass(seconds)`` called whenever the time was moved, for what has timers of its own.

        Returns: what ends that.
        """


Outcome = Literal["refused", "accepted", "opened"]
"""What became of a login: it was refused, it waits for the second factor, or its session is open."""


class Books(Protocol):
    """What the system itself has written down about logins: a witness besides the screen that was used."""

    def outcome(self, surface: str) -> Outcome | None:
        """Of the latest login at this surface; None where there was none."""

    def owner(self, surface: str) -> str | None:
        """User name whose session was opened last at this surface; None where none was."""


class Telephone(Protocol):
    """The line to the service centers."""

    def call(self, region: str) -> str:
        """Ring the service center of ``region``; the id of the call."""


class SupportDesk(Protocol):
    """Who answers at the service center, and reads the letters."""

    def questions(self, user: User) -> tuple[str, ...]:
        """The identity questions for ``user``."""

    def identify(self, call: str, user: User, *, truthfully: bool, wrong: str | None = None) -> bool:
        """Answer the identity questions for ``user``; whether the desk was satisfied.

        Args:
            truthfully: False: the answer to the question ``wrong`` is not right, or where None, all are not.
        """

    def ask(self, call: str, what: str) -> bool:
        """Ask for ``unlock`` or ``login-help`` in the call; whether it was done."""

    def write(self, user: User, what: str) -> bool:
        """Ask in writing for the same; whether it was done."""


class AccountOffice(Protocol):
    """The broker's back office."""

    def holds(self, user: User) -> Mapping[str, Any]:
        """What the server holds of a user: failed logins, lock, active IB Keys."""


class World:
    """One system under test, as scenarios arrange it: its ports, None where it has none.

    Attributes:
        name: As a release manager knows it.
        is_replaced: By a new one, as soon as it has ended.
        patience: How long it is waited for.
        phones: By surface, ``android`` and ``iphone``.
        audit: Who is told of every login; None where users are made for the scenario.
        makes_fresh: Its phones are as new in every scenario, whatever was done before.
        withheld: Words of ``spec/capabilities.yaml`` that it lacks, whatever its ports are.
        signs: What its surfaces are recognised by: ``portal``, ``tws``, ``android``, ``iphone``.
    """

    name: str = ""
    is_replaced: bool = False
    patience: Patience = Patience()
    audit: LoginAudit | None = None
    makes_fresh: bool = True
    withheld: frozenset[str] = frozenset()
    signs: Mapping[str, Table] = KNOWN
    portal: Portal | None = None
    desktop: Desktop | None = None
    phones: Mapping[str, Phone] = {}
    accounts: Accounts | None = None
    clock: Clock | None = None
    telephone: Telephone | None = None
    support_desk: SupportDesk | None = None
    office: AccountOffice | None = None
    books: Books | None = None

    @property
    def ended(self) -> str:
        """Why it is no more, where somebody has ended it for good; empty while it may be there."""
        return ""

    @property
    def answers_at(self) -> str | None:
        """An address at which any answer shows that it lives; None where there is none, or none yet."""
        return self.portal.url if self.portal else None

    def has(self, surface: str) -> bool:
        """Whether a person can act on this surface here."""
        match surface:
            case "client-portal" | "webtrader":
                return self.portal is not None
            case "tws":
                return self.desktop is not None
            case "phone-call":
                return self.telephone is not None
            case _:
                return surface in self.phones

    def languages(self, surface: str) -> frozenset[Language]:
        """Those in which a surface can be had; empty where it is lacking."""
        match surface:
            case "client-portal" | "webtrader":
                return self.portal.languages if self.portal else frozenset()
            case "tws":
                return self.desktop.languages if self.desktop else frozenset()
            case _:
                return self.phones[surface].languages if surface in self.phones else frozenset()

    def why_not(self, surface: str) -> str:
        """Why ``surface`` is lacking, and what would give it."""
        return f"{self.name} has no {surface}"

    def check(self, surfaces: Collection[str]) -> None:
        """Look whether the servers of these surfaces are there, before anything is done to the system.

        Raises: HarnessError, naming what is not and where it was looked for.
        """

    def held(self, surfaces: Collection[str]) -> AbstractContextManager[None]:
        """Nobody else has what a scenario on these surfaces needs for itself meanwhile. Raises: InUse."""
        return nullcontext()

    def trusted_keys(self) -> tuple[str, ...]:
        """Digests of keys whose certificates a browser is to take, whoever has signed them."""
        return ()

    def add_doubt(self, why: str) -> None:
        """Nothing is to be held against the system in this scenario, because of this."""

    def doubt(self, *, of_breach: bool) -> str:
        """Why nothing that this scenario shows can be held against the system, or else for it.

        Returns: Empty where there is no reason.
        """
        return ""

    def unproved(self) -> list[User]:
        """Users of this scenario whose own credentials were not seen to be accepted yet."""
        return []

    def fresh(self, deviation: str | None = None) -> None:
        """Make the system as it is before every scenario, committing ``deviation`` if one is named."""

    def journal(self) -> list[dict[str, Any]]:
        """What the system did in this scenario, oldest first; empty where it does not tell."""
        return []

    def close(self) -> None:
        """Let go of connections."""
