"""A phone behind the Appium server of a target file, taken as it is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from harness.patience import Patience
from harness.secrets import register
from harness.targets.file import Speaks, Surface, secret
from harness.targets.person import Person, somebody_is_there
from harness.targets.state import alone
from harness.targets.system import Endpoint, Language, PhoneKind, ScreenLock, Sensor
from harness.verdicts.judge import NotVerified

PLATFORM: Mapping[str, Mapping[str, str]] = {
    "android": {"platformName": "Android", "appium:automationName": "UiAutomator2"},
    "iphone": {"platformName": "iOS", "appium:automationName": "XCUITest"},
}
LOCALE = {"en": ("en", "US"), "zh-Hant": ("zh", "TW")}
LANGUAGES: frozenset[Language] = frozenset({"en", "zh-Hant"})
BODY_PART = {"fingerprint": "finger to the sensor", "touch-id": "finger to Touch ID", "face-id": "face"}


def spoken(language: Speaks) -> frozenset[Language]:
    """The languages of a surface whose table says so."""
    return LANGUAGES if language == "switchable" else frozenset({language})


class DeployedPhone:
    """The phone that ``table`` describes, ``android`` or ``iphone``, behind the Appium server at ``url``."""

    camera = network = installation = notification_switch = settings = store_front = None

    def __init__(self, surface: str, url: str, table: Surface, patience: Patience, person: Person) -> None:
        self.surface, self.url, self._table = surface, url, table
        self.languages = spoken(table.language)
        self.sensor = _sensor(surface, table, patience, person)
        self.lock: ScreenLock | None = None if table.passcode is None else DeployedLock(table.passcode)

    @property
    def app(self) -> str | None:
        """The id of IBKR Mobile, where it is known."""
        return self._table.ibkr_mobile

    @property
    def ibkr_mobile(self) -> str:
        if self._table.ibkr_mobile is None:
            raise NotVerified((), f"surfaces.{self.surface}.ibkr_mobile: the id of the app is not public")
        return self._table.ibkr_mobile

    @property
    def udid(self) -> str:
        """By which the phone is known; where the file names none, there is one of its kind."""
        return str(self._table.capabilities.get("appium:udid", self.surface))

    def endpoint(self, language: Language) -> Endpoint:
        capabilities: dict[str, Any] = dict(PLATFORM[self.surface])
        if self._table.language == "switchable":
            capabilities["appium:language"], capabilities["appium:locale"] = LOCALE[language]
        return Endpoint(self.url, {**capabilities, **self._table.capabilities})

    def held(self, within_s: float) -> AbstractContextManager[None]:
        """Nobody else on this machine uses the phone meanwhile. Raises: InUse."""
        return alone(f"the phone {self.udid}", "phone", self.url, self.udid, within_s=within_s)

    def why_not(self, kind: PhoneKind) -> str | None:
        has = self._table.sensor
        if (kind.sensor, kind.enrolled) == (has, True):
            return None
        asked = kind.sensor if kind.enrolled else f"{kind.sensor} with nothing enrolled"
        return f"the scenario is about a phone with sensor {asked}; this {self.surface} has {has}"

    def become(self, kind: PhoneKind, language: Language) -> None:
        """It is such a phone, or the scenario was not begun."""

    def notify(self, *, app: str, title: str, body: str) -> None:
        """Other apps of a real phone notify when they like; the scenario needs none to."""


class DeployedLock:
    """The screen lock of a phone whose passcode the file names."""

    def __init__(self, reference: str) -> None:
        self._reference = reference

    @property
    def passcode(self) -> str:
        passcode = secret(self._reference)
        register(passcode)
        return passcode


def _sensor(surface: str, table: Surface, patience: Patience, person: Person) -> Sensor | None:
    if table.sensor == "none":
        return None
    match table.biometrics:
        case "emulator":
            return EmulatorSensor()
        case "simulator":
            return SimulatorSensor("faceId" if table.sensor == "face-id" else "touchId")
        case "person":
            there = somebody_is_there()
            return PersonsBody(surface, BODY_PART[table.sensor], patience, person) if there else None


class EmulatorSensor:
    """A finger by the console of an Android emulator: the first one is enrolled, the second is not."""

    def present(self, driver: Any, *, match: bool) -> str:
        driver.execute_script("mobile: fingerprint", {"fingerprintId": 1 if match else 2})
        return "emulator console (mobile: fingerprint)"


class SimulatorSensor:
    """A finger or face by the iOS simulator, of this ``kind`` (``touchId``, ``faceId``)."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def present(self, driver: Any, *, match: bool) -> str:
        driver.execute_script("mobile: sendBiometricMatch", {"type": self._kind, "match": match})
        return "simulator (mobile: sendBiometricMatch)"


class PersonsBody:
    """The finger or face of the person at the terminal, or of somebody else there."""

    def __init__(self, surface: str, part: str, patience: Patience, person: Person) -> None:
        self._surface, self._part, self._patience, self._person = surface, part, patience, person

    def present(self, driver: Any, *, match: bool) -> str:
        whose = "your own (the enrolled)" if match else "somebody else's (not the enrolled)"
        request = f"Please present {whose} {self._part} of the {self._surface}"
        return self._person.do(request, within_s=self._patience.person_s)
