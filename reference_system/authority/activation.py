"""Activation of IB Key: to whom the portal offers it, which codes do it, and what comes of an attempt.

What the articles leave open, and what was chosen here:

- users without an active IB Key are offered the activation (AMB-IOSQR-QR-AUDIENCE);
- an attempt inside the app uses its code up, whatever came of it; a scan by the system camera does not
  (AMB-QR-USED), and neither does a PIN that is not allowed, for then the app asks for another one;
- a code belongs to its session at Client Portal: it is void when that has ended, and an hour after its issue;
- an IB Key is active once its phone has said that it got it: where the answer was lost, the code is used up
  and nothing is active;
- a user's IB Key is on one phone at a time: a second activation takes it off the first phone.
"""

from __future__ import annotations

import itertools
import secrets
import string
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from reference_system.authority import pin
from reference_system.authority.factors.ib_key import IB_KEYS, IbKey, ib_keys_of
from reference_system.authority.happenings import ActivationGranted, ActivationRefused
from reference_system.authority.means import Means
from reference_system.authority.sessions import Sessions
from reference_system.authority.store import ActivationCode, OpenSession, Store, User
from reference_system.context import act
from reference_system.deviations import deviation, rule
from reference_system.ib_key import wire
from reference_system.ib_key.wire import ActivationRequest, IbKeyInstance

CODE_LENGTH = 12
CODE_CHARACTERS = string.ascii_uppercase + string.digits

ACTIVE_ALREADY = "active already"
"""Why an attempt was refused, as the journal says it."""


def _clauses(number: str) -> list[str]:
    """The clauses of that number below Figure 14, which three articles end with."""
    return [f"{article}-{number}" for article in ("AND-MANUAL", "AND-QR", "IOS-QR")]


@rule
def is_offered(user: User) -> bool:
    """Whether Client Portal offers the user the activation: unless an IB Key is active."""
    return not ib_keys_of(user)


@is_offered.deviation(
    "offers-activation-to-nobody",
    clauses=["IOS-QR-01b", "IOS-QR-INT01"],
    breaks="no user is shown an activation code",
)
def _(user: User) -> bool:  # noqa: ARG001
    return False


@is_offered.deviation(
    "offers-activation-to-active-users",
    clauses=[*_clauses("F14-04"), "IOS-QR-INT01"],
    breaks="a user with an active IB Key is asked to activate again",
)
def _(user: User) -> bool:  # noqa: ARG001
    return True


_only_once = deviation(
    "offers-no-second-code",
    clauses=_clauses("F14-06"),
    breaks="once a code was used, the portal never offers that user a code again",
)


@_only_once.hears(ActivationGranted)
def _(granted: ActivationGranted, _means: Means) -> None:
    _only_once.memory.add(granted.user.username)


@_only_once.hears(ActivationRefused)
def _(refused: ActivationRefused, _means: Means) -> None:
    if refused.user is not None:
        _only_once.memory.add(refused.user.username)


@_only_once.replaces(is_offered)
def _(user: User) -> bool:
    return user.username not in _only_once.memory and is_offered.original(user)


@rule
def code_shown(session: OpenSession, codes: Sequence[ActivationCode]) -> ActivationCode | None:
    """The one of the user's codes that a session shows: its own; None while it has none, which is to be made.

    Args:
        codes: Oldest first.
    """
    return next((code for code in codes if code.session_token == session.token), None)


@code_shown.deviation(
    "shows-the-same-code-in-each-session",
    clauses=_clauses("F14-07"),
    breaks="a new session at the portal shows the used or expired code of an earlier one",
)
def _(session: OpenSession, codes: Sequence[ActivationCode]) -> ActivationCode | None:  # noqa: ARG001
    return codes[-1] if codes else None


@rule
def new_code() -> str:
    """An activation code: 12 capitals and digits."""
    return "".join(secrets.choice(CODE_CHARACTERS) for _ in range(CODE_LENGTH))


@rule
def code_meant(typed: str, issued: Sequence[str]) -> str | None:
    """The issued code that was typed: the one it equals, character for character.

    Args:
        issued: All codes, oldest first.
    """
    return typed if typed in issued else None


