"""The one source of time of the reference system; the lab moves it, nothing sleeps on it."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from typing import Protocol

LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Where the clock ends: sessions and locks reach beyond it, and the calendar ends with the year 9999."""


class Alarm(Protocol):
    """What `CallLater` answers with."""

    def cancel(self) -> None: ...


CallLater = Callable[[float, Callable[[], object]], Alarm]
"""Calls a function after some seconds, as an event loop's ``call_later`` does."""


class Clock:
    """The machine's time plus what the lab has added to it."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._offset_s = 0.0
        self._listeners: list[Callable[[], None]] = []
        self._due: list[tuple[datetime, int, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._call_later: CallLater | None = None
        self._alarm: Alarm | None = None

    def now(self) -> datetime:
        """The time of the reference system, aware, UTC."""
        return datetime.fromtimestamp(self._source() + self._offset_s, UTC)

    def advance(self, seconds: float) -> datetime:
        """Move the time forward; returns the new time.

        What falls due on the way is done in its order, and sees the time at which it was due.

        Raises: ValueError, when ``seconds`` is negative (time does not run backwards) or leads past `LATEST`.
        """
        if not 0 <= seconds <= self.seconds_until(LATEST):
            raise ValueError(f"the clock moves forward only, and not beyond {LATEST:%Y-%m-%d}")
        left_s = seconds
        while self._due and (step_s := max(0.0, self.seconds_until(self._due[0][0]))) <= left_s:
            self._offset_s += step_s
            left_s -= step_s
            heapq.heappop(self._due)[-1]()
        self._offset_s += left_s
        self._do_what_is_due()
        return self.now()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener()`` each time the lab has moved or reset the clock, or something fell due."""
        self._listeners.append(listener)

    def at(self, moment: datetime, action: Callable[[], object]) -> None:
        """Do ``action`` when it is ``moment``, in the present context; a reset before that forgets it."""
        in_context = copy_context()
        heapq.heappush(self._due, (moment, next(self._numbers), lambda: in_context.run(action)))
        self._set_alarm()

    @property
    def next_due(self) -> datetime | None:
        """When something is to be done next; None: nothing is."""
        return self._due[0][0] if self._due else None

    def drive(self, call_later: CallLater) -> None:
        """Do what falls due as the machine's time goes on; without this, only when the clock is moved."""
        self._call_later = call_later
        self._set_alarm()

    def reset(self) -> None:
        """Back to the machine's time, with nothing to be done."""
        self._offset_s = 0.0
        self._due.clear()
        self._do_what_is_due()

    def seconds_until(self, moment: datetime) -> float:
        """Seconds from now to ``moment``; negative when it has passed."""
        return (moment - self.now()) / timedelta(seconds=1)

    def _do_what_is_due(self) -> None:
        while self._due and self.seconds_until(self._due[0][0]) <= 0:
            heapq.heappop(self._due)[-1]()
        self._set_alarm()
        for listener in list(self._listeners):
            listener()

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self._call_later is not None and self._due:
            wait_s = max(0.0, self.seconds_until(self._due[0][0]))
            self._alarm = self._call_later(wait_s, self._do_what_is_due)
