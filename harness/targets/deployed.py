"""A deployed system as a world: what a target file says of it, and what drivers and people can do to it."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from harness.people import Person
from harness.secrets import register
from harness.targets.file import Surface, TargetError, TargetFile, secret
from harness.targets.system import (
    Endpoint,
    Language,
    Lens,
    Network,
    NotOffered,
    SecondFactor,
    StoreProof,
    SupportDesk,
    User,
)
from harness.verdicts.judge import NotVerified

PLATFORM = {
    "android": {"platformName": "Android", "appium:automationName": "UiAutomator2"},
    "iphone": {"platformName": "iOS", "appium:automationName": "XCUITest"},
    "tws": {"platformName": "linux", "appium:automationName": "AtSpi"},
}
IBKR_MOBILE = {"android": "atws.app"}  # the iOS bundle id is not public
TAKEN_AS_THEY_ARE = {"locale", "passcode", "sensor", "enrolled"}
"""What a scenario may ask of a phone and the target file answers for."""
LONGEST_WAIT_S = 60.0
PERFORMERS = {
    "emulator": "emulator console (mobile: fingerprint)",
    "simulator": "simulator (mobile: sendBiometricMatch)",
    "person": "a person",
}
LOCALE = {"en": ("en", "US"), "zh-Hant": ("zh", "TW")}


class Deployed:
    """The system that ``file`` describes."""

    def __init__(self, file: TargetFile) -> None:
        self._file = file
        self.name = file.name
        self.offers = file.offers
        self._failed_logins: Counter[str] = Counter()

    def unavailable(self, surface: str) -> str | None:
        file = self._file
        here = {
            "client-portal": file.portal,
            "webtrader": file.portal,
            "android": file.appium and file.surfaces.get("android"),
            "iphone": file.appium and file.surfaces.get("iphone"),
            "tws": file.desktop and file.surfaces.get("tws"),
        }
        return None if here.get(surface) else f"the target file names no {surface}"

    def fresh(self, deviation: str | None = None) -> None:
        """A deployed system stays as it is."""

    def portal_url(self) -> str:
        if self._file.portal is None:
            self._lacks("a portal")
        return str(self._file.portal.url).rstrip("/")

    def login_path(self, surface: str) -> str:
        portal = self._file.portal or self._lacks("a portal")
        return portal.client_portal_path if surface == "client-portal" else portal.webtrader_path

    def article_url(self) -> str:
        return self._file.portal.article_url if self._file.portal else self._lacks("a portal")

    def ibkr_mobile(self, surface: str) -> str:
        return self._surface(surface).ibkr_mobile or IBKR_MOBILE.get(surface) or self._lacks("ibkr_mobile")

    def passcode(self, surface: str) -> str:
        reference = self._surface(surface).passcode
        if reference is None:
            raise NotVerified((), f"surfaces.{surface} of the target file names no passcode")
        passcode = secret(reference)
        register(passcode)
        return passcode

    def _surface(self, name: str) -> Surface:
        return next((one for key, one in self._file.surfaces.items() if key == name), Surface())

    def endpoint(self, surface: str, language: Language) -> Endpoint:
        server = self._file.desktop if surface == "tws" else self._file.appium
        if server is None or self.unavailable(surface):
            self._lacks(surface)
        capabilities: dict[str, Any] = {**PLATFORM[surface]}
        if surface != "tws":
            capabilities["appium:language"], capabilities["appium:locale"] = LOCALE[language]
        return Endpoint(str(server.url).rstrip("/"), {**capabilities, **self._surface(surface).capabilities})

    def user(self, second_factor: SecondFactor, person: Person | None = None) -> User:
        """An account of the target file, whoever was wished for."""
        for account in self._file.accounts:
            if account.second_factor == second_factor:
                pin = None if account.pin is None else secret(account.pin)
                return User(secret(account.username), secret(account.password), second_factor, pin)
        raise NotVerified((), f"the target file has no account with second factor {second_factor}")

    def expect_failed_login(self, user: User) -> None:
        limit = self._file.limits.failed_logins_per_account
        if self._failed_logins[user.username] >= limit:
            raise NotVerified(
                (), f"limits.failed_logins_per_account = {limit} is used up for one of the accounts"
            )
        self._failed_logins[user.username] += 1

    def advance(self, seconds: float) -> None:
        if seconds > LONGEST_WAIT_S:
            self._lacks("clock")
        time.sleep(seconds)  # the system goes by real time, so this is the time that passes

    def set_phone(self, surface: str, **settings: Any) -> None:
        """Take the phone as it is, if it is what the scenario asks for.

        Raises: NotVerified, where the scenario asks for another sensor than the phone has, or for something
            that only the lab can set.
        """
        if beyond := settings.keys() - TAKEN_AS_THEY_ARE:
            raise NotVerified((), f"nobody can set {', '.join(sorted(beyond))} of a deployed {surface}")
        has = self._surface(surface).sensor
        wanted = settings.get("sensor", has)
        enrolled = settings.get("enrolled", True)
        if (wanted, enrolled) != (has, True):
            asked = wanted if enrolled else f"{wanted} with nothing enrolled"
            raise NotVerified(
                (), f"the scenario is about a phone with sensor {asked}; this {surface} has {has}"
            )

    def set_ibkr_mobile(self, surface: str, *, installed: bool) -> None:
        self._lacks(f"app-install on {surface}")

    def store_asks(self, surface: str, proof: StoreProof) -> str:
        self._lacks(f"store-signin on {surface}")

    def show_to_camera(self, surface: str, driver: Any, picture: bytes | None, *, lens: Lens = "rear") -> str:
        self._lacks(f"camera-image on {surface}")

    def ask_about_notifications(self, surface: str) -> None:
        self._lacks(f"app-install on {surface}")

    def set_network(self, surface: str, state: Network) -> None:
        self._lacks(f"network-control on {surface}")

    def allow_notifications(self, surface: str, *, allowed: bool) -> None:
        self._lacks("push-blocked")

    def notify(self, surface: str, *, app: str, title: str, body: str) -> None:
        """Other apps of a real phone notify when they like; the scenario needs none to."""

    def present(self, surface: str, driver: Any, *, match: bool) -> str:
        entry = self._surface(surface)
        how = entry.biometrics
        if how == "emulator":
            driver.execute_script("mobile: fingerprint", {"fingerprintId": 1 if match else 2})
        elif how == "simulator":
            kind = "faceId" if entry.sensor == "face-id" else "touchId"
            driver.execute_script("mobile: sendBiometricMatch", {"type": kind, "match": match})
        else:
            whose = "your own" if match else "somebody else's"
            _ask_person(f"Please present {whose} finger or face to the {surface}, then press Enter. ")
        return PERFORMERS[how]

    def support_desk(self) -> SupportDesk:
        self._lacks("support-desk")

    def journal(self) -> list[dict[str, Any]]:
        return []

    def close(self) -> None:
        """Nothing is held."""

    def _lacks(self, what: str) -> NoReturn:
        raise NotOffered(f"target {self.name} does not offer {what}")


def _ask_person(request: str) -> None:
    try:
        with Path("/dev/tty").open("r+", buffering=1) as terminal:
            terminal.write(request)
            terminal.readline()
    except OSError as error:
        raise TargetError('biometrics = "person" needs a terminal with a person at it') from error
