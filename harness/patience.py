"""How long a run waits for something to come, and so to be sure that something does not come."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Patience:
    """All in seconds; the defaults are those of the embedded system.

    Attributes:
        shown_s: Until something is on a screen.
        answered_s: Until a login surface has answered.
        installed_s: Until an app has come from a store.
        recognised_s: Until a camera has recognised what is before it.
        at_once_s: Until what follows at once has followed.
        session_s: Until a session with a phone or window is open.
        person_s: Until a person has done what was asked for.
        turn_s: Until another run of this machine lets go of a phone or an account.
        login_s: Until a login that nobody approves has ended by itself.
        factor: How many times longer than these the system takes for what a step states in seconds.
    """

    shown_s: float = 5.0
    answered_s: float = 10.0
    installed_s: float = 15.0
    recognised_s: float = 1.0
    at_once_s: float = 0.5
    session_s: float = 60.0
    person_s: float = 150.0
    turn_s: float = 600.0
    login_s: float = 180.0
    factor: float = 1.0

    @classmethod
    def of(cls, factor: float = 1.0, **seconds: float) -> Patience:
        """The defaults, ``factor`` times as long but for the ``seconds`` named.

        A person is as fast as ever.
        """
        plain = cls()
        stretched = {
            name: getattr(plain, name) * factor
            for name in ("shown_s", "answered_s", "installed_s", "recognised_s", "at_once_s", "session_s")
        }
        return replace(plain, **{**stretched, **seconds}, factor=factor)

    def stretched(self, seconds: float) -> float:
        """How long to wait for what a step says to come within ``seconds``."""
        return seconds * self.factor
