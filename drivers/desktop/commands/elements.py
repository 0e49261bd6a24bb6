"""What an element shows and what can be done to it."""

from __future__ import annotations

from typing import Any

from drivers.desktop import interaction
from drivers.desktop.accessibility import AccessibilityError
from drivers.desktop.commands.document import picture
from drivers.desktop.errors import InvalidArgument, UnableToCaptureScreen
from drivers.desktop.locating import detail_of
from drivers.desktop.roles import STATE_NAMES, aria_role
from drivers.desktop.session import Session
from drivers.desktop.tree import Detail, Element


def _element(session: Session, path: dict[str, str], wanted: Detail = Detail.NOTHING) -> Element:
    return session.element(path["element"], wanted)


def text(session: Session, path: dict[str, str], _body: dict[str, Any]) -> str:
    """Text inside the element, or its name where it has none; a password masked, one mark a character."""
    return _element(session, path, Detail.TEXTS).text


def tag(session: Session, path: dict[str, str], _body: dict[str, Any]) -> str:
    """Role of the element as the tag it has in the source."""
    return _element(session, path).role.replace(" ", "_")


def attribute(session: Session, path: dict[str, str], _body: dict[str, Any]) -> str | None:
    """An attribute: those of the source, ``description``, any AT-SPI state, or one of the toolkit's own.

    ``None`` when the element has no such attribute.
    """
    name = path["attribute"]
    element = _element(session, path, detail_of(name))
    if name in STATE_NAMES:
        return str(name in element.states).lower()
    if name == "description":
        return str(session.bus.get(element.ref, "Accessible", "Description"))
    known = {
        "name": element.name,
        "role": element.role,
        "id": element.ident,
        "text": element.text,
        "value": element.text,
    }
    if element.rect is not None:
        known |= {key: str(number) for key, number in element.rect._asdict().items()}
    if name in known:
        return known[name]
    return _toolkit_attributes(session, element).get(name)


def _toolkit_attributes(session: Session, element: Element) -> dict[str, str]:
    try:
        return dict(session.bus.call(element.ref, "Accessible", "GetAttributes"))
    except AccessibilityError:  # optional; Qt before 6.8 has none
        return {}


def rect(session: Session, path: dict[str, str], _body: dict[str, Any]) -> dict[str, int]:
    """Place of the element on the screen, pixels; all 0 when it has none."""
    area = _element(session, path, Detail.EXTENTS).rect
    return area._asdict() if area else {"x": 0, "y": 0, "width": 0, "height": 0}


def computed_role(session: Session, path: dict[str, str], _body: dict[str, Any]) -> str:
    """Role of the element in the words of WAI-ARIA; ``generic`` where ARIA has none."""
    return aria_role(_element(session, path).role)


def computed_label(session: Session, path: dict[str, str], _body: dict[str, Any]) -> str:
    """Accessible name of the element."""
    return _element(session, path).name


def enabled(session: Session, path: dict[str, str], _body: dict[str, Any]) -> bool:
    """Whether the element reacts to a person."""
    return "enabled" in _element(session, path).states


def displayed(session: Session, path: dict[str, str], _body: dict[str, Any]) -> bool:
    """Whether the element and all that it is in are shown."""
    return _element(session, path).showing


def selected(session: Session, path: dict[str, str], _body: dict[str, Any]) -> bool:
    """Whether the element is selected, checked, or a button that stays down."""
    states = _element(session, path).states
    return any(state in states for state in ("selected", "checked", "pressed"))


def screenshot(session: Session, path: dict[str, str], _body: dict[str, Any]) -> str:
    """The part of the screen where the element is: PNG in base64."""
    element = _element(session, path, Detail.EXTENTS)
    if element.rect is None or not element.showing:
        raise UnableToCaptureScreen(f"{element.role} {element.name!r} is not on the screen")
    return picture(session, element.rect)


def click(session: Session, path: dict[str, str], _body: dict[str, Any]) -> None:
    """Click the element; see ``interaction.click``."""
    interaction.click(session, _element(session, path))


def clear(session: Session, path: dict[str, str], _body: dict[str, Any]) -> None:
    """Empty the element; see ``interaction.clear``."""
    interaction.clear(session, _element(session, path))


def send_keys(session: Session, path: dict[str, str], body: dict[str, Any]) -> None:
    """Type into the element; see ``interaction.send_keys``."""
    typed = body.get("text")
    if not isinstance(typed, str):
        raise InvalidArgument("text must be a string")
    interaction.send_keys(session, _element(session, path), typed)
