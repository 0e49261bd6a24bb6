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
from datetime import timedelta
from typing import Literal

from sqlalchemy import select

from reference_system.authority import pin
from reference_system.authority.clock import Clock
from reference_system.authority.journal import Journal
from reference_system.authority.second_factor import EXPIRED, METHODS, PHONES, WAITING
from reference_system.authority.sessions import Sessions
from reference_system.authority.store import ActivationCode, Instance, Login, OpenSession, Store, User
from reference_system.deviations import rule
from reference_system.ib_key.wire import ActivationRefused, ActivationRequest, IbKeyInstance

CODE_LENGTH = 12
CODE_CHARACTERS = string.ascii_uppercase + string.digits

GRANTED, REFUSED, SCANNED = "granted", "refused", "scanned"
"""What came of the latest use of a code."""


def _clauses(number: str) -> list[str]:
    """The clauses of that number below Figure 14, which three articles end with."""
    return [f"{article}-{number}" for article in ("AND-MANUAL", "AND-QR", "IOS-QR")]


@rule
def is_offered(active: bool, attempted: bool) -> bool:  # noqa: ARG001
    """Whether Client Portal offers a user the activation: unless an IB Key is active.

    Args:
        active: The user has an active IB Key.
        attempted: The user has used up a code before.
    """
    return not active


@is_offered.deviation(
    "offers-activation-to-nobody",
    clauses=["IOS-QR-01b", "IOS-QR-INT01"],
    breaks="no user is shown an activation code",
)
def _(active: bool, attempted: bool) -> bool:  # noqa: ARG001
    return False


@is_offered.deviation(
    "offers-activation-to-active-users",
    clauses=[*_clauses("F14-04"), "IOS-QR-INT01"],
    breaks="a user with an active IB Key is asked to activate again",
)
def _(active: bool, attempted: bool) -> bool:  # noqa: ARG001
    return True


@is_offered.deviation(
    "offers-no-second-code",
    clauses=_clauses("F14-06"),
    breaks="once a code was used, the portal never offers that user a code again",
)
def _(active: bool, attempted: bool) -> bool:
    return not active and not attempted


@rule
def code_of_new_session(earlier: Sequence[str]) -> str:  # noqa: ARG001
    """The code of a session that has none yet: a fresh one.

    Args:
        earlier: Codes of the user's other sessions, oldest first.
    """
    return "".join(secrets.choice(CODE_CHARACTERS) for _ in range(CODE_LENGTH))


@code_of_new_session.deviation(
    "shows-the-same-code-in-each-session",
    clauses=_clauses("F14-07"),
    breaks="a new session at the portal shows the used or expired code of an earlier one",
)
def _(earlier: Sequence[str]) -> str:
    return earlier[-1] if earlier else code_of_new_session.original(earlier)


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
def scan_uses_code_up() -> bool:
    """Whether reading a code with the system camera uses it up: the iPhone article scans one code twice."""
    return False


@scan_uses_code_up.deviation(
    "scan-uses-the-code-up",
    clauses=["IOS-QR-07b"],
    breaks="the first scan, which only leads to the store, uses the code up",
)
def _() -> bool:
    return True


Consequence = Literal["refuse", "activate", "destroy", "change PIN"]


@rule
def on_active_instance() -> Consequence:
    """What an attempt does where the user's IB Key is active already: it is refused and changes nothing."""
    return "refuse"


@on_active_instance.deviation(
    "second-activation-succeeds",
    clauses=_clauses("F14-01"),
    breaks="the attempt to activate an IB Key that is active already reports success",
)
def _() -> Consequence:
    return "activate"


@on_active_instance.deviation(
    "second-activation-destroys-the-first",
    clauses=_clauses("F14-01"),
    breaks="the attempt to activate an IB Key that is active already is refused, and it is active no more",
)
def _() -> Consequence:
    return "destroy"


@on_active_instance.deviation(
    "second-activation-changes-the-pin",
    clauses=["AND-MANUAL-F14-01", "AND-QR-F14-01"],
    breaks="the attempt to activate an IB Key that is active already is refused, and its PIN is the new one",
)
def _() -> Consequence:
    return "change PIN"


