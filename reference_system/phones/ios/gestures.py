"""Touches: W3C actions, swipes, drags and scrolls, done with the phone's finger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reference_system.phones.ios.element import Element
from reference_system.phones.ios.errors import InvalidArgument, InvalidElementState
from reference_system.phones.model.hand import Point
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Bounds

_KEYS = {"\ue003": "\b", "\ue017": "\b", "\ue006": "\n", "\ue007": "\n", "\ue004": "\t", "\ue00d": " "}


@dataclass(slots=True)
class _Finger:
    """A finger over the glass while a sequence of actions is played."""

    at: Point | None = None
    down_at: Point | None = None


def number(value: object, what: str) -> float:
    """A number of a request. Raises: InvalidArgument."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidArgument(f"'{what}' must be a number")
    return float(value)


def perform(phone: Phone, sequences: object, element: Callable[[object], Element]) -> None:
    """Play W3C actions: a touching finger, or keys. Two fingers do nothing: no screen answers to them.

    Args:
        element: Resolves an element reference used as the origin of a move.
    Raises: InvalidArgument, for malformed actions.
    """
    if not isinstance(sequences, list) or not sequences:
        raise InvalidArgument("'actions' must be a list of action sequences")
    played = [(kind, items) for kind, items in map(_items, sequences) if items]
    alone = sum(kind == "pointer" for kind, _ in played) == 1
    for kind, items in played:
        match kind:
            case "pointer":
                for stroke in _strokes(items, element):
                    if alone:
                        phone.hand.swipe(*stroke)
            case "key":
                _type(phone, items)
            case _:
                raise InvalidArgument(f"only actions of types pointer and key are supported, not '{kind}'")


def _items(sequence: object) -> tuple[object, list[Mapping[str, Any]]]:
    """Kind and items of a sequence; none are what the driver leaves of a finger that only waits for keys."""
    if not isinstance(sequence, dict):
        raise InvalidArgument("each action sequence must be an object")
    items = sequence.get("actions")
    if not isinstance(items, list):
        raise InvalidArgument("each action sequence needs a list 'actions'")
    return sequence.get("type"), items


def _strokes(
    items: Sequence[Mapping[str, Any]], element: Callable[[object], Element]
) -> Iterator[tuple[Point, Point]]:
    """Where the finger lands and leaves, each as soon as it has."""
    finger = _Finger()
    for item in items:
        number(item.get("duration", 0), "duration")  # a finger may take its time, but must say how much
        match item.get("type"):
            case "pointerMove":
                finger.at = _moved(finger, item, element)
            case "pointerDown":
                if finger.at is None:
                    raise InvalidArgument("pointerDown must be preceded by pointerMove")
                finger.down_at = finger.at
            case "pause":
                continue
            case "pointerUp":
                if finger.down_at is None or finger.at is None:
                    raise InvalidArgument("pointerUp must be preceded by pointerDown")
                yield finger.down_at, finger.at
                finger.down_at = None
            case other:
                raise InvalidArgument(f"action item '{other}' is not supported")


def _moved(finger: _Finger, item: Mapping[str, Any], element: Callable[[object], Element]) -> Point:
    x, y = number(item.get("x"), "x"), number(item.get("y"), "y")
    origin = item.get("origin", "viewport")
    if origin == "viewport":
        return x, y
    if origin == "pointer":
        if finger.at is None:
            raise InvalidArgument("there is no earlier position to move from")
        return finger.at[0] + x, finger.at[1] + y
    center = element(origin).bounds.center
    return center[0] + x, center[1] + y


def _type(phone: Phone, items: Sequence[Mapping[str, Any]]) -> None:
    text = ""
    for item in items:
        match item.get("type"):
            case "keyDown":
                value = item.get("value")
                if not isinstance(value, str) or not value:
                    raise InvalidArgument("keyDown needs a value")
                text += _KEYS.get(value, value)
            case "keyUp" | "pause":
                continue
            case other:
                raise InvalidArgument(f"action item '{other}' is not supported for keys")
    if text and not phone.keyboard.type(text):
        raise InvalidElementState("no element has the keyboard focus")


def swipe(phone: Phone, within: Bounds, direction: str, *, share: float = 0.5) -> None:
    """Draw a finger over the middle of a rectangle; ``direction`` is where the finger goes."""
    x, y = within.center
    reach_x, reach_y = within.width * share / 2, within.height * share / 2
    match direction.lower():
        case "up":
            ends = (x, y + reach_y), (x, y - reach_y)
        case "down":
            ends = (x, y - reach_y), (x, y + reach_y)
        case "left":
            ends = (x + reach_x, y), (x - reach_x, y)
        case "right":
            ends = (x - reach_x, y), (x + reach_x, y)
        case _:
            raise InvalidArgument(f"Unsupported swipe direction '{direction}'")
    phone.hand.swipe(*ends)


def scroll_to(phone: Phone, element: Element) -> bool:
    """Scroll the lists around an element until it can be seen. False: it is not in a list."""
    around = element.parent
    while around is not None:
        scroll = around.widget.scroll if around.widget is not None else None
        if scroll is not None:
            seen, wanted = around.bounds, element.bounds
            if wanted.bottom > seen.bottom:
                scroll.by(wanted.bottom - seen.bottom)
            elif wanted.y < seen.y:
                scroll.by(wanted.y - seen.y)
            phone.touch()
            return True
        around = around.parent
    return False
