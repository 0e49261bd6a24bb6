"""Key, pointer and wheel actions."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from tests.drivers.desktop.conftest import ELEMENT, QT_WINDOW, Window, Wire

MAX_SAFE = 2**53 - 1
SOURCES = ("none", "key", "pointer", "wheel")


def actions(kind: str, *items: Any, **more: Any) -> dict[str, Any]:
    return {"actions": [{"type": kind, "id": f"the {kind}", "actions": list(items)} | more]}


def keys(*strokes: tuple[str, str]) -> dict[str, Any]:
    return actions("key", *({"type": kind, "value": value} for kind, value in strokes))


def typed(text: str) -> dict[str, Any]:
    return keys(*((kind, character) for character in text for kind in ("keyDown", "keyUp")))


def to(element: str) -> dict[str, Any]:
    return {"type": "pointerMove", "x": 0, "y": 0, "origin": {ELEMENT: element}}


PRESS = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]


def test_pointer_click_and_keys(window: Window) -> None:
    user = window.field("Username")
    window.value("POST", "/actions", actions("pointer", to(user), *PRESS))
    shifted = keys(("keyDown", "\ue008"), ("keyDown", "a"), ("keyUp", "a"), ("keyUp", "\ue008"))
    window.value("POST", "/actions", shifted)
    window.value("POST", "/actions", typed("b"))
    assert window.get(user, "text") == "Ab"


@pytest.mark.parametrize("text", ["é", "aÉß", "登錄", "€ñé登é", "ع", "A{b}C"])
def test_keys_that_the_keyboard_lacks(window: Window, text: str) -> None:
    user = window.field("Username")
    window.value("POST", "/actions", actions("pointer", to(user), *PRESS))
    window.value("POST", "/actions", typed(text))
    assert window.xpath(f"//text[@text='{text}']") == user


def test_more_strange_keys_than_the_keyboard_has_room_for(window: Window) -> None:
    user = window.field("Username")
    window.value("POST", "/actions", actions("pointer", to(user), *PRESS))
    for start in range(0x4E00, 0x4E00 + 300, 100):
        text = "".join(map(chr, range(start, start + 100)))
        window.value("POST", f"/element/{user}/clear", {})
        window.value("POST", "/actions", typed(text))
        assert window.xpath(f"//text[@text='{text}']") == user


def test_a_letter_and_its_marks_are_one_key(window: Window) -> None:
    user = window.field("Username")
    window.value("POST", "/actions", actions("pointer", to(user), *PRESS))
    window.value("POST", "/actions", keys(("keyDown", "\u0ba8\u0bbf"), ("keyUp", "\u0ba8\u0bbf")))
    assert window.xpath("//text[@text='\u0ba8\u0bbf']") == user


def test_capitals_leave_shift_as_it_was(window: Window) -> None:
    user = window.field("Username")
    window.value("POST", "/actions", actions("pointer", to(user), *PRESS))
    window.value("POST", "/actions", typed("Ab"))
    window.value("POST", "/actions", keys(("keyDown", "\ue008")))
    window.value("POST", "/actions", typed("Cd"))
    window.value("POST", "/actions", keys(("keyUp", "\ue008")))
    window.value("POST", "/actions", typed("e"))
    assert window.xpath("//text[@text='AbCDe']") == user


def test_held_key_is_released(window: Window) -> None:
    user = window.field("Username")
    window.type(user, "x")
    window.value("POST", "/actions", keys(("keyDown", "\ue008")))
    window.value("DELETE", "/actions")
    window.type(user, "y")
    assert window.get(user, "text") == "xy"


def test_releasing_what_is_not_held_does_nothing(window: Window) -> None:
    user = window.field("Username")
    window.type(user, "x")
    window.value("POST", "/actions", keys(("keyUp", "a"), ("keyUp", "\ue008")))
    window.value("POST", "/actions", actions("pointer", {"type": "pointerUp", "button": 2}))
    window.value("DELETE", "/actions")
    assert window.get(user, "text") == "x"


@pytest.mark.parametrize("pointer_type", ["mouse", "pen", "touch"])
def test_any_pointer_clicks(window: Window, pointer_type: str) -> None:
    box = window.xpath("//check_box[@name='Remember']")
    parameters = {"pointerType": pointer_type}
    window.value("POST", "/actions", actions("pointer", to(box), *PRESS, parameters=parameters))
    assert window.xpath("//check_box[@checked='true']") == box


def test_wheel_scrolls_what_is_under_it(window: Window) -> None:
    """Qt: a combo box takes its next item."""
    combo = window.xpath("//combo_box")
    scroll = {"type": "scroll", "x": 0, "y": 0, "deltaX": 0, "origin": {ELEMENT: combo}}
    window.value("POST", "/actions", actions("wheel", scroll | {"deltaY": 10}))
    assert window.get(combo, "text") == "Security Code Card"
    window.value("POST", "/actions", actions("wheel", scroll | {"deltaY": -100}))
    assert window.get(combo, "text") == "IB Key"
    window.value("POST", "/actions", actions("wheel", scroll | {"deltaY": 0}))
    assert window.get(combo, "text") == "IB Key"
    window.value("POST", "/actions", actions("wheel", scroll | {"deltaY": 200}))
    assert window.get(combo, "text") == "Mobile Authenticator App"


def test_a_tick_lasts_as_long_as_its_longest_action(idle: Window) -> None:
    body = {
        "actions": [
            actions("none", {"type": "pause", "duration": 60})["actions"][0],
            actions("key", {"type": "pause", "duration": 120.0}, {"type": "pause"})["actions"][0],
        ]
    }
    started = time.monotonic()
    idle.value("POST", "/actions", body)
    assert time.monotonic() - started >= 0.12


def test_a_pause_ends_with_the_session(wire: Wire) -> None:
    window = wire.open(QT_WINDOW)
    pausing = threading.Thread(
        target=lambda: window.error(
            "POST", "/actions", actions("none", {"type": "pause", "duration": MAX_SAFE})
        )
    )
    pausing.start()
    while "1 at work" not in wire.value("GET", "/status")["message"]:
        pass
    window.quit()
    pausing.join(10)
    assert not pausing.is_alive()


@pytest.mark.parametrize("place", [{"x": 5000, "y": 0}, {"x": -1, "y": 0}, {"x": 0, "y": 801}])
def test_move_out_of_the_screen(idle: Window, place: dict[str, int]) -> None:
    move = actions("pointer", {"type": "pointerMove"} | place)
    assert idle.error("POST", "/actions", move)[:2] == (500, "move target out of bounds")
    scroll = actions("wheel", {"type": "scroll", "deltaX": 0, "deltaY": 1} | place)
    assert idle.error("POST", "/actions", scroll)[:2] == (500, "move target out of bounds")


@pytest.mark.parametrize(
    "body",
    [
        actions("pointer", {"type": "pointerCancel"}),
        actions("pointer", {"type": "pointerDown", "button": 77}),
        keys(("keyDown", "\ue0ff")),
        keys(("keyDown", "\x01")),
    ],
    ids=str,
)
def test_what_this_driver_cannot_do(idle: Window, body: dict[str, Any]) -> None:
    assert idle.error("POST", "/actions", body)[:2] == (500, "unsupported operation")


def test_an_origin_that_is_no_element_any_more(idle: Window) -> None:
    for kind, item in (
        ("pointer", {"type": "pointerMove", "x": 1, "y": 2}),
        ("wheel", {"type": "scroll", "x": 1, "y": 2, "deltaX": 0, "deltaY": 0}),
    ):
        body = actions(kind, item | {"origin": {ELEMENT: "99"}})
        assert idle.error("POST", "/actions", body)[:2] == (404, "no such element")


def test_a_source_stays_what_it_is(window: Window) -> None:
    window.value("POST", "/actions", {"actions": [{"type": "key", "id": "one", "actions": []}]})
    other = {"actions": [{"type": "wheel", "id": "one", "actions": []}]}
    assert window.error("POST", "/actions", other)[:2] == (400, "invalid argument")
    pen = {"type": "pointer", "id": "two", "actions": [], "parameters": {"pointerType": "pen"}}
    window.value("POST", "/actions", {"actions": [pen]})
    mouse = {"actions": [{"type": "pointer", "id": "two", "actions": []}]}
    assert window.error("POST", "/actions", mouse)[:2] == (400, "invalid argument")
    window.value("DELETE", "/actions")
    window.value("POST", "/actions", other)
    window.value("POST", "/actions", mouse)


NO_STRING: list[Any] = [None, True, 42, [], {}]
NO_INTEGER: list[Any] = [None, "foo", True, 0.1, [], {}]
NO_NUMBER: list[Any] = [None, "foo", True, [], {}]
NO_OBJECT: list[Any] = [None, "foo", True, 42, []]
NO_LIST: list[Any] = [None, "foo", True, 42, {}]

COMMON = {
    "width": [*NO_INTEGER, -1, MAX_SAFE + 1],
    "height": [*NO_INTEGER, -1, MAX_SAFE + 1],
    "pressure": [*NO_NUMBER, -0.1, 1.1],
    "tangentialPressure": [*NO_NUMBER, -1.1, 1.1],
    "twist": [*NO_INTEGER, -1, 360],
    "tiltX": [*NO_INTEGER, -91, 91],
    "tiltY": [*NO_INTEGER, -91, 91],
    "altitudeAngle": [*NO_NUMBER, -0.1, 1.6],
    "azimuthAngle": [*NO_NUMBER, -0.1, 6.3],
}
DURATION = {"duration": [*NO_INTEGER, -1, MAX_SAFE + 1]}
ORIGINS: list[Any] = [
    "", "pointers", "viewports", None, True, 42, [], {}, {"frame-075b-4da1-b6ba-e579c2d3230a": "foo"},
    {"shadow-6066-11e4-a52e-4f735466cecf": "foo"}, {ELEMENT: 3},
]  # fmt: skip
NO_CHARACTERS = ["", "fa", "\u0ba8\u0bbfb", "\u1100\u1161\u11a8c"]
NO_SOURCES = ["", "keys", "touch"]
OUTSIDE = [-MAX_SAFE - 1, MAX_SAFE + 1]
ITEMS: list[tuple[str, dict[str, Any], dict[str, list[Any]]]] = [
    *((source, {"type": "pause"}, DURATION) for source in SOURCES),
    *(
        ("key", {"type": kind, "value": "f"}, {"value": [*NO_STRING, *NO_CHARACTERS]})
        for kind in ("keyDown", "keyUp")
    ),
    *(
        ("pointer", {"type": kind, "button": 0}, COMMON | {"button": [*NO_INTEGER, -1, MAX_SAFE + 1]})
        for kind in ("pointerDown", "pointerUp")
    ),
    (
        "pointer",
        {"type": "pointerMove", "x": 0, "y": 0},
        COMMON | DURATION | {"x": NO_NUMBER, "y": NO_NUMBER, "origin": ORIGINS},
    ),
    (
        "wheel",
        {"type": "scroll", "x": 0, "y": 0, "deltaX": 0, "deltaY": 0},
        DURATION
        | {"origin": [*ORIGINS, "pointer"]}
        | {name: [*NO_INTEGER, *OUTSIDE] for name in ("x", "y", "deltaX", "deltaY")},
    ),
]  # fmt: skip
WRONG: list[Any] = [
    {},
    *({"actions": value} for value in NO_LIST),
    *({"actions": [value]} for value in NO_OBJECT),
    *({"actions": [{"id": "x", "actions": [], "type": value}]} for value in [*NO_STRING, *NO_SOURCES]),
    {"actions": [{"id": "x", "actions": []}]},
    *({"actions": [{"type": source, "actions": []}]} for source in SOURCES),
    *({"actions": [{"type": source, "id": "x"}]} for source in SOURCES),
    *(actions(source, id=value) for source in SOURCES for value in NO_STRING),
    *(actions(source, actions=value) for source in SOURCES for value in NO_LIST),
    *(actions(source, value) for source in SOURCES for value in NO_OBJECT),
    *(actions(source, {"type": value}) for source in SOURCES for value in [*NO_STRING, "", "keyDowns"]),
    *(actions("pointer", parameters=value) for value in NO_OBJECT),
    *(actions("pointer", parameters={"pointerType": value}) for value in [*NO_STRING, "", "mouses"]),
    keys(("pointerDown", "a")),
    actions("none", {"type": "keyDown", "value": "a"}),
    *(
        actions(source, {key: value for key, value in item.items() if key != missing})
        for source, item, _ in ITEMS
        for missing in item
    ),
    *(
        actions(source, item | {name: value})
        for source, item, fields in ITEMS
        for name, values in fields.items()
        for value in values
    ),
]  # fmt: skip


@pytest.mark.parametrize("body", WRONG, ids=lambda body: str(body)[:100])
def test_malformed(idle: Window, body: dict[str, Any]) -> None:
    assert idle.error("POST", "/actions", body)[:2] == (400, "invalid argument")


@pytest.mark.parametrize(("source", "item"), [(source, item) for source, item, _ in ITEMS], ids=str)
def test_each_item_is_right_as_it_stands(idle: Window, source: str, item: dict[str, Any]) -> None:
    """So that what is malformed above is so for the one reason that it names."""
    right = item if "button" not in item else item | {"width": 2.0, "pressure": 1, "twist": 359, "tiltX": -90}
    assert idle.value("POST", "/actions", actions(source, right)) is None
    assert idle.value("DELETE", "/actions") is None
