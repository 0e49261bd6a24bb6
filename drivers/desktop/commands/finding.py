"""Finding elements."""

from __future__ import annotations

from typing import Any

from drivers.desktop.errors import NoSuchElement
from drivers.desktop.locating import Locator
from drivers.desktop.session import Session
from drivers.desktop.tree import Element


def find_one(session: Session, path: dict[str, str], body: dict[str, Any]) -> dict[str, str]:
    """Reference of the first element that meets the locator."""
    locator = Locator(body.get("using"), body.get("value"))
    return session.reference(session.find_one(locator, _below(session, path)))


def find_all(session: Session, path: dict[str, str], body: dict[str, Any]) -> list[dict[str, str]]:
    """References of all elements that meet the locator, in document order."""
    locator = Locator(body.get("using"), body.get("value"))
    return [session.reference(e) for e in session.find(locator, _below(session, path))]


def active(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> dict[str, str]:
    """Reference of the element that has the keyboard. Raises: NoSuchElement."""
    for element in session.tree().walk():
        if "focused" in element.states:
            return session.reference(element)
    raise NoSuchElement("no element has the keyboard")


def _below(session: Session, path: dict[str, str]) -> Element | None:
    return session.element(path["element"]) if "element" in path else None
