"""XPath over a page source."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from reference_system.phones.expressions import ExpressionRefused, check_length
from reference_system.phones.expressions.aside import Aside
from reference_system.phones.expressions.worker import FUNCTIONS, NotElements, WrongArgument, elements_in

_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_MARK = re.compile(r"::|[][/|]")
_CALL = re.compile(r"([\w-]+)\s*\(")
_WIDE_AXIS = re.compile(r"\b(following|preceding)\s*::")
_MOST_STEPS = 16
_CHEAP = frozenset(
    [
        *(
            "and",
            "or",
            "not",
            "true",
            "false",
            "position",
            "last",
            "count",
            "name",
            "local-name",
            "text",
            "node",
        ),
        *("string", "string-length", "normalize-space", "contains", "starts-with", "ends-with"),
        *("lower-case", "upper-case"),
    ]
)
"""What may stand before a parenthesis: its cost grows no faster than the text it is about."""


async def select(
    start: etree._Element | etree._ElementTree, expression: str, aside: Aside
) -> list[etree._Element | None]:
    """What ``expression`` selects from ``start``; None for what is no element but an attribute or a text.

    Raises: ExpressionRefused, when it is no XPath, selects a value, or is too long in size or time.
    """
    check_length(expression)
    if is_cheap(expression):
        try:
            return elements_in(_compiled(expression)(start))
        except (etree.XPathError, WrongArgument) as error:
            raise ExpressionRefused(f"is not a valid XPath: {error}") from error
        except NotElements as error:
            raise ExpressionRefused(str(error)) from error
    root = start.getroottree().getroot() if isinstance(start, etree._Element) else start.getroot()
    elements = list(root.iter())
    number = elements.index(start) if isinstance(start, etree._Element) else None
    found = await aside.selected(expression, etree.tostring(root, encoding="unicode"), number)
    return [None if one is None else elements[one] for one in found]


@lru_cache(maxsize=1024)
def is_cheap(expression: str) -> bool:
    """Whether it cannot take long, whatever the page: few steps, none within a predicate but to children and
    attributes, none to all that follows or precedes, only cheap functions."""
    bare = _LITERAL.sub("''", expression)
    depth = steps = 0
    for mark in _MARK.findall(bare):
        depth += {"[": 1, "]": -1}.get(mark, 0)
        steps += mark in "/|"
        if depth and mark in ("/", "::"):
            return False
    return steps <= _MOST_STEPS and _CHEAP.issuperset(_CALL.findall(bare)) and not _WIDE_AXIS.search(bare)


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> etree.XPath:
    return etree.XPath(expression, extensions=FUNCTIONS)
