"""What all parts of a phone share: its kind, its owner's choices, its time, and word of every change."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reference_system.deviations import rule
from reference_system.ib_key.wire import Clock, Journal
from reference_system.phones.model.widget import METRICS, Locale, Metrics, Surface

Sensor = Literal["fingerprint", "touch-id", "face-id", "none"]

SENSORS: dict[Surface, tuple[Sensor, ...]] = {
    "android": ("fingerprint", "none"),
    "iphone": ("touch-id", "face-id", "none"),
}


@dataclass(frozen=True, slots=True)
class _Setup:
    """What a reset returns to."""

    sensor: Sensor
    locale: Locale = "en"
    enrolled: bool = True


_OUT_OF_THE_BOX: dict[Surface, _Setup] = {"android": _Setup("fingerprint"), "iphone": _Setup("face-id")}


@rule
def glass_of(surface: Surface, /) -> Metrics:
    """How large the glass of a phone is, unless somebody chose another size."""
    return METRICS[surface]


def _no_journal(what: str, **details: str) -> None:
    """Nobody keeps notes."""


class Body:
    """The phone as each of its parts knows it.

    Attributes:
        revision: Grows with every change that can be seen, except the clock's.
        sensor, enrolled: The sensor it has, and whether its owner's finger or face is enrolled.
        metrics: Size of its glass.
    """

    def __init__(self, surface: Surface, *, clock: Clock, journal: Journal | None = None) -> None:
        self.surface: Surface = surface
        self.clock = clock
        self.revision = 0
        self._journal: Journal = journal or _no_journal
        self._waiting: set[asyncio.Future[None]] = set()
        self.set_up()

    def set_up(self) -> None:
        """The owner's choices as they were out of the box."""
        setup = _OUT_OF_THE_BOX[self.surface]
        self.locale: Locale = setup.locale
        self.sensor: Sensor = setup.sensor
        self.enrolled = setup.enrolled
        self._chosen: Metrics | None = None

    @property
    def metrics(self) -> Metrics:
        return self._chosen or glass_of(self.surface)

    @metrics.setter
    def metrics(self, chosen: Metrics) -> None:
        self._chosen = chosen

    @property
    def home_app_id(self) -> str:
        return "com.google.android.apps.nexuslauncher" if self.surface == "android" else self.system_app_id

    @property
    def system_app_id(self) -> str:
        return "com.android.systemui" if self.surface == "android" else "com.apple.springboard"

    @property
    def biometrics_active(self) -> bool:
        """There is a sensor, and the owner's finger or face is enrolled."""
        return self.sensor != "none" and self.enrolled

    # change

    def touch(self) -> None:
        """Something that can be seen has changed."""
        self.revision += 1
        waiting, self._waiting = self._waiting, set()
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def changed(self, since: int) -> int:
        """The revision, as soon as it is another one than ``since``."""
        while self.revision == since:
            future = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                await future
            finally:
                self._waiting.discard(future)
        return self.revision

    def note(self, what: str, **details: str) -> None:
        """Write into the journal. Never a secret."""
        self._journal(what, **details)

    # time

    def shown_time(self, moment: datetime) -> str:
        """A time of day as the status bar writes it: 24 hours, UTC."""
        return f"{moment:%H:%M}"

    def shown_date(self) -> str:
        now = self.clock.now()
        if self.locale == "zh-Hant":
            return f"{now.month}月{now.day}日 星期{'一二三四五六日'[now.weekday()]}"
        return f"{now:%A}, {now:%B} {now.day}"
