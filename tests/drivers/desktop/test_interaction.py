"""Clicking and typing in a Qt window, each seen by its effect in the program."""

from __future__ import annotations

import pytest

from drivers.desktop.interaction import after_keys
from tests.drivers.desktop.conftest import ELEMENT, Window


def test_log_in(window: Window) -> None:
    window.type(window.field("Username"), "demo")
    window.type(window.field("Password"), "s3cret-ü")
    window.click(window.button("Log In"))
    assert window.says("Logged in with IB Key")


def test_typing_goes_to_the_end(window: Window) -> None:
    user = window.field("Username")
    window.type(user, "Ab c!")
    window.type(user, "登錄'\"€")
    assert window.get(user, "text") == "Ab c!登錄'\"€"
    window.type(user, "😀 你好😀!")
    assert window.get(user, "text") == "Ab c!登錄'\"€😀 你好😀!"


def test_special_keys(window: Window) -> None:
    user = window.field("Username")
    window.type(user, "abc\ue012\ue003d")  # left, backspace
    assert window.get(user, "text") == "adc"
    window.type(user, "\ue009a\ue000x")  # control+a, release, x replaces all
    assert window.get(user, "text") == "x"
    window.type(user, "\ue008yz\ue008w\ue004")  # shift held for two letters, tab leaves the field
    assert window.get(user, "text") == "xYZw"
    active = window.value("GET", "/element/active")[ELEMENT]
    assert window.get(active, "attribute/name") == "Password"


def test_typing_ends_when_a_slow_program_has_taken_all(window: Window) -> None:
    slow = window.field("Slow")
    for text in ("12345678", "abcdefgh"):
        window.type(slow, text)
        assert window.get(slow, "text").endswith(text)


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("a", "bc", "abc"),
        ("a", "b\ue003\ue003c", "c"),
        ("", "\ue003", ""),
        ("a", "b\ue007", "ab"),
        ("a", "\ue012b", None),
        ("a", "\ue009a", None),
    ],
)
def test_text_to_expect(before: str, keys: str, after: str | None) -> None:
    assert after_keys(before, keys) == after


def test_field_that_cuts_off_is_left_to_do_so(window: Window) -> None:
    short = window.field("Short")
    window.type(short, "1234567890")
    assert window.get(short, "text") == "12345678"


def test_field_that_takes_digits_only_is_left_to_do_so(window: Window) -> None:
    digits = window.field("Digits")
    window.type(digits, "1a2b")
    assert window.get(digits, "text") == "12"


def test_clear(window: Window) -> None:
    for name in ("Username", "Password"):
        field = window.field(name)
        window.type(field, "abc")
        assert window.value("POST", f"/element/{field}/clear", {}) is None
        assert window.get(field, "text") == ""


def test_clear_of_what_cannot_be_edited(window: Window) -> None:
    for element in (window.button("Log In"), window.xpath("//text[@name='Fixed' and @editable='false']")):
        assert window.error("POST", f"/element/{element}/clear", {})[:2] == (400, "invalid element state")


def test_typing_into_what_takes_no_keys(window: Window) -> None:
    label = window.xpath("//label[@name='Doomed']")
    code = window.error("POST", f"/element/{label}/value", {"text": "x"})[:2]
    assert code == (400, "element not interactable")


@pytest.mark.parametrize("body", [{}, {"text": 3}, {"text": None}, {"value": ["x"]}])
def test_typing_no_text(window: Window, body: dict[str, object]) -> None:
    field = window.field("Username")
    assert window.error("POST", f"/element/{field}/value", body)[:2] == (400, "invalid argument")


def test_check_box(window: Window) -> None:
    box = window.xpath("//check_box")
    for on in (True, False):
        window.click(box)
        assert window.get(box, "selected") is on
        assert window.get(box, "attribute/checked") == str(on).lower()


@pytest.mark.parametrize("choice", ["Security Code Card", "Mobile Authenticator App"])
def test_combo_box(window: Window, choice: str) -> None:
    combo = window.xpath("//combo_box")
    window.click(combo)
    window.click(window.xpath(f"//combo_box//*[@name='{choice}' and @showing='true']"))
    assert window.get(combo, "text") == choice


def test_menu(window: Window) -> None:
    window.click(window.xpath("//*[@name='File' and @showing='true']"))
    window.click(window.xpath("//menu_item[@name='Lock Application' and @showing='true']"))
    assert window.says("Locked")


def test_disabled_and_hidden_elements_are_not_interactable(window: Window) -> None:
    for xpath in ("//push_button[@name='Off']", "//label[@name='Hidden']"):
        status, code, message = window.error("POST", f"/element/{window.xpath(xpath)}/click", {})
        assert (status, code) == (400, "element not interactable")
        assert "is not" in message


def test_modal_dialog_stands_before_the_window(window: Window) -> None:
    log_in, user = window.button("Log In"), window.field("Username")
    window.click(window.button("Ask"))
    answer = window.button("Answer")
    status, code, message = window.error("POST", f"/element/{log_in}/click", {})
    assert (status, code) == (400, "element click intercepted")
    assert "'Question'" in message
    for action, body in (("clear", {}), ("value", {"text": "x"})):
        code = window.error("POST", f"/element/{user}/{action}", body)[1]
        assert code == "element click intercepted"
    window.click(answer)
    assert window.says("Answered")
    window.click(log_in)
    assert window.says("Wrong")


def test_items_of_a_long_list_are_scrolled_to(window: Window) -> None:
    """Qt tells of no scroll bar of a list: the wheel is turned over it."""
    for item in ("Item 57", "Item 3", "Item 30"):
        window.click(window.xpath(f"//list_item[@name='{item}']"))
        assert window.says(f"Chose {item}")


def test_a_check_box_can_be_turned_off_again(window: Window) -> None:
    box = window.xpath("//check_box[@name='Remember']")
    for after in (True, False):
        window.click(box)
        assert window.get(box, "selected") is after
