"""IB Key: who is notified, which answers count, what the login surface is told.

A user's IB Key is on one phone. A login that waits for it has a challenge, and sends a notification: the app
on the phone approves the login with a proof, or shows a response that is typed at the login surface.
"""

from __future__ import annotations

import itertools
import secrets
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar, Self

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from reference_system.authority import pin
from reference_system.authority.factors.factor import Factor, new_factor_id
from reference_system.authority.happenings import (
    ActivationRefused,
    FactorInUse,
    LoginBegun,
    LoginChanged,
    LoginRefused,
    LoginSettled,
    NotificationSent,
)
from reference_system.authority.means import Means
from reference_system.authority.store import Login, LoginState, User
from reference_system.deviations import deviation, rule
from reference_system.ib_key import ocra
from reference_system.ib_key.wire import Notification

CHALLENGE, CHALLENGE_SHOWN, QR_CODE = "challenge", "challenge shown", "qr_code"
"""What a login keeps: the challenge, that the surface asked for it, the code that a phone may read there."""

BEHIND_THE_BACK = timedelta(seconds=0.3)
"""So long after the password something happens that the user did not do, under some deviations; by then the
login surface has shown that it waits."""


class IbKey(Factor):
    """One activated IB Key, as the server knows it.

    Attributes:
        key: Secret, shared with the phone.
        pin: The user's PIN; where the app keeps a random secret in its place, that.
        counter: The lowest that is still accepted.
        device: The installation of IBKR Mobile that it is on; None while it is on no phone.
        zeros_next: The next challenge and the response to it are to begin with zeros.
    """

    __tablename__ = "ib_keys"

    factor_id: Mapped[str] = mapped_column(ForeignKey("factors.factor_id"), primary_key=True)
    key: Mapped[bytes]
    pin: Mapped[str]
    counter: Mapped[int]
    device: Mapped[str | None]
    zeros_next: Mapped[bool]

    message_type = "SWCR"
    label = "IB Key"
    phone: ClassVar[str]
    notifies = True
    options = ("notification", "challenge", "qr_code")
    settings = frozenset({"zeros"})

    @classmethod
    def made(cls, secret: str, *, device: str | None = None, zeros_next: bool = False) -> Self:
        """A new one, whose responses are computed with ``secret`` besides key and counter."""
        return cls(
            factor_id=new_factor_id(),
            key=secrets.token_bytes(20),
            pin=secret,
            counter=0,
            device=device,
            zeros_next=zeros_next,
        )

    def begin(self, login: Login, means: Means) -> None:
        login.kept = {CHALLENGE: new_challenge(self), QR_CODE: secrets.token_hex(8).upper()}
        self.zeros_next = False
        self._notify(login, means)

    def told(self, login: Login) -> LoginState:
        return state_told(login)

    def take(self, option: str, login: Login, means: Means) -> Mapping[str, str]:
        match option:
            case "notification":
                self._notify(login, means)
                return {}
            case "challenge":
                login.kept[CHALLENGE_SHOWN] = "yes"
                means.journal.record(
                    "authority", "challenge shown", username=login.username, login=login.number
                )
                return {"challenge": challenge_shown(login.kept[CHALLENGE])}
            case _:
                return {"qr_code": login.kept[QR_CODE]}

    def accepts(self, typed: str, login: Login, means: Means) -> bool:
        # Without the challenge having been asked for, there is nothing a response could be to.
        return CHALLENGE_SHOWN in login.kept and self._counts(response_counter(self._answer(typed, login)))

    def approves(self, proof: str, login: Login) -> bool:
        """Whether the phone's proof is right; a right one is used up by it."""
        return self._counts(proof_counter(self._answer(proof, login)))

    def _notify(self, login: Login, means: Means) -> None:
        for phone in phones_to_notify(self):
            notify(phone, login, means)

    def _answer(self, offered: str, login: Login) -> Answer:
        return Answer(self.key, self.pin, self.counter, login.kept[CHALLENGE], offered)

    def _counts(self, counter: int | None) -> bool:
        if counter is None:
            return False
        self.counter = max(self.counter, counter + 1)
        return True


