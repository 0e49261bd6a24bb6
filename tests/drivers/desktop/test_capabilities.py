"""What may be asked for in a new session."""

from __future__ import annotations

from typing import Any

import pytest

from drivers.desktop.capabilities import negotiate
from drivers.desktop.errors import InvalidArgument, SessionNotCreated


def ask(always: dict[str, Any], *first: dict[str, Any]) -> dict[str, Any]:
    return {"capabilities": {"alwaysMatch": always, "firstMatch": list(first) or [{}]}}


def test_command_line_is_split_as_in_a_shell() -> None:
    capabilities, timeouts = negotiate(ask({"appium:app": "prog --name 'Two words'"}))
    assert capabilities.app == ("prog", "--name", "Two words")
    assert capabilities.start_timeout_s == 20
    assert timeouts.implicit == 0


def test_everything_can_be_given() -> None:
    capabilities, timeouts = negotiate(
        ask(
            {
                "platformName": "Linux",
                "appium:automationName": "atspi",
                "appium:pid": 12,
                "appium:display": ":7",
                "appium:busAddress": "unix:path=/x",
                "appium:startTimeoutS": 2.5,
                "appium:newCommandTimeout": 0,
                "appium:deviceName": "desk",
                "timeouts": {"implicit": 150},
            }
        )
    )
    assert (capabilities.pid, capabilities.display, capabilities.bus_address) == (12, ":7", "unix:path=/x")
    assert (capabilities.start_timeout_s, capabilities.new_command_timeout) == (2.5, 0)
    assert timeouts.implicit == 150


def test_first_match_that_fits_is_taken() -> None:
    capabilities, _ = negotiate(ask({"appium:app": "x"}, {"platformName": "ios"}, {"platformName": "linux"}))
    assert capabilities.app == ("x",)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "capabilities"),
        ({"capabilities": []}, "capabilities"),
        ({"capabilities": {"alwaysMatch": []}}, "alwaysMatch"),
        ({"capabilities": {"firstMatch": []}}, "firstMatch"),
        ({"capabilities": {"firstMatch": [3]}}, "firstMatch"),
        (ask({"appium:app": "x"}, {"appium:app": "y"}), "appium:app"),
        (ask({}), "appium:app"),
        (ask({"appium:app": ""}), "appium:app"),
        (ask({"appium:app": "x", "appium:pid": 3}), "appium:pid"),
        (ask({"appium:app": "x", "appium:display": ":1"}), "appium:display"),
        (ask({"appium:app": "'unclosed"}), "appium:app"),
        (ask({"appium:app": 3}), "appium:app"),
        (ask({"appium:pid": -1}), "appium:pid"),
        (ask({"appium:app": "x", "appium:environment": {"A": 1}}), "appium:environment.A"),
        (ask({"appium:app": "x", "appium:startTimeoutS": 0}), "appium:startTimeoutS"),
        (ask({"appium:app": "x", "appium:startTimeout": 3}), "unknown capability appium:startTimeout "),
        (ask({"appium:app": "x", "app": "y"}), "unknown capability 'app'"),
        (ask({"appium:app": "x", "timeouts": {"implicit": -1}}), "timeouts.implicit"),
    ],
)
def test_bad_capability_is_named(body: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        negotiate(body)
    assert named in refused.value.message


def test_values_of_the_environment_stay_out_of_the_message() -> None:
    with pytest.raises(InvalidArgument) as refused:
        negotiate(ask({"appium:app": "x", "appium:environment": {"TOKEN": ["s3cret"]}}))
    assert "s3cret" not in refused.value.message


@pytest.mark.parametrize("wish", [{"platformName": "windows"}, {"appium:automationName": "UiAutomator2"}])
def test_another_platform_or_automation_is_not_created(wish: dict[str, Any]) -> None:
    with pytest.raises(SessionNotCreated, match=next(iter(wish.values()))):
        negotiate(ask({"appium:app": "x"} | wish))
