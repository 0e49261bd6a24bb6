"""Timeouts."""

from __future__ import annotations

import pytest

from tests.drivers.desktop.conftest import Window


def test_change_one_keep_the_others(window: Window) -> None:
    window.value("POST", "/timeouts", {"implicit": 1234})
    window.value("POST", "/timeouts", {"type": "script", "ms": 5})
    assert window.value("GET", "/timeouts") == {"implicit": 1234, "pageLoad": 300_000, "script": 5}


@pytest.mark.parametrize(
    "body", [{"implicit": -1}, {"implicit": "1"}, {"implicit": None}, {"explicit": 1}, {"type": [], "ms": 1}]
)
def test_bad_timeout_changes_nothing(window: Window, body: dict[str, object]) -> None:
    before = window.value("GET", "/timeouts")
    assert window.error("POST", "/timeouts", body)[:2] == (400, "invalid argument")
    assert window.value("GET", "/timeouts") == before
