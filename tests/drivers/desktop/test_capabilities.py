"""What may be asked for in a new session."""

from __future__ import annotations

from typing import Any

import pytest

from drivers.desktop.capabilities import negotiate, told
from drivers.desktop.errors import InvalidArgument, SessionNotCreated


def ask(always: dict[str, Any], *first: dict[str, Any]) -> dict[str, Any]:
    return {"capabilities": {"alwaysMatch": always, "firstMatch": list(first) or [{}]}}


def test_command_line_is_split_as_in_a_shell() -> None:
    capabilities, standard = negotiate(ask({"appium:app": "prog --name 'Two words'"}))
    assert capabilities.app == ("prog", "--name", "Two words")
    assert capabilities.start_timeout_s == 20
    assert standard.timeouts.implicit == 0


def test_everything_can_be_given() -> None:
    capabilities, standard = negotiate(
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
                "browserName": "",
                "browserVersion": "1",
                "acceptInsecureCerts": True,
                "pageLoadStrategy": "eager",
                "strictFileInteractability": True,
                "unhandledPromptBehavior": "ignore",
                "other:vendor": [3],
            }
        )
    )
    assert (capabilities.pid, capabilities.display, capabilities.bus_address) == (12, ":7", "unix:path=/x")
    assert (capabilities.start_timeout_s, capabilities.new_command_timeout) == (2.5, 0)
    assert standard.timeouts.implicit == 150
    assert standard.page_load_strategy == "eager"


@pytest.mark.parametrize(
    "other", [{"platformName": "ios"}, {"platformName": "LINUX"}, {"browserName": "chrome"}]
)
def test_first_match_that_fits_is_taken(other: dict[str, Any]) -> None:
    other |= {"pageLoadStrategy": "none"}
    fitting = {"platformName": "linux", "pageLoadStrategy": "eager"}
    _, standard = negotiate(ask({"appium:app": "x"}, other, fitting))
    assert standard.page_load_strategy == "eager"


def test_null_is_as_if_it_were_not_there() -> None:
    names = (
        "acceptInsecureCerts", "browserName", "browserVersion", "platformName", "pageLoadStrategy", "proxy",
        "timeouts", "setWindowRect", "strictFileInteractability", "unhandledPromptBehavior", "unknown",
        "appium:pid",
    )  # fmt: skip
    _, standard = negotiate(ask({"appium:app": "x"} | dict.fromkeys(names), {"platformName": None}))
    assert standard.timeouts.told() == {"implicit": 0, "pageLoad": 300_000, "script": 30_000}


NOT_BOOLEANS = [1, [], {}, "false"]
NOT_STRINGS = [1, [], {}, False]
BAD_VALUES: dict[str, list[Any]] = {
    "acceptInsecureCerts": NOT_BOOLEANS,
    "strictFileInteractability": NOT_BOOLEANS,
    "browserName": NOT_STRINGS,
    "browserVersion": NOT_STRINGS,
    "platformName": NOT_STRINGS,
    "pageLoadStrategy": [*NOT_STRINGS, "invalid", "NONE", "Eager", " eager", "eager "],
    "proxy": [
        1, [], "{}", {}, {"proxyType": "SYSTEM"}, {"proxyType": None}, {"proxyType": []},
        {"proxytype": "system"}, {"proxyType": "system", "more": 1}, {"proxyType": "pac"},
        {"proxyType": "manual", "socksProxy": "x"}, {"proxyType": "manual", "noProxy": "x"},
        {"proxyType": "manual", "socksProxy": "x", "socksVersion": 256},
    ],
    "timeouts": [
        1, [], "{}", False, {"pageLoad": False}, {"pageLoad": []}, {"pageLoad": "10"}, {"pageLoad": 2.5},
        {"pageLoad": -1}, {"pageLoad": 2**53}, {"pageLoad": {"value": 10}},
    ],
    "setWindowRect": [True, False, 1, [], {}],
    "userAgent": ["x"],
    "unhandledPromptBehavior": [*NOT_STRINGS, "DISMISS", "Accept", " dismiss", "dismiss "],
    "javascriptEnabled": [True],
    "platform": ["linux"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name in BAD_VALUES for value in BAD_VALUES[name]]
)
def test_bad_value_of_the_standards_capabilities(name: str, value: Any) -> None:
    """Wherever it stands, and even where another set of capabilities would do."""
    asked = [
        ask({"appium:app": "x", name: value}),
        ask({"appium:app": "x"}, {}, {name: value}),
        ask({"appium:app": "x"}, {name: value}, {}),
    ]
    for body in asked:
        with pytest.raises(InvalidArgument) as refused:
            negotiate(body)
        assert name in refused.value.message


@pytest.mark.parametrize(
    "twice", [{"acceptInsecureCerts": True}, {"timeouts": {"script": 10}}, {"pageLoadStrategy": "none"}]
)
def test_what_is_always_wanted_cannot_be_wanted_again(twice: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgument, match=next(iter(twice))):
        negotiate(ask({"appium:app": "x"} | twice, {}, twice))


def test_the_client_is_told_what_the_standard_wants_told() -> None:
    capabilities, standard = negotiate(ask({"appium:app": "x", "timeouts": {"script": 5}}))
    assert told(capabilities, standard, display=":7", address="unix:path=/x", pid=3) == {
        "platformName": "linux", "browserName": "", "browserVersion": "1", "acceptInsecureCerts": False,
        "pageLoadStrategy": "normal", "proxy": {}, "setWindowRect": False, "strictFileInteractability": False,
        "timeouts": {"implicit": 0, "pageLoad": 300_000, "script": 5}, "unhandledPromptBehavior": "ignore",
        "appium:automationName": "AtSpi", "appium:app": ["x"], "appium:pid": 3, "appium:display": ":7",
        "appium:busAddress": "unix:path=/x", "appium:newCommandTimeout": 600.0,
    }  # fmt: skip


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
        (ask({"appium:app": "x", "appium:display": "evil.example:0"}), "appium:display"),
        (ask({"appium:app": "x", "app": "y"}), "unknown capability app"),
        (ask({"appium:app": "x"}, {}, {"appium:pid": "y"}), "appium:pid"),
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


@pytest.mark.parametrize(
    "wish",
    [
        {"platformName": "windows"},
        {"appium:automationName": "UiAutomator2"},
        {"browserName": "chrome"},
        {"browserVersion": "123"},
        {"proxyType": "direct"},
        {"unhandledPromptBehavior": "dismiss"},
    ],
)
def test_what_this_driver_is_not_is_not_created(wish: dict[str, Any]) -> None:
    asked = {"proxy": wish} if "proxyType" in wish else wish
    with pytest.raises(SessionNotCreated, match=next(iter(wish.values()))):
        negotiate(ask({"appium:app": "x"} | asked))
