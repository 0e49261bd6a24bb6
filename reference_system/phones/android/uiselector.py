"""``-android uiautomator``: the Java expressions ``new UiSelector()...`` and ``new UiScrollable(...)...``.

Read by a grammar and checked against the methods of both classes; anything else is an InvalidExpression that
names its place. Matching follows ``androidx.test.uiautomator``: ``*Contains`` and ``*StartsWith`` ignore
case, ``*Matches`` fits the whole value, a text literal keeps its backslashes except before a quote.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import lark

from reference_system.phones.android.source import FLAGS, Node
from reference_system.phones.expressions.aside import Aside
from reference_system.phones.expressions.pattern import Pattern

_GRAMMAR = r"""
start: statement (";" statement)* ";"?
statement: construction call*
construction: NEW? NAME arguments
call: "." NAME arguments
arguments: "(" [argument ("," argument)*] ")"
?argument: STRING | FLOAT | INT | BOOL | statement
NEW: "new"
BOOL.2: /(true|false)\b/
NAME: /[A-Za-z_]\w*/
STRING: /"(\\[\s\S]|[^"\\])*"/
FLOAT.2: /-?\d+\.\d+f?/
INT: /-?\d+/
%ignore /\s+/
"""
_PARSER = lark.Lark(_GRAMMAR, parser="lalr", propagate_positions=True)
_Tree = lark.Tree[lark.Token]
_Value = str | int | float | bool


class InvalidExpression(ValueError):
    """An expression that is no UiSelector or UiScrollable; the message tells where and why."""

    def __init__(self, expression: str, column: int, why: str) -> None:
        super().__init__(f"Could not parse UiSelector argument: {why} at column {column} of {expression!r}")


Test = Callable[[Node], bool]
Read = Callable[[Node], str | None]
"""Reads the value that a test is about."""


@dataclass(frozen=True, eq=False)
class Fits:
    """The test of a ``*Matches`` method: the value fits a regular expression as a whole."""

    pattern: Pattern
    read: Read

    def __call__(self, node: Node) -> bool:
        value = self.read(node)
        return value is not None and self.pattern.fits(value)

    async def learn(self, nodes: Iterable[Node], aside: Aside) -> None:
        """Look at the nodes that it is to be asked about."""
        await self.pattern.learn((value for node in nodes if (value := self.read(node)) is not None), aside)


@dataclass(frozen=True)
class Selector:
    """A UiSelector.

    Attributes:
        tests: What a node must fulfil.
        instance: Which of the nodes found is meant; None: each of them.
        child: To be looked for below the nodes found (``childSelector``).
        beside: To be looked for below their parents (``fromParent``).
    """

    tests: tuple[Test, ...] = ()
    instance: int | None = None
    child: Selector | None = None
    beside: Selector | None = None

    async def learn(self, nodes: Sequence[Node], aside: Aside) -> None:
        """Look at all nodes on the screen before some are asked for. Raises: ExpressionRefused."""
        for test in self.tests:
            if isinstance(test, Fits):
                await test.learn(nodes, aside)
        if self.goes_on is not None:
            await self.goes_on.learn(nodes, aside)

    @property
    def goes_on(self) -> Selector | None:
        """The selector that goes on from the nodes found."""
        return self.child or self.beside

    def all_in(self, roots: Iterable[Node]) -> list[Node]:
        """The nodes that it selects below and including ``roots``, in the order of the page source."""
        return self._within([roots])

    def _within(self, groups: Iterable[Iterable[Node]]) -> list[Node]:
        """The same for several groups of roots; instances are counted in each group anew."""
        found: dict[Node, None] = {}
        for roots in groups:
            passing = [
                node for root in roots for node in root.walk() if all(test(node) for test in self.tests)
            ]
            if self.instance is not None:
                passing = passing[self.instance : self.instance + 1]
            found.update(dict.fromkeys(passing))
        if self.goes_on is None:
            return list(found)
        parents = found if self.child is not None else dict.fromkeys(node.parent for node in found)
        below = [parent.children for parent in parents if parent is not None]
        if self.goes_on.instance is None:
            # One group: a node is below many of the parents, and so again at every level.
            below = [list(dict.fromkeys(itertools.chain.from_iterable(below)))]
        return self.goes_on._within(below)


@dataclass(frozen=True)
class Scrolling:
    """One movement of a UiScrollable: ``way`` by ``times`` steps, or until ``target`` is seen."""

    way: Literal["forward", "backward", "beginning", "end", "into view"]
    times: int = 1
    target: Selector | None = None


@dataclass(frozen=True)
class Scrollable:
    """A UiScrollable expression: where to scroll, how, and what is looked for in the end."""

    container: Selector
    movements: tuple[Scrolling, ...]
    result: Selector
    max_swipes: int = 30
    in_container: bool = False


Statement = Selector | Scrollable


@lru_cache(maxsize=1024)
def parse(expression: str) -> tuple[Statement, ...]:
    """The statements of an expression; several are separated by ``;``.

    Raises: InvalidExpression.
    """
    try:
        tree = _PARSER.parse(expression)
    except lark.UnexpectedInput as error:
        column = getattr(error, "column", -1)
        at_end = isinstance(error, lark.UnexpectedToken) and error.token.type == "$END"
        if at_end or not isinstance(column, int) or column < 1:
            raise InvalidExpression(expression, len(expression) + 1, "unexpected end") from error
        raise InvalidExpression(
            expression, column, f"unexpected {expression[column - 1 : column + 14]!r}"
        ) from error
    reader = _Reader(expression)
    return tuple(reader.statement(child) for child in tree.children if isinstance(child, lark.Tree))


class _Reader:
    def __init__(self, expression: str) -> None:
        self._expression = expression

    def statement(self, tree: _Tree) -> Statement:
        construction, *calls = _subtrees(tree)
        name = _name(construction)
        if name == "UiSelector":
            self._arguments(construction, [])
            return self._selector(calls)
        if name == "UiScrollable":
            (container,) = self._arguments(construction, [Selector])
            assert isinstance(container, Selector)
            return self._scrollable(container, calls)
        raise self._wrong(construction, f"unknown class {name}; UiSelector and UiScrollable are possible")

    def _selector(self, calls: Sequence[_Tree]) -> Selector:
        selector, tests = Selector(), dict[str, Test]()
        for call in calls:
            name = _name(call)
            if name in ("childSelector", "fromParent"):
                (inner,) = self._arguments(call, [Selector])
                assert isinstance(inner, Selector)
                is_child = name == "childSelector"
                selector = replace(selector, child=inner) if is_child else replace(selector, beside=inner)
            elif name == "instance":
                (number,) = self._arguments(call, [int])
                if not isinstance(number, int) or number < 0:
                    raise self._wrong(call, "an instance is not negative")
                selector = replace(selector, instance=number)
            elif name in _TESTS:
                maker, types = _TESTS[name]
                given = self._arguments(call, types)
                try:
                    test = maker(*given)
                except re.error as error:
                    raise self._wrong(call, f"bad regular expression ({error})") from error
                tests[name] = test
            else:
                raise self._wrong(call, f"UiSelector has no `{name}` method")
        return replace(selector, tests=tuple(tests.values()))

    def _scrollable(self, container: Selector, calls: Sequence[_Tree]) -> Scrollable:
        movements: list[Scrolling] = []
        result: Selector | None = None
        max_swipes, in_container = 30, False
        for call in calls:
            name = _name(call)
            match name:
                case "setAsVerticalList" | "setAsHorizontalList":
                    self._arguments(call, [])
                case "setMaxSearchSwipes":
                    (number,) = self._arguments(call, [int])
                    max_swipes = max(0, int(str(number)))
                case "setSwipeDeadZonePercentage":
                    self._arguments(call, [float])
                case "scrollIntoView":
                    (given,) = self._arguments(call, [Selector])
                    assert isinstance(given, Selector)
                    result, in_container = given, False
                    movements.append(Scrolling("into view", target=given))
                case "scrollTextIntoView" | "scrollDescriptionIntoView":
                    (text,) = self._arguments(call, [str])
                    maker, _ = _TESTS["text" if name == "scrollTextIntoView" else "description"]
                    result, in_container = Selector((maker(text),)), False
                    movements.append(Scrolling("into view", target=result))
                case "getChildByText" | "getChildByDescription":
                    types: list[type] = [Selector, str]
                    given_all = self._arguments(call, [*types, bool], optional=True)
                    pattern, text = given_all[0], given_all[1]
                    assert isinstance(pattern, Selector)
                    maker, _ = _TESTS["text" if name == "getChildByText" else "description"]
                    wanted = maker(text)
                    result, in_container = replace(pattern, tests=(*pattern.tests, _holds(wanted))), True
                    if len(given_all) < 3 or given_all[2]:
                        movements.append(Scrolling("into view", target=result))
                case "getChildByInstance":
                    pattern, number = self._arguments(call, [Selector, int])
                    assert isinstance(pattern, Selector)
                    result, in_container = replace(pattern, instance=int(str(number))), True
                case "getChild":
                    (given,) = self._arguments(call, [Selector])
                    assert isinstance(given, Selector)
                    result, in_container = given, True
                case "scrollForward" | "flingForward" | "scrollBackward" | "flingBackward":
                    self._arguments(call, [int], optional=True)
                    movements.append(Scrolling("forward" if name.endswith("Forward") else "backward"))
                case "scrollToBeginning" | "flingToBeginning" | "scrollToEnd" | "flingToEnd":
                    times, *_ = self._arguments(call, [int, int], optional=True) or [0]
                    way: Literal["beginning", "end"] = "beginning" if name.endswith("Beginning") else "end"
                    movements.append(Scrolling(way, int(str(times))))
                case _:
                    raise self._wrong(call, f"UiScrollable has no `{name}` method")
        if result is None:
            place = calls[-1] if calls else None
            why = "the last method called on a UiScrollable must return a UiObject"
            raise self._wrong(place, why) if place else InvalidExpression(self._expression, 1, why)
        return Scrollable(container, tuple(movements), result, max_swipes, in_container)

    def _arguments(
        self, call: _Tree, types: Sequence[type], *, optional: bool = False
    ) -> list[Selector | _Value]:
        """The values of a call's arguments, checked; ``optional``: the last ones may be missing."""
        listed = next(child for child in _subtrees(call) if child.data == "arguments")
        given = [self._value(child) for child in listed.children if child is not None]
        missing_allowed = len(types) if optional and types in ([int], [int, int]) else 1 if optional else 0
        if not len(types) - missing_allowed <= len(given) <= len(types):
            raise self._wrong(call, f"`{_name(call)}` takes {len(types)} arguments, not {len(given)}")
        for value, wanted in zip(given, types, strict=False):
            fits = isinstance(value, wanted) and not (wanted is int and isinstance(value, bool))
            if not fits and not (wanted is float and isinstance(value, int)):
                raise self._wrong(call, f"`{_name(call)}` takes a {_TYPE_NAMES[wanted]}, not {value!r}")
        return given

    def _value(self, child: _Tree | lark.Token) -> Selector | _Value:
        if isinstance(child, lark.Tree):
            statement = self.statement(child)
            if not isinstance(statement, Selector):
                raise self._wrong(child, "a UiScrollable is no argument")
            return statement
        if child.type == "STRING":
            return str(child)[1:-1].replace('\\"', '"')
        if child.type == "BOOL":
            return str(child) == "true"
        return int(child) if child.type == "INT" else float(child.rstrip("f"))

    def _wrong(self, place: _Tree, why: str) -> InvalidExpression:
        return InvalidExpression(self._expression, place.meta.column, why)


