"""User prompts of a Qt window; those of other toolkits are in ``test_toolkits``."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drivers.desktop.conftest import Window


@pytest.mark.parametrize(
    ("verb", "path"), [("GET", "text"), ("POST", "text"), ("POST", "accept"), ("POST", "dismiss")]
)
def test_where_there_is_none(idle: Window, verb: str, path: str) -> None:
    assert idle.error(verb, f"/alert/{path}", {"text": "x"})[:2] == (404, "no such alert")


@pytest.mark.parametrize("text", [None, 3, True, [], {}])
def test_a_text_that_is_none(idle: Window, text: Any) -> None:
    assert idle.error("POST", "/alert/text", {"text": text})[:2] == (400, "invalid argument")
    assert idle.error("POST", "/alert/text", {})[:2] == (400, "invalid argument")


@pytest.mark.parametrize("how", ["accept", "dismiss"])
def test_a_dialog_with_one_button_has_one_answer(window: Window, how: str) -> None:
    window.click(window.button("Ask"))
    window.button("Answer")
    assert window.value("GET", "/alert/text") is None
    assert window.error("POST", "/alert/text", {"text": "x"})[:2] == (400, "element not interactable")
    assert window.value("POST", f"/alert/{how}", {}) is None
    assert window.says("Answered")
