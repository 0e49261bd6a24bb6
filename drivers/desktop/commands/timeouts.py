"""Timeouts of the session, milliseconds on the wire."""

from __future__ import annotations

from typing import Any

from drivers.desktop.errors import InvalidArgument
from drivers.desktop.session import Session
from drivers.desktop.standard import Timeouts


def read(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> dict[str, int | None]:
    """All three timeouts."""
    return session.timeouts.told()


def change(session: Session, _path: dict[str, str], body: dict[str, Any]) -> None:
    """Change those given. Raises: InvalidArgument, and nothing changes."""
    if "type" in body:  # the form before W3C, which Appium clients still send
        body = _in_the_form_of_today(body)
    session.timeouts = Timeouts.read(session.timeouts.told() | body)


def _in_the_form_of_today(body: dict[str, Any]) -> dict[str, Any]:
    kind, duration_ms = body["type"], body.get("ms")
    if not isinstance(kind, str) or kind not in _KINDS or duration_ms is None:
        raise InvalidArgument(f"a timeout has ms and a type of {', '.join(_KINDS)}")
    return {_KINDS[kind]: duration_ms}


_KINDS = {"implicit": "implicit", "script": "script", "page load": "pageLoad", "pageLoad": "pageLoad"}
