"""The rules of IB Key: who is asked, who is notified, which answers count, what the login surface is told."""

from __future__ import annotations

import itertools
import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from reference_system.deviations import rule
from reference_system.ib_key import ocra

WAITING, APPROVED, REFUSED, EXPIRED = "waiting", "approved", "refused", "expired"

METHODS = {"ib-key-android": "5.2a", "ib-key-iphone": "5.2i"}
"""Second factor, as the lab names it, to the portal's value of the method."""

PHONES = {"5.2a": "android", "5.2i": "iphone"}
"""Value of the method to the name of the phone that holds such instances."""


SECOND_LOOK = timedelta(seconds=0.3)
"""So long after its beginning a login is looked at once more, for deviations that act behind the user's back;
by then the login surface has shown that it waits."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known of a login attempt when it is decided whether a phone is notified.

    Attributes:
        channel: ``client-portal``, ``webtrader`` or ``tws``.
        password_is_right: The password was checked and matched.
        locked: The user is locked.
        phone: Where the user's IB Key is, ``android`` or ``iphone``; None when there is none.
        activation_refused: An attempt to activate an IB Key for the user was refused before.
    """

    channel: str
    password_is_right: bool
    locked: bool
    phone: str | None
    activation_refused: bool


@rule
def password_counts(channel: str, activation_refused: bool) -> bool:  # noqa: ARG001
    """Whether a right password counts as one: always, whatever came of attempts to activate an IB Key."""
    return True


@password_counts.deviation(
    "refused-activation-refuses-logins",
    clauses=["AND-MANUAL-F14-02", "AND-QR-F14-02", "IOS-QR-F14-02"],
    breaks="after a refused activation Client Portal refuses the user's right credentials",
)
def _(channel: str, activation_refused: bool) -> bool:
    return not (channel == "client-portal" and activation_refused)


@rule
def opens_without_ib_key(channel: str) -> bool:  # noqa: ARG001
    """Whether right credentials of a user without an IB Key open a session."""
    return True


@opens_without_ib_key.deviation(
    "client-portal-refuses-users-without-ib-key",
    clauses=["IOS-QR-01a"],
    breaks="a user without an IB Key cannot get into Client Portal, where it would be activated",
)
def _(channel: str) -> bool:
    return channel != "client-portal"


@rule
def phones_to_notify(attempt: Attempt) -> list[str]:
    """The phones that get a notification: the user's own, once, after right credentials."""
    accepted = attempt.password_is_right and not attempt.locked
    return [attempt.phone] if accepted and attempt.phone else []


@phones_to_notify.deviation(
    "notifies-for-a-wrong-password",
    clauses=["LOGIN-SEAMLESS-01b", "TOUCHID-01b", "FACEID-01b"],
    breaks="the notification is sent before the password has been verified",
)
def _(attempt: Attempt) -> list[str]:
    return [attempt.phone] if attempt.phone and not attempt.locked else []


@phones_to_notify.deviation(
    "notifies-another-phone",
    clauses=["LOGIN-SEAMLESS-01b", "TOUCHID-01b", "FACEID-01b"],
    breaks="the notification goes to the phone of another user",
)
def _(attempt: Attempt) -> list[str]:
    if not attempt.password_is_right or attempt.locked or not attempt.phone:
        return []
    return [phone for phone in PHONES.values() if phone != attempt.phone]


@phones_to_notify.deviation(
    "notifies-twice",
    clauses=["LOGIN-SEAMLESS-01b", "TOUCHID-01b", "FACEID-01b"],
    breaks="one login sends two notifications",
)
def _(attempt: Attempt) -> list[str]:
    accepted = attempt.password_is_right and not attempt.locked
    return [attempt.phone, attempt.phone] if accepted and attempt.phone else []


@phones_to_notify.deviation(
    "tws-notifies-for-a-wrong-password",
    clauses=["LOGIN-SEAMLESS-01b", "TOUCHID-01b", "FACEID-01b"],
    breaks="a wrong password typed into TWS sends a notification, too",
)
def _(attempt: Attempt) -> list[str]:
    accepted = attempt.password_is_right or attempt.channel == "tws"
    return [attempt.phone] if attempt.phone and accepted and not attempt.locked else []


@phones_to_notify.deviation(
    "iphone-logins-notify-android-phones-too",
    clauses=["LOGIN-SEAMLESS-01b"],
    breaks="the login of a user with an iPhone is notified to an Android phone of another user as well",
)
def _(attempt: Attempt) -> list[str]:
    notified = phones_to_notify.original(attempt)
    return [*notified, "android"] if notified == ["iphone"] else notified


@phones_to_notify.deviation(
    "notifies-phones-without-the-user-s-ib-key",
    clauses=["TOUCHID-INT01", "FACEID-INT01"],
    breaks="a phone on which the user's IB Key was not activated gets the approval notification, too",
)
def _(attempt: Attempt) -> list[str]:
    accepted = attempt.password_is_right and not attempt.locked
    return list(PHONES.values()) if accepted else []


