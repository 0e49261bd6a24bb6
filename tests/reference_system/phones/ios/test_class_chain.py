"""Class chains, against WebDriverAgent's documentation."""

from __future__ import annotations

import pytest

from reference_system.phones.ios.class_chain import find
from reference_system.phones.ios.element import Element
from reference_system.phones.ios.errors import InvalidArgument, InvalidSelector
from reference_system.phones.model.widget import Bounds
from tests.reference_system.phones.conftest import with_aside


def element(kind: str, name: str, *children: Element) -> Element:
    made = Element(f"XCUIElementType{kind}", name, Bounds(), identifier=name, children=list(children))
    for child in children:
        child.parent = made
    return made


TREE = element(
    "Application",
    "app",
    element(
        "Window",
        "window",
        element("Cell", "cell-1", element("Button", "buy"), element("StaticText", "one")),
        element("Cell", "cell-2", element("Button", "sell"), element("Switch", "`odd` $name$")),
        element("Other", "bar", element("Button", "done")),
    ),
)


def _find(chain: str) -> list[Element]:
    return with_aside(lambda aside: find(chain, TREE, aside))


@pytest.mark.parametrize(
    ("chain", "found"),
    [
        ("XCUIElementTypeWindow", ["window"]),
        ("XCUIElementTypeButton", []),
        ("**/XCUIElementTypeButton", ["buy", "sell", "done"]),
        ("**/XCUIElementTypeButton[1]", ["buy"]),
        ("**/XCUIElementTypeButton[-1]", ["done"]),
        ("**/XCUIElementTypeButton[4]", []),
        ("**/XCUIElementTypeCell/XCUIElementTypeButton", ["buy", "sell"]),
        ("**/XCUIElementTypeCell[2]/*", ["sell", "`odd` $name$"]),
        ("*/XCUIElementTypeCell[1]/XCUIElementTypeButton", ["buy"]),
        ("**/XCUIElementTypeCell[`name == 'cell-2'`]/XCUIElementTypeButton", ["sell"]),
        ("**/XCUIElementTypeCell[$type == 'XCUIElementTypeSwitch'$]", ["cell-2"]),
        ("**/XCUIElementTypeCell[$name == 'one'$][`name BEGINSWITH 'cell'`][1]", ["cell-1"]),
        ("**/*[`name == '``odd`` $name$'`]", ["`odd` $name$"]),
        ("**/XCUIElementTypeCell[$name ENDSWITH '$$name$$'$]", ["cell-2"]),
        ("**/XCUIElementTypeAny[`name == 'done'`]", ["done"]),
        ("**/XCUIElementTypeWindow/**/XCUIElementTypeSwitch", ["`odd` $name$"]),
    ],
)
def test_finds(chain: str, found: list[str]) -> None:
    assert [one.identifier for one in _find(chain)] == found


@pytest.mark.parametrize(
    "chain",
    [
        "",
        "/",
        "**/",
        "***/XCUIElementTypeCell",
        "**/XCUIElementTypeCell[",
        "**/XCUIElementTypeCell[`name`]",
        "XCUIElementTypeCell[x]",
        "a b",
        "**/XCUIElementTypeCell[$name == 'a']",
    ],
)
def test_malformed_is_refused(chain: str) -> None:
    with pytest.raises(InvalidSelector):
        _find(chain)


@pytest.mark.parametrize("chain", ["**/XCUIElementTypeCell[0]", "**/XCUIElementTypeCell[1][2]"])
def test_impossible_positions_are_refused(chain: str) -> None:
    with pytest.raises(InvalidSelector):
        _find(chain)


def test_unknown_type_is_an_invalid_argument() -> None:
    with pytest.raises(InvalidArgument, match="Did you mean XCUIElementTypeButton"):
        _find("**/Button")
