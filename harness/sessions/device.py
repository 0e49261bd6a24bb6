"""A phone in somebody's hand, for one scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from harness.evidence.actors import Actors
from harness.patience import Patience
from harness.sessions.actors import DriverActor
from harness.sessions.drivers import Drivers
from harness.signs.sign import Table
from harness.signs.tables import KNOWN
from harness.targets.needs import granted
from harness.targets.system import FACTOR_ON, Language, Lens, Phone, ScreenLock, SecondFactor

if TYPE_CHECKING:
    from appium.webdriver.webdriver import WebDriver


@dataclass(frozen=True)
class Device:
    """The phone of a scenario; its session opens at the first use.

    Attributes:
        known_signs: What its screens are recognised by, by surface.
        read_before: What its screen said before something was last asked of it.
    """

    phone: Phone = field(repr=False)
    language: Language
    patience: Patience
    drivers: Drivers = field(repr=False)
    actors: Actors = field(repr=False)
    note_act: Callable[[str, str], None] = field(repr=False)
    known_signs: Mapping[str, Table] = field(default_factory=lambda: KNOWN, repr=False)
    read_before: set[str] = field(default_factory=set, repr=False, compare=False)

    @property
    def surface(self) -> str:
        """``android`` or ``iphone``."""
        return self.phone.surface

    @property
    def signs(self) -> Table:
        """What its screens are recognised by."""
        return self.known_signs[self.surface]

    @cached_property
    def driver(self) -> WebDriver:
        """The Appium session on this phone, which is evidence from here on."""
        driver = self.drivers.phone(self.phone, self.language)
        self.actors.add(DriverActor(self.surface, driver))
        return driver

    @property
    def second_factor(self) -> SecondFactor:
        """The second factor of a user whose IB Key is on this phone."""
        return FACTOR_ON[self.surface]

    @property
    def lock(self) -> ScreenLock:
        """The lock of its screen. Raises: NotVerified, where nobody can set or open it."""
        return granted(self.phone.lock, "device-passcode")

    def locale(self) -> str:
        """The locale that the phone says it has, such as ``en_US``; empty where it does not say."""
        from selenium.common.exceptions import WebDriverException

        try:
            told = self.driver.execute_script("mobile: deviceInfo")
        except WebDriverException:  # a device cloud may not let it through
            return ""
        return str(told.get("locale") or told.get("currentLocale") or "")

    def show_to_camera(self, picture: bytes | None, *, lens: Lens = "rear") -> None:
        """Hold the phone's camera before a picture (PNG); None takes the picture away."""
        camera = granted(self.phone.camera, "camera-image")
        self.note_act("point the camera", camera.show(self.driver, picture, lens=lens))

    def present(self, *, match: bool) -> None:
        """Put the enrolled or a strange finger on the sensor, or show it the owner's or another face."""
        sensor = granted(self.phone.sensor, "biometrics")
        self.note_act("touch the sensor or look at the phone", sensor.present(self.driver, match=match))
