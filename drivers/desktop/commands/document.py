"""The program as a whole: source, title, place and picture."""

from __future__ import annotations

import base64
from typing import Any

from drivers.desktop import locating
from drivers.desktop.errors import UnableToCaptureScreen
from drivers.desktop.session import Session
from drivers.desktop.tree import Detail, Rect


def source(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> str:
    """The whole program as XML; see ``locating.as_xml``."""
    return locating.source(session.tree(Detail.ALL))


def title(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> str:
    """Title of the current window."""
    return session.current_window().name


def screenshot(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> str:
    """The whole screen of the desk: PNG in base64."""
    return picture(session, None)


def picture(session: Session, area: Rect | None) -> str:
    """PNG in base64 of the screen or of an area of it. Raises: UnableToCaptureScreen."""
    try:
        return base64.b64encode(session.seat.picture(area)).decode()
    except ValueError as error:
        raise UnableToCaptureScreen(str(error)) from error
