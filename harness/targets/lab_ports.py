"""The ports of the embedded reference system: all that its lab can arrange."""

from __future__ import annotations

import base64
import itertools
import shlex
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from harness.lab import Lab
from harness.people import Person
from harness.secrets import register
from harness.services.client import Services
from harness.targets.system import (
    Endpoint,
    Language,
    Lens,
    NetworkState,
    Outcome,
    PhoneKind,
    SecondFactor,
    Sensor,
    StoreProof,
    User,
)

ENROLLED_FINGER, STRANGE_FINGER = 1, 2
PASSCODE = "283746"
PINS = ("0aB7c!", "0dE5f?")
"""As long as allowed, of all kinds of characters, with what a careless system loses; not the same for two."""
STORE_PASSWORD = "Gr33n-Apple-Tree"
LOGIN_PATHS = {"client-portal": "/sso/Login?RL=1", "webtrader": "/WebTrader"}
IBKR_MOBILE = {"android": "atws.app", "iphone": "com.interactivebrokers.ibkr"}
SHORTEST_JUMP_S, JUMPS = 2.5, 4
"""A watch of many seconds looks about so many times, and more often where something falls due."""
LANGUAGES: frozenset[Language] = frozenset({"en", "zh-Hant"})


class LabSystem:
    """Where a worker's reference system is, asked for when it is first needed."""

    def __init__(self, services: Services, worker: str) -> None:
        self.services, self._worker = services, worker
        self._lab: Lab | None = None
        self._described: dict[str, Any] = {}

    @property
    def found(self) -> bool:
        """Whether it was asked for and is there."""
        return self._lab is not None

    @property
    def lab(self) -> Lab:
        """Its lab; the system is started by the first use."""
        if self._lab is None:
            self._described = self.services.need("reference-system", worker=self._worker)
            register(self._described["lab_token"])
            self._lab = Lab(self._described["lab_url"], self._described["lab_token"])
        return self._lab

    @property
    def described(self) -> Mapping[str, Any]:
        """What it said of itself when it started."""
        _ = self.lab
        return self._described

    @property
    def portal_url(self) -> str | None:
        """Where its portal was when it was last asked for; None before."""
        return self._described.get("portal_url")

    def server(self, name: str) -> Mapping[str, Any]:
        """What ``appium`` or ``desktop`` says of itself; the key in its address is a secret."""
        server = self.services.need(name)
        register(urlsplit(server[f"{name}_url"]).path.removeprefix("/"))
        return server

    def lose(self) -> None:
        """It answers no more: it is asked for anew."""
        self._lab = None


class LabPortal:
    """Client Portal, WebTrader and the articles of the reference system."""

    languages = LANGUAGES

    def __init__(self, system: LabSystem) -> None:
        self._system = system

    @property
    def url(self) -> str:
        return str(self._system.described["portal_url"])

    @property
    def article_url(self) -> str:
        return f"{self.url}/kb/{{number}}"

    def login_path(self, surface: str) -> str:
        return LOGIN_PATHS[surface]


class LabDesktop:
    """The TWS of the reference system."""

    languages = LANGUAGES

    def __init__(self, system: LabSystem) -> None:
        self._system = system

    def endpoint(self, language: Language) -> Endpoint:
        portal_url = str(self._system.described["portal_url"])
        desktop = self._system.server("desktop")
        program = [*desktop["tws"], "--server", portal_url, "--locale", language]
        capabilities = {
            "platformName": "linux",
            "appium:automationName": "AtSpi",
            "appium:app": shlex.join(program),
        }
        return Endpoint(desktop["desktop_url"], capabilities)


