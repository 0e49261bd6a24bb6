"""Key and pointer actions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drivers.desktop.conftest import ELEMENT, Window


def keys(*strokes: tuple[str, str]) -> dict[str, Any]:
    actions = [{"type": kind, "value": value} for kind, value in strokes]
    return {"actions": [{"type": "key", "id": "keys", "actions": actions}]}


def pointer(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"actions": [{"type": "pointer", "id": "mouse", "actions": list(actions)}]}


PRESS = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]


def test_pointer_click_and_keys(window: Window) -> None:
    user = window.field("Username")
    window.value(
        "POST",
        "/actions",
        pointer({"type": "pointerMove", "x": 0, "y": 0, "origin": {ELEMENT: user}}, *PRESS),
    )
    strokes = [
        ("keyDown", "\ue008"),
        ("keyDown", "a"),
        ("keyUp", "a"),
        ("keyUp", "\ue008"),
        ("keyDown", "b"),
        ("keyUp", "b"),
    ]
    window.value("POST", "/actions", keys(*strokes))
    assert window.xpath("//text[@text='Ab']") == user


def test_held_key_is_released(window: Window) -> None:
    user = window.field("Username")
    window.type(user, "x")
    window.value("POST", "/actions", keys(("keyDown", "\ue008")))
    window.value("DELETE", "/actions")
    window.type(user, "y")
    assert window.get(user, "text") == "xy"


def test_move_out_of_the_screen(window: Window) -> None:
    body = pointer({"type": "pointerMove", "x": 5000, "y": 0})
    assert window.error("POST", "/actions", body)[:2] == (500, "move target out of bounds")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, (400, "invalid argument")),
        ({"actions": [3]}, (400, "invalid argument")),
        ({"actions": [{"type": "touch", "actions": []}]}, (400, "invalid argument")),
        ({"actions": [{"type": "wheel", "actions": []}]}, (500, "unsupported operation")),
        (keys(("keyDown", "ab")), (400, "invalid argument")),
        (keys(("pointerDown", "a")), (400, "invalid argument")),
        (pointer({"type": "pointerDown"}), (400, "invalid argument")),
        (pointer({"type": "pointerMove", "x": "1", "y": 2}), (400, "invalid argument")),
        (pointer({"type": "pause", "duration": -1}), (400, "invalid argument")),
        (pointer({"type": "pointerMove", "x": 1, "y": 2, "origin": "moon"}), (400, "invalid argument")),
        (
            pointer({"type": "pointerMove", "x": 1, "y": 2, "origin": {ELEMENT: "99"}}),
            (404, "no such element"),
        ),
    ],
)
def test_malformed(window: Window, body: dict[str, Any], code: tuple[int, str]) -> None:
    assert window.error("POST", "/actions", body)[:2] == code