def _subtrees(tree: _Tree) -> list[_Tree]:
    return [child for child in tree.children if isinstance(child, lark.Tree)]


def _name(tree: _Tree) -> str:
    return next(
        str(child) for child in tree.children if isinstance(child, lark.Token) and child.type == "NAME"
    )


def _holds(wanted: Test) -> Test:
    """The node itself or one below it passes ``wanted``."""
    return lambda node: any(wanted(inner) for inner in node.walk())


def _equals(read: Read) -> Callable[..., Test]:
    return lambda wanted: lambda node: read(node) == wanted


def _contains(read: Read) -> Callable[..., Test]:
    return lambda wanted: lambda node: wanted.lower() in (read(node) or "").lower()


def _starts(read: Read) -> Callable[..., Test]:
    return lambda wanted: lambda node: (read(node) or "").lower().startswith(wanted.lower())


def _fits(read: Read) -> Callable[..., Test]:
    return lambda pattern: Fits(Pattern(pattern), read)


def _flag(attribute: str) -> Callable[..., Test]:
    read = FLAGS[attribute]
    return lambda wanted: lambda node: read(node) == wanted


def _text(node: Node) -> str | None:
    return node.text


def _description(node: Node) -> str | None:
    return node.description


def _class(node: Node) -> str | None:
    return node.class_name


