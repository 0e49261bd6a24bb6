"""What happened, in order, for the evidence of a failed scenario. Nothing secret gets in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from reference_system.authority.clock import Clock

KEPT = 2000
_SECRET_WORDS = ("password", "pin", "passcode", "response", "proof", "token", "key", "answers", "login_id")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        at: When, by the lab's clock.
        source: Who noticed it: ``authority``, ``portal``, ``push``, ``support``, ``lab``, ``android``...
        what: In a few words.
        details: Names and states; values under a secret's name are replaced by ``[redacted]``.
    """

    at: datetime
    source: str
    what: str
    details: Mapping[str, str]


class Journal:
    """The latest `KEPT` events."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: deque[Event] = deque(maxlen=KEPT)

    def record(self, source: str, what: str, **details: object) -> None:
        """Note an event; details named like a secret (``password``, ``pin``...) lose their value."""
        kept = {name: _redacted(name, value) for name, value in details.items()}
        self._events.append(Event(self._clock.now(), source, what, kept))

    def of(self, source: str) -> Callable[..., None]:
        """A recorder for one source: ``record(what, **details)``."""

        def record(what: str, **details: str) -> None:
            self.record(source, what, **details)

        return record

    def events(self) -> list[Event]:
        """All kept events, oldest first."""
        return list(self._events)

    def clear(self) -> None:
        """Forget all events."""
        self._events.clear()


def _redacted(name: str, value: object) -> str:
    if any(word in name.lower().split("_") or name.lower() == word for word in _SECRET_WORDS):
        return "[redacted]"
    return "" if value is None else str(value)
