"""Strategies by which elements are found, and the XML source that XPath works on."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from drivers.desktop.errors import InvalidArgument, InvalidSelector
from drivers.desktop.tree import Detail, Element
from drivers.desktop.xpath import POSITION, Evaluator, Expression

LONGEST = 4096
"""Characters of a locator's value."""

STATES_IN_SOURCE = ("showing", "enabled", "focused", "editable", "checked", "selected")

# What an XML document cannot hold (XML 1.0, "Char").
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_DETAIL_OF_ATTRIBUTE = {
    "id": Detail.IDS,
    "text": Detail.TEXTS,
    "value": Detail.TEXTS,
    "x": Detail.EXTENTS,
    "y": Detail.EXTENTS,
    "width": Detail.EXTENTS,
    "height": Detail.EXTENTS,
}


def detail_of(attribute: str) -> Detail:
    """What has to be asked for an attribute."""
    return _DETAIL_OF_ATTRIBUTE.get(attribute, Detail.NOTHING)


def details_for_xpath(expression: str) -> Detail:
    """Details whose attributes the expression may look at."""
    named = set(re.findall(r"(?:@|attribute\s*::)\s*([\w.-]+|\*)", expression))
    if "*" in named or "node" in named:
        return Detail.ALL
    wanted = Detail.NOTHING
    for attribute in named:
        wanted |= detail_of(attribute)
    return wanted


def as_xml(root: Element, *, numbered: bool = False) -> etree._Element:
    """The tree as XML: a tag per role (``push_button``), attributes for all that was looked at.

    Attributes: name, role, id, text, value (the same as text), the states of ``STATES_IN_SOURCE`` as
    ``true``/``false``, and x, y, width, height in pixels of the screen.

    Args:
        numbered: Give each element its ``POSITION`` too.
    """
    positions = itertools.count()

    def described(element: Element) -> tuple[str, dict[str, str]]:
        name, text = _in_xml(element.name), _in_xml(element.text)
        states = element.states
        attributes = {
            "name": name, "role": element.role, "id": _in_xml(element.ident), "text": text, "value": text,
            **{state: "true" if state in states else "false" for state in STATES_IN_SOURCE},
        }  # fmt: skip
        if element.rect is not None:
            attributes |= {key: str(number) for key, number in element.rect._asdict().items()}
        if numbered:
            attributes[POSITION] = str(next(positions))
        return element.role.replace(" ", "_"), attributes

    def fill(node: etree._Element, element: Element) -> None:
        for child in element.children:
            fill(etree.SubElement(node, *described(child)), child)

    document = etree.Element(*described(root))
    fill(document, root)
    return document


def _in_xml(text: str) -> str:
    return text if text.isascii() and text.isprintable() else _NOT_XML.sub("\ufffd", text)


def source(root: Element) -> str:
    """The XML source, indented; ``root`` looked at with ``Detail.ALL``."""
    return str(etree.tostring(as_xml(root), pretty_print=True, encoding="unicode"))


class Locator:
    """A strategy and its value, checked; finds the elements of a tree that meet it.

    ``name``, ``accessibility id``, ``class name`` and ``tag name`` (both are the role) find what is showing;
    ``xpath`` finds anything, so that hidden parts can be asked for, and has ``@showing`` to leave them out.

    Raises: InvalidArgument, InvalidSelector.
    """

    def __init__(self, using: Any, value: Any) -> None:
        if not isinstance(using, str) or not isinstance(value, str):
            raise InvalidArgument(f"a locator needs strings for using and value, got {using!r} and {value!r}")
        if using in OF_DOCUMENTS:
            raise InvalidSelector(f"{using!r} finds elements of web pages (here: {', '.join(STRATEGIES)})")
        if using not in STRATEGIES:
            raise InvalidArgument(f"unknown strategy {using!r} (known: {', '.join(STRATEGIES)})")
        if len(value) > LONGEST:
            raise InvalidSelector(f"{using} of {len(value)} characters; {LONGEST} are allowed")
        self.using, self.value = using, value
        self.wanted, self._find = STRATEGIES[using](value)

    def __str__(self) -> str:
        return f"{self.using}={self.value!r}"

    def find(self, root: Element, evaluator: Evaluator) -> list[Element]:
        """Elements below ``root`` that meet the locator, in document order.

        Raises: InvalidSelector, Timeout.
        """
        return [element for element in self._find(root, evaluator) if element is not root]


_Finder = Callable[[Element, Evaluator], list[Element]]


def _showing_where(condition: Callable[[Element], bool]) -> _Finder:
    return lambda root, _: [e for e in root.walk() if e.showing and condition(e)]


def _by_name(value: str) -> tuple[Detail, _Finder]:
    return Detail.NOTHING, _showing_where(lambda e: e.name == value)


def _by_accessibility_id(value: str) -> tuple[Detail, _Finder]:
    return Detail.IDS, _showing_where(lambda e: value in (e.ident, e.name))


def _by_role(value: str) -> tuple[Detail, _Finder]:
    role = value.replace("_", " ")
    return Detail.NOTHING, _showing_where(lambda e: e.role == role)


def _by_xpath(value: str) -> tuple[Detail, _Finder]:
    expression = Expression(value)

    def find(root: Element, evaluator: Evaluator) -> list[Element]:
        elements = list(root.walk())
        document = as_xml(root, numbered=True)
        return [elements[index] for index in evaluator.positions(expression, document, len(elements))]

    return details_for_xpath(value), find


STRATEGIES: dict[str, Callable[[str], tuple[Detail, _Finder]]] = {
    "name": _by_name,
    "accessibility id": _by_accessibility_id,
    "class name": _by_role,
    "tag name": _by_role,
    "xpath": _by_xpath,
}
OF_DOCUMENTS = ("css selector", "link text", "partial link text")
"""Strategies of the standard that mean nothing outside of a web page."""
