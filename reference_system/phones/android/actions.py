"""W3C actions: sources of pointers, keys and pauses, played tick by tick.

Source: W3C WebDriver, "Actions". Two pointers down at the same time are refused, as no screen of the phone
has a gesture for two fingers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reference_system.phones.android.gestures import Gestures, number
from reference_system.phones.android.source import Node
from reference_system.phones.android.w3c import BadArgument
from reference_system.phones.model.phone import Phone

ELEMENT_KEYS = ("element-6066-11e4-a52e-4f735466cecf", "ELEMENT")
_SLOP_PX = 24.0
"""How far a finger may move and still tap: 8 points."""
_KEYS: dict[str, str] = {
    "\ue003": "backspace",
    "\ue006": "enter",
    "\ue007": "enter",
    "\ue00c": "escape",
    "\ue00d": " ",
}
_SHIFTS = ("\ue008", "\ue050")
_SPECIAL = range(0xE000, 0xE05E)
_NUMPAD_0 = 0xE01A


@dataclass
class _Pointer:
    x: float | None = None
    y: float | None = None
    down_at: tuple[float, float] | None = None
    one_of_several: bool = False


class Player:
    """Plays the actions of one request."""

    def __init__(self, phone: Phone, gestures: Gestures, element: Callable[[str], Node]) -> None:
        """``element``: the node of an element id; raises StaleElement or NoSuchElement."""
        self._phone, self._gestures, self._element = phone, gestures, element
        self._shift = False

    def play(self, sources: object) -> None:
        """Raises: BadArgument, StaleElement, NoSuchElement; what came before has been done."""
        if not isinstance(sources, list) or not sources:
            raise BadArgument("'actions' must be a non-empty list")
        checked = [_checked(source) for source in sources]
        pointers = [_Pointer() for _ in checked]
        for tick in range(max(len(items) for _, items in checked)):
            present = [
                (kind, items[tick], pointer)
                for (kind, items), pointer in zip(checked, pointers, strict=True)
                if tick < len(items)
            ]
            for kind, item, pointer in present:
                _require_duration(item)
                if kind == "pointer":
                    self._pointer(item, pointer)
                elif kind == "key":
                    self._key(item)
            down = [pointer for pointer in pointers if pointer.down_at is not None]
            if len(down) > 1:  # no screen of this phone has a gesture for two fingers
                for pointer in down:
                    pointer.one_of_several = True

    def _pointer(self, item: Mapping[str, Any], pointer: _Pointer) -> None:
        match item["type"]:
            case "pause":
                return
            case "pointerMove":
                self._move(item, pointer)
            case "pointerDown":
                if pointer.x is None or pointer.y is None:
                    raise BadArgument("A pointerDown must be preceded by a pointerMove with coordinates")
                pointer.down_at, pointer.one_of_several = (pointer.x, pointer.y), False
            case "pointerUp":
                self._up(pointer)
            case "pointerCancel":
                pointer.down_at = None
            case other:
                raise BadArgument(f"Unknown pointer action '{other}'")

    def _move(self, item: Mapping[str, Any], pointer: _Pointer) -> None:
        origin, x, y = item.get("origin", "viewport"), item.get("x", 0), item.get("y", 0)
        x, y = number({"x": x}, "x"), number({"y": y}, "y")
        if origin == "viewport":
            if "x" not in item or "y" not in item:
                raise BadArgument("Both coordinates must be set for a pointerMove in the viewport")
            pointer.x, pointer.y = x, y
        elif origin == "pointer":
            if pointer.x is None or pointer.y is None:
                raise BadArgument("The first pointerMove cannot be relative to the pointer")
            pointer.x, pointer.y = pointer.x + x, pointer.y + y
        else:
            center = self._element(_element_id(origin)).bounds.center
            pointer.x, pointer.y = center[0] + x, center[1] + y

    def _up(self, pointer: _Pointer) -> None:
        if pointer.down_at is None or pointer.x is None or pointer.y is None:
            return
        start, end = pointer.down_at, (pointer.x, pointer.y)
        pointer.down_at = None
        if pointer.one_of_several:
            return
        if abs(start[0] - end[0]) < _SLOP_PX and abs(start[1] - end[1]) < _SLOP_PX:
            self._gestures.tap(*start)
        else:
            self._gestures.swipe(start, end)

    def _key(self, item: Mapping[str, Any]) -> None:
        kind = item["type"]
        if kind == "pause":
            return
        value = item.get("value")
        if kind not in ("keyDown", "keyUp") or not isinstance(value, str) or len(value) != 1:
            raise BadArgument(f"A key action is keyDown or keyUp of one character, not {kind!r}")
        if value in _SHIFTS:
            self._shift = kind == "keyDown"
        elif kind == "keyDown":
            press_character(self._phone, value.upper() if self._shift else value)


def press_character(phone: Phone, value: str) -> None:
    """Type one character or press the key that W3C's private characters stand for."""
    meaning = _KEYS.get(value)
    if meaning in ("enter", "backspace"):
        phone.hand.press("enter" if meaning == "enter" else "backspace")
    elif meaning == "escape":
        phone.keyboard.hide()
    elif _NUMPAD_0 <= ord(value) < _NUMPAD_0 + 10:
        phone.keyboard.type(str(ord(value) - _NUMPAD_0))
    elif meaning is not None or ord(value) not in _SPECIAL:
        phone.keyboard.type(meaning or value)


def _checked(source: object) -> tuple[str, Sequence[Mapping[str, Any]]]:
    if not isinstance(source, dict) or source.get("type") not in ("pointer", "key", "none"):
        raise BadArgument("Each source of actions needs a 'type': pointer, key or none")
    items = source.get("actions")
    if not isinstance(items, list) or not all(isinstance(item, dict) and "type" in item for item in items):
        raise BadArgument(
            f"The 'actions' of source {source.get('id')!r} must be a list of objects with a 'type'"
        )
    return source["type"], items


def _require_duration(item: Mapping[str, Any]) -> None:
    """Nothing takes time here; a duration must be one all the same."""
    if item.get("duration") is not None and number(item, "duration") < 0:
        raise BadArgument("A duration cannot be negative")


def _element_id(origin: object) -> str:
    if isinstance(origin, dict):
        for key in ELEMENT_KEYS:
            if isinstance(origin.get(key), str):
                return str(origin[key])
    if isinstance(origin, str):
        return origin
    raise BadArgument("An origin is 'viewport', 'pointer' or an element")
