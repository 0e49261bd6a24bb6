"""Of which surfaces, phones and proofs a clause speaks, as far as it does not speak of all."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

ANDROID, IPHONE = frozenset({"with-android"}), frozenset({"with-iphone"})
PORTAL = frozenset({"on-client-portal"})
PORTAL_AND_TWS = frozenset({"on-client-portal", "on-tws"})
FINGER_OR_PIN = frozenset({"with-fingerprint", "with-pin"})
TOUCH_ID, FACE_ID, PASSCODE = (frozenset({f"with-{one}"}) for one in ("touch-id", "face-id", "passcode"))

Scopes = Mapping[str, frozenset[str]]

SURFACES: Scopes = {
    "LOGIN-SEAMLESS-INT02": frozenset({"on-tws"}),
    "LOGIN-SEAMLESS-INT03": PORTAL,
    "LOGIN-SEAMLESS-INT04": frozenset({"on-webtrader"}),
    # Whether WebTrader is among the platforms that these articles speak of is disputable.
    "TOUCHID-*": PORTAL_AND_TWS,
    "FACEID-*": PORTAL_AND_TWS,
    "FACE-TOUCH-CHALLENGE-*": PORTAL_AND_TWS,
    # Failures are those at Client Portal; what the lock means for the platforms is disputable, and noted.
    "LOGIN-HELP-LCK0[1-5]": PORTAL,
    "AND-*": PORTAL,
    "IOS-*": PORTAL,
}
PHONES: Scopes = {
    "LOGIN-SEAMLESS-*": ANDROID,
    "LOGIN-CHALLENGE-*": ANDROID,
    "AND-*": ANDROID,
    "TOUCHID-*": IPHONE,
    "FACEID-*": IPHONE,
    "FACE-TOUCH-CHALLENGE-*": IPHONE,
    "IOS-*": IPHONE,
}
PROOFS: Scopes = {
    "LOGIN-SEAMLESS-*": FINGER_OR_PIN,
    "LOGIN-CHALLENGE-*": FINGER_OR_PIN,
    "AND-*": FINGER_OR_PIN,
    "TOUCHID-03b": TOUCH_ID,
    "TOUCHID-03c": PASSCODE,
    "TOUCHID-*": TOUCH_ID | PASSCODE,
    "FACEID-03b": FACE_ID,
    "FACEID-03c": PASSCODE,
    "FACEID-*": FACE_ID | PASSCODE,
    "FACE-TOUCH-CHALLENGE-04[ac]": TOUCH_ID,
    "FACE-TOUCH-CHALLENGE-0[45]b": PASSCODE,
    "FACE-TOUCH-CHALLENGE-04d": FACE_ID,
    "FACE-TOUCH-CHALLENGE-05[ac]": FACE_ID,
    "FACE-TOUCH-CHALLENGE-*": TOUCH_ID | FACE_ID | PASSCODE,
    "IOS-*": TOUCH_ID | FACE_ID | PASSCODE,
}


def speaks_of(clause: str, condition: str, scopes: Scopes) -> bool:
    """Whether what happens under the condition only (``on-tws``) is what the clause speaks of."""
    scope = next((known for pattern, known in scopes.items() if fnmatchcase(clause, pattern)), None)
    return scope is None or condition in scope
