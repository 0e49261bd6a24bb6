"""Programs of four toolkits that show the same, driven by the same commands.

Qt's runs always. The others need packages that set-up does not install; what is known of them without is in
``test_stage``, on trees that were recorded from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.drivers.desktop.conftest import ELEMENT, Window, Wire
from tests.drivers.desktop.programs import capabilities_of


@pytest.fixture(scope="module", params=["Qt", "GTK 3", "GTK 4", "Swing"])
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return capabilities_of(request.param, tmp_path_factory.mktemp("classes"))


@pytest.fixture
def window(wire: Wire, program: dict[str, Any]) -> Iterator[Window]:
    opened = wire.open(**program)
    opened.value("POST", "/timeouts", {"implicit": 5000})
    yield opened
    opened.quit()


Press = Callable[[str], None]


@pytest.fixture
def press(window: Window) -> Press:
    """Presses the button with a label."""
    return lambda label: window.click(window.xpath(f"//push_button[@name='{label}' and @showing='true']"))


def password(window: Window) -> str:
    return window.xpath("//password_text[@editable='true']")


def test_log_in_with_an_item_of_a_combo_box(window: Window, press: Press) -> None:
    assert window.value("GET", "/title") == "Login"
    user = window.field("Username")
    window.type(user, "demp\ue003o")
    window.type(password(window), "s3cret")
    assert (window.get(user, "text"), window.get(password(window), "text")) == ("demo", "••••••")
    window.click(window.xpath("//combo_box"))
    # In GTK 4 an item has no name, but a label.
    item = "[@showing='true' and (@name='Security Code Card' or .//label[@name='Security Code Card'])]"
    window.click(window.xpath(f"//combo_box//*[self::list_item or self::menu_item or self::label]{item}"))
    press("Log In")
    assert window.says("Logged in with Security Code Card")


def test_menu(window: Window) -> None:
    window.click(window.xpath("//*[self::menu or self::menu_item][@name='File']"))
    window.click(window.xpath("//menu_item[@name='Lock Application' and @showing='true']"))
    assert window.says("Locked")


@pytest.mark.parametrize(
    ("label", "before", "after"),
    [("Remember", False, True), ("Stay", True, True), ("One", True, True), ("Two", False, True)],
)
def test_what_can_be_on(window: Window, label: str, before: bool, after: bool) -> None:
    """A toggle that stays as it is has been clicked all the same."""
    box = window.xpath(f"//*[@name='{label}' and @showing='true']")
    assert window.get(box, "selected") is before
    window.click(box)
    assert window.get(box, "selected") is after


def test_scrolled_into_view(window: Window) -> None:
    for row in ("Row 10", "Row 0", "Row 5"):
        window.click(window.xpath(f"//push_button[@name='{row}']"))
        assert window.says(f"Clicked {row}")


@pytest.mark.parametrize("at", [(0, 0), (150, 60)])
def test_places_are_those_of_the_screen(window: Window, at: tuple[int, int]) -> None:
    """What a pointer action hits is what tells to be there."""
    window.value("POST", "/window/rect", {"x": at[0], "y": at[1]})
    rect = window.value("GET", "/window/rect")
    assert (rect["x"], rect["y"]) == at
    user = window.field("Username")
    place = window.get(user, "rect")
    assert at[0] <= place["x"] < at[0] + rect["width"]
    assert at[1] <= place["y"] < at[1] + rect["height"]
    source = window.value("GET", "/source")
    assert f'x="{place["x"]}" y="{place["y"]}"' in source
    middle = {"x": place["x"] + place["width"] // 2, "y": place["y"] + place["height"] // 2}
    steps = [
        {"type": "pointerMove", **middle},
        *({"type": f"pointer{what}", "button": 0} for what in ("Down", "Up")),
    ]
    window.value("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": steps}]})
    strokes = [{"type": kind, "value": "é"} for kind in ("keyDown", "keyUp")]
    window.value("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})
    assert window.xpath("//*[@text='é' and @editable='true']") == user


@pytest.mark.parametrize(("how", "said"), [("accept", "Accepted"), ("dismiss", "Dismissed")])
def test_alert(window: Window, press: Press, how: str, said: str) -> None:
    assert window.error("GET", "/alert/text")[:2] == (404, "no such alert")
    press("Alert")
    window.xpath("//label[@name='Really?' and @showing='true']")
    assert window.value("GET", "/alert/text") == "Really?"
    assert len(window.value("GET", "/window/handles")) == 2
    status, code, message = window.error("POST", f"/element/{window.field('Username')}/click", {})
    assert (status, code) == (400, "element click intercepted"), message
    assert window.error("POST", "/alert/text", {"text": "x"})[:2] == (400, "element not interactable")
    assert window.value("POST", f"/alert/{how}", {}) is None
    assert window.says(said)
    assert window.error("POST", f"/alert/{how}", {})[:2] == (404, "no such alert")


def test_prompt(window: Window, press: Press) -> None:
    press("Prompt")
    window.xpath("//label[@name='Your name' and @showing='true']")
    assert window.value("GET", "/alert/text") == "Your name"
    assert window.value("POST", "/alert/text", {"text": "Zoe"}) is None
    window.value("POST", "/alert/accept", {})
    assert window.says("Accepted Zoe")


def test_windows(window: Window, press: Press) -> None:
    (first,) = window.value("GET", "/window/handles")
    assert window.value("GET", "/window") == first
    press("Other")
    window.xpath("//label[@name='Here' and @showing='true']")
    second = next(handle for handle in window.value("GET", "/window/handles") if handle != first)
    window.value("POST", "/window", {"handle": second})
    assert (window.value("GET", "/window"), window.value("GET", "/title")) == (second, "Other window")
    placed = window.value("POST", "/window/rect", {"x": 300.5, "y": 200, "width": 320, "height": 240})
    assert placed == {"x": 300, "y": 200, "width": 320, "height": 240}
    assert window.value("GET", "/window/rect") == placed
    assert window.value("POST", "/window/maximize", {}) == {"x": 0, "y": 0, "width": 1280, "height": 800}
    assert window.value("DELETE", "/window") == [first]
    for verb, path in (("GET", "/title"), ("GET", "/window"), ("GET", "/window/rect"), ("DELETE", "/window")):
        assert window.error(verb, path)[:2] == (404, "no such window")
    window.value("POST", "/window", {"handle": first})
    assert window.value("GET", "/title") == "Login"
    assert window.value("POST", "/element", {"using": "name", "value": "Username"})[ELEMENT]