class LabPhone:
    """A phone of the reference system, set up through the lab."""

    languages = LANGUAGES

    def __init__(self, system: LabSystem, surface: str) -> None:
        self.surface = surface
        self.ibkr_mobile = IBKR_MOBILE[surface]
        self._system, self._path = system, f"/phones/{surface}"
        self.sensor: Sensor = EmulatedSensor() if surface == "android" else LabSensor(system, self._path)
        self.lock = LabLock(system, self._path)
        self.camera = LabCamera(system, surface, self._path)
        self.network = LabNetwork(system, self._path)
        self.installation = LabInstallation(system, self._path)
        self.notification_switch = LabNotificationSwitch(system, self._path)
        self.settings = LabSettings(system, self._path)
        self.store_front = LabStoreFront(system, self._path)

    def endpoint(self, language: Language) -> Endpoint:
        phones = self._system.described["phones"]
        capabilities = dict(next(one for one in phones if one["surface"] == self.surface)["capabilities"])
        return Endpoint(self._system.server("appium")["appium_url"], capabilities)

    def why_not(self, kind: PhoneKind) -> str | None:
        return None

    def become(self, kind: PhoneKind, language: Language) -> None:
        self._system.lab.put(
            self._path,
            locale=language,
            passcode=self.lock.passcode,
            sensor=kind.sensor,
            enrolled=kind.enrolled,
        )

    def notify(self, *, app: str, title: str, body: str) -> None:
        self._system.lab.post(f"{self._path}/notifications", app=app, title=title, body=body)


class _OfLab:
    """Something of a phone, arranged at ``path`` of the lab."""

    def __init__(self, system: LabSystem, path: str) -> None:
        self._system, self._path = system, path


class EmulatedSensor:
    """A finger by the emulator console, as ordinary clients of an emulator put it there."""

    def present(self, driver: Any, *, match: bool) -> str:
        finger = ENROLLED_FINGER if match else STRANGE_FINGER
        driver.execute_script("mobile: fingerprint", {"fingerprintId": finger})
        return "emulator console (mobile: fingerprint)"


class LabSensor(_OfLab):
    """A finger or a face by the lab."""

    def present(self, driver: Any, *, match: bool) -> str:
        self._system.lab.post(f"{self._path}/sense", match=match)
        return "lab"


class LabLock(_OfLab):
    """The screen lock."""

    @property
    def passcode(self) -> str:
        register(PASSCODE)
        return PASSCODE


class LabCamera:
    """The lenses: on Android the rear one through the emulator console, the others through the lab."""

    def __init__(self, system: LabSystem, surface: str, path: str) -> None:
        self._system, self._surface, self._path = system, surface, path

    def show(self, driver: Any, picture: bytes | None, *, lens: Lens = "rear") -> str:
        encoded = None if picture is None else base64.b64encode(picture).decode()
        if self._surface == "android" and lens == "rear" and encoded is not None:
            driver.execute_script("mobile: injectEmulatorCameraImage", {"payload": encoded})
            return "emulator console (mobile: injectEmulatorCameraImage)"
        self._system.lab.put(f"{self._path}/camera", lens=lens, picture=encoded)
        return "lab"

    def look_through(self, lens: Lens) -> None:
        self._system.lab.put(self._path, lens=lens)


class LabNetwork(_OfLab):
    """The connection."""

    def be(self, state: NetworkState) -> None:
        self._system.lab.put(f"{self._path}/network", state=state)


class LabInstallation(_OfLab):
    """IBKR Mobile on the phone."""

    def remove(self) -> None:
        self._system.lab.put(f"{self._path}/apps", app="IBKR Mobile", installed=False, fresh=False)

    def install_anew(self) -> None:
        self._system.lab.put(f"{self._path}/apps", app="IBKR Mobile", installed=True, fresh=True)


class LabNotificationSwitch(_OfLab):
    """The permission to notify."""

    def allow(self, *, allowed: bool | None) -> None:
        self._system.lab.put(f"{self._path}/notifications", app="IBKR Mobile", enabled=allowed)


class LabSettings(_OfLab):
    """Settings of the operating system."""

    def lock_screen(self) -> None:
        self._system.lab.put(self._path, locked=True)

    def allow_camera(self) -> None:
        self._system.lab.put(self._path, camera_permission="granted")

    def scan_codes(self, *, on: bool) -> None:
        self._system.lab.put(self._path, camera_scans_qr=on)


class LabStoreFront(_OfLab):
    """The App Store."""

    def ask_for(self, proof: StoreProof) -> str:
        register(STORE_PASSWORD)
        self._system.lab.put(f"{self._path}/store", proof=proof, password=STORE_PASSWORD)
        return STORE_PASSWORD


