"""WebDriverAgent's errors: the W3C code, the HTTP status it goes with, and why.

WdaError
├── NoSuchElement, StaleElement, NoSuchAlert, NoSuchSession, UnknownCommand   404
├── InvalidArgument, InvalidSelector, InvalidElementState                     400
└── UnknownError, UnableToCapture, SessionNotCreated                          500
"""

from __future__ import annotations

from typing import ClassVar


class WdaError(Exception):
    """An answer that is an error."""

    code: ClassVar[str] = "unknown error"
    status: ClassVar[int] = 500


class UnknownError(WdaError):
    """Something that has no code of its own."""


class NoSuchElement(WdaError):
    code = "no such element"
    status = 404


class StaleElement(WdaError):
    code = "stale element reference"
    status = 404


class NoSuchAlert(WdaError):
    code = "no such alert"
    status = 404


class NoSuchSession(WdaError):
    code = "invalid session id"
    status = 404


class UnknownCommand(WdaError):
    code = "unknown command"
    status = 404


class InvalidArgument(WdaError):
    code = "invalid argument"
    status = 400


class InvalidSelector(WdaError):
    code = "invalid selector"
    status = 400


class InvalidElementState(WdaError):
    code = "invalid element state"
    status = 400


class UnableToCapture(WdaError):
    code = "unable to capture screen"


class SessionNotCreated(WdaError):
    code = "session not created"