class IbKeyOnAndroid(IbKey):
    """IB Key on an Android phone: its user has made up a PIN for it."""

    kind_name = "ib-key-android"
    method = "5.2a"
    names: ClassVar[Mapping[str, str]] = {"en": "IB Key (Android)", "zh-Hant": "IB Key(安卓)"}
    phone = "android"
    settings = IbKey.settings | {"pin"}

    @classmethod
    def made_up_settings(cls) -> Mapping[str, str]:
        return {"pin": pin.made_up()}

    @classmethod
    def issued(cls, settings: Mapping[str, str]) -> Self:
        wanted = settings.get("pin") or pin.made_up()
        # As documented, whatever is in force: the deviations are about PINs made up in an activation.
        if not pin.is_allowed.original(wanted):
            raise ValueError("pin: it has 4 to 6 characters: letters, digits, special characters")
        return cls.made(wanted, zeros_next="zeros" in settings)

    def in_hand(self) -> Mapping[str, str]:
        return {"pin": self.pin}


class IbKeyOnIphone(IbKey):
    """IB Key on an iPhone: the app keeps a secret of its own in place of a PIN."""

    kind_name = "ib-key-iphone"
    method = "5.2i"
    names: ClassVar[Mapping[str, str]] = {"en": "IB Key (iPhone)", "zh-Hant": "IB Key(iPhone)"}
    phone = "iphone"

    @classmethod
    def issued(cls, settings: Mapping[str, str]) -> Self:
        return cls.made(secrets.token_hex(16), zeros_next="zeros" in settings)


IB_KEYS: Mapping[str, type[IbKey]] = {kind.phone: kind for kind in (IbKeyOnAndroid, IbKeyOnIphone)}
"""By kind of phone."""


def ib_keys_of(user: User) -> list[IbKey]:
    """The user's active IB Keys."""
    return [factor for factor in user.factors if isinstance(factor, IbKey)]


# Who is notified


@rule
def notify(phone: str, login: Login | None, means: Means) -> None:
    """Send a phone the notification of a login, at once; None: of one that there never was."""
    login_id = secrets.token_urlsafe(16) if login is None else login.login_id
    notification = Notification("IBKR Mobile", payload={"login_id": login_id})
    means.happenings.tell(NotificationSent(login, phone, means.push.send(phone, notification)))


_FIRST_STEP = ["LOGIN-SEAMLESS-01b", "TOUCHID-01b", "FACEID-01b"]


@rule
def phones_to_notify(ib_key: IbKey) -> list[str]:
    """The phones that get the notification of a login that waits for ``ib_key``: its own, once."""
    return [ib_key.phone]


def _notifies_after_refusal(
    name: str, clauses: Sequence[str], breaks: str, of: Callable[[LoginRefused], bool]
) -> None:
    """Register a deviation that notifies the phones of a user whose login was refused."""
    hasty = deviation(name, clauses=clauses, breaks=breaks)

    @hasty.hears(LoginRefused)
    def _(refused: LoginRefused, means: Means) -> None:
        if refused.user is not None and of(refused):
            for ib_key in ib_keys_of(refused.user):
                notify(ib_key.phone, None, means)


_notifies_after_refusal(
    "notifies-for-a-wrong-password",
    clauses=_FIRST_STEP,
    breaks="the notification is sent before the password has been verified",
    of=lambda refused: refused.reason == "credentials",
)

_notifies_after_refusal(
    "tws-notifies-for-a-wrong-password",
    clauses=_FIRST_STEP,
    breaks="a wrong password typed into TWS sends a notification, too",
    of=lambda refused: refused.reason == "credentials" and refused.surface == "tws",
)

