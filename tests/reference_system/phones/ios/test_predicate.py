"""Predicate strings, against Apple's rules."""

from __future__ import annotations

import pytest

from reference_system.phones.ios.element import Element
from reference_system.phones.ios.errors import InvalidSelector
from reference_system.phones.ios.predicate import compiled, matching
from reference_system.phones.model.widget import Bounds

BUTTON = Element(
    "XCUIElementTypeButton",
    "p",
    Bounds(10, 20, 100, 40),
    identifier="log-in",
    label="Log In à Paris",
    enabled=False,
    native=True,
)


@pytest.mark.parametrize(
    "text",
    [
        "label == 'Log In à Paris'",
        'label = "Log In à Paris"',
        "'Log In à Paris' == label",
        "name != 'x'",
        "name <> 'x'",
        "label CONTAINS 'In'",
        "label CONTAINS[cd] 'A PARIS'",
        "label contains[c] 'log in'",
        "label BEGINSWITH 'Log'",
        "label ENDSWITH[d] 'a Paris'",
        "label LIKE 'L?g*Paris'",
        "label LIKE[c] 'l?G*paris'",
        "label MATCHES 'Log .*'",
        "label MATCHES '^Log In.+$'",
        "type == 'XCUIElementTypeButton' AND enabled == false",
        "enabled == 0 && visible == 1",
        "visible == YES OR FALSEPREDICATE",
        "NOT (enabled == TRUE)",
        "!(enabled == 1)",
        "NOT enabled == 1 AND visible == true",
        "name IN {'a', 'log-in'}",
        "rect.x == 10 AND rect.width >= 100 AND rect.y < 21",
        "rect.height BETWEEN {40, 50}",
        "value == nil",
        "placeholderValue = NULL",
        "isVisible == 1 AND wdName == 'log-in' AND isWDEnabled == 0",
        "TRUEPREDICATE",
        "label == 'Log In \\u00e0 Paris'",
        "name == 'log-in' OR label == 'x' AND label == 'y'",
    ],
)
def test_holds(text: str) -> None:
    assert compiled(text)(BUTTON)


@pytest.mark.parametrize(
    "text",
    [
        "label == 'log in à paris'",
        "label CONTAINS 'PARIS'",
        "label CONTAINS[c] 'a Paris'",
        "label LIKE 'Log'",
        "label MATCHES 'Log'",
        "value CONTAINS 'x'",
        "enabled == 'false'",
        "visible == 0",
        "name IN {'a', 'b'}",
        "rect.height BETWEEN {41, 50}",
        "label == nil",
        "FALSEPREDICATE",
        "(name == 'log-in' OR label == 'x') AND label == 'y'",
    ],
)
def test_does_not_hold(text: str) -> None:
    assert not compiled(text)(BUTTON)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "label",
        "label ==",
        "label == Log In",
        "label == 'open",
        "colour == 'red'",
        "rect.depth == 1",
        "label SOUNDSLIKE 'x'",
        "label == 'a' label == 'b'",
        "label CONTAINS[x] 'a'",
        "(label == 'a'",
        "ANY children.label == 'a'",
        "label == 'a'; DROP",
    ],
)
def test_malformed_is_refused(text: str) -> None:
    with pytest.raises(InvalidSelector):
        compiled(text)


def test_broken_regular_expression_is_refused() -> None:
    with pytest.raises(InvalidSelector):
        matching("label MATCHES '('", [BUTTON])
