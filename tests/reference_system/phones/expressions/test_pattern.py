"""Regular expressions of clients: those decided on the spot, and those that must look at the texts first."""

from __future__ import annotations

import re

import pytest

from reference_system.phones.expressions import ExpressionRefused
from reference_system.phones.expressions.aside import Aside
from reference_system.phones.expressions.pattern import Pattern
from tests.reference_system.phones.conftest import with_aside


def fitting(pattern: Pattern, *texts: str) -> list[str]:
    async def found(aside: Aside) -> list[str]:
        await pattern.learn(texts, aside)
        return [text for text in texts if pattern.fits(text)]

    return with_aside(found)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (".*:id/a", ["x:id/a"]),
        (r"\w+", ["abc"]),
        ("abc|a b", ["abc", "a b"]),
        ("[a-c].c", ["abc"]),
        (r"a\sb", ["a b"]),
        ("", []),
    ],
)
def test_plain_ones_need_not_look(expression: str, found: list[str]) -> None:
    pattern = Pattern(expression)
    assert [text for text in ("abc", "a b", "x:id/a") if pattern.fits(text)] == found


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (Pattern("(a|b)+c"), ["abc"]),
        (Pattern("(?i)ABC"), ["abc"]),
        (Pattern("ABC", ignore_case=True), ["abc"]),
        (Pattern(".*a.*b.*"), ["abc", "a b"]),
        (Pattern("a b?"), ["a b"]),
        (Pattern("(?!abc).+"), ["a b"]),
    ],
)
def test_others_look_first(pattern: Pattern, found: list[str]) -> None:
    with pytest.raises(KeyError):
        pattern.fits("abc")
    assert fitting(pattern, "abc", "a b") == found
    assert pattern.fits("abc") == ("abc" in found)


def test_long_texts_are_looked_at_first() -> None:
    long = "a" * 1001
    pattern = Pattern(".*")
    assert pattern.fits(long[1:])
    with pytest.raises(KeyError):
        pattern.fits(long)
    assert fitting(pattern, long) == [long]


def test_a_broken_one() -> None:
    with pytest.raises(re.error):
        Pattern("[")
    for broken in ("(", "a{2,1}", "(?P<n>"):
        with pytest.raises(ExpressionRefused, match="is not a regular expression"):
            fitting(Pattern(broken), "a")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (Pattern("(a*)*b"), "a" * 40),
        (Pattern("a?" * 40 + "a" * 40), "a" * 40),
        (Pattern(".*" * 12 + "x"), "a" * 500),
        (Pattern(".*.*x"), "a" * 100_000),
    ],
)
def test_none_takes_for_ever(pattern: Pattern, text: str) -> None:
    with pytest.raises(ExpressionRefused, match=r"takes more than 0\.3 s to evaluate"):
        fitting(pattern, text)
