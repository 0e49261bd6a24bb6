"""The activated IB Keys of a phone, and how a response is made with one."""

from __future__ import annotations

from dataclasses import dataclass, field

from reference_system.deviations import deviation, rule
from reference_system.ib_key.ocra import response
from reference_system.ib_key.wire import IbKeyInstance

CHALLENGE_DIGITS = 6
_FORMER_CHALLENGE = "000000"


@dataclass(eq=False)
class Key:
    """An activated IB Key with what the app keeps beside it.

    Attributes:
        pin: What the app can release after a finger, a face or the passcode was verified; None: nothing.
    """

    instance: IbKeyInstance
    pin: str | None = field(default=None, repr=False)

    @property
    def username(self) -> str:
        return self.instance.username

    def answer(self, question: str, pin: str) -> str:
        """The response to 6 digits, 8 digits long. Uses up one count, so no two are the same."""
        made = response(self.instance.key, self.instance.counter, question, pin)
        self.instance.counter += 1
        return made

    @rule
    def answer_to_show(self, question: str, pin: str, /) -> str:
        """The response that is shown for a challenge is the one that was just made for it."""
        return self.answer(question, pin)


_stuck = deviation(
    "response-of-earlier-challenge-shown",
    clauses=["LOGIN-CHALLENGE-04", "FACE-TOUCH-CHALLENGE-04c", "FACE-TOUCH-CHALLENGE-05c"],
    breaks="the phone shows a response that belongs to an earlier challenge",
)


@_stuck.replaces(Key.answer_to_show)
def _(key: Key, question: str, pin: str) -> str:
    key.answer(question, pin)
    return _stuck.first(key, key.answer(_FORMER_CHALLENGE, pin))


@Key.answer_to_show.deviation(
    "response-stays-empty",
    clauses=["LOGIN-CHALLENGE-04"],
    breaks="after generation the response string stays empty",
)
def _(_key: Key, _question: str, _pin: str) -> str:
    return ""