@phones_to_notify.deviation(
    "refused-activation-ends-notifications",
    clauses=["AND-MANUAL-F14-03", "AND-QR-F14-03", "IOS-QR-F14-03"],
    breaks="a refused activation cancels the push registration: the active IB Key gets no notification more",
)
def _(attempt: Attempt) -> list[str]:
    return [] if attempt.activation_refused else phones_to_notify.original(attempt)


@phones_to_notify.deviation(
    "notifies-locked-users",
    clauses=["LOGIN-HELP-LCK04"],
    breaks="right credentials of a locked user still start the second factor",
)
def _(attempt: Attempt) -> list[str]:
    return [attempt.phone] if attempt.password_is_right and attempt.phone else []


@rule
def state_when_undelivered(waiting_for: timedelta) -> str:  # noqa: ARG001
    """The state of a login whose notification could not be delivered: it waits like any other.

    Args:
        waiting_for: How long it has waited.
    """
    return WAITING


@state_when_undelivered.deviation(
    "undelivered-notification-approves",
    clauses=[f"LOGIN-CHALLENGE-INT0{number}" for number in (1, 2, 3, 4)],
    breaks="a notification that could not be delivered counts as approved",
)
def _(waiting_for: timedelta) -> str:
    return WAITING if waiting_for < SECOND_LOOK else APPROVED


@state_when_undelivered.deviation(
    "undelivered-notification-fails-the-login",
    clauses=[
        *(f"LOGIN-CHALLENGE-INT0{number}" for number in (1, 2, 3)),
        *(f"FACE-TOUCH-CHALLENGE-INT0{number}" for number in (1, 2, 3)),
    ],
    breaks="a notification that could not be delivered ends the login, with no way on",
)
def _(waiting_for: timedelta) -> str:
    return WAITING if waiting_for < SECOND_LOOK else REFUSED


@rule
def login_life() -> timedelta:
    """How long a login waits for its second factor."""
    return timedelta(seconds=180)


@rule
def state_told(state: str, channel: str, waiting_for: timedelta) -> str:  # noqa: ARG001
    """What the login surface hears about the state of its login: the truth, at once.

    Args:
        state: The true state.
        channel: ``client-portal``, ``webtrader`` or ``tws``.
        waiting_for: How long ago the login began.
    """
    return state


def _early(state: str, channel: str, waiting_for: timedelta, early: str) -> str:
    opens = state == WAITING and channel == early and waiting_for >= SECOND_LOOK
    return APPROVED if opens else state


@state_told.deviation(
    "approval-moves-nothing-on",
    clauses=["LOGIN-SEAMLESS-04", "TOUCHID-04", "FACEID-04"],
    breaks="the login surface stays on the waiting screen after the approval",
)
def _(state: str, channel: str, waiting_for: timedelta) -> str:  # noqa: ARG001
    return WAITING if state == APPROVED else state


@state_told.deviation(
    "approval-ends-the-login",
    clauses=[
        *("LOGIN-SEAMLESS-04", "TOUCHID-04", "FACEID-04"),
        *(f"LOGIN-SEAMLESS-INT0{number}" for number in (1, 2, 3, 4)),
    ],
    breaks="after the approval the login surface is back at user name and password",
)
def _(state: str, channel: str, waiting_for: timedelta) -> str:  # noqa: ARG001
    return REFUSED if state == APPROVED else state


@state_told.deviation(
    "moves-on-before-the-approval",
    clauses=["LOGIN-SEAMLESS-04", "TOUCHID-04", "FACEID-04"],
    breaks="the login surface moves on before the user approved",
)
def _(state: str, channel: str, waiting_for: timedelta) -> str:
    return _early(state, channel, waiting_for, channel)


@state_told.deviation(
    "tws-opens-without-approval",
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT02"],
    breaks="TWS opens on username and password alone",
)
def _(state: str, channel: str, waiting_for: timedelta) -> str:
    return _early(state, channel, waiting_for, "tws")


@state_told.deviation(
    "client-portal-opens-without-approval",
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT03"],
    breaks="Client Portal opens on username and password alone",
)
def _(state: str, channel: str, waiting_for: timedelta) -> str:
    return _early(state, channel, waiting_for, "client-portal")


@state_told.deviation(
    "webtrader-opens-without-approval",
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT04"],
    breaks="WebTrader opens on username and password alone",
)
def _(state: str, channel: str, waiting_for: timedelta) -> str:
    return _early(state, channel, waiting_for, "webtrader")


def _deaf(state: str, channel: str, deaf: str) -> str:
    return WAITING if state == APPROVED and channel == deaf else state


@state_told.deviation(
    "tws-ignores-the-approval",
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT02"],
    breaks="TWS never reacts to the approval",
)
def _(state: str, channel: str, waiting_for: timedelta) -> str:  # noqa: ARG001
    return _deaf(state, channel, "tws")


@state_told.deviation(
    "client-portal-ignores-the-approval",
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT03"],
    breaks="Client Portal never reacts to the approval",
)
def _(state: str, channel: str, waiting_for: timedelta) -> str:  # noqa: ARG001
    return _deaf(state, channel, "client-portal")


