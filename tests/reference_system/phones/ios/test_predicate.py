"""Predicate strings, against Apple's rules."""

from __future__ import annotations

import pytest

from reference_system.phones.ios.element import Element
from reference_system.phones.ios.errors import InvalidSelector
from reference_system.phones.ios.predicate import compiled, matching
from reference_system.phones.model.widget import Bounds
from tests.reference_system.phones.conftest import with_aside

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
        "label MATCHES[c] 'log (in|out).*'",
        "label MATCHES[c] '\\\\D+'",
        "label MATCHES[d] 'Log In a Paris'",
        "label MATCHES '(?:L|l)og.*' AND NOT label MATCHES '(a|b)*'",
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
    assert with_aside(lambda aside: matching(text, [BUTTON], aside)) == [BUTTON]


@pytest.mark.parametrize(
    "text",
    [
        "label == 'log in à paris'",
        "label CONTAINS 'PARIS'",
        "label CONTAINS[c] 'a Paris'",
        "label LIKE 'Log'",
        "label MATCHES 'Log'",
        "label MATCHES[c] '\\\\d+'",
        "label LIKE 'Log*Out*Paris'",
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
    assert with_aside(lambda aside: matching(text, [BUTTON], aside)) == []


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


@pytest.mark.parametrize("pattern", ["(", "[", "a{2,1}", "*"])
def test_broken_regular_expression_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidSelector, match="regular expression"):
        with_aside(lambda aside: matching(f"label MATCHES '{pattern}'", [BUTTON], aside))


def test_a_pattern_that_is_no_literal_is_refused() -> None:
    with pytest.raises(InvalidSelector, match="in quotation marks"):
        compiled("label MATCHES name")


def test_like_tries_no_place_twice() -> None:
    long = Element("XCUIElementTypeStaticText", "p", Bounds(), label="a" * 2000)
    predicate = compiled("label LIKE '" + "*a" * 1000 + "*b'")
    assert not predicate.holds(long)


def test_depth_has_a_limit() -> None:
    with pytest.raises(InvalidSelector, match="nested too deeply"):
        compiled("NOT " * 900 + "name == 'a'")


def test_size_has_a_limit() -> None:
    compiled(f"name == '{'a' * 4000}'")
    with pytest.raises(
        InvalidSelector, match="has 4109 characters; this phone takes expressions of up to 4096"
    ):
        compiled(f"name == '{'a' * 4099}'")
