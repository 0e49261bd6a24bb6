"""The passcode of the screen lock: what it is, and how many wrong ones were tried."""

from __future__ import annotations

from datetime import datetime, timedelta

from reference_system.deviations import rule
from reference_system.ib_key.wire import Clock

DEFAULT = "135790"
_WRONG_ONES = 5
_BLOCKED_FOR = timedelta(minutes=1)


@rule
def is_passcode(typed: str, right: str, /) -> bool:
    """The passcode of the screen lock is taken when every digit is right."""
    return typed == right


@is_passcode.deviation(
    "last-digit-of-the-passcode-ignored",
    clauses=["TOUCHID-03c", "FACEID-03c", "FACE-TOUCH-CHALLENGE-04b", "FACE-TOUCH-CHALLENGE-05b"],
    breaks="a passcode that is wrong in its last digit is taken for the right one",
)
def _(typed: str, right: str) -> bool:
    return typed[:-1] == right[:-1]


@is_passcode.deviation(
    "any-passcode-passes",
    clauses=["IOS-QR-10a"],
    breaks="a wrong passcode counts as the right one",
)
def _(_: str, __: str) -> bool:
    return True


class Passcode:
    """Of one phone; ``text`` is what it is, empty where the phone has none.

    After five wrong ones none is taken for a minute.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """The one out of the box, and no wrong one counted."""
        self.text = DEFAULT
        self._blocked_until: datetime | None = None
        self.forgive()

    def forgive(self) -> None:
        """The owner has come in otherwise: wrong ones count no more."""
        self._wrong = 0

    @property
    def blocked(self) -> bool:
        """Too many were wrong; none is taken for now."""
        return self._blocked_until is not None and self._clock.now() < self._blocked_until

    def check(self, typed: str) -> bool:
        """Whether this is it; counts the wrong ones."""
        if self.blocked:
            return False
        if is_passcode(typed, self.text):
            self.forgive()
            return True
        self._wrong += 1
        if self._wrong >= _WRONG_ONES:
            self.forgive()
            self._blocked_until = self._clock.now() + _BLOCKED_FOR
        return False