class Activations:
    """Issues codes to sessions at Client Portal and takes them back from the phones."""

    def __init__(self, store: Store, clock: Clock, journal: Journal, sessions: Sessions) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._sessions = sessions
        self._numbers = itertools.count(1)
        self._granted: dict[str, tuple[User, Instance]] = {}

    def reset(self) -> None:
        """Count codes from 1 again; the store has been emptied."""
        self._numbers = itertools.count(1)
        self._granted.clear()

    def offer(self, session: OpenSession) -> str | None:
        """The code that this session at Client Portal shows: always the same, used up or not.

        None when nothing is offered: to users with an active IB Key, and elsewhere than at Client Portal.
        """
        if session.channel != "client-portal":
            return None
        codes = self._codes_of(session.user)
        attempted = any(code.outcome is not None for code in codes)
        if not is_offered(bool(session.user.instances), attempted):
            return None
        own = next((code.code for code in codes if code.session_token == session.token), None)
        return own or self._issued(session, [code.code for code in codes])

    def activate(self, request: ActivationRequest) -> IbKeyInstance | ActivationRefused:
        """Make an IB Key for the user whom the code was shown to; it is active once the phone has got it.

        An attempt uses the code up, unless the PIN was not allowed.
        """
        secret = request.secret
        if request.surface == "android":
            secret = pin.as_kept(secret)
            if not pin.is_allowed(secret):
                self._journal.record("authority", "activation refused", phone="android", reason="PIN")
                return ActivationRefused.PIN
        issued = self._store.scalars(select(ActivationCode).order_by(ActivationCode.number)).all()
        meant = code_meant(request.code, [code.code for code in issued])
        code = None if meant is None else self._store.get_one(ActivationCode, meant)
        if code is None:
            self._journal.record("authority", "activation refused", phone=request.surface, reason="unknown")
            return ActivationRefused.ACTIVATION
        why_not = self._objection(code, request.device, secret)
        code.outcome = GRANTED if why_not is None else REFUSED
        self._store.commit()
        if why_not is None:
            return self._grant(code.user, request, secret)
        self._note("activation refused", code.user, phone=request.surface, reason=why_not)
        return ActivationRefused.ACTIVATION

    def activated(self, instance_id: str) -> None:
        """The phone has got its IB Key, which takes the place of the user's former one."""
        if instance_id not in self._granted:
            return
        user, instance = self._granted.pop(instance_id)
        for former in list(user.instances):
            self._remove(user, former)
        user.instances.append(instance)
        self._store.commit()
        self._note("IB Key activated", user, phone=instance.phone)

    def scanned(self, code: str) -> None:
        """The system camera of a phone has read the code; nobody has asked for an activation yet."""
        known = self._store.get(ActivationCode, code)
        if known is not None and scan_uses_code_up():
            known.outcome = SCANNED
            self._store.commit()

    def was_refused(self, user: User) -> bool:
        """Whether a code of the user led to a refusal at its latest use."""
        return any(code.outcome == REFUSED for code in self._codes_of(user))

    def _codes_of(self, user: User) -> Sequence[ActivationCode]:
        of_user = select(ActivationCode).where(ActivationCode.username == user.username)
        return self._store.scalars(of_user.order_by(ActivationCode.number)).all()

    def _issued(self, session: OpenSession, earlier: Sequence[str]) -> str:
        code = code_of_new_session(earlier)
        if code not in earlier:
            self._store.add(
                ActivationCode(
                    code=code,
                    number=next(self._numbers),
                    username=session.username,
                    session_token=session.token,
                    issued=self._clock.now(),
                    outcome=None,
                    user=session.user,
                )
            )
            self._store.commit()
            self._note("activation offered", session.user)
        return code

    def _objection(self, code: ActivationCode, device: str, secret: str) -> str | None:
        """Why the code activates nothing on this device, in a word for the journal; None: it does."""
        active = next((one for one in code.user.instances if one.device == device), None)
        if active is not None:
            consequence = on_active_instance()
            if consequence == "destroy":
                self._remove(code.user, active)
            elif consequence == "change PIN":
                active.pin = secret
            return None if consequence == "activate" else "active already"
        if code.outcome is not None and used_code_refuses():
            return "used"
        if self._clock.now() >= code.issued + code_life() or self._sessions.find(code.session_token) is None:
            return "expired"
        return None

    def _grant(self, user: User, request: ActivationRequest, secret: str) -> IbKeyInstance:
        method = METHODS[f"ib-key-{request.surface}"]
        instance = Instance(
            instance_id=secrets.token_hex(8),
            username=user.username,
            method=method,
            phone=PHONES[method],
            key=secrets.token_bytes(20),
            pin=secret,
            counter=0,
            device=request.device,
        )
        self._granted[instance.instance_id] = user, instance
        return IbKeyInstance(instance.instance_id, user.username, instance.key, instance.counter)

    def _remove(self, user: User, instance: Instance) -> None:
        """The instance answers no more; logins that wait for it come to nothing."""
        for login in self._store.scalars(select(Login).where(Login.instance_id == instance.instance_id)):
            login.instance = None
            if login.state == WAITING:
                login.state = EXPIRED
        user.instances.remove(instance)
        self._note("IB Key removed", user, phone=instance.phone)

    def _note(self, what: str, user: User, **details: str) -> None:
        self._journal.record("authority", what, username=user.username, **details)