@state_told.deviation(
    "webtrader-ignores-the-approval",
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT04"],
    breaks="WebTrader never reacts to the approval",
)
def _(state: str, channel: str, waiting_for: timedelta) -> str:  # noqa: ARG001
    return _deaf(state, channel, "webtrader")


@rule
def new_challenge() -> str:
    """The challenge of a login: 6 random digits, new each time."""
    return f"{secrets.randbelow(10**ocra.QUESTION_DIGITS):0{ocra.QUESTION_DIGITS}d}"


@new_challenge.deviation(
    "same-challenge-at-every-login",
    clauses=["LOGIN-CHALLENGE-02", "FACE-TOUCH-CHALLENGE-02a"],
    breaks="every login shows the same challenge",
)
def _() -> str:
    return "246810"


@rule
def challenge_shown(challenge: str) -> str:
    """The challenge as the login surface gets it to show."""
    return challenge


@challenge_shown.deviation(
    "shows-no-challenge",
    clauses=["LOGIN-CHALLENGE-02", "FACE-TOUCH-CHALLENGE-02a"],
    breaks="the link leads to no challenge",
)
def _(challenge: str) -> str:  # noqa: ARG001
    return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a challenge, and what it is to be checked against.

    Attributes:
        key, pin, counter: The instance's secrets and the lowest counter that is still accepted.
        challenge: The challenge of the login in question.
        offered: The answer as typed, or as handed in by the phone.
        answered_before: Challenges of this instance that were answered rightly before.
    """

    key: bytes = field(repr=False)
    pin: str = field(repr=False)
    counter: int
    challenge: str
    offered: str = field(repr=False)
    answered_before: Sequence[str] = ()


def _matching(answer: Answer) -> int | None:
    return ocra.matching_counter(answer.key, answer.counter, answer.challenge, answer.pin, answer.offered)


@rule
def response_counter(answer: Answer) -> int | None:
    """The counter of a right response; None when it is wrong, was used, or is for another challenge."""
    return _matching(answer)


@response_counter.deviation(
    "accepts-any-response",
    clauses=["LOGIN-CHALLENGE-03b", "LOGIN-CHALLENGE-05b", "FACE-TOUCH-CHALLENGE-06b"],
    breaks="a wrong response is accepted, also one made with a wrong PIN",
)
def _(answer: Answer) -> int | None:
    right = _matching(answer)
    return answer.counter if right is None else right


@response_counter.deviation(
    "accepts-the-beginning-of-a-response",
    clauses=["LOGIN-CHALLENGE-05b"],
    breaks="a response that lacks its last digits is accepted",
)
def _(answer: Answer) -> int | None:
    whole = ocra.response(answer.key, answer.counter, answer.challenge, answer.pin)
    return answer.counter if whole.startswith(answer.offered) else _matching(answer)


@response_counter.deviation(
    "accepts-a-used-response",
    clauses=["LOGIN-CHALLENGE-05b", "FACE-TOUCH-CHALLENGE-06b"],
    breaks="a response that was used before is accepted again",
)
def _(answer: Answer) -> int | None:
    for challenge, counter in itertools.product(answer.answered_before, range(answer.counter)):
        if ocra.response(answer.key, counter, challenge, answer.pin) == answer.offered:
            return answer.counter
    return _matching(answer)


@response_counter.deviation(
    "accepts-the-response-to-a-changed-challenge",
    clauses=["LOGIN-CHALLENGE-03c", "FACE-TOUCH-CHALLENGE-03b"],
    breaks="the response to a challenge with one digit changed is accepted",
)
def _(answer: Answer) -> int | None:
    for place, digit in itertools.product(range(len(answer.challenge)), "0123456789"):
        changed = answer.challenge[:place] + digit + answer.challenge[place + 1 :]
        counter = ocra.matching_counter(answer.key, answer.counter, changed, answer.pin, answer.offered)
        if counter is not None:
            return counter
    return _matching(answer)


@rule
def proof_counter(answer: Answer) -> int | None:
    """The counter that the proof of an approval was made with; None when the proof is wrong."""
    return _matching(answer)


@proof_counter.deviation(
    "approves-without-the-right-pin",
    clauses=["LOGIN-SEAMLESS-03c", "AND-MANUAL-08a", "AND-QR-10a"],
    breaks="an approval with a wrong PIN is accepted",
)
def _(answer: Answer) -> int | None:
    right = _matching(answer)
    return answer.counter if right is None else right


@proof_counter.deviation(
    "approves-with-another-last-character-of-the-pin",
    clauses=["AND-MANUAL-08a", "AND-QR-10a"],
    breaks="an approval is accepted whose PIN is right but for its last character",
)
def _(answer: Answer) -> int | None:
    similar = (answer.pin[:-1] + character for character in string.ascii_letters + string.digits)
    found = (_matching(replace(answer, pin=pin)) for pin in (answer.pin, *similar))
    return next((counter for counter in found if counter is not None), None)
