"""Android around the phone's screen: radios, clipboard, text messages, permissions, processes.

One object per phone, touched on the event loop's thread only. What a person can see or change on the screen
stays in ``Phone``; this is what only adb and the emulator console speak of.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reference_system.phones.android.packages import AUTOMATION_SERVER, AUTOMATION_TEST
from reference_system.phones.model.app import App
from reference_system.phones.model.apps import AppState
from reference_system.phones.model.phone import Phone

MODEL = "Virtual Phone"
LANGUAGES = {"en": "en-US", "zh-Hant": "zh-Hant-HK"}
"""The phone's languages and what Android calls them."""
Radio = Literal["wifi", "data", "airplane"]
_CAMERA = "android.permission.CAMERA"
_NOTIFICATIONS = "android.permission.POST_NOTIFICATIONS"


@dataclass(frozen=True)
class TextMessage:
    """An SMS that the console delivered."""

    number: str
    text: str
    at: datetime


class AndroidSystem:
    """State of Android below the screen; ``phone`` is the screen and everything on it.

    Attributes:
        instrumentation_ended: Called when the automation server's process ends: its sessions are over.
    """

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.instrumentation_ended: list[Callable[[], None]] = []
        self._ends: asyncio.Event | None = None
        self._pids = itertools.count(2000)
        self._pid_of: dict[str, int] = {}
        self.reset()

    def reset(self) -> None:
        """Back to a fresh phone between scenarios; the automation server runs on."""
        self.settings: dict[tuple[str, str], str] = {}
        self.radio: dict[Radio, bool] = {"wifi": True, "data": True, "airplane": False}
        self.clipboard = ""
        self.messages: list[TextMessage] = []

    @property
    def language(self) -> str:
        return LANGUAGES[self.phone.locale]

    def size_px(self) -> tuple[int, int]:
        """Width and height of the display, in pixels."""
        metrics = self.phone.metrics
        return round(metrics.width * metrics.scale), round(metrics.height * metrics.scale)

    def density_dpi(self) -> int:
        return round(160 * self.phone.metrics.scale)

    # radios and permissions

    def switch(self, radio: Radio, on: bool) -> None:
        """Switch a radio; without any link the phone is offline."""
        before = self._connected
        self.radio[radio] = on
        if radio == "airplane":
            self.radio["wifi"] = not on
        if self._connected != before:
            self.phone.configure(network="online" if self._connected else "offline")

    @property
    def _connected(self) -> bool:
        return self.radio["wifi"] or (self.radio["data"] and not self.radio["airplane"])

    def permissions(self, app: App) -> dict[str, bool]:
        """What an app wants to be allowed, and whether it is; the phone's own settings say the same."""
        return {
            _CAMERA: self.phone.camera.permission(app.name) == "granted",
            _NOTIFICATIONS: self.phone.notifications.allowed(app),
        }

    def permit(self, app: App, permission: str, allowed: bool) -> bool:
        """Allow something to an app, or take that back: it may ask again. False: it never wanted it."""
        if permission == _CAMERA:
            self.phone.camera.allow(app.name, "granted" if allowed else "ask")
        elif permission == _NOTIFICATIONS:
            self.phone.notifications.allow(app, True if allowed else None)
        else:
            return False
        return True

    # what runs

    def processes(self) -> dict[int, str]:
        """Names of the running apps, and of the automation server, by process id."""
        running = [name for name in self.phone.apps if self.phone.apps.state(name) >= AppState.BACKGROUND]
        running += [AUTOMATION_SERVER] if self._ends is not None else []
        self._pid_of = {name: self._pid_of.get(name) or next(self._pids) for name in running}
        return {pid: name for name, pid in self._pid_of.items()}

    def stop(self, name: str) -> None:
        """Force-stop an app, or the automation server."""
        if name in self.phone.apps:
            self.phone.apps.terminate(name)
        elif name in (AUTOMATION_SERVER, AUTOMATION_TEST) and self._ends is not None:
            self._ends.set()

    @contextmanager
    def instrumentation(self) -> Iterator[asyncio.Event]:
        """The automation server runs for as long as the block; the event is set when it is told to end."""
        self.stop(AUTOMATION_SERVER)
        ends = self._ends = asyncio.Event()
        try:
            yield ends
        finally:
            if self._ends is ends:
                self._ends = None
            for listener in self.instrumentation_ended:
                listener()

    @property
    def focus(self) -> tuple[str, str, str]:
        """Package and activity of the app in front, and the name of the window that has the focus."""
        screen, front = self.phone.glass.screen(), self.phone.apps.front
        package = front.app_id if front else self.phone.home_app_id
        shown = screen.window("app")
        activity = (shown.activity if shown else front.activity) if front else ".Launcher"
        match screen.active.name:
            case "app" | "home":
                return package, activity, f"{package}/{package}{activity}"
            case "prompt":
                return package, activity, "BiometricPrompt"
            case _:
                return package, activity, "NotificationShade"
