r"""Text that others wrote, made fit for every writer: what products, drivers and feature files say.

Such text may hold anything: half of an emoji (Playwright delivers lone surrogates), colours and bells of a
terminal, marks that turn the direction of a line around, megabytes. ``visible`` shows what would act or
break as the escape that JSON has for it (``\u001b``), so the same text can be shown on a terminal and stand
in JSON, HTML and XML; ``beginning`` says how much it left out. Whatever is written as a file is encoded by
``encoded``, which cannot fail.

========================================  =========================================================
names, values of rows, texts of steps     ``LONGEST_NAME`` characters
reasons                                   one line of ``LONGEST_REASON`` characters
messages                                  ``LONGEST_MESSAGE`` characters; the whole is attached once
what pytest tells of a failure, output    the first 300 lines (15,000 characters) and the last 100 (5,000)
texts that are attached                   ``LONGEST_ATTACHMENT`` characters
========================================  =========================================================
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_NAME = 300
LONGEST_REASON = 300
LONGEST_MESSAGE = 4000
LONGEST_ATTACHMENT = 1024 * 1024
_NOTE = 40  # characters, at most, of a note about what was left out
_FIRST, _LAST = (300, 15_000), (100, 5_000)  # lines, characters

# Control characters but for tab and the ends of lines; what Unicode calls Bidi_Control; the separators that
# Python takes for ends of lines; surrogates without their other half; what XML forbids besides.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
    "|\r(?!\n)"
)


# "<Locator object at 0x7f3c0a5e4e50>": another one in every run, and of no use to a reader.
_ADDRESS = re.compile(r"( object)? at 0x[0-9A-Fa-f]{6,}")


def without_addresses(text: str) -> str:
    """``text`` without the addresses in memory by which Python tells objects apart."""
    return _ADDRESS.sub("", text)


def visible(text: str) -> str:
    r"""``text`` with all that acts on its reader written out: ``"\x1b[31m"`` as ``\u001b[31m``.

    Tabs and ends of lines stay. Done twice it is as if done once.
    """
    return _ACTING.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def beginning(text: str, most: int) -> str:
    """``text``, visible; of a longer one the first ``most`` characters and how many follow.

    What is cut already stays as it is.
    """
    left_out = len(text) - most
    if left_out <= _NOTE:
        return visible(text)
    return f"{visible(text[:most])}… ({left_out:,} more characters)"


def excerpt(text: str) -> str:
    """``text``, visible; of a longer one the first and the last lines, long lines cut as messages are."""
    return "\n".join(excerpt_of_lines([beginning(line, LONGEST_MESSAGE) for line in text.split("\n")]))


def excerpt_of_lines(lines: Sequence[str]) -> list[str]:
    """The first and the last of ``lines``, and how many stood between."""
    head = _within(lines, *_FIRST)
    tail = _within(lines[head:][::-1], *_LAST)
    left_out = len(lines) - head - tail
    if left_out <= 1:  # a note in its place would be as long
        return list(lines)
    return [*lines[:head], f"… ({left_out:,} more lines)", *lines[len(lines) - tail :]]


def _within(lines: Sequence[str], most: int, characters: int) -> int:
    """How many of ``lines`` there is room for."""
    for count, line in enumerate(lines[:most]):
        characters -= len(line)
        if characters < 0:
            return count
    return min(most, len(lines))


def on_one_line(text: str, most: int) -> str:
    """``text``, visible, every gap a single space; what is longer than ``most`` characters ends in ``…``."""
    line = visible(" ".join(text[: most * 4].split()))
    return line if len(line) <= most and len(text) <= most * 4 else line[: most - 1] + "…"


def encoded(text: str) -> bytes:
    r"""``text`` in UTF-8; half of a pair of surrogates as JSON escapes it, ``\ud83d``."""
    return text.encode("utf-8", "backslashreplace")


def message_of(error: BaseException) -> str:
    """What ``error`` says, as it says it; where it cannot say it, why not."""
    try:
        return str(error)
    except Exception as another:  # noqa: BLE001  (whatever its author got wrong)
        return f"a {type(error).__name__} whose text cannot be had ({type(another).__name__})"