_notifies_after_refusal(
    "notifies-locked-users",
    clauses=["LOGIN-HELP-LCK04"],
    breaks="right credentials of a locked user still start the second factor",
    of=lambda refused: refused.reason == "locked" and refused.password_was_right,
)


@phones_to_notify.deviation(
    "notifies-another-phone",
    clauses=_FIRST_STEP,
    breaks="the notification goes to the phone of another user",
)
def _(ib_key: IbKey) -> list[str]:
    return [phone for phone in IB_KEYS if phone != ib_key.phone]


@phones_to_notify.deviation(
    "notifies-twice",
    clauses=_FIRST_STEP,
    breaks="one login sends two notifications",
)
def _(ib_key: IbKey) -> list[str]:
    return [ib_key.phone, ib_key.phone]


@phones_to_notify.deviation(
    "iphone-logins-notify-android-phones-too",
    clauses=["LOGIN-SEAMLESS-01b"],
    breaks="the login of a user with an iPhone is notified to an Android phone of another user as well",
)
def _(ib_key: IbKey) -> list[str]:
    return [ib_key.phone, "android"] if ib_key.phone == "iphone" else [ib_key.phone]


_everywhere = deviation(
    "notifies-phones-without-the-user-s-ib-key",
    clauses=["TOUCHID-INT01", "FACEID-INT01"],
    breaks="a phone on which the user's IB Key was not activated gets the approval notification, too",
)


@_everywhere.replaces(phones_to_notify)
def _(ib_key: IbKey) -> list[str]:  # noqa: ARG001
    return list(IB_KEYS)


@_everywhere.hears(LoginBegun)
def _(begun: LoginBegun, means: Means) -> None:
    if not begun.login.user.factors:
        for phone in IB_KEYS:
            notify(phone, begun.login, means)


_cut_off = deviation(
    "refused-activation-ends-notifications",
    clauses=["AND-MANUAL-F14-03", "AND-QR-F14-03", "IOS-QR-F14-03"],
    breaks="a refused activation cancels the push registration: the active IB Key gets no notification more",
)


@_cut_off.hears(ActivationRefused)
def _(refused: ActivationRefused, _means: Means) -> None:
    if refused.user is not None:
        _cut_off.memory.add(refused.user.username)


@_cut_off.replaces(phones_to_notify)
def _(ib_key: IbKey) -> list[str]:
    return [] if ib_key.username in _cut_off.memory else phones_to_notify.original(ib_key)


def _settles_undelivered(name: str, state: LoginState, clauses: Sequence[str], breaks: str) -> None:
    """Register a deviation that ends a login whose notification was lost."""
    impatient = deviation(name, clauses=clauses, breaks=breaks)

    @impatient.hears(NotificationSent)
    def _(sent: NotificationSent, means: Means) -> None:
        login = sent.login
        if login is not None and not sent.delivered:
            then = means.clock.now() + BEHIND_THE_BACK
            means.clock.at(then, lambda: means.logins.settle(login, state, by="nobody"))


_settles_undelivered(
    "undelivered-notification-approves",
    LoginState.APPROVED,
    clauses=[f"LOGIN-CHALLENGE-INT0{number}" for number in (1, 2, 3, 4)],
    breaks="a notification that could not be delivered counts as approved",
)

_settles_undelivered(
    "undelivered-notification-fails-the-login",
    LoginState.REFUSED,
    clauses=[
        *(f"LOGIN-CHALLENGE-INT0{number}" for number in (1, 2, 3)),
        *(f"FACE-TOUCH-CHALLENGE-INT0{number}" for number in (1, 2, 3)),
    ],
    breaks="a notification that could not be delivered ends the login, with no way on",
)


# What the login surface hears

_LAST_STEP = ["LOGIN-SEAMLESS-04", "TOUCHID-04", "FACEID-04"]