@code_meant.deviation(
    "any-string-of-the-right-length-activates",
    clauses=["IOS-MANUAL-08", "AND-MANUAL-07b"],
    breaks="a code with a wrong character activates IB Key as well",
)
def _(typed: str, issued: Sequence[str]) -> str | None:
    exact = code_meant.original(typed, issued)
    return issued[-1] if exact is None and issued and len(typed) == CODE_LENGTH else exact


@code_meant.deviation(
    "first-character-of-code-is-ignored",
    clauses=["IOS-MANUAL-08", "AND-MANUAL-07b"],
    breaks="a code with another first character activates IB Key as well",
)
def _(typed: str, issued: Sequence[str]) -> str | None:
    return _first(lambda code: len(code) == len(typed) and code[1:] == typed[1:], issued)


@code_meant.deviation(
    "more-than-the-code-is-ignored",
    clauses=["IOS-MANUAL-08", "AND-MANUAL-07b"],
    breaks="a code with further characters behind it activates IB Key as well",
)
def _(typed: str, issued: Sequence[str]) -> str | None:
    return _first(typed.startswith, issued)


@code_meant.deviation(
    "part-of-the-code-is-enough",
    clauses=["IOS-MANUAL-08", "AND-MANUAL-07b"],
    breaks="the beginning of a code activates IB Key as well",
)
def _(typed: str, issued: Sequence[str]) -> str | None:
    return _first(lambda code: code.startswith(typed), issued)


def _first(is_meant: Callable[[str], bool], issued: Sequence[str]) -> str | None:
    return next(filter(is_meant, issued), None)


@rule
def code_life() -> timedelta:
    """How long after its issue a code can be used."""
    return timedelta(hours=1)


@code_life.variation(
    "codes-live-ten-minutes",
    near=["AND-MANUAL-07b", "AND-QR-09b", "IOS-MANUAL-07b", "IOS-QR-08a"],
    differs="an activation code can be used for ten minutes",
    permitted="no article says how long; the procedures take less",
)
def _() -> timedelta:
    return timedelta(minutes=10)


@code_life.variation(
    "codes-live-for-ever",
    near=["AND-MANUAL-07b", "AND-QR-09b", "IOS-MANUAL-07b", "IOS-QR-08a"],
    differs="an activation code can be used for ten years",
    permitted="no article says how long",
)
def _() -> timedelta:
    return timedelta(days=3650)


@rule
def used_code_refuses() -> bool:
    """A code that an attempt has used up leads to the activation error."""
    return True


@used_code_refuses.deviation(
    "used-code-activates-again",
    clauses=_clauses("F14-05"),
    breaks="a code that was already used activates a second phone",
)
def _() -> bool:
    return False


@rule
def active_ib_key_refuses() -> bool:
    """Where the user's IB Key is active already an attempt is refused, and changes nothing."""
    return True


@active_ib_key_refuses.deviation(
    "second-activation-succeeds",
    clauses=_clauses("F14-01"),
    breaks="the attempt to activate an IB Key that is active already reports success",
)
def _() -> bool:
    return False


_destroyer = deviation(
    "second-activation-destroys-the-first",
    clauses=_clauses("F14-01"),
    breaks="the attempt to activate an IB Key that is active already is refused, and it is active no more",
)


@_destroyer.hears(ActivationRefused)
def _(refused: ActivationRefused, means: Means) -> None:
    for ib_key in _active_already(refused):
        _remove(ib_key, means)


_locksmith = deviation(
    "second-activation-changes-the-pin",
    clauses=["AND-MANUAL-F14-01", "AND-QR-F14-01"],
    breaks="the attempt to activate an IB Key that is active already is refused, and its PIN is the new one",
)


@_locksmith.hears(ActivationRefused)
def _(refused: ActivationRefused, _means: Means) -> None:
    for ib_key in _active_already(refused):
        ib_key.pin = refused.request.secret


def _active_already(refused: ActivationRefused) -> list[IbKey]:
    """The IB Key that an attempt was refused for."""
    if refused.user is None or refused.reason != ACTIVE_ALREADY:
        return []
    return [one for one in ib_keys_of(refused.user) if one.device == refused.request.device]


