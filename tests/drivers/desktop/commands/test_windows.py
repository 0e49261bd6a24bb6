"""Windows: which is meant, where it stands, how it closes."""

from __future__ import annotations

import os
import select
from typing import Any

import pytest

from tests.drivers.desktop.conftest import Window

LENGTHS: list[Any] = ["a", True, [], {}, -1, 2**31]
COORDINATES: list[Any] = ["a", True, [], {}, -(2**31) - 1, 2**31]


def test_handles(window: Window) -> None:
    handle = window.value("GET", "/window")
    assert window.value("GET", "/window/handles") == [handle]
    window.click(window.button("Ask"))
    window.button("Answer")
    first, second = window.value("GET", "/window/handles")
    assert first == handle
    assert window.value("GET", "/window") == second
    window.value("POST", "/window", {"handle": first})
    assert window.value("GET", "/title") == "Login"
    window.click(window.button("Answer"))
    assert window.says("Answered")
    assert window.value("GET", "/window/handles") == [handle]


@pytest.mark.parametrize("handle", [None, 3, True, [], {}])
def test_a_handle_that_is_no_string(idle: Window, handle: Any) -> None:
    assert idle.error("POST", "/window", {"handle": handle})[:2] == (400, "invalid argument")
    assert idle.error("POST", "/window", {})[:2] == (400, "invalid argument")


def test_a_handle_that_was_never_given_out(idle: Window) -> None:
    assert idle.error("POST", "/window", {"handle": "window-99"})[:2] == (404, "no such window")
    assert idle.value("GET", "/title") == "Login"


@pytest.mark.parametrize(
    "body",
    [
        *({side: value} for side in ("width", "height") for value in LENGTHS),
        *({side: value} for side in ("x", "y") for value in COORDINATES),
        {"x": 10, "y": 10, "width": 300, "height": "a"},
    ],
    ids=str,
)
def test_a_place_that_is_none_moves_nothing(idle: Window, body: dict[str, Any]) -> None:
    before = idle.value("GET", "/window/rect")
    assert idle.error("POST", "/window/rect", body)[:2] == (400, "invalid argument")
    assert idle.value("GET", "/window/rect") == before


def test_what_is_not_given_stays(window: Window) -> None:
    before = window.value("GET", "/window/rect")
    for body in ({}, {"width": None, "x": None}, {"width": before["width"]}):
        assert window.value("POST", "/window/rect", body) == before
    for part in ({"x": 120}, {"y": 7}, {"width": 500}, {"height": 650, "x": -8}):
        before |= part
        assert window.value("POST", "/window/rect", part) == before
        assert window.value("GET", "/window/rect") == before


def test_whole_numbers_count(window: Window) -> None:
    moved = window.value("POST", "/window/rect", {"x": 150.9, "y": 50.5, "width": 550.5, "height": 700.9})
    assert moved == {"x": 150, "y": 50, "width": 550, "height": 700}


def test_a_window_is_neither_larger_than_the_screen_nor_smaller_than_it_may_be(window: Window) -> None:
    large = window.value("POST", "/window/rect", {"x": 0, "y": 0, "width": 5000, "height": 5000})
    assert large == {"x": 0, "y": 0, "width": 1280, "height": 800}
    small = window.value("POST", "/window/rect", {"width": 10, "height": 10})
    assert small["width"] > 50
    assert small["height"] > 50


def test_maximize(window: Window) -> None:
    assert window.value("POST", "/window/maximize", {}) == {"x": 0, "y": 0, "width": 1280, "height": 800}
    back = {"x": 60, "y": 70, "width": 500, "height": 650}
    assert window.value("POST", "/window/rect", back) == back


@pytest.mark.parametrize("command", ["minimize", "fullscreen", "new"])
def test_what_takes_a_window_manager(idle: Window, command: str) -> None:
    assert idle.error("POST", f"/window/{command}", {})[:2] == (500, "unsupported operation")


def test_a_hidden_window_is_none(window: Window) -> None:
    window.click(window.button("Hide"))
    window.value("POST", "/timeouts", {"implicit": 0})
    assert window.value("GET", "/window/handles") == []
    for verb, path in (("GET", "/window"), ("GET", "/window/rect"), ("POST", "/window/maximize"),
                       ("POST", "/window/rect"), ("GET", "/title"), ("POST", "/actions")):  # fmt: skip
        assert window.error(verb, path, {"actions": []})[:2] == (404, "no such window")


def test_closing_the_last_window(window: Window) -> None:
    assert window.value("DELETE", "/window") == []
    assert window.error("GET", "/window")[:2] == (404, "no such window")


def test_a_window_that_asks_before_it_closes(window: Window) -> None:
    window.click(window.button("Guard"))
    status, code, message = window.error("DELETE", "/window")
    assert (status, code) == (500, "unexpected alert open")
    assert "Login" in message
    assert window.value("GET", "/title") == "Question"


def test_a_window_of_a_program_that_has_ended(window: Window) -> None:
    window.click(window.button("Crash"))
    handle = os.pidfd_open(window.capabilities["appium:pid"]) if _runs(window) else None
    if handle is not None:
        select.select([handle], [], [], 15)
        os.close(handle)
    for verb, path in (("GET", "/window"), ("GET", "/window/rect"), ("GET", "/alert/text")):
        assert window.error(verb, path)[:2] == (404, "no such window")


def _runs(window: Window) -> bool:
    try:
        os.kill(window.capabilities["appium:pid"], 0)
    except ProcessLookupError:
        return False
    return True
