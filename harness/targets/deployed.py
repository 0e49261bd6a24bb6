"""A deployed system as a world: what a target file says of it, and what drivers and people can do to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property

from harness.signs.tables import tables
from harness.targets.accounts import DeployedAccounts
from harness.targets.certificates import key_of_certificate
from harness.targets.deployed_phone import DeployedPhone, spoken
from harness.targets.file import Portal as PortalTable
from harness.targets.file import Surface as SurfaceTable
from harness.targets.file import TargetFile
from harness.targets.person import Person
from harness.targets.readiness import NotReady, fault_of_driver, fault_of_page
from harness.targets.system import Endpoint, Language, User, World
from harness.verdicts.judge import NotVerified
from harness.waiting import real_time

DESKTOP = {"platformName": "linux", "appium:automationName": "AtSpi"}
LONGEST_WAIT_S = 60.0
PHONES = ("android", "iphone")


class Deployed(World):
    """The system that ``file`` describes; it stays as it is from scenario to scenario."""

    makes_fresh = False

    def __init__(self, file: TargetFile) -> None:
        self.name = file.name
        self.withheld = file.withhold
        self.patience = file.waits
        self.signs = tables(file.signs)
        self._phones: dict[str, DeployedPhone] = {}
        if file.portal is not None:
            self.portal = DeployedPortal(file.portal)
        self._desktop: DeployedDesktop | None = None
        if file.desktop is not None and (tws := file.surface("tws")):
            self.desktop = self._desktop = DeployedDesktop(file.desktop.address, tws)
        if file.appium is not None:
            appium = file.appium.address
            described = {name: file.surface(name) for name in PHONES}
            person = Person()
            self._phones = {
                name: DeployedPhone(name, appium, table, self.patience, person)
                for name, table in described.items()
                if table
            }
            self.phones = self._phones
        self._doubts: list[str] = []
        self._faults: dict[str, str | None] = {}
        self._accounts = DeployedAccounts(file, self._address(file), self.patience)
        if file.accounts:
            self.accounts = self.audit = self._accounts
        self.clock = RealTime()

    @staticmethod
    def _address(file: TargetFile) -> str:
        """By which the system is known, whatever the target file is called."""
        server = file.portal or file.desktop
        return server.address if server is not None else file.name

    def check(self, surfaces: Collection[str]) -> None:
        for surface in surfaces:
            if surface not in self._faults:
                self._faults[surface] = self._fault(surface)
            if fault := self._faults[surface]:
                raise NotReady(f"{surface}: {fault}")

    def _fault(self, surface: str) -> str | None:
        """Why nothing can be done on a surface; looked for once, for the whole run."""
        if surface in self._phones:
            return fault_of_driver(self._phones[surface].url, self.patience.answered_s)
        if surface == "tws" and self._desktop is not None:
            return fault_of_driver(self._desktop.url, self.patience.answered_s)
        if isinstance(self.portal, DeployedPortal):
            return self.portal.fault(surface, self.patience.answered_s)
        return None

    @contextmanager
    def held(self, surfaces: Collection[str]) -> Iterator[None]:
        with ExitStack() as held:
            for surface in sorted(set(surfaces) & self._phones.keys()):
                held.enter_context(self._phones[surface].held(self.patience.turn_s))
            self._doubts.clear()
            self._accounts.begin(held)
            yield

    def add_doubt(self, why: str) -> None:
        self._doubts.append(why)

    def doubt(self, *, of_breach: bool) -> str:
        doubts = list(self._accounts.unproved_doubts())
        if of_breach:
            doubts += [*self._accounts.leftovers(), *self._doubts]
        return "; ".join(doubts)

    def unproved(self) -> list[User]:
        return self._accounts.unproved()

    def trusted_keys(self) -> tuple[str, ...]:
        return self.portal.trusted_keys if isinstance(self.portal, DeployedPortal) else ()

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


class DeployedPortal:
    """Client Portal and WebTrader at the addresses of the file."""

    def __init__(self, table: PortalTable) -> None:
        self.url, self._ca = table.address, table.ca
        self.article_url = table.article_url
        self.languages = spoken(table.language)
        self._paths = {"client-portal": table.client_portal_path, "webtrader": table.webtrader_path}

    def login_path(self, surface: str) -> str:
        return self._paths[surface]

    @cached_property
    def trusted_keys(self) -> tuple[str, ...]:
        """Digest of the key of its certificate, where the file names the CA that has signed it."""
        return () if self._ca is None else (key_of_certificate(self.url, self._ca),)

    def fault(self, surface: str, within_s: float) -> str | None:
        """Why the login page cannot be had; None when it can."""
        return fault_of_page(self.url + self._paths[surface], within_s, self._ca)


class DeployedDesktop:
    """TWS behind the desktop driver of the file."""

    def __init__(self, url: str, table: SurfaceTable) -> None:
        self.url, self._table = url, table
        self.languages = spoken(table.language)

    def endpoint(self, language: Language) -> Endpoint:
        return Endpoint(self.url, {**DESKTOP, **self._table.capabilities})


class RealTime:
    """The clock on the wall: it is waited for, and not for long."""

    longest_s = LONGEST_WAIT_S

    def advance(self, seconds: float) -> None:
        if seconds > self.longest_s:
            raise NotVerified(("clock",), f"{seconds:g} s are longer than a run waits ({self.longest_s:g} s)")
        time.sleep(seconds)  # the system goes by real time, so this is the time that passes

    def passing(self, seconds: float) -> Iterator[None]:
        return real_time(seconds)

    def follow(self, let_pass: Callable[[float], object]) -> Callable[[], None]:
        return lambda: None  # nobody moves it