class LabAccounts:
    """Users, made for the scenario."""

    def __init__(self, system: LabSystem) -> None:
        self._system = system
        self._pins = itertools.cycle(PINS)

    def has(self, second_factor: SecondFactor) -> bool:
        return True

    def user(self, second_factor: SecondFactor, person: Person | None = None) -> User:
        whose: dict[str, Any] = {} if person is None else asdict(person)
        if second_factor != "none":
            whose["zeros"] = True  # what a careless system loses, in challenges and responses
        if second_factor == "ib-key-android":
            whose["pin"] = next(self._pins)
        made = self._system.lab.post("/users", second_factor=second_factor, **whose)
        return User(made["username"], made["password"], second_factor, made.get("pin"), made["region"])

    def allows(self, failures: int) -> bool:
        return True


class LabClock:
    """The clock of the reference system, its portal pages and phones."""

    longest_s = float("inf")

    def __init__(self, system: LabSystem) -> None:
        self._system = system
        self._followers: list[Callable[[float], object]] = []

    def advance(self, seconds: float) -> None:
        self._system.lab.post("/clock", advance_s=seconds)
        self._told(seconds)

    def passing(self, seconds: float) -> Iterator[None]:
        """No time but that of the reference system passes; what it brings has reached every surface."""
        left_s, longest_s = seconds, max(SHORTEST_JUMP_S, seconds / JUMPS)
        while left_s > 0:
            moved_s = self._system.lab.post("/clock/drain", advance_s=min(left_s, longest_s))["moved_s"]
            left_s -= moved_s
            self._told(moved_s)
            yield

    def follow(self, let_pass: Callable[[float], object]) -> Callable[[], None]:
        self._followers.append(let_pass)
        return lambda: self._followers.remove(let_pass)

    def _told(self, seconds: float) -> None:
        for let_pass in self._followers:
            let_pass(seconds)


class LabOffice:
    """The back office, which sees what the server holds."""

    def __init__(self, system: LabSystem) -> None:
        self._system = system

    def holds(self, user: User) -> Mapping[str, Any]:
        held: dict[str, Any] = self._system.lab.get(f"/users/{user.username}")
        return held


OUTCOMES: Mapping[str, Outcome] = {
    "login refused": "refused",
    "credentials accepted": "accepted",
    "session opened": "opened",
}
"""Words of the journal that say what became of a login."""


class LabBooks:
    """The journal."""

    def __init__(self, system: LabSystem) -> None:
        self._system = system

    def outcome(self, surface: str) -> Outcome | None:
        told = self._latest(surface, OUTCOMES)
        return None if told is None else OUTCOMES[told["what"]]

    def owner(self, surface: str) -> str | None:
        told = self._latest(surface, ["session opened"])
        return None if told is None else told["details"]["username"]

    def _latest(self, surface: str, what: Container[str]) -> dict[str, Any] | None:
        journal = self._system.lab.get("/journal")
        of_surface = (
            one for one in reversed(journal) if one["what"] in what and one["details"]["surface"] == surface
        )
        return next(of_surface, None)


class LabTelephone:
    """The line to the service centers."""

    def __init__(self, system: LabSystem) -> None:
        self._system = system

    def call(self, region: str) -> str:
        call: str = self._system.lab.post("/support/calls", region=region)["call_id"]
        return call


class LabSupportDesk:
    """The support desk as a role in the lab."""

    def __init__(self, system: LabSystem) -> None:
        self._system = system

    def questions(self, user: User) -> tuple[str, ...]:
        return tuple(self._answers(user))

    def _answers(self, user: User) -> dict[str, str]:
        return dict(self._system.lab.get(f"/support/identity/{user.username}"))

    def identify(self, call: str, user: User, *, truthfully: bool, wrong: str | None = None) -> bool:
        given = self._answers(user)
        if not truthfully:
            mistaken = given if wrong is None else [wrong]
            given |= {question: f"not {given[question]}" for question in mistaken}
        caller = self._system.lab.post(f"/support/calls/{call}/caller", username=user.username, answers=given)
        return bool(caller["verified"])

    def ask(self, call: str, what: str) -> bool:
        return bool(self._system.lab.post(f"/support/calls/{call}/request", what=what)["done"])

    def write(self, user: User, what: str) -> bool:
        return bool(self._system.lab.post("/support/letters", username=user.username, what=what)["done"])
