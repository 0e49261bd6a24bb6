"""Errors of the harness: a check that could not be made. A breach of a clause is an AssertionError instead.

HarnessError
├── ElementNotShown     a page or screen waited for an element and it never came
├── LabError            the lab refused a request or did not answer (harness.lab)
├── NotArranged         what a scenario begins with could not be brought about
├── ServiceUnavailable  a part of the embedded system could not be had (harness.services.client)
├── SessionFailed       a session on a phone or window could not be opened (harness.sessions.drivers)
└── TargetError         a target file is wrong (harness.targets.file)
"""

from __future__ import annotations

from harness.foreign_text import LONGEST_REASON, message_of, on_one_line
from harness.secrets import redact


class HarnessError(Exception):
    """The check could not be made."""


class ElementNotShown(HarnessError):
    """A page, window or screen waited for an element and it never came.

    Args:
        screen: Class of the page object.
        element: What was waited for, in words.
        waited_s: How long, in seconds.
        seen: What was there instead.
    """

    def __init__(self, *, screen: str, element: str, waited_s: float, seen: str) -> None:
        self.screen, self.element = screen, element
        super().__init__(f"{screen}: {element} was not shown within {waited_s:g} s (on screen: {seen})")


class NotArranged(HarnessError):
    """What a scenario begins with, and is not about, could not be brought about."""


def internal_error(error: BaseException) -> str:
    """In one line, that the harness itself has failed, and by what: it never has a verdict's exit code."""
    said = ": ".join(filter(None, [type(error).__name__, message_of(error)]))
    return f"an internal error of the harness: {on_one_line(redact(said), LONGEST_REASON)}"
