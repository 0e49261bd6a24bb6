"""A phone: what is installed, what is in front, what was pushed to it, who holds it and with which finger."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

Network = Literal["online", "offline", "unstable"]
Sensor = Literal["fingerprint", "touch-id", "face-id", "none"]
Key = Literal["home", "back", "enter", "backspace", "power", "recents"]


class AppState(IntEnum):
    """Numbered as XCTest does."""

    NOT_INSTALLED = 0
    NOT_RUNNING = 1
    BACKGROUND = 3
    FOREGROUND = 4


class Phone:
    """One phone. Everything happens at once, on the thread that calls; nothing in here waits.

    ``revision`` grows with every change that can be seen; ``changed(since)`` waits for the next.
    """