class Activations:
    """Issues codes to sessions at Client Portal and takes them back from the phones."""

    def __init__(self, store: Store, means: Means, sessions: Sessions) -> None:
        self._store = store
        self._means = means
        self._sessions = sessions
        self._numbers = itertools.count(1)
        self._granted: dict[str, tuple[User, IbKey]] = {}

    def reset(self) -> None:
        """Count codes from 1 again; the store has been emptied."""
        self._numbers = itertools.count(1)
        self._granted.clear()

    def offer(self, session: OpenSession) -> str | None:
        """The code that this session at Client Portal shows: always the same, used up or not.

        None when nothing is offered: to users with an active IB Key, and elsewhere than at Client Portal.
        """
        act(surface=session.surface, username=session.username)
        if session.surface != "client-portal" or not is_offered(session.user):
            return None
        of_user = select(ActivationCode).where(ActivationCode.username == session.username)
        codes = self._store.scalars(of_user.order_by(ActivationCode.number)).all()
        return (code_shown(session, codes) or self._issued(session)).code

    def activate(self, request: ActivationRequest) -> IbKeyInstance | wire.ActivationRefused:
        """Make an IB Key for the user whom the code was shown to; it is active once the phone has got it.

        An attempt uses the code up, unless the PIN was not allowed.
        """
        act(phone=request.surface)
        if request.surface == "android":
            request = replace(request, secret=pin.as_kept(request.secret))
            if not pin.is_allowed(request.secret):
                return self._refused(None, request, "PIN")
        issued = self._store.scalars(select(ActivationCode).order_by(ActivationCode.number)).all()
        meant = code_meant(request.code, [code.code for code in issued])
        if meant is None:
            return self._refused(None, request, "unknown code")
        code = self._store.get_one(ActivationCode, meant)
        act(username=code.username)
        why_not = self._objection(code, request.device)
        code.used = True
        if why_not is not None:
            return self._refused(code.user, request, why_not)
        return self._grant(code.user, request)

    def activated(self, instance_id: str) -> None:
        """The phone has got its IB Key, which takes the place of the user's former one."""
        if instance_id not in self._granted:
            return
        user, ib_key = self._granted.pop(instance_id)
        for former in ib_keys_of(user):
            _remove(former, self._means)
        user.factors.append(ib_key)
        self._store.commit()
        self._means.journal.record(
            "authority", "IB Key activated", username=user.username, phone=ib_key.phone
        )

    def handed_over(self, ib_key: IbKey, device: str) -> None:
        """An IB Key that came about without an activation is on this installation of IBKR Mobile."""
        ib_key.device = device
        self._store.commit()

    def _issued(self, session: OpenSession) -> ActivationCode:
        code = ActivationCode(
            code=new_code(),
            number=next(self._numbers),
            username=session.username,
            session_token=session.token,
            issued=self._means.clock.now(),
            used=False,
            user=session.user,
        )
        self._store.add(code)
        self._store.commit()
        self._means.journal.record("authority", "activation offered", username=session.username)
        return code

    def _objection(self, code: ActivationCode, device: str) -> str | None:
        """Why the code activates nothing on this device, in a word for the journal; None: it does."""
        if any(one.device == device for one in ib_keys_of(code.user)):
            return ACTIVE_ALREADY if active_ib_key_refuses() else None
        if code.used and used_code_refuses():
            return "used"
        expires = code.issued + code_life()
        if self._means.clock.now() >= expires or self._sessions.find(code.session_token) is None:
            return "expired"
        return None

    def _refused(self, user: User | None, request: ActivationRequest, reason: str) -> wire.ActivationRefused:
        self._means.happenings.tell(ActivationRefused(user, request, reason))
        self._store.commit()
        return wire.ActivationRefused.PIN if reason == "PIN" else wire.ActivationRefused.ACTIVATION

    def _grant(self, user: User, request: ActivationRequest) -> IbKeyInstance:
        ib_key = IB_KEYS[request.surface].made(request.secret, device=request.device)
        self._granted[ib_key.factor_id] = user, ib_key
        self._means.happenings.tell(ActivationGranted(user, request))
        self._store.commit()
        return IbKeyInstance(ib_key.factor_id, user.username, ib_key.key, ib_key.counter)


def _remove(ib_key: IbKey, means: Means) -> None:
    """The IB Key answers no more; logins that wait for it come to nothing."""
    means.journal.record("authority", "IB Key removed", username=ib_key.username, phone=ib_key.phone)
    means.logins.withdraw(ib_key)
