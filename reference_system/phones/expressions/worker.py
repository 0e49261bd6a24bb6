"""Evaluates expressions in a process of its own: ``python -I worker.py``.

One JSON object a line comes in, one goes out::

    {"xpath", "document", "start"}       ->  {"selected": [number of the element, or null]}
    {"pattern", "ignore_case", "texts"}  ->  {"fit": [whether the pattern fits the text as a whole]}
    what cannot be evaluated             ->  {"refused": why}

Elements are numbered in the document's order, from 0; ``start`` null is the document itself.
Ends when its input ends, and in the middle of an evaluation that has computed for `COMPUTES_S`: whatever it
is busy with, and whether or not its owner still lives. Imports nothing of the project: to start quickly.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

COMPUTES_S = 0.3
"""Of the processor's time, so that a busy machine allows no less: a hundred times what a usual one takes."""
MEMORY_BYTES = 512 * 1024 * 1024


class WrongArgument(ValueError):
    """A function was called with arguments that it does not take."""


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner, whose end is the input's end
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    for line in sys.stdin.buffer:
        signal.setitimer(signal.ITIMER_PROF, COMPUTES_S)
        answer = json.dumps(answered(json.loads(line)))
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


def answered(question: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one question."""
    try:
        if "xpath" in question:
            return {"selected": _selected(question["xpath"], question["document"], question["start"])}
        return {"fit": _fit(question["pattern"], question["ignore_case"], question["texts"])}
    except (etree.XPathError, WrongArgument) as error:
        return {"refused": f"is not a valid XPath: {error}"}
    except (re.error, OverflowError) as error:
        return {"refused": f"is not a regular expression: {error}"}
    except NotElements as error:
        return {"refused": str(error)}
    except (MemoryError, RecursionError):
        return {"refused": "needs more memory than this phone gives to an expression"}


class NotElements(ValueError):
    """An XPath expression selects no elements but a value."""

    def __init__(self) -> None:
        super().__init__("selects no elements but a value")


def elements_in(result: object) -> list[etree._Element | None]:
    """What an evaluated XPath expression selects; None for what is no element but an attribute or a text.

    Raises: NotElements.
    """
    if not isinstance(result, list):
        raise NotElements
    return [one if isinstance(one, etree._Element) else None for one in result]


def _selected(expression: str, document: str, start: int | None) -> list[int | None]:
    root = etree.fromstring(document)
    numbers = {element: number for number, element in enumerate(root.iter())}
    where = root.getroottree() if start is None else list(numbers)[start]
    found = elements_in(etree.XPath(expression, extensions=FUNCTIONS)(where))
    return [None if element is None else numbers.get(element) for element in found]


def _fit(pattern: str, ignore_case: bool, texts: list[str]) -> list[bool]:
    compiled = re.compile(pattern, re.IGNORECASE if ignore_case else re.NOFLAG)
    return [compiled.fullmatch(text) is not None for text in texts]


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
        except (TypeError, re.error, OverflowError) as error:
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
"""What both on-device servers offer of XPath 2 besides XPath 1, for lxml's ``extensions``.

Lists (``tokenize``, ``string-join``) are not among them.
"""

if __name__ == "__main__":
    main()
