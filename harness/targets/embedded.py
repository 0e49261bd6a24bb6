"""The embedded reference system as a world: arranged through its lab."""

from __future__ import annotations

import base64
import shlex
import sys
from dataclasses import asdict
from typing import Any

from harness.lab import Lab, LabError
from harness.people import Person
from harness.secrets import register
from harness.services.client import Services
from harness.setup.environment import Environment
from harness.spec.catalogue import load_catalogue
from harness.targets.system import (
    Endpoint,
    Language,
    Lens,
    Network,
    SecondFactor,
    StoreProof,
    SupportDesk,
    User,
)
from harness.waiting import settled

ENROLLED_FINGER, STRANGE_FINGER = 1, 2
PASSCODE = "283746"
STORE_PASSWORD = "Gr33n-Apple-Tree"
NOTICED_WITHIN_S = 2.0
LOGIN_PATHS = {"client-portal": "/sso/Login?RL=1", "webtrader": "/WebTrader"}
IBKR_MOBILE = {"android": "atws.app", "iphone": "com.interactivebrokers.ibkr"}


class Embedded:
    """The reference system of one test worker.

    Args:
        services: Where the system and the servers for its surfaces come from.
        environment: What this machine has; says which surfaces are available.
        worker: Name of the test worker; each has a reference system of its own.
        deviations: Breaches to switch on.
    """

    name = "embedded reference system"
    offers = frozenset(load_catalogue().capabilities)

    def __init__(
        self, services: Services, environment: Environment, worker: str, deviations: tuple[str, ...] = ()
    ) -> None:
        self._services, self._environment, self._worker = services, environment, worker
        self._deviations = deviations
        self._lab: Lab | None = None
        self._described: dict[str, Any] = {}
        self._committed: tuple[str, ...] = ()

    def unavailable(self, surface: str) -> str | None:
        environment = self._environment
        if surface in ("client-portal", "webtrader") and environment.browser is None:
            return "no browser was found (./ibkey doctor says where was looked)"
        if surface in ("android", "iphone") and environment.appium_main is None:
            return "Appium is not installed (./ibkey doctor says why)"
        if surface == "android" and environment.adb is None:
            return "adb is not installed (./ibkey doctor says why)"
        if surface == "tws" and not environment.desktop.available:
            return (
                f"the desktop surface needs system packages; install them with: {environment.desktop.command}"
            )
        return None

    def fresh(self, deviation: str | None = None) -> None:
        # A system that was ended from outside is replaced as soon as the keeper has noticed.
        if not settled(self._reset, bool, within_s=NOTICED_WITHIN_S):
            self.lab.post("/reset")
        committed = (*self._deviations, *([deviation] if deviation else ()))
        if committed != self._committed:
            self.lab.put("/deviations", names=list(committed))
            self._committed = committed

    def _reset(self) -> bool:
        try:
            self.lab.post("/reset")
        except LabError:
            self._lab = None
        return self._lab is not None

    @property
    def lab(self) -> Lab:
        """The lab of this worker's reference system, which is started by the first use."""
        if self._lab is None:
            self._described = self._services.need("reference-system", worker=self._worker)
            register(self._described["lab_token"])
            self._lab = Lab(self._described["lab_url"], self._described["lab_token"])
            self._committed = ()
        return self._lab

    def portal_url(self) -> str:
        _ = self.lab
        url: str = self._described["portal_url"]
        return url

    def login_path(self, surface: str) -> str:
        return LOGIN_PATHS[surface]

    def article_url(self) -> str:
        return f"{self.portal_url()}/kb/{{number}}"

    def ibkr_mobile(self, surface: str) -> str:
        return IBKR_MOBILE[surface]

    def passcode(self, surface: str) -> str:
        register(PASSCODE)
        return PASSCODE

    def endpoint(self, surface: str, language: Language) -> Endpoint:
        portal_url = self.portal_url()
        if surface == "tws":
            program = [
                sys.executable,
                "-m",
                "reference_system.tws",
                "--server",
                portal_url,
                "--locale",
                language,
            ]
            capabilities = {
                "platformName": "linux",
                "appium:automationName": "AtSpi",
                "appium:app": shlex.join(program),
            }
            return Endpoint(self._services.need("desktop")["desktop_url"], capabilities)
        appium = self._services.need("appium")
        phone = next(one for one in self._described["phones"] if one["surface"] == surface)
        capabilities = dict(phone["capabilities"])
        if surface == "android":
            capabilities["appium:adbPort"] = appium["adb_port"]
        return Endpoint(appium["appium_url"], capabilities)

    def user(self, second_factor: SecondFactor, person: Person | None = None) -> User:
        whose = {} if person is None else asdict(person)
        made = self.lab.post("/users", second_factor=second_factor, **whose)
        return User(made["username"], made["password"], second_factor, made.get("pin"), made["region"])

    def expect_failed_login(self, user: User) -> None:
        """Nothing to protect: users are made for the scenario."""

    def advance(self, seconds: float) -> None:
        self.lab.post("/clock", advance_s=seconds)

    def set_phone(self, surface: str, **settings: Any) -> None:
        self.lab.put(f"/phones/{surface}", **settings)

    def set_ibkr_mobile(self, surface: str, *, installed: bool) -> None:
        self.lab.put(f"/phones/{surface}/apps", app="IBKR Mobile", installed=installed, fresh=installed)

    def store_asks(self, surface: str, proof: StoreProof) -> str:
        register(STORE_PASSWORD)
        self.lab.put(f"/phones/{surface}/store", proof=proof, password=STORE_PASSWORD)
        return STORE_PASSWORD

    def show_to_camera(self, surface: str, driver: Any, picture: bytes | None, *, lens: Lens = "rear") -> str:
        encoded = None if picture is None else base64.b64encode(picture).decode()
        if surface == "android" and lens == "rear" and encoded is not None:
            driver.execute_script("mobile: injectEmulatorCameraImage", {"payload": encoded})
            return "emulator console (mobile: injectEmulatorCameraImage)"
        self.lab.put(f"/phones/{surface}/camera", lens=lens, picture=encoded)
        return "lab"

    def ask_about_notifications(self, surface: str) -> None:
        self.lab.put(f"/phones/{surface}/notifications", app="IBKR Mobile", enabled=None)

    def set_network(self, surface: str, state: Network) -> None:
        self.lab.put(f"/phones/{surface}/network", state=state)

    def allow_notifications(self, surface: str, *, allowed: bool) -> None:
        self.lab.put(f"/phones/{surface}/notifications", app="IBKR Mobile", enabled=allowed)

    def notify(self, surface: str, *, app: str, title: str, body: str) -> None:
        self.lab.post(f"/phones/{surface}/notifications", app=app, title=title, body=body)

    def present(self, surface: str, driver: Any, *, match: bool) -> str:
        if surface == "android":
            finger = ENROLLED_FINGER if match else STRANGE_FINGER
            driver.execute_script("mobile: fingerprint", {"fingerprintId": finger})
            return "emulator console (mobile: fingerprint)"
        self.lab.post(f"/phones/{surface}/sense", match=match)
        return "lab"

    def support_desk(self) -> SupportDesk:
        return LabSupportDesk(self.lab)

    def journal(self) -> list[dict[str, Any]]:
        if self._lab is None:
            return []
        events: list[dict[str, Any]] = self._lab.get("/journal")
        return events

    def close(self) -> None:
        if self._lab is not None:
            if self._committed:
                self._lab.put("/deviations", names=[])
            self._lab.close()


class LabSupportDesk:
    """The support desk as a role in the lab."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    def call(self, region: str) -> str:
        call: str = self._lab.post("/support/calls", region=region)["call_id"]
        return call

    def identify(self, call: str, user: User, *, truthfully: bool) -> bool:
        answers = self._lab.get(f"/support/identity/{user.username}")
        given = dict(answers)
        if not truthfully:
            question, answer = given.popitem()
            given[question] = f"not {answer}"
        caller = self._lab.post(f"/support/calls/{call}/caller", username=user.username, answers=given)
        return bool(caller["verified"])

    def ask(self, call: str, what: str) -> bool:
        return bool(self._lab.post(f"/support/calls/{call}/request", what=what)["done"])

    def write(self, user: User, what: str) -> bool:
        return bool(self._lab.post("/support/letters", username=user.username, what=what)["done"])
