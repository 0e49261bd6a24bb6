"""The activated IB Keys of a phone, and how a response is made with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reference_system.deviations import rule
from reference_system.ib_key.ocra import response
from reference_system.ib_key.wire import IbKeyInstance

CHALLENGE_DIGITS = 6
_FORMER_CHALLENGE = "000000"


@dataclass(slots=True)
class Key:
    """An activated IB Key with what the app keeps beside it.

    Attributes:
        pin: What the app can release after a finger, a face or the passcode was verified; None: nothing.
        activated_here: Since the app was started, not before.
    """

    instance: IbKeyInstance
    pin: str | None = field(default=None, repr=False)
    last: str | None = field(default=None, repr=False)
    activated_here: bool = False

    @property
    def username(self) -> str:
        return self.instance.username

    def answer(self, question: str, pin: str) -> str:
        """The response to 6 digits, 8 digits long. Uses up one count, so no two are the same."""
        made = response(self.instance.key, self.instance.counter, question, pin)
        self.instance.counter += 1
        return made

    def answer_to_show(self, question: str, pin: str) -> str:
        """The response as the app shows it for a challenge."""
        former = self.last
        fresh = self.answer(question, pin)
        self.last = shown_response(fresh, lambda: former or self.answer(_FORMER_CHALLENGE, pin))
        return self.last


@rule
def shown_response(fresh: str, _former: Callable[[], str], /) -> str:
    """The response that was just made is the one that is shown."""
    return fresh


@shown_response.deviation(
    "response-of-earlier-challenge-shown",
    clauses=["LOGIN-CHALLENGE-04", "FACE-TOUCH-CHALLENGE-04c", "FACE-TOUCH-CHALLENGE-05c"],
    breaks="the phone shows a response that belongs to an earlier challenge",
)
def _(_: str, former: Callable[[], str]) -> str:
    return former()


@shown_response.deviation(
    "response-stays-empty",
    clauses=["LOGIN-CHALLENGE-04"],
    breaks="after generation the response string stays empty",
)
def _(_: str, __: Callable[[], str]) -> str:
    return ""


@rule
def pin_of_approval(typed: str, _kept: str | None, /) -> str | None:
    """The PIN a login is approved with is the one that was typed; None when there is none."""
    return typed or None


@pin_of_approval.deviation(
    "any-pin-approves",
    clauses=["LOGIN-SEAMLESS-03c"],
    breaks="a wrong PIN approves the pending login",
)
def _(typed: str, kept: str | None) -> str | None:
    return kept or typed


def _all_but_the_last_character(typed: str, kept: str | None) -> str | None:
    return kept if kept and typed[:-1] == kept[:-1] else typed or None


@pin_of_approval.deviation(
    "last-character-of-the-pin-approves-whatever-it-is",
    clauses=["LOGIN-SEAMLESS-03c"],
    breaks="a PIN that is wrong in its last character approves the pending login",
)
def _(typed: str, kept: str | None) -> str | None:
    return _all_but_the_last_character(typed, kept)


@rule
def pin_of_response(typed: str, _kept: str | None, /) -> str | None:
    """The PIN a response is made with is the one that was typed; None when there is none."""
    return typed or None


@pin_of_response.deviation(
    "response-ignores-pin",
    clauses=["LOGIN-CHALLENGE-03b"],
    breaks="a wrong or empty PIN leads to a response that the login accepts",
)
def _(typed: str, kept: str | None) -> str | None:
    return kept or typed


@pin_of_response.deviation(
    "response-ignores-last-character-of-the-pin",
    clauses=["LOGIN-CHALLENGE-03b"],
    breaks="a PIN that is wrong in its last character leads to a response that the login accepts",
)
def _(typed: str, kept: str | None) -> str | None:
    return _all_but_the_last_character(typed, kept)


@rule
def question_of_response(typed: str, _waiting: Callable[[], str | None], /) -> str:
    """The challenge a response is made for is the one that was typed."""
    return typed


@question_of_response.deviation(
    "typed-challenge-ignored",
    clauses=["LOGIN-CHALLENGE-03c", "FACE-TOUCH-CHALLENGE-03b"],
    breaks="the app answers the challenge of the waiting login, whatever challenge was typed",
)
def _(typed: str, waiting: Callable[[], str | None]) -> str:
    return waiting() or typed


@question_of_response.deviation(
    "last-digit-of-the-challenge-ignored",
    clauses=["LOGIN-CHALLENGE-03c", "FACE-TOUCH-CHALLENGE-03b"],
    breaks="the app answers the challenge of the waiting login where only the last digit was typed wrongly",
)
def _(typed: str, waiting: Callable[[], str | None]) -> str:
    asked = waiting()
    return asked if asked and asked[:-1] == typed[:-1] else typed


@rule
def keys_after_restart(keys: list[Key], /) -> list[Key]:
    """An activated IB Key stays when the app is closed."""
    return keys


@keys_after_restart.deviation(
    "activation-lost-at-restart",
    clauses=["IOS-MANUAL-09b", "AND-MANUAL-09b", "AND-QR-11b", "IOS-QR-11b"],
    breaks="when the app is started again, the IB Key that was activated in it is gone",
)
def _(keys: list[Key]) -> list[Key]:
    return [key for key in keys if not key.activated_here]


@keys_after_restart.deviation(
    "activation-useless-after-restart",
    clauses=["IOS-MANUAL-09b", "AND-MANUAL-09b", "AND-QR-11b", "IOS-QR-11b"],
    breaks="when the app is started again, the IB Key that was activated in it is shown and approves nothing",
)
def _(keys: list[Key]) -> list[Key]:
    for key in keys:
        if key.activated_here:
            key.instance.key = bytes(len(key.instance.key))
    return keys
