"""Page source: XML, as WebDriverAgent writes it; XPath over it."""

from __future__ import annotations

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
