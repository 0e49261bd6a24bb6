"""The one source of time of the reference system; the lab moves it, nothing sleeps on it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Where the clock ends: sessions and locks reach beyond it, and the calendar ends with the year 9999."""


class Clock:
    """The machine's time plus what the lab has added to it."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._offset_s = 0.0
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The time of the reference system, aware, UTC."""
        return datetime.fromtimestamp(self._source() + self._offset_s, UTC)

    def advance(self, seconds: float) -> datetime:
        """Move the time forward and tell the listeners; returns the new time.

        Raises: ValueError, when ``seconds`` is negative (time does not run backwards) or leads past `LATEST`.
        """
        if not 0 <= seconds <= self.seconds_until(LATEST):
            raise ValueError(f"the clock moves forward only, and not beyond {LATEST:%Y-%m-%d}")
        self._offset_s += seconds
        for listener in list(self._listeners):
            listener()
        return self.now()

    def on_advance(self, listener: Callable[[], None]) -> None:
        """Call ``listener()`` each time the lab has moved or reset the clock."""
        self._listeners.append(listener)

    def reset(self) -> None:
        """Back to the machine's time."""
        self._offset_s = 0.0
        for listener in list(self._listeners):
            listener()

    def seconds_until(self, moment: datetime) -> float:
        """Seconds from now to ``moment``; negative when it has passed."""
        return (moment - self.now()) / timedelta(seconds=1)
