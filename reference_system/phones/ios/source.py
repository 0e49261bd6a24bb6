"""Page source: XML, JSON and description, as WebDriverAgent writes them; XPath over the XML."""

from __future__ import annotations

from typing import Any

from lxml import etree

from reference_system.phones.expressions import LONGEST, ExpressionRefused
from reference_system.phones.expressions.aside import Aside
from reference_system.phones.expressions.xpath import select
from reference_system.phones.ios.element import PREFIX, Element
from reference_system.phones.ios.errors import InvalidSelector
from reference_system.phones.xml_text import xml_safe

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ATTRIBUTES = (
    "type",
    "value",
    "name",
    "label",
    "enabled",
    "visible",
    "accessible",
    "x",
    "y",
    "width",
    "height",
    "index",
    "placeholderValue",
    "traits",
)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else xml_safe(str(value))


def _xml(
    element: Element, excluded: frozenset[str] = frozenset(), found: dict[str, Element] | None = None
) -> etree._Element:
    node = etree.Element(element.type)
    rect = element.rect
    for name in _ATTRIBUTES:
        if name in excluded:
            continue
        value = rect[name] if name in rect else element.attribute(name)
        if value is not None:
            node.set(name, _text(value))
    if found is not None:
        key = str(len(found))
        found[key] = element
        node.set("private_indexPath", key)
        node.set("hittable", _text(element.hittable))
    for child in element.children:
        node.append(_xml(child, excluded, found))
    return node


def as_xml(application: Element, *, scope: str = "", excluded: str = "") -> str:
    """The tree as XML, inside an element named ``scope`` where given, without the ``excluded`` attributes."""
    names = frozenset(name.strip() for name in excluded.split(",") if name.strip())
    node = _xml(application, names)
    if scope:
        holder = etree.Element(scope)
        holder.append(node)
        node = holder
    return _DECLARATION + etree.tostring(node, encoding="unicode", pretty_print=True)


def as_json(element: Element) -> dict[str, Any]:
    """The tree as WebDriverAgent's JSON."""
    rect = element.rect
    described: dict[str, Any] = {
        "type": element.type.removeprefix(PREFIX),
        "rawIdentifier": element.identifier or None,
        "name": element.name,
        "value": element.value,
        "label": element.label,
        "rect": rect,
        "frame": f"{{{{{rect['x']}, {rect['y']}}}, {{{rect['width']}, {rect['height']}}}}}",
        "isEnabled": _flag(element.enabled),
        "isVisible": _flag(element.visible),
        "isAccessible": _flag(element.accessible),
        "isFocused": _flag(element.focused),
        "traits": element.attribute("traits"),
    }
    if element.placeholder is not None:
        described["placeholderValue"] = element.placeholder
    if element.children:
        described["children"] = [as_json(child) for child in element.children]
    return described


def _flag(value: bool) -> str:
    return "1" if value else "0"


def as_description(element: Element, depth: int = 0) -> str:
    """The tree in lines, as XCTest's ``debugDescription`` shows it."""
    rect = element.rect
    parts = [
        f"{element.type.removeprefix(PREFIX)}",
        f"{{{{{rect['x']}.0, {rect['y']}.0}}, {{{rect['width']}.0, {rect['height']}.0}}}}",
    ]
    if element.identifier:
        parts.append(f"identifier: '{element.identifier}'")
    if element.label:
        parts.append(f"label: '{element.label}'")
    if element.raw_value:
        parts.append(f"value: {element.raw_value}")
    lines = ["  " * depth + ", ".join(parts)]
    lines += [as_description(child, depth + 1) for child in element.children]
    return "\n".join(lines)


async def find_by_xpath(query: str, root: Element, aside: Aside) -> list[Element]:
    """The elements an XPath expression selects below (and including) ``root``.

    Raises: InvalidSelector, when it is not XPath, selects something else than elements, or takes too long.
    """
    found: dict[str, Element] = {}
    tree = etree.ElementTree(_xml(root, found=found))
    try:
        selected = await select(tree, query.replace(f"{PREFIX}Any", "*"), aside)
    except ExpressionRefused as refused:
        raise InvalidSelector(f"'{query[:LONGEST]}' {refused}") from refused
    if None in selected:
        raise InvalidSelector(f"'{query}' does not select elements")
    return [found[node.get("private_indexPath", "")] for node in selected if node is not None]
