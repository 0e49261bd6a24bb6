"""A deployed system as a world: what a target file says of it, and what drivers and people can do to it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from harness.secrets import register
from harness.targets.accounts import DeployedAccounts
from harness.targets.file import Biometrics, Speaks, TargetError, TargetFile, secret
from harness.targets.file import Portal as PortalTable
from harness.targets.file import Surface as SurfaceTable
from harness.targets.state import alone
from harness.targets.system import (
    Endpoint,
    Language,
    PhoneKind,
    ScreenLock,
    User,
    World,
)
from harness.verdicts.judge import NotVerified

PLATFORM: Mapping[str, Mapping[str, str]] = {
    "android": {"platformName": "Android", "appium:automationName": "UiAutomator2"},
    "iphone": {"platformName": "iOS", "appium:automationName": "XCUITest"},
    "tws": {"platformName": "linux", "appium:automationName": "AtSpi"},
}
LONGEST_WAIT_S = 60.0
LOOK_EVERY_S = 0.2
PERFORMERS = {
    "emulator": "emulator console (mobile: fingerprint)",
    "simulator": "simulator (mobile: sendBiometricMatch)",
    "person": "a person",
}
LOCALE = {"en": ("en", "US"), "zh-Hant": ("zh", "TW")}
LANGUAGES: frozenset[Language] = frozenset({"en", "zh-Hant"})
PHONES = ("android", "iphone")


class Deployed(World):
    """The system that ``file`` describes; it stays as it is from scenario to scenario."""

    def __init__(self, file: TargetFile) -> None:
        self.name = file.name
        self.withheld = file.withhold
        self.patience = file.waits
        self._phones: dict[str, DeployedPhone] = {}
        if file.portal is not None:
            self.portal = DeployedPortal(file.portal)
        if file.desktop is not None and (tws := file.surface("tws")):
            self.desktop = DeployedDesktop(file.desktop.address, tws)
        if file.appium is not None:
            appium = file.appium.address
            described = {name: file.surface(name) for name in PHONES}
            self._phones = {
                name: DeployedPhone(name, appium, table) for name, table in described.items() if table
            }
            self.phones = self._phones
        self._doubts: list[str] = []
        self._accounts = DeployedAccounts(file, self._address(file), self.patience)
        if file.accounts:
            self.accounts = self.audit = self._accounts
        self.clock = RealTime()

    @staticmethod
    def _address(file: TargetFile) -> str:
        """By which the system is known, whatever the target file is called."""
        server = file.portal or file.desktop
        return server.address if server is not None else file.name

    @contextmanager
    def held(self, surfaces: Collection[str]) -> Iterator[None]:
        with ExitStack() as held:
            for surface in sorted(set(surfaces) & self._phones.keys()):
                held.enter_context(self._phones[surface].held(self.patience.turn_s))
            self._doubts.clear()
            self._accounts.begin(held)
            yield

    def add_doubt(self, why: str) -> None:
        """Nothing can be held against the system in this scenario, because of this."""
        self._doubts.append(why)

    def doubt(self) -> str:
        return "; ".join([*self._accounts.doubts(), *self._doubts])

    def unproved(self) -> list[User]:
        return self._accounts.unproved()

    def why_not(self, surface: str) -> str:
        match surface:
            case "client-portal" | "webtrader":
                return f"the target file names no {surface}: give it a [portal]"
            case "tws":
                return "the target file names no tws: give it a [desktop] and [surfaces.tws]"
            case "android" | "iphone":
                return f"the target file names no {surface}: give it an [appium] and [surfaces.{surface}]"
            case _:
                return f"a target file cannot give a {surface} yet"


def _spoken(language: Speaks) -> frozenset[Language]:
    return LANGUAGES if language == "switchable" else frozenset({language})


class DeployedPortal:
    """Client Portal and WebTrader at the addresses of the file."""

    def __init__(self, table: PortalTable) -> None:
        self.url = table.address
        self.article_url = table.article_url
        self.languages = _spoken(table.language)
        self._paths = {"client-portal": table.client_portal_path, "webtrader": table.webtrader_path}

    def login_path(self, surface: str) -> str:
        return self._paths[surface]


class DeployedDesktop:
    """TWS behind the desktop driver of the file."""

    def __init__(self, url: str, table: SurfaceTable) -> None:
        self._url, self._table = url, table
        self.languages = _spoken(table.language)

    def endpoint(self, language: Language) -> Endpoint:
        return Endpoint(self._url, {**PLATFORM["tws"], **self._table.capabilities})


class DeployedPhone:
    """A phone behind the Appium server of the file, taken as it is."""

    camera = network = installation = notification_switch = settings = store_front = None

    def __init__(self, surface: str, url: str, table: SurfaceTable) -> None:
        self.surface, self._url, self._table = surface, url, table
        self.languages = _spoken(table.language)
        self.sensor = None if table.sensor == "none" else DeployedSensor(surface, table)
        self.lock: ScreenLock | None = None if table.passcode is None else DeployedLock(table.passcode)

    @property
    def ibkr_mobile(self) -> str:
        if self._table.ibkr_mobile is None:
            raise NotVerified((), f"surfaces.{self.surface}.ibkr_mobile: the id of the app is not public")
        return self._table.ibkr_mobile

    def endpoint(self, language: Language) -> Endpoint:
        capabilities: dict[str, Any] = dict(PLATFORM[self.surface])
        if self._table.language == "switchable":
            capabilities["appium:language"], capabilities["appium:locale"] = LOCALE[language]
        return Endpoint(self._url, {**capabilities, **self._table.capabilities})

    def why_not(self, kind: PhoneKind) -> str | None:
        has = self._table.sensor
        if (kind.sensor, kind.enrolled) == (has, True):
            return None
        asked = kind.sensor if kind.enrolled else f"{kind.sensor} with nothing enrolled"
        return f"the scenario is about a phone with sensor {asked}; this {self.surface} has {has}"

    def held(self, within_s: float) -> AbstractContextManager[None]:
        """Nobody else on this machine uses the phone meanwhile. Raises: InUse."""
        udid = str(self._table.capabilities.get("appium:udid", self.surface))
        return alone(f"the phone {udid}", "phone", self._url, udid, within_s=within_s)

    def become(self, kind: PhoneKind, language: Language) -> None:
        """It is such a phone, or the scenario was not begun."""

    def notify(self, *, app: str, title: str, body: str) -> None:
        """Other apps of a real phone notify when they like; the scenario needs none to."""


class DeployedSensor:
    """A finger or a face, by the means that the file names."""

    def __init__(self, surface: str, table: SurfaceTable) -> None:
        self._surface, self._how, self._kind = surface, table.biometrics, table.sensor

    def present(self, driver: Any, *, match: bool) -> str:
        how: Biometrics = self._how
        if how == "emulator":
            driver.execute_script("mobile: fingerprint", {"fingerprintId": 1 if match else 2})
        elif how == "simulator":
            kind = "faceId" if self._kind == "face-id" else "touchId"
            driver.execute_script("mobile: sendBiometricMatch", {"type": kind, "match": match})
        else:
            whose = "your own" if match else "somebody else's"
            _ask_person(f"Please present {whose} finger or face to the {self._surface}, then press Enter. ")
        return PERFORMERS[how]


class DeployedLock:
    """The screen lock of a phone whose passcode the file names."""

    def __init__(self, reference: str) -> None:
        self._reference = reference

    @property
    def passcode(self) -> str:
        passcode = secret(self._reference)
        register(passcode)
        return passcode

    def lock(self, driver: Any) -> None:
        driver.lock()


class RealTime:
    """The clock on the wall: it is waited for, and not for long."""

    longest_s = LONGEST_WAIT_S

    def advance(self, seconds: float) -> None:
        if seconds > self.longest_s:
            raise NotVerified(("clock",), f"{seconds:g} s are longer than a run waits ({self.longest_s:g} s)")
        time.sleep(seconds)  # the system goes by real time, so this is the time that passes

    def passing(self, seconds: float) -> Iterator[None]:
        deadline = time.monotonic() + seconds
        while (left_s := deadline - time.monotonic()) > 0:
            time.sleep(min(left_s, LOOK_EVERY_S))
            yield


def _ask_person(request: str) -> None:
    try:
        with Path("/dev/tty").open("r+", buffering=1) as terminal:
            terminal.write(request)
            terminal.readline()
    except OSError as error:
        raise TargetError('biometrics = "person" needs a terminal with a person at it') from error