@rule
def state_told(login: Login) -> LoginState:
    """What the login surface hears about the state of its login: the truth, at once."""
    return login.state


@state_told.deviation(
    "approval-moves-nothing-on",
    clauses=_LAST_STEP,
    breaks="the login surface stays on the waiting screen after the approval",
)
def _(login: Login) -> LoginState:
    return LoginState.WAITING if login.state == LoginState.APPROVED else login.state


@state_told.deviation(
    "approval-ends-the-login",
    clauses=[*_LAST_STEP, *(f"LOGIN-SEAMLESS-INT0{number}" for number in (1, 2, 3, 4))],
    breaks="after the approval the login surface is back at user name and password",
)
def _(login: Login) -> LoginState:
    return LoginState.REFUSED if login.state == LoginState.APPROVED else login.state


def _opens_early(name: str, surfaces: Sequence[str], clauses: Sequence[str], breaks: str) -> None:
    """Register a deviation that opens these surfaces although the login still waits for the phone."""
    early = deviation(name, clauses=clauses, breaks=breaks)

    @early.hears(FactorInUse)
    def _(awaited: FactorInUse, means: Means) -> None:
        login = awaited.login

        def open_surface() -> None:
            early.memory.add(login.login_id)
            means.happenings.tell(LoginChanged(login))

        if login.surface in surfaces:
            means.clock.at(means.clock.now() + BEHIND_THE_BACK, open_surface)

    @early.replaces(state_told)
    def _(login: Login) -> LoginState:
        opens = login.state == LoginState.WAITING and login.login_id in early.memory
        return LoginState.APPROVED if opens else login.state


_opens_early(
    "moves-on-before-the-approval",
    ("client-portal", "webtrader", "tws"),
    clauses=_LAST_STEP,
    breaks="the login surface moves on before the user approved",
)

_opens_early(
    "tws-opens-without-approval",
    ("tws",),
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT02"],
    breaks="TWS opens on username and password alone",
)

_opens_early(
    "client-portal-opens-without-approval",
    ("client-portal",),
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT03"],
    breaks="Client Portal opens on username and password alone",
)

_opens_early(
    "webtrader-opens-without-approval",
    ("webtrader",),
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT04"],
    breaks="WebTrader opens on username and password alone",
)


def _deaf(login: Login, surface: str) -> LoginState:
    unheard = login.state == LoginState.APPROVED and login.surface == surface
    return LoginState.WAITING if unheard else login.state


@state_told.deviation(
    "tws-ignores-the-approval",
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT02"],
    breaks="TWS never reacts to the approval",
)
def _(login: Login) -> LoginState:
    return _deaf(login, "tws")


@state_told.deviation(
    "client-portal-ignores-the-approval",
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT03"],
    breaks="Client Portal never reacts to the approval",
)
def _(login: Login) -> LoginState:
    return _deaf(login, "client-portal")


@state_told.deviation(
    "webtrader-ignores-the-approval",
    clauses=["LOGIN-SEAMLESS-INT01", "LOGIN-SEAMLESS-INT04"],
    breaks="WebTrader never reacts to the approval",
)
def _(login: Login) -> LoginState:
    return _deaf(login, "webtrader")


_generous = deviation(
    "approval-opens-every-waiting-login",
    clauses=[*_LAST_STEP, *(f"LOGIN-SEAMLESS-INT0{number}" for number in (2, 3, 4))],
    breaks="an approval opens all logins that wait for a phone, whoever's they are",
)


@_generous.hears(FactorInUse)
def _(awaited: FactorInUse, _means: Means) -> None:
    _generous.memory.add(awaited.login.login_id)


@_generous.hears(LoginSettled)
def _(settled: LoginSettled, means: Means) -> None:
    if settled.login.state == LoginState.APPROVED:
        for waiting in filter(None, map(means.logins.find, list(_generous.memory))):
            means.logins.settle(waiting, LoginState.APPROVED, by="nobody")


# Challenge and answers


