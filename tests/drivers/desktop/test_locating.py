"""Strategies on a tree made by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import etree

from drivers.desktop.accessibility import Ref
from drivers.desktop.errors import InvalidArgument, InvalidSelector
from drivers.desktop.locating import LONGEST, Locator, as_xml, details_for_xpath, source
from drivers.desktop.roles import STATE_NAMES, States
from drivers.desktop.tree import Detail, Element, Rect
from drivers.desktop.xpath import Evaluator


def element(
    role: str, name: str, *children: Element, states: str = "showing enabled", ident: str = ""
) -> Element:
    bits = sum(1 << STATE_NAMES.index(state) for state in states.split())
    words = [bits & 0xFFFFFFFF, bits >> 32]
    path = f"/{role}/{name}/{ident}"
    return Element(
        Ref(":1.1", path), role, name, States(words), list(children), ident, name, Rect(1, 2, 3, 4)
    )


@pytest.fixture(scope="module")
def evaluator() -> Iterator[Evaluator]:
    with Evaluator() as one:
        yield one


@pytest.fixture
def program() -> Element:
    return element(
        "application",
        "demo",
        element(
            "frame",
            "Login",
            element("label", "Username"),
            element("text", "Username", ident="user", states="showing enabled editable"),
            element("push button", "Log In"),
        ),
        element("dialog", "Old", element("push button", "Log In", states="enabled"), states="enabled"),
    )


@pytest.mark.parametrize(
    ("using", "value", "roles"),
    [
        ("name", "Username", ["label", "text"]),
        ("name", "Log In", ["push button"]),
        ("accessibility id", "user", ["text"]),
        ("accessibility id", "Log In", ["push button"]),
        ("class name", "push button", ["push button"]),
        ("class name", "push_button", ["push button"]),
        ("tag name", "push_button", ["push button"]),
        ("xpath", "//text[@name='Username']", ["text"]),
        ("xpath", "//push_button", ["push button", "push button"]),
        ("xpath", "//push_button[@showing='true']", ["push button"]),
        ("xpath", "//*[@x='1' and @width='3'][1]/@nothing/..", []),
        ("name", "username", []),
    ],
)
def test_finds(program: Element, evaluator: Evaluator, using: str, value: str, roles: list[str]) -> None:
    assert [e.role for e in Locator(using, value).find(program, evaluator)] == roles


def test_the_element_searched_below_is_not_found(program: Element, evaluator: Evaluator) -> None:
    frame = program.children[0]
    assert Locator("name", "Login").find(frame, evaluator) == []
    assert [e.role for e in Locator("xpath", "//*").find(frame, evaluator)] == [
        "label",
        "text",
        "push button",
    ]


@pytest.mark.parametrize("using", ["css selector", "link text", "partial link text"])
def test_a_strategy_for_web_pages_is_an_invalid_selector(using: str) -> None:
    with pytest.raises(InvalidSelector, match="web pages"):
        Locator(using, "x")


@pytest.mark.parametrize("using", ["id", "made up", "", "Name"])
def test_unknown_strategy_is_an_invalid_argument(using: str) -> None:
    with pytest.raises(InvalidArgument, match="strategy"):
        Locator(using, "x")


@pytest.mark.parametrize(
    ("using", "value"), [(None, "x"), (7, "x"), ("name", None), ("xpath", 3), ("name", ["x"])]
)
def test_what_is_no_string_is_an_invalid_argument(using: object, value: object) -> None:
    with pytest.raises(InvalidArgument):
        Locator(using, value)


@pytest.mark.parametrize(
    "value", ["//", "", "//text[", "//@name", "count(//text)", "'text'", "nope()", "a\0"]
)
def test_xpath_that_selects_no_elements_is_an_invalid_selector(
    program: Element, evaluator: Evaluator, value: str
) -> None:
    with pytest.raises(InvalidSelector):
        Locator("xpath", value).find(program, evaluator)


@pytest.mark.parametrize("using", ["name", "accessibility id", "class name", "xpath"])
def test_what_is_too_long_is_an_invalid_selector(using: str) -> None:
    Locator(using, "x" * LONGEST)
    with pytest.raises(InvalidSelector, match=f"{using} of 4097 characters"):
        Locator(using, "x" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("//text[@name='x']", Detail.NOTHING),
        ("//text[@id='x']", Detail.IDS),
        ("//text[@ text='x' or @value='y']", Detail.TEXTS),
        ("//text[@x > 3]", Detail.EXTENTS),
        ("//text[attribute::height > 3 and @id]", Detail.EXTENTS | Detail.IDS),
        ("//text[@* = 'x']", Detail.ALL),
    ],
)
def test_only_what_an_xpath_looks_at_is_asked_for(expression: str, wanted: Detail) -> None:
    assert details_for_xpath(expression) == wanted


def test_source_survives_characters_that_xml_cannot_hold() -> None:
    root = etree.fromstring(source(element("label", "a\x00b\ud800c <&>\n")))
    assert root.get("name") == "a\ufffdb\ufffdc <&>\n"


def test_source_names_role_states_and_place(program: Element) -> None:
    text = as_xml(program).find(".//text")
    assert text is not None
    assert {str(key): str(value) for key, value in text.attrib.items()} == {
        "name": "Username", "role": "text", "id": "user", "text": "Username", "value": "Username",
        "showing": "true", "enabled": "true", "focused": "false", "editable": "true", "checked": "false",
        "selected": "false", "x": "1", "y": "2", "width": "3", "height": "4",
    }  # fmt: skip
