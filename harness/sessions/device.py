"""A phone in somebody's hand, for one scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from harness.evidence.actors import Actors
from harness.sessions.actors import DriverActor
from harness.sessions.drivers import Drivers
from harness.targets.system import FACTOR_ON, Language, Lens, SecondFactor, World

if TYPE_CHECKING:
    from appium.webdriver.webdriver import WebDriver


@dataclass(frozen=True)
class Device:
    """The phone of a scenario, ``android`` or ``iphone``; its session opens at the first use."""

    surface: str
    language: Language
    world: World = field(repr=False)
    drivers: Drivers = field(repr=False)
    actors: Actors = field(repr=False)
    note_act: Callable[[str, str], None] = field(repr=False)

    @cached_property
    def driver(self) -> WebDriver:
        """The Appium session on this phone, which is evidence from here on."""
        driver = self.drivers.phone(self.surface, self.language)
        self.actors.add(DriverActor(self.surface, driver))
        return driver

    @property
    def second_factor(self) -> SecondFactor:
        """The second factor of a user whose IB Key is on this phone."""
        return FACTOR_ON[self.surface]

    def show_to_camera(self, picture: bytes | None, *, lens: Lens = "rear") -> None:
        """Hold the phone's camera before a picture (PNG); None takes the picture away."""
        performer = self.world.show_to_camera(self.surface, self.driver, picture, lens=lens)
        self.note_act("point the camera", performer)

    def present(self, *, match: bool) -> None:
        """Put the enrolled or a strange finger on the sensor, or show it the owner's or another face."""
        performer = self.world.present(self.surface, self.driver, match=match)
        self.note_act("touch the sensor or look at the phone", performer)