def _resource(node: Node) -> str | None:
    return node.resource_id


def _package(node: Node) -> str | None:
    return node.package


def _index(wanted: int) -> Test:
    return lambda node: node.index == wanted


_TYPE_NAMES: dict[type, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    Selector: "UiSelector",
}
_TESTS: dict[str, tuple[Callable[..., Test], list[type]]] = {
    "text": (_equals(_text), [str]),
    "textContains": (_contains(_text), [str]),
    "textStartsWith": (_starts(_text), [str]),
    "textMatches": (_fits(_text), [str]),
    "description": (_equals(_description), [str]),
    "descriptionContains": (_contains(_description), [str]),
    "descriptionStartsWith": (_starts(_description), [str]),
    "descriptionMatches": (_fits(_description), [str]),
    "className": (_equals(_class), [str]),
    "classNameMatches": (_fits(_class), [str]),
    "resourceId": (_equals(_resource), [str]),
    "resourceIdMatches": (_fits(_resource), [str]),
    "packageName": (_equals(_package), [str]),
    "packageNameMatches": (_fits(_package), [str]),
    "index": (_index, [int]),
    **{
        name: (_flag(attribute), [bool])
        for name, attribute in {
            "checkable": "checkable",
            "checked": "checked",
            "clickable": "clickable",
            "enabled": "enabled",
            "focusable": "focusable",
            "focused": "focused",
            "longClickable": "long-clickable",
            "scrollable": "scrollable",
            "selected": "selected",
        }.items()
    },
}
