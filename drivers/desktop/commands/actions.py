"""Perform Actions: keys, pointer and pauses, tick by tick (W3C, section "Actions")."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from drivers.desktop.errors import (
    ElementNotInteractable,
    InvalidArgument,
    MoveTargetOutOfBounds,
    UnsupportedOperation,
)
from drivers.desktop.session import ELEMENT_KEY, Session
from drivers.desktop.tree import Detail

LONGEST_TICK_MS = 60_000

_X_BUTTON = {0: 1, 1: 2, 2: 3}
"""DOM number of a pointer's button to that of X11."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that one device does in one tick; ``details`` as sent."""

    device: str
    kind: str
    details: dict[str, Any]
    duration_ms: int


def perform(session: Session, _path: dict[str, str], body: dict[str, Any]) -> None:
    """Carry out the sequences of all devices in step; nothing is done when any of them is malformed."""
    devices = body.get("actions")
    if not isinstance(devices, list):
        raise InvalidArgument("actions must be a list")
    sequences = [_sequence(device) for device in devices]
    for tick in itertools.zip_longest(*sequences):
        acting = [action for action in tick if action is not None]
        for action in acting:
            _act(session, action)
        longest_ms = max((action.duration_ms for action in acting), default=0)
        if longest_ms:
            # The standard has a tick last as long as its longest action: the wait is what was asked for.
            session.sleep(longest_ms / 1000)


def release(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> None:
    """Let go of every key and button still held."""
    session.seat.let_go()


def _sequence(device: Any) -> list[Action]:
    if not isinstance(device, dict) or not isinstance(device.get("actions"), list):
        raise InvalidArgument("an input source needs a type and a list of actions")
    kind = device.get("type")
    if kind == "wheel":
        raise UnsupportedOperation("wheel actions")
    if kind not in ("key", "pointer", "none"):
        raise InvalidArgument(f"unknown input source {kind!r}")
    return [_action(kind, details) for details in device["actions"]]


_KINDS = {
    "none": ("pause",),
    "key": ("pause", "keyDown", "keyUp"),
    "pointer": ("pause", "pointerMove", "pointerDown", "pointerUp", "pointerCancel"),
}


def _action(device: str, details: Any) -> Action:
    if not isinstance(details, dict) or details.get("type") not in _KINDS[device]:
        raise InvalidArgument(f"a {device} action is one of {', '.join(_KINDS[device])}")
    kind = details["type"]
    if kind == "pointerCancel":
        raise UnsupportedOperation("pointerCancel")
    duration_ms = details.get("duration", 0) or 0
    if not isinstance(duration_ms, int) or not 0 <= duration_ms <= LONGEST_TICK_MS:
        raise InvalidArgument(f"duration must be a whole number of ms from 0 to {LONGEST_TICK_MS}")
    key = details.get("value")
    if kind in ("keyDown", "keyUp") and not (isinstance(key, str) and len(key) == 1):
        raise InvalidArgument(f"{kind} needs a value of one character")
    if kind in ("pointerDown", "pointerUp") and details.get("button") not in _X_BUTTON:
        raise InvalidArgument(f"{kind} needs a button from 0 to 2")
    if kind == "pointerMove" and not all(isinstance(details.get(axis), (int, float)) for axis in "xy"):
        raise InvalidArgument("pointerMove needs numbers x and y")
    return Action(device, kind, details, duration_ms)


def _act(session: Session, action: Action) -> None:
    seat, details = session.seat, action.details
    if action.kind in ("keyDown", "keyUp"):
        if not seat.can_type(details["value"]):
            raise UnsupportedOperation("the keyboard has no key for the value of a key action")
        if action.kind == "keyDown":
            seat.press_key(details["value"])
        else:
            seat.release_key(details["value"])
    elif action.kind == "pointerDown":
        seat.press_button(_X_BUTTON[details["button"]])
    elif action.kind == "pointerUp":
        seat.release_button(_X_BUTTON[details["button"]])
    elif action.kind == "pointerMove":
        seat.move(*_destination(session, details))


def _destination(session: Session, details: dict[str, Any]) -> tuple[int, int]:
    """Where a move ends, pixels of the screen (the standard's viewport is the desk's whole screen)."""
    origin = details.get("origin", "viewport")
    if origin == "viewport":
        from_x, from_y = 0, 0
    elif origin == "pointer":
        from_x, from_y = session.seat.pointer
    elif isinstance(origin, dict) and isinstance(origin.get(ELEMENT_KEY), str):
        area = session.element(origin[ELEMENT_KEY], Detail.EXTENTS).rect
        if area is None:
            raise ElementNotInteractable("the element has no place on the screen")
        from_x, from_y = area.x + area.width // 2, area.y + area.height // 2
    else:
        raise InvalidArgument("origin is viewport, pointer or an element")
    x, y = round(from_x + details["x"]), round(from_y + details["y"])
    width, height = session.seat.size
    if not (0 <= x < width and 0 <= y < height):
        raise MoveTargetOutOfBounds(f"({x}, {y}) is outside the screen of {width} x {height}")
    return x, y
