"""UiSelector and UiScrollable: what is taken, what is found, and where the refused ones are wrong."""

from __future__ import annotations

import pytest

from reference_system.phones.android.source import Node, see
from reference_system.phones.android.uiselector import InvalidExpression, Scrollable, Selector, parse
from reference_system.phones.model.phone import Phone
from tests.reference_system.phones.android.conftest import SAMPLE
from tests.reference_system.phones.conftest import with_aside


@pytest.fixture
def roots(phone: Phone) -> list[Node]:
    phone.apps.activate(SAMPLE)
    return see(phone.glass.screen()).roots


def _found(roots: list[Node], calls: str) -> list[str]:
    (selector,) = parse(f"new UiSelector(){calls}")
    assert isinstance(selector, Selector)
    nodes = [node for root in roots for node in root.walk()]
    with_aside(lambda aside: selector.learn(nodes, aside))
    return [node.text or (node.resource_id or "").rpartition("/")[2] for node in selector.all_in(roots)]


@pytest.mark.parametrize(
    ("calls", "found"),
    [
        ('.text("Press")', ["Press"]),
        ('.text("press")', []),
        ('.textContains("RESS")', ["Pressed 0 times", "Press"]),
        ('.textStartsWith("pressed")', ["Pressed 0 times"]),
        (r'.textMatches("P\w+")', ["Press", "Password", "PIN"]),
        (r'.textMatches("(?i)p[a-z]{2}")', ["PIN"]),
        ('.description("Your name")', ["User name"]),
        ('.descriptionContains("NAME")', ["User name"]),
        ('.descriptionStartsWith("your")', ["User name"]),
        ('.descriptionMatches("Your .*")', ["User name"]),
        (f'.resourceId("{SAMPLE}:id/never")', ["Never"]),
        ('.resourceIdMatches(".*:id/n.*")', ["Never", "Next"]),
        ('.className("android.widget.Switch")', ["Sounds"]),
        ('.classNameMatches(".*Switch")', ["Sounds"]),
        ('.className("android.widget.EditText").instance(1)', ["Password"]),
        ('.className("android.widget.EditText").instance(9)', []),
        ('.packageName("com.other")', []),
        (f'.packageNameMatches("{SAMPLE}").checkable(true)', ["Sounds"]),
        (".enabled(false)", ["Never"]),
        ('.scrollable(true).childSelector(new UiSelector().text("Line 2"))', ["Line 2"]),
        (".scrollable(true).childSelector(new UiSelector().index(3))", ["Line 3"]),
        ('.text("Press").fromParent(new UiSelector().text("Next"))', ["Next"]),
        ('.text("Press").fromParent(new UiSelector().text("Nothing"))', []),
        ('.text("Press").text("Next")', ["Next"]),
        (
            '.className("android.widget.EditText").fromParent(new UiSelector().enabled(false).instance(0))',
            ["Never"],
        ),
        (
            ".scrollable(true).fromParent(new UiSelector().scrollable(true)"
            '.childSelector(new UiSelector().textMatches("Line [12]").instance(1)))',
            ["Line 2"],
        ),
        (
            ".clickable(true).longClickable(false).checked(false).selected(false).focused(false).instance(0)",
            ["Press"],
        ),
    ],
)
def test_finds(roots: list[Node], calls: str, found: list[str]) -> None:
    assert _found(roots, calls) == found


@pytest.mark.parametrize(
    "expression",
    [
        'UiSelector().text("x")',
        ' new  UiSelector ( ) . text ( "x" ) ; ',
        'new UiSelector().text("a\\"b;c")',
        'new UiSelector().text("a"); new UiSelector().text("b");',
    ],
)
def test_taken(expression: str) -> None:
    assert parse(expression)


def test_backslashes_stay(roots: list[Node]) -> None:
    assert _found(roots, r'.textMatches("Pressed \d times")') == ["Pressed 0 times"]
    assert _found(roots, r'.textMatches("Pressed \\d times")') == []


@pytest.mark.parametrize(
    ("expression", "column", "why"),
    [
        ("", 1, "unexpected end"),
        ("new UiSelector(", 16, "unexpected end"),
        ('new UiSelector().text("x"', 26, "unexpected end"),
        ('new UiSelector().txt("x")', 17, "no `txt` method"),
        ("new UiSelector().text(3)", 17, "takes a string, not 3"),
        ('new UiSelector().text("a", "b")', 17, "takes 1 arguments, not 2"),
        ('new UiSelector().checked("true")', 17, "takes a boolean"),
        ("new UiSelector().clickable()", 17, "takes 1 arguments, not 0"),
        ("new UiSelector().instance(-1)", 17, "not negative"),
        ("new UiSelector().instance(true)", 17, "takes a number"),
        ('new UiSelector().textMatches("[")', 17, "bad regular expression"),
        ('new UiSelector().text("x").foo', 31, "unexpected end"),
        ('new By().text("x")', 1, "unknown class By"),
        ('new UiSelector().text("x")..foo()', 28, "unexpected"),
        ("System.exit(0)", 7, "unexpected"),
        ("new UiScrollable().scrollIntoView(new UiSelector())", 1, "takes 1 arguments, not 0"),
        ("new UiScrollable(new UiSelector())", 1, "must return a UiObject"),
        ("new UiScrollable(new UiSelector()).scrollForward()", 35, "must return a UiObject"),
        ('new UiScrollable(new UiSelector()).text("x")', 35, "no `text` method"),
        (
            "new UiSelector().childSelector(new UiScrollable(new UiSelector()).getChild(new UiSelector()))",
            32,
            "no argument",
        ),
    ],
)
def test_refused_with_the_place(expression: str, column: int, why: str) -> None:
    with pytest.raises(InvalidExpression) as raised:
        parse(expression)
    assert why in str(raised.value)
    assert f"at column {column} of" in str(raised.value)


def test_scrollable_is_read() -> None:
    (scrollable,) = parse(
        "new UiScrollable(new UiSelector().scrollable(true).instance(0)).setAsVerticalList()"
        '.setMaxSearchSwipes(4).scrollToEnd(3).scrollTextIntoView("Line 9")'
    )
    assert isinstance(scrollable, Scrollable)
    assert scrollable.max_swipes == 4
    assert [(each.way, each.times) for each in scrollable.movements] == [("end", 3), ("into view", 1)]


def test_selectors_within_selectors_look_at_each_node_once_a_level(roots: list[Node]) -> None:
    levels = 60  # 30 nodes each: to look below each of those found, again and again, would never end
    nested = ".fromParent(new UiSelector()" * levels + ")" * levels
    assert "Press" in _found(roots, f'.text("Press"){nested}')
