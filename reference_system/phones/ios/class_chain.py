"""Class chains: a path of element types, with predicates and positions.

``**/XCUIElementTypeCell[`visible == 1`][$type == 'XCUIElementTypeSwitch'$]/XCUIElementTypeButton[-1]``:
``**/`` looks at all descendants instead of children, a predicate in backquotes speaks of the element itself,
one in dollar signs of any of its descendants, a number picks one of what was found (from 1, or from the end).
Source: WebDriverAgent's FBClassChainQueryParser.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError

from reference_system.phones.expressions import ExpressionRefused, check_length
from reference_system.phones.expressions.aside import Aside
from reference_system.phones.ios.element import ANY, Element, type_named
from reference_system.phones.ios.errors import InvalidSelector
from reference_system.phones.ios.predicate import compiled, matching

_GRAMMAR = r"""
    start: item ("/" item)*
    item: [DESCENDANTS] TYPE filter*
    ?filter: "[" (OWN | BELOW | POSITION) "]"

    DESCENDANTS.2: "**/"
    TYPE: "*" | /[A-Za-z]+/
    POSITION: /-?[0-9]+/
    OWN: /`(``|[^`])*`/
    BELOW: /\$(\$\$|[^$])*\$/
"""


@dataclass(frozen=True, slots=True)
class _Item:
    descendants: bool
    type: str
    own: tuple[str, ...]
    below: tuple[str, ...]
    position: int | None


class _Build(Transformer[Token, list[_Item]]):
    def start(self, items: list[_Item]) -> list[_Item]:
        return items

    def item(self, parts: list[Token | None]) -> _Item:
        descendants, name, *filters = parts
        own, below, positions = [], [], []
        for token in filters:
            assert token is not None
            match token.type:
                case "OWN":
                    own.append(token[1:-1].replace("``", "`"))
                case "BELOW":
                    below.append(token[1:-1].replace("$$", "$"))
                case _:
                    positions.append(int(token))
        if len(positions) > 1 or 0 in positions:
            raise ValueError("an item takes one position, from 1 or from -1")
        return _Item(
            descendants is not None, str(name), tuple(own), tuple(below), positions[0] if positions else None
        )


_PARSER = Lark(_GRAMMAR, parser="lalr", maybe_placeholders=True)


@functools.lru_cache(maxsize=256)
def _parsed(chain: str) -> tuple[_Item, ...]:
    try:
        check_length(chain)
        items = _Build().transform(_PARSER.parse(chain))
    except LarkError as error:
        raise InvalidSelector(f"'{chain}' is not a class chain: {str(error).splitlines()[0]}") from error
    except ExpressionRefused as refused:
        raise InvalidSelector(f"the class chain {refused}") from refused
    for item in items:
        if item.type != "*":
            type_named(item.type)
        for text in (*item.own, *item.below):
            compiled(text)
    return tuple(items)


async def find(chain: str, root: Element, aside: Aside) -> list[Element]:
    """What the chain leads to from ``root``, in the tree's order.

    Raises: InvalidSelector; InvalidArgument for an unknown type.
    """
    current = [root]
    for item in _parsed(chain):
        pool: dict[int, Element] = {}
        for element in current:
            for candidate in element.descendants() if item.descendants else element.children:
                pool[id(candidate)] = candidate
        found = [element for element in pool.values() if item.type in ("*", ANY, element.type)]
        for text in item.own:
            found = await matching(text, found, aside)
        for text in item.below:
            holding = {id(element) for element in await matching(text, list(root.walk()), aside)}
            found = [each for each in found if any(id(below) in holding for below in each.descendants())]
        if item.position is not None:
            at = item.position - 1 if item.position > 0 else item.position
            found = [found[at]] if -len(found) <= at < len(found) else []
        current = found
    return current