@rule
def new_challenge(ib_key: IbKey) -> str:
    """The challenge of a login: 6 random digits, new each time."""
    challenge = _drawn(below=10**ocra.QUESTION_DIGITS)
    while ib_key.zeros_next and not _begins_with_zeros(challenge, ib_key):
        challenge = _drawn(below=10 ** (ocra.QUESTION_DIGITS - 1))
    return challenge


def _drawn(*, below: int) -> str:
    return f"{secrets.randbelow(below):0{ocra.QUESTION_DIGITS}d}"


def _begins_with_zeros(challenge: str, ib_key: IbKey) -> bool:
    """Whether it does, and the response that is right for it next, too."""
    response = ocra.response(ib_key.key, ib_key.counter, challenge, ib_key.pin)
    return challenge.startswith("0") and response.startswith("0")


@new_challenge.deviation(
    "same-challenge-at-every-login",
    clauses=["LOGIN-CHALLENGE-02", "FACE-TOUCH-CHALLENGE-02a"],
    breaks="every login shows the same challenge",
)
def _(ib_key: IbKey) -> str:  # noqa: ARG001
    return "246810"


@new_challenge.variation(
    "challenges-begin-with-zeros",
    near=[
        "LOGIN-CHALLENGE-02",
        "LOGIN-CHALLENGE-03c",
        "FACE-TOUCH-CHALLENGE-02a",
        "FACE-TOUCH-CHALLENGE-03b",
    ],
    differs="every challenge begins with zeros",
    permitted="a challenge has 6 digits, and zero is one",
)
def _(ib_key: IbKey) -> str:  # noqa: ARG001
    return _drawn(below=1000)


@rule
def challenge_shown(challenge: str) -> str:
    """The challenge as the login surface gets it to show."""
    return challenge


def _in_groups(challenge: str, between: str) -> str:
    return between.join((challenge[:3], challenge[3:]))


@challenge_shown.variation(
    "challenge-in-two-groups",
    near=["LOGIN-CHALLENGE-02", "LOGIN-CHALLENGE-06", "FACE-TOUCH-CHALLENGE-02a"],
    differs="the challenge is shown as 123 456",
    permitted="no article says how the digits are grouped on the screen",
)
def _(challenge: str) -> str:
    return _in_groups(challenge, " ")


@challenge_shown.variation(
    "challenge-with-a-hyphen",
    near=["LOGIN-CHALLENGE-02", "LOGIN-CHALLENGE-06", "FACE-TOUCH-CHALLENGE-02a"],
    differs="the challenge is shown as 123-456",
    permitted="no article says how the digits are grouped on the screen",
)
def _(challenge: str) -> str:
    return _in_groups(challenge, "-")


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
        key, pin, counter: Of the IB Key; the counter is the lowest that is still accepted.
        challenge: The challenge of the login in question.
        offered: The answer as typed, or as handed in by the phone.
    """

    key: bytes = field(repr=False)
    pin: str = field(repr=False)
    counter: int
    challenge: str
    offered: str = field(repr=False)


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
    "refuses-responses-with-a-leading-zero",
    clauses=["LOGIN-CHALLENGE-06", "FACE-TOUCH-CHALLENGE-07"],
    breaks="a response is read as a number, so that one that begins with a zero is refused",
)
def _(answer: Answer) -> int | None:
    return None if answer.offered.startswith("0") else _matching(answer)


_again = deviation(
    "accepts-a-used-response",
    clauses=["LOGIN-CHALLENGE-05b", "FACE-TOUCH-CHALLENGE-06b"],
    breaks="a response that was used before is accepted again",
)


@_again.replaces(response_counter)
def _(answer: Answer) -> int | None:
    right = _matching(answer)
    if right is not None:
        _again.memory.add((answer.key, answer.offered))
    elif (answer.key, answer.offered) in _again.memory:
        return answer.counter
    return right


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
