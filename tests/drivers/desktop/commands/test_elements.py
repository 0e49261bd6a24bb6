"""What elements tell."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from tests.drivers.desktop.conftest import Window


def test_password_is_never_told(window: Window) -> None:
    password = window.field("Password")
    window.type(password, "s3cret")
    told = {
        window.get(password, "text"),
        window.get(password, "attribute/value"),
        window.get(password, "property/text"),
    }
    assert told == {"••••••"}
    assert "s3cret" not in window.value("GET", "/source")
    assert window.get(password, "name") == "password_text"


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("name", "Username"), ("role", "text"), ("id", "the-user"), ("value", ""), ("showing", "true"),
        ("editable", "true"), ("checked", "false"), ("description", ""), ("nothing", None),
    ],
)  # fmt: skip
def test_attribute(window: Window, attribute: str, value: str | None) -> None:
    user = window.field("Username")
    assert window.get(user, f"attribute/{attribute}") == value
    assert window.get(user, f"property/{attribute}") == value


def test_states(window: Window) -> None:
    off, hidden = window.xpath("//push_button[@name='Off']"), window.xpath("//label[@name='Hidden']")
    assert (window.get(off, "enabled"), window.get(off, "displayed")) == (False, True)
    assert (window.get(hidden, "enabled"), window.get(hidden, "displayed")) == (True, False)
    assert window.get(off, "selected") is False


@pytest.mark.parametrize(
    ("tag", "role", "label"),
    [
        ("text", "textbox", "Username"),
        ("password_text", "textbox", "Password"),
        ("push_button", "button", "Off"),
        ("check_box", "checkbox", "Remember"),
        ("combo_box", "combobox", "IB Key"),
        ("label", "generic", "Not logged in"),
        ("frame", "application", "Login"),
    ],
)
def test_role_and_label_as_in_a_page(window: Window, tag: str, role: str, label: str) -> None:
    element = window.xpath(f"//{tag}[@name='{label}']")
    assert window.get(element, "computedrole") == role
    assert window.get(element, "computedlabel") == label


def test_window_is_a_frame_also_by_itself(window: Window) -> None:
    frame = window.xpath("/application/frame[@name='Login']")
    assert window.get(frame, "name") == "frame"
    assert window.get(frame, "attribute/role") == "frame"


def test_rect_and_picture(window: Window) -> None:
    button = window.button("Log In")
    rect = window.get(button, "rect")
    frame = window.value("GET", "/window/rect")
    assert frame == {"x": 40, "y": 40, "width": 420, "height": 600}
    assert frame["x"] < rect["x"]
    assert rect["x"] + rect["width"] < frame["x"] + frame["width"]
    assert {key: int(window.get(button, f"attribute/{key}")) for key in rect} == rect
    picture = Image.open(io.BytesIO(base64.b64decode(window.get(button, "screenshot"))))
    assert picture.size == (rect["width"], rect["height"])
    colours = picture.convert("RGB").getcolors()
    assert colours is not None
    assert len(colours) > 3


def test_picture_of_what_is_hidden(window: Window) -> None:
    hidden = window.xpath("//label[@name='Hidden']")
    code = window.error("GET", f"/element/{hidden}/screenshot")[:2]
    assert code == (500, "unable to capture screen")
