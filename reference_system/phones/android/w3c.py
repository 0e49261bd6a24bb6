"""Errors of the W3C WebDriver protocol, as the on-device server answers them.

    WebDriverError
    ├── BadArgument, BadSelector, BadElementState       the request is wrong
    ├── NoSuchElement, StaleElement, NoAlert            what it names is not there
    ├── NoSession, SessionNotCreated,
    │   UnknownCommand                                  the server cannot do it
    └── UnknownProblem

Source: W3C WebDriver, "Errors".
"""

from __future__ import annotations

from typing import ClassVar


class WebDriverError(Exception):
    """Answered with ``status`` and ``code``."""

    code: ClassVar[str] = "unknown error"
    status: ClassVar[int] = 500


class BadArgument(WebDriverError):
    code, status = "invalid argument", 400


class BadSelector(WebDriverError):
    code, status = "invalid selector", 400


class BadElementState(WebDriverError):
    code, status = "invalid element state", 400


class NoSuchElement(WebDriverError):
    code, status = "no such element", 404


class StaleElement(WebDriverError):
    code, status = "stale element reference", 404


class NoAlert(WebDriverError):
    code, status = "no such alert", 404


class NoSession(WebDriverError):
    code, status = "invalid session id", 404


class SessionNotCreated(WebDriverError):
    code, status = "session not created", 500


class UnknownCommand(WebDriverError):
    code, status = "unknown command", 404


class UnknownProblem(WebDriverError):
    pass
