"""Apps on their way onto the phone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from reference_system.deviations import rule
from reference_system.phones.model.app import App
from reference_system.phones.model.body import Body

_TICK_S = 0.1


@rule
def duration() -> timedelta:
    """How long an app is on its way onto the phone."""
    return timedelta(seconds=0.8)


@dataclass(frozen=True, slots=True)
class Download:
    """One app that is being installed."""

    app: App
    started: datetime

    def percent(self, now: datetime) -> int:
        """How much of it is there; 100: it is due to be installed."""
        return min(100, int((now - self.started) / duration() * 100))


class Downloads:
    """Has what was asked for installed, by the phone's clock.

    Nothing waits here: whoever looks at the phone calls ``settle`` first. On a running event loop the phone
    also changes by itself, so that those who wait for a change see the progress.
    """

    def __init__(self, body: Body, install: Callable[[App], None]) -> None:
        self._body = body
        self._install = install
        self._running: dict[str, Download] = {}
        self._tick: asyncio.TimerHandle | None = None

    def start(self, app: App) -> None:
        """Begin to install an app; nothing new for one that is on its way."""
        if app.app_id in self._running:
            return
        self._running[app.app_id] = Download(app, self._body.clock.now())
        self._body.note("download started", app=app.name)
        self._body.touch()
        self._tick_later()

    def percent(self, app: App) -> int | None:
        """Progress of an app; None: it is not on its way."""
        download = self._running.get(app.app_id)
        return None if download is None else download.percent(self._body.clock.now())

    @property
    def progress(self) -> tuple[int, ...]:
        """Of everything on its way: what a screen that shows it depends on."""
        now = self._body.clock.now()
        return tuple(download.percent(now) for download in self._running.values())

    def settle(self) -> None:
        """Install what is due."""
        now = self._body.clock.now()
        for app_id, download in list(self._running.items()):
            if download.percent(now) == 100:
                del self._running[app_id]
                self._install(download.app)

    def cancel(self, app: App) -> None:
        self._running.pop(app.app_id, None)

    def reset(self) -> None:
        """Nothing is on its way."""
        self._running.clear()
        if self._tick is not None:
            self._tick.cancel()
            self._tick = None

    def _tick_later(self) -> None:
        if not self._running or self._tick is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # nobody can be waiting
        self._tick = loop.call_later(_TICK_S, self._ticked)

    def _ticked(self) -> None:
        self._tick = None
        self.settle()
        self._body.touch()
        self._tick_later()
