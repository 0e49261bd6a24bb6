"""Finding in a living program: waits, references that go stale, elements below elements."""

from __future__ import annotations

import time

import pytest

from tests.drivers.desktop.conftest import ELEMENT, Window


def test_implicit_wait_ends_when_the_element_comes(window: Window) -> None:
    # Longer than the client waits for an answer: a wait that went on to its end would be an error.
    window.value("POST", "/timeouts", {"implicit": 60_000})
    window.click(window.button("Later"))
    assert window.says("Came later")


def test_what_does_not_come(window: Window) -> None:
    window.value("POST", "/timeouts", {"implicit": 150})
    started = time.monotonic()
    status, code, message = window.error("POST", "/element", {"using": "name", "value": "Nowhere"})
    assert time.monotonic() - started >= 0.15
    assert (status, code) == (404, "no such element")
    assert "name='Nowhere' within 0.15 s (on screen: " in message
    assert "push button 'Off'" in message
    assert window.value("POST", "/elements", {"using": "name", "value": "Nowhere"}) == []


NO_STRINGS: list[object] = [None, True, 1, [], {}]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"using": "css selector", "value": "#x"}, "invalid selector"),
        ({"using": "xpath", "value": "//["}, "invalid selector"),
        ({"using": "xpath", "value": "//text/@name"}, "invalid selector"),
        *(({"using": using, "value": "x"}, "invalid argument") for using in ("a", *NO_STRINGS)),
        *(({"using": "name", "value": value}, "invalid argument") for value in NO_STRINGS),
        ({"using": "name", "value": "x" * 5000}, "invalid selector"),
        ({"using": "name"}, "invalid argument"),
        ({}, "invalid argument"),
    ],
)
@pytest.mark.parametrize("path", ["/element", "/elements"])
def test_bad_locator(idle: Window, path: str, body: dict[str, object], code: str) -> None:
    assert idle.error("POST", path, body)[:2] == (400, code)


def test_all_strategies(window: Window) -> None:
    user = window.xpath("//text[@name='Username']")
    assert window.find("accessibility id", "the-user") == user
    assert window.find("name", "Username") == user
    assert window.find("class name", "text") == user


def test_below_an_element(window: Window) -> None:
    combo = window.xpath("//combo_box")
    body = {"using": "name", "value": "Log In"}
    window.value("POST", "/timeouts", {"implicit": 0})
    assert window.error("POST", f"/element/{combo}/element", body)[:2] == (404, "no such element")
    frame = window.xpath("/application/frame")
    assert window.value("POST", f"/element/{frame}/element", body)[ELEMENT] == window.button("Log In")
    assert (
        len(window.value("POST", f"/element/{frame}/elements", {"using": "xpath", "value": "//combo_box"}))
        == 1
    )


def test_element_that_was_never_handed_out(window: Window) -> None:
    assert window.error("GET", "/element/999/text")[:2] == (404, "no such element")


def test_element_that_was_destroyed(window: Window) -> None:
    doomed = window.xpath("//label[@name='Doomed']")
    window.click(window.button("Destroy"))
    window.value("POST", "/timeouts", {"implicit": 0})
    deadline = time.monotonic() + 5
    while window.value("POST", "/elements", {"using": "xpath", "value": "//label[@name='Doomed']"}):
        assert time.monotonic() < deadline
    for verb, path in (("GET", "text"), ("GET", "displayed"), ("POST", "click"), ("POST", "element")):
        body = {"using": "name", "value": "x"}
        assert window.error(verb, f"/element/{doomed}/{path}", body)[:2] == (404, "stale element reference")


def test_same_element_same_reference(window: Window) -> None:
    assert window.button("Log In") == window.find("name", "Log In")
