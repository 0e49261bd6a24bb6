"""Wrong values right beside the right one: an exact check refuses every one of them.

That one wrong value is refused proves little: a check that looks at the first five characters only, or at the
number that digits stand for, refuses most of them, too. The neighbours are made by rule and not by chance, so
no verdict depends on a seed.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.secrets import register

_ALPHABETS = (string.digits, string.ascii_uppercase, string.ascii_lowercase, "!#$%&*+-=?@^_~")
_ELSE = "0"
"""What takes the place of a character that is in none of the alphabets."""


@dataclass(frozen=True)
class Neighbour:
    """A wrong value; a secret, for it gives most of the right one away.

    Attributes:
        differs: In what, for a person: ``another 3rd character``.
    """

    differs: str
    value: str = field(repr=False)

    def __post_init__(self) -> None:
        register(self.value)

    def __str__(self) -> str:
        return self.differs


def neighbours(right: str) -> list[Neighbour]:
    """Each character another one of its kind, one more and one fewer at either end.

    The last and the first character come first: whoever asks ends after some wrong values.
    """
    found = {one.value: one for one in (*_changed(right), *_longer(right), *_shorter(right))}
    return list(found.values())


def other_cases(right: str) -> list[Neighbour]:
    """Each letter alone in the other case, for what tells capitals from small letters; the last one first."""
    swapped = right.swapcase()
    return [
        Neighbour(f"the {_nth(at)} character in the other case", _put(right, at, swapped[at]))
        for at in reversed(range(len(right)))
        if swapped[at] != right[at]
    ]


def another(character: str) -> str:
    """The next one of its kind: a digit for a digit, a capital for a capital."""
    kind = next((one for one in _ALPHABETS if character in one), None)
    if kind is None:
        return _ELSE
    return kind[(kind.index(character) + 1) % len(kind)]


def _changed(right: str) -> Iterator[Neighbour]:
    places = range(len(right))
    for at in dict.fromkeys((*places[-1:], *places)):
        yield Neighbour(f"another {_nth(at)} character", _put(right, at, another(right[at])))


def _longer(right: str) -> Iterator[Neighbour]:
    more = another(right[-1:] or _ELSE)
    yield Neighbour("one character more at its end", right + more)
    yield Neighbour("one character more before it", more + right)


def _shorter(right: str) -> Iterator[Neighbour]:
    if len(right) > 1:
        yield Neighbour("its last character missing", right[:-1])
        yield Neighbour("its first character missing", right[1:])


def _put(right: str, at: int, character: str) -> str:
    return right[:at] + character + right[at + 1 :]


def _nth(at: int) -> str:
    number = at + 1
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(number, "th")
