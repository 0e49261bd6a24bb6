"""The page source: shape, names and attributes as the real server writes them."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from reference_system.phones.android.source import document, see
from reference_system.phones.model.phone import Phone
from tests.reference_system.phones.android.conftest import SAMPLE

# The order in which UiAutomator2 server 10.6 writes a text field's attributes.
ATTRIBUTES = [
    "index",
    "package",
    "class",
    "text",
    "content-desc",
    "resource-id",
    "checkable",
    "checked",
    "clickable",
    "enabled",
    "focusable",
    "focused",
    "long-clickable",
    "password",
    "scrollable",
    "selected",
    "bounds",
    "displayed",
    "hint",
    "a11y-important",
    "screen-reader-focusable",
    "input-type",
    "drawing-order",
    "showing-hint",
    "text-entry-key",
    "dismissable",
    "a11y-focused",
    "heading",
    "live-region",
    "context-clickable",
    "content-invalid",
]


@pytest.fixture
def opened(phone: Phone) -> Phone:
    phone.apps.activate(SAMPLE)
    return phone


def _root(phone: Phone, **options: bool) -> etree._Element:
    text = str(document(see(phone.glass.screen(), **options)))
    assert text.startswith("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<hierarchy index=\"0\"")
    return etree.fromstring(text.encode())


def _one(root: etree._Element, ident: str) -> etree._Element:
    return next(each for each in root.iter() if each.get("resource-id") == f"{SAMPLE}:id/{ident}")


def test_root(opened: Phone) -> None:
    assert dict(_root(opened).items()) == {
        "index": "0",
        "class": "hierarchy",
        "rotation": "0",
        "width": "720",
        "height": "1600",
    }


def test_attributes_of_a_field_in_order(opened: Phone) -> None:
    field = _one(_root(opened), "user")
    assert list(field.keys()) == ATTRIBUTES
    assert field.tag == field.get("class") == "android.widget.EditText"
    assert field.get("content-desc") == "Your name"


@pytest.mark.parametrize(
    ("ident", "class_name", "said"),
    [
        ("press", "android.widget.Button", {"text": "Press", "clickable": "true", "enabled": "true"}),
        ("never", "android.widget.Button", {"enabled": "false"}),
        ("count", "android.widget.TextView", {"text": "Pressed 0 times", "clickable": "false"}),
        ("sounds", "android.widget.Switch", {"checkable": "true", "checked": "false", "text": "Sounds"}),
        (
            "user",
            "android.widget.EditText",
            {"text": "User name", "showing-hint": "true", "password": "false"},
        ),
        ("secret", "android.widget.EditText", {"password": "true", "input-type": "129"}),
        ("pin", "android.widget.EditText", {"input-type": "2", "max-text-length": "4", "multiline": "false"}),
        ("page", "android.widget.LinearLayout", {"text": "", "a11y-important": "false"}),
    ],
)
def test_widgets(opened: Phone, ident: str, class_name: str, said: dict[str, str]) -> None:
    element = _one(_root(opened), ident)
    assert element.tag == class_name
    assert {name: element.get(name) for name in said} == said


def test_what_is_absent_has_no_attribute(opened: Phone) -> None:
    button = _one(_root(opened), "press")
    assert "content-desc" not in button.attrib
    assert "hint" not in button.attrib


def test_secrets_are_bullets(opened: Phone) -> None:
    widget = opened.glass.screen().by_ident("secret")
    assert widget is not None
    opened.keyboard.type_into(widget, "hunter2")
    text = str(document(see(opened.glass.screen())))
    assert "hunter2" not in text
    assert _one(_root(opened), "secret").get("text") == "•••••••"
    assert _one(_root(opened), "secret").get("focused") == "true"


def test_bounds_are_pixels_cut_by_the_list(opened: Phone) -> None:
    root = _root(opened)
    (around,) = root.iter("android.widget.ScrollView")
    box = [int(each) for each in re.findall(r"\d+", around.get("bounds", ""))]
    assert around.get("scrollable") == "true"
    assert box[3] == 1600
    lines = list(around.iter("android.widget.TextView"))
    assert 3 < len(lines) < 60, "only what can be seen is listed"
    assert [int(each) for each in re.findall(r"\d+", lines[-1].get("bounds", ""))][3] <= box[3]
    everything = _root(opened, invisible=True).iter("android.widget.ScrollView")
    assert len(list(next(everything).iter("android.widget.TextView"))) == 60


def test_only_the_window_with_the_focus(opened: Phone) -> None:
    user = opened.glass.screen().by_ident("user")
    assert user is not None
    opened.hand.tap_widget(user)
    assert opened.glass.keyboard_shown
    packages = {each.get("package") for each in _root(opened).iter() if each.get("package")}
    assert packages == {SAMPLE}
    every = {each.get("package") for each in _root(opened, all_windows=True).iter() if each.get("package")}
    assert every == {SAMPLE, "com.android.systemui"}
    opened.keyboard.hide()
    opened.shade.open()
    assert {each.get("package") for each in _root(opened).iter() if each.get("package")} == {
        "com.android.systemui"
    }


def test_characters_that_xml_does_not_know(opened: Phone) -> None:
    user = opened.glass.screen().by_ident("user")
    assert user is not None
    assert user.entry is not None
    user.entry.text = 'a\x0b<&>"'
    opened.touch()
    assert _one(_root(opened), "user").get("text") == 'a?<&>"'
