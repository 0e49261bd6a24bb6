"""Finds nodes by the locator strategies of the UiAutomator2 server."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from reference_system.phones.android import uiselector
from reference_system.phones.android.source import Document, Node, Tree, document, document_of
from reference_system.phones.android.uiselector import Scrollable, Scrolling, Selector
from reference_system.phones.android.w3c import BadSelector, NoSuchElement, UnknownProblem
from reference_system.phones.expressions import LONGEST, ExpressionRefused, check_length
from reference_system.phones.expressions.aside import Aside
from reference_system.phones.expressions.xpath import select
from reference_system.phones.model.phone import Phone

_RESOURCE_ID = re.compile(r"[a-zA-Z_][a-zA-Z0-9._]*:[^/]+/\S+")
_SCROLL_SHARE = 0.8
"""How much of a list's length one scroll of a UiScrollable moves."""


@dataclass
class Look:
    """One look at the phone by automation: the tree, written as XML at most once.

    Attributes:
        phone: To scroll it.
        again: Takes a new look after scrolling.
        aside: Evaluates what may take long.
        app_package: Completes ids without a package; None when the session named none.
    """

    phone: Phone
    tree: Tree
    again: Callable[[], Look]
    aside: Aside
    app_package: str | None = None
    xml: Document | None = None
    ids_as_given: bool = False
    xpath_below_context: bool = True

    def document(self) -> Document:
        if self.xml is None:
            self.xml = document(self.tree)
        return self.xml


async def find(look: Look, strategy: str, selector: str, context: Node | None) -> list[Node]:
    """Nodes in the order of the page source, as they were when it was called.

    Args:
        strategy: ``id``, ``accessibility id``, ``class name``, ``xpath`` or ``-android uiautomator``.
        context: Only below this node; None: on the whole screen.
    Raises: BadSelector; UnknownProblem, when an id cannot be completed.
    """
    finder = _STRATEGIES.get(strategy)
    if finder is None:
        raise BadSelector(f"Locator strategy '{strategy}' is not supported (known: {', '.join(_STRATEGIES)})")
    if not selector:
        raise BadSelector(f"The selector of strategy '{strategy}' is empty")
    try:
        found = finder(look, selector, context)
        return found if isinstance(found, list) else await found
    except ExpressionRefused as refused:
        raise BadSelector(f"'{selector[:LONGEST]}' {refused}") from refused


def _below(look: Look, context: Node | None) -> list[Node]:
    if context is None:
        return list(look.tree.walk())
    return [node for child in context.children for node in child.walk()]


def _by_id(look: Look, selector: str, context: Node | None) -> list[Node]:
    if not _RESOURCE_ID.fullmatch(selector) and not look.ids_as_given:
        if not look.app_package:
            raise UnknownProblem(
                f"Cannot rewrite element locator '{selector}' to its complete form, because the current "
                f"application package name is unknown: give 'appPackage' or '<package>:id/{selector}'"
            )
        selector = f"{look.app_package}:id/{selector}"
    return [node for node in _below(look, context) if node.resource_id == selector]


def _by_description(look: Look, selector: str, context: Node | None) -> list[Node]:
    return [node for node in _below(look, context) if node.description == selector]


def _by_class(look: Look, selector: str, context: Node | None) -> list[Node]:
    return [node for node in _below(look, context) if node.class_name == selector]


async def _by_xpath(look: Look, selector: str, context: Node | None) -> list[Node]:
    if context is None:
        written = look.document()
        start: etree._Element | etree._ElementTree = written.root.getroottree()
    elif look.xpath_below_context:
        written = document_of(context)
        start = written.root
    else:
        written = look.document()
        start = next(element for element, node in written.nodes.items() if node is context)
    found = await select(start, selector, look.aside)
    return [written.nodes[element] for element in found if element is not None and element in written.nodes]


async def _by_uiautomator(look: Look, selector: str, context: Node | None) -> list[Node]:
    check_length(selector)
    try:
        statements = uiselector.parse(selector)
    except uiselector.InvalidExpression as error:
        raise BadSelector(str(error)) from error
    found: list[Node] = []
    for statement in statements:
        if isinstance(statement, Selector):
            roots = look.tree.roots if context is None else context.children
            found.extend(await _selected(look, statement, roots))
        else:
            found.extend(await _scroll(look, statement))
    return list(dict.fromkeys(found))


async def _selected(look: Look, selector: Selector, roots: Iterable[Node]) -> list[Node]:
    await selector.learn(list(look.tree.walk()), look.aside)
    return selector.all_in(roots)


async def _scroll(look: Look, scrollable: Scrollable) -> list[Node]:
    """Do the movements of a UiScrollable, then find what it is about."""
    for movement in scrollable.movements:
        if movement.target is not None:
            found = await _selected(look, movement.target, look.tree.roots)
            if found and not scrollable.in_container:
                continue
        look = await _move(look, scrollable, movement)
    if not scrollable.in_container:
        return await _selected(look, scrollable.result, look.tree.roots)
    return await _selected(look, scrollable.result, (await _container(look, scrollable)).children)


async def _container(look: Look, scrollable: Scrollable) -> Node:
    found = await _selected(look, scrollable.container, look.tree.roots)
    if not found:
        raise NoSuchElement("The container of the UiScrollable is not on the screen")
    return found[0]


async def _move(look: Look, scrollable: Scrollable, movement: Scrolling) -> Look:
    async def step(forward: bool) -> bool:
        nonlocal look
        moved = scroll_by(look.phone, await _container(look, scrollable), forward=forward)
        look = look.again()
        return moved

    times = movement.times or scrollable.max_swipes
    match movement.way:
        case "forward" | "backward":
            await step(movement.way == "forward")
        case "beginning" | "end":
            while times and await step(movement.way == "end"):
                times -= 1
        case "into view":
            assert movement.target is not None
            for _ in range(scrollable.max_swipes):
                if not await step(forward=False):
                    break
            for _ in range(scrollable.max_swipes):
                inside = [await _container(look, scrollable)] if scrollable.in_container else look.tree.roots
                if await _selected(look, movement.target, inside) or not await step(forward=True):
                    break
    return look


def scroll_by(phone: Phone, container: Node, *, forward: bool, share: float = _SCROLL_SHARE) -> bool:
    """Scroll a list by a share of its height. False: it is at that end already, or does not scroll."""
    widget = container.widget
    if widget.scroll is None:
        return False
    distance = widget.bounds.height * share
    moved = widget.scroll.by(distance if forward else -distance)
    if moved:
        phone.touch()
    return moved


Found = list[Node] | Awaitable[list[Node]]
_STRATEGIES: dict[str, Callable[[Look, str, Node | None], Found]] = {
    "id": _by_id,
    "accessibility id": _by_description,
    "class name": _by_class,
    "xpath": _by_xpath,
    "-android uiautomator": _by_uiautomator,
}
