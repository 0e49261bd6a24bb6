"""The elements that clients hold: ids of widgets, valid for as long as their widgets are on the screen."""

from __future__ import annotations

import itertools

from reference_system.phones.android.actions import ELEMENT_KEYS
from reference_system.phones.android.source import Node, Tree
from reference_system.phones.android.w3c import NoSuchElement, StaleElement


class Elements:
    """Ids given out, and what they stand for."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._ids: dict[tuple[str, str], str] = {}
        self._known: dict[str, tuple[str, str]] = {}

    def id_of(self, node: Node) -> str:
        """The id of a node: always the same for the same widget."""
        identity = (node.key, node.class_name)
        if identity not in self._ids:
            number = next(self._numbers)
            self._ids[identity] = f"00000000-0000-{number & 0xFFFF:04x}-ffff-ffff{number:08x}"
            self._known[self._ids[identity]] = identity
        return self._ids[identity]

    def node(self, element_id: str, tree: Tree) -> Node:
        """Raises: NoSuchElement for an id never given out; StaleElement when its widget is off the screen."""
        key, class_name = self._identity(element_id)
        node = tree.find(key)
        if node is None or node.class_name != class_name:
            raise StaleElement("The element does not exist on the screen anymore")
        return node

    def _identity(self, element_id: str) -> tuple[str, str]:
        if element_id not in self._known:
            raise NoSuchElement(f"The element '{element_id}' does not exist in this session")
        return self._known[element_id]


def reference(element_id: str) -> dict[str, str]:
    """An element as it travels in JSON."""
    return dict.fromkeys(ELEMENT_KEYS, element_id)
