"""The driver's own commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.drivers.desktop.conftest import Window


def caps_lock(window: Window, *arguments: dict[str, Any]) -> bool:
    return bool(
        window.value("POST", "/execute/sync", {"script": "desktop: capsLock", "args": list(arguments)})
    )


def test_caps_lock_turns_letters_round_until_the_session_ends(open_window: Callable[..., Window]) -> None:
    window = open_window()
    user = window.field("Username")
    assert caps_lock(window, {"on": True}) is True
    window.type(user, "demO1")
    assert window.get(user, "text") == "DEMo1"
    display = window.capabilities["appium:display"]
    window.quit()
    following = open_window()
    assert following.capabilities["appium:display"] == display
    assert caps_lock(following) is False


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"script": "return 1", "args": []}, (404, "unknown command")),
        ({"args": []}, (400, "invalid argument")),
        ({"script": "desktop: capsLock", "args": [3]}, (400, "invalid argument")),
        ({"script": "desktop: capsLock", "args": [{"on": "yes"}]}, (400, "invalid argument")),
        ({"script": "desktop: capsLock", "args": [{"of": True}]}, (400, "invalid argument")),
    ],
)
def test_malformed(window: Window, body: dict[str, Any], code: tuple[int, str]) -> None:
    assert window.error("POST", "/execute/sync", body)[:2] == code
