"""Timeouts."""

from __future__ import annotations

import pytest

from tests.drivers.desktop.conftest import Window


def test_change_one_keep_the_others(window: Window) -> None:
    window.value("POST", "/timeouts", {"implicit": 1234})
    window.value("POST", "/timeouts", {"type": "script", "ms": 5})
    window.value("POST", "/timeouts", {"type": "page load", "ms": 6})
    assert window.value("GET", "/timeouts") == {"implicit": 1234, "pageLoad": 6, "script": 5}


NO_TIMEOUTS: list[object] = [-1, 2.5, 2**53, "1", [], {}, True, False]


@pytest.mark.parametrize("name", ["implicit", "pageLoad", "script"])
@pytest.mark.parametrize("value", [0, 0.0, 2.0, 2**53 - 1, None])
def test_integers_of_json_and_null(window: Window, name: str, value: float | None) -> None:
    window.value("POST", "/timeouts", {name: value})
    assert window.value("GET", "/timeouts")[name] == value


@pytest.mark.parametrize("body", [{}, {"explicit": 1}])
def test_what_is_no_timeout_is_left_out(idle: Window, body: dict[str, object]) -> None:
    before = idle.value("GET", "/timeouts")
    idle.value("POST", "/timeouts", body)
    assert idle.value("GET", "/timeouts") == before


@pytest.mark.parametrize(
    "body",
    [
        *({"implicit": value} for value in NO_TIMEOUTS),
        {"script": 1, "pageLoad": "x"},
        {"type": [], "ms": 1},
        {"type": "explicit", "ms": 1},
        {"type": "implicit"},
    ],
)
def test_bad_timeout_changes_nothing(idle: Window, body: dict[str, object]) -> None:
    before = idle.value("GET", "/timeouts")
    assert idle.error("POST", "/timeouts", body)[:2] == (400, "invalid argument")
    assert idle.value("GET", "/timeouts") == before
