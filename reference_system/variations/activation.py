"""What the articles leave open about activation codes and PINs."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Callable, Sequence
from itertools import pairwise

from reference_system.authority import activation
from reference_system.authority import pin as pins
from reference_system.authority.store import ActivationCode, OpenSession
from reference_system.phones.apps.ibkr.activation import android, code
from reference_system.phones.model.widget import Field

_TYPED = ["AND-MANUAL-07b", "IOS-MANUAL-07b", "IOS-MANUAL-09a"]
_SCANNED = ["AND-QR-09b", "IOS-QR-01c", "IOS-QR-03b"]
_WRONG = ["AND-MANUAL-07b", "IOS-MANUAL-08"]
_AS_SHOWN = "the articles only say that the string is alphanumeric and stands for the code"


def _looks(name: str, differs: str, made: Callable[[], str]) -> None:
    """Register a variation of how codes look."""

    @activation.new_code.variation(
        name, near=[*_TYPED, *_SCANNED], differs=f"an activation code {differs}", permitted=_AS_SHOWN
    )
    def _() -> str:
        return made()


def _some(characters: str, length: int) -> str:
    return "".join(secrets.choice(characters) for _ in range(length))


_looks("codes-of-digits-only", "is made of digits only", lambda: _some(string.digits, 12))
_looks(
    "codes-in-small-letters", "has small letters", lambda: _some(string.ascii_lowercase + string.digits, 12)
)
_looks("codes-of-eight", "has 8 characters", lambda: _some(activation.CODE_CHARACTERS, 8))
_looks("codes-of-twenty-four", "has 24 characters", lambda: _some(activation.CODE_CHARACTERS, 24))
_looks(
    "codes-in-both-cases",
    "has capitals and small letters",
    lambda: "aB" + _some(string.ascii_letters + string.digits, 10),
)


@activation.code_meant.variation(
    "codes-in-whatever-case",
    near=_WRONG,
    differs="a code may be typed in small letters or capitals",
    permitted="no article says that the case counts",
)
def _(typed: str, issued: Sequence[str]) -> str | None:
    return next((one for one in issued if one.casefold() == typed.casefold()), None)


@activation.code_meant.variation(
    "blanks-and-hyphens-in-codes-are-passed-over",
    near=_WRONG,
    differs="blanks and hyphens within a typed code are passed over",
    permitted="the string is alphanumeric; nobody says what becomes of other characters",
)
def _(typed: str, issued: Sequence[str]) -> str | None:
    return activation.code_meant.original(re.sub(r"[\s-]", "", typed), issued)


@activation.code_shown.variation(
    "a-fresh-code-at-every-look",
    near=["AND-MANUAL-07a", "IOS-QR-07b", "IOS-QR-01c", "AND-MANUAL-F14-05"],
    differs="each time Client Portal is opened it shows another code; the earlier ones stay good",
    permitted="no article says that a session has one code",
)
def _(session: OpenSession, codes: Sequence[ActivationCode]) -> ActivationCode | None:  # noqa: ARG001
    return None


@code.code_field.variation(
    "code-field-makes-capitals",
    near=_TYPED,
    differs="the field for the code shows small letters as capitals",
    permitted="no article says that one may type small letters at all",
)
def _() -> Field:
    entry = Field()

    def raise_letters() -> None:
        entry.text = entry.text.upper()

    entry.on_change = raise_letters
    return entry


@code.code_field.variation(
    "code-field-stops-at-twelve",
    near=_WRONG,
    differs="the field for the code takes no more than the 12 characters that a code has",
    permitted="what is more than a code is none; no article says where it is refused",
)
def _() -> Field:
    return Field(max_length=activation.CODE_LENGTH)


@android.pin_field.variation(
    "pin-field-stops-at-six",
    near=["AND-MANUAL-08c", "AND-QR-10c"],
    differs="the field for the PIN takes no seventh character",
    permitted="a PIN has up to 6 characters; no article says where the seventh is refused",
)
def _() -> Field:
    return Field(max_length=pins.LONGEST)


@pins.is_allowed.variation(
    "pins-of-any-character",
    near=["AND-MANUAL-08d", "AND-QR-10d", "AND-MANUAL-08c"],
    differs="a PIN may have blanks, accents and emoji, too",
    permitted="letters, digits and special characters are allowed; nothing is said to be forbidden",
)
def _(pin: str) -> bool:
    return pins.SHORTEST <= len(pin) <= pins.LONGEST


@pins.is_allowed.variation(
    "easy-pins-are-refused",
    near=["AND-MANUAL-08d", "AND-QR-10d", "AND-MANUAL-08b"],
    differs="a PIN of one and the same character, or of digits in a row, is refused",
    permitted="the article refers to guidelines for what else a PIN has to be",
)
def _(pin: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    return pins.is_allowed.original(pin) and steps not in ({0}, {1}, {-1})
