"""Errors in the words of W3C WebDriver, section "Errors".

WebDriverError
├ 400  InvalidArgument  InvalidSelector  InvalidElementState
│      ElementNotInteractable  ElementClickIntercepted
├ 404  NoSuchElement  NoSuchWindow  NoSuchAlert  StaleElementReference  InvalidSessionId  UnknownCommand
├ 405  UnknownMethod
└ 500  SessionNotCreated  MoveTargetOutOfBounds  Timeout  UnableToCaptureScreen  UnsupportedOperation
       UnexpectedAlertOpen  UnknownError
"""

from __future__ import annotations

from typing import ClassVar


class WebDriverError(Exception):
    """An answer other than success; ``status`` and ``code`` are those of the standard's table."""

    status: ClassVar[int]
    code: ClassVar[str]

    @property
    def message(self) -> str:
        """What went wrong, as the client will read it."""
        return str(self)


class InvalidArgument(WebDriverError):
    """The arguments of a command are missing or malformed."""

    status, code = 400, "invalid argument"


class InvalidSelector(WebDriverError):
    """A locator is of an unsupported strategy, is malformed, or does not select elements."""

    status, code = 400, "invalid selector"


class InvalidElementState(WebDriverError):
    """The element is in a state that the command cannot work on (not editable, not enabled)."""

    status, code = 400, "invalid element state"


class ElementNotInteractable(WebDriverError):
    """The element cannot be reached by pointer or keyboard."""

    status, code = 400, "element not interactable"


class ElementClickIntercepted(WebDriverError):
    """A modal window stands between the person and the element."""

    status, code = 400, "element click intercepted"


class NoSuchElement(WebDriverError):
    """Nothing on screen meets the locator, or the element reference was never handed out."""

    status, code = 404, "no such element"


class NoSuchWindow(WebDriverError):
    """The program has ended or shows no window."""

    status, code = 404, "no such window"


class NoSuchAlert(WebDriverError):
    """No dialog waits for an answer."""

    status, code = 404, "no such alert"


class StaleElementReference(WebDriverError):
    """The element was on screen once and its program has destroyed it."""

    status, code = 404, "stale element reference"


class InvalidSessionId(WebDriverError):
    """No such session, or it has ended."""

    status, code = 404, "invalid session id"


class UnknownCommand(WebDriverError):
    """No command has this path."""

    status, code = 404, "unknown command"


class UnknownMethod(WebDriverError):
    """The path is that of a command, the HTTP verb is not."""

    status, code = 405, "unknown method"


class SessionNotCreated(WebDriverError):
    """The desk or the program could not be started or attached to."""

    status, code = 500, "session not created"


class MoveTargetOutOfBounds(WebDriverError):
    """The pointer was to leave the screen."""

    status, code = 500, "move target out of bounds"


class Timeout(WebDriverError):
    """The command was given up after the time it may take."""

    status, code = 500, "timeout"


class UnableToCaptureScreen(WebDriverError):
    """There are no pixels to take a picture of."""

    status, code = 500, "unable to capture screen"


class UnsupportedOperation(WebDriverError):
    """The command is known, this driver cannot do it."""

    status, code = 500, "unsupported operation"


class UnexpectedAlertOpen(WebDriverError):
    """A dialog that waits for an answer keeps the command from its end."""

    status, code = 500, "unexpected alert open"


class UnknownError(WebDriverError):
    """The command was carried out and its effect did not come, or the program does not answer."""

    status, code = 500, "unknown error"
