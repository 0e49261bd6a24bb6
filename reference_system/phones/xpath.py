"""What both on-device servers offer of XPath 2 besides XPath 1: functions for lxml.

Lists (``tokenize``, ``string-join``) are not among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree


class WrongArgument(ValueError):
    """A function was called with arguments that it does not take."""


def _string(value: object) -> str:
    """An argument as XPath's ``string()`` reads it; an element of a page source has no text of its own."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if isinstance(value, etree._Element) else str(value)


def _checked(function: Callable[..., object]) -> Callable[..., object]:
    """The function as lxml calls it, told apart from a mistake of our own by its error."""

    def call(_: object, *arguments: object) -> object:
        try:
            return function(*map(_string, arguments))
        except (TypeError, re.error) as error:
            raise WrongArgument(str(error)) from error

    return call


def _options(flags: str) -> re.RegexFlag:
    return re.IGNORECASE if "i" in flags else re.NOFLAG


def _matches(text: str, pattern: str, flags: str = "") -> bool:
    return re.search(pattern, text, _options(flags)) is not None


def _replace(text: str, pattern: str, by: str, flags: str = "") -> str:
    template = re.sub(r"\$(\d)", r"\\g<\1>", by.replace("\\", r"\\"))
    return re.sub(pattern, template, text, flags=_options(flags))


FUNCTIONS: dict[tuple[None, str], Callable[..., object]] = {
    (None, "matches"): _checked(_matches),
    (None, "replace"): _checked(_replace),
    (None, "ends-with"): _checked(lambda text, end: text.endswith(end)),
    (None, "lower-case"): _checked(lambda text: text.lower()),
    (None, "upper-case"): _checked(lambda text: text.upper()),
}
"""To be given to lxml as ``extensions``."""
