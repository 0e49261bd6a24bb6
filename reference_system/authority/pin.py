"""Which PINs a user may make up for IB Key on Android (KB2269; reading chosen in AMB-PIN-CHARACTERS)."""

from __future__ import annotations

import secrets
import string
from collections.abc import Collection

from reference_system.deviations import rule

SHORTEST, LONGEST = 4, 6
CHARACTERS = frozenset(string.ascii_letters + string.digits + string.punctuation)

_LENGTH_FROM_BELOW = ["AND-MANUAL-08b", "AND-QR-10b"]
_LENGTH_FROM_ABOVE = ["AND-MANUAL-08c", "AND-QR-10c"]


def made_up() -> str:
    """4 digits."""
    return f"{secrets.randbelow(10_000):04d}"


def _within(
    pin: str,
    *,
    shortest: int = SHORTEST,
    longest: int = LONGEST,
    characters: Collection[str] = CHARACTERS,
) -> bool:
    return shortest <= len(pin) <= longest and all(character in characters for character in pin)


@rule
def is_allowed(pin: str) -> bool:
    """Whether a user may have this PIN: 4 to 6 letters, digits and special characters of ASCII, no spaces."""
    return _within(pin)


@is_allowed.deviation(
    "accepts-a-pin-of-three", clauses=_LENGTH_FROM_BELOW, breaks="a PIN of 3 characters is accepted"
)
def _(pin: str) -> bool:
    return _within(pin, shortest=SHORTEST - 1)


@is_allowed.deviation(
    "refuses-a-pin-of-four", clauses=_LENGTH_FROM_BELOW, breaks="a PIN of 4 characters is refused"
)
def _(pin: str) -> bool:
    return _within(pin, shortest=SHORTEST + 1)


@is_allowed.deviation(
    "accepts-a-pin-of-seven", clauses=_LENGTH_FROM_ABOVE, breaks="a PIN of 7 characters is accepted"
)
def _(pin: str) -> bool:
    return _within(pin, longest=LONGEST + 1)


@is_allowed.deviation(
    "refuses-a-pin-of-six", clauses=_LENGTH_FROM_ABOVE, breaks="a PIN of 6 characters is refused"
)
def _(pin: str) -> bool:
    return _within(pin, longest=LONGEST - 1)


@is_allowed.deviation(
    "takes-pins-of-digits-only",
    clauses=["AND-MANUAL-08d", "AND-QR-10d"],
    breaks="a PIN with a letter or a special character is refused",
)
def _(pin: str) -> bool:
    return _within(pin, characters=string.digits)


@is_allowed.deviation(
    "refuses-percent-signs-in-pins",
    clauses=["AND-MANUAL-08d", "AND-QR-10d"],
    breaks="a PIN with a percent sign is refused",
)
def _(pin: str) -> bool:
    return _within(pin, characters=CHARACTERS - {"%"})


@is_allowed.deviation(
    "refuses-capitals-in-pins",
    clauses=["AND-MANUAL-08d", "AND-QR-10d"],
    breaks="a PIN with a capital letter is refused",
)
def _(pin: str) -> bool:
    return _within(pin, characters=CHARACTERS - set(string.ascii_uppercase))


@rule
def as_kept(pin: str) -> str:
    """The PIN that a made-up one becomes: the same. A long one is refused, never shortened."""
    return pin


@as_kept.deviation(
    "cuts-pins-after-six",
    clauses=_LENGTH_FROM_ABOVE,
    breaks="a PIN of 7 characters is cut to 6, and the shortened PIN approves logins",
)
def _(pin: str) -> str:
    return pin[:LONGEST]


@as_kept.deviation(
    "loses-leading-zeros-of-pins",
    clauses=["AND-MANUAL-08d", "AND-QR-10d"],
    breaks="a PIN of digits is kept as a number, so that one with a leading zero approves nothing",
)
def _(pin: str) -> str:
    return f"{int(pin):0{SHORTEST}d}" if pin.isdecimal() else pin
