"""Timeouts of the session, milliseconds on the wire."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from drivers.desktop.capabilities import Timeouts
from drivers.desktop.errors import InvalidArgument
from drivers.desktop.session import Session


def read(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> dict[str, int | None]:
    """All three timeouts."""
    return session.timeouts.model_dump(by_alias=True)


def change(session: Session, _path: dict[str, str], body: dict[str, Any]) -> None:
    """Change those given. Raises: InvalidArgument, and nothing changes."""
    if "type" in body:  # the form before W3C, which Appium clients still send
        body = {str(body["type"]): body.get("ms")}
    try:
        session.timeouts = Timeouts.model_validate(read(session, {}, {}) | body)
    except ValidationError as error:
        complaint = error.errors(include_url=False, include_input=False)[0]
        raise InvalidArgument(f"timeouts: {complaint['loc'][0]}: {complaint['msg']}") from None
