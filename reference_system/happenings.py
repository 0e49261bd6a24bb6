"""What happens in a part of the system, told to those who want to know.

A happening is an object of a small class of its own. The parts of the system listen to one another this way,
and so do the deviations in force: what the documented system does is written without a thought of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from reference_system import deviations

H = TypeVar("H")


class Happenings:
    """What happens in one place, such as the authority or a phone.

    Args:
        place: What deviations are handed beside the happening, to act with.
    """

    def __init__(self, place: object) -> None:
        self._place = place
        self._listeners: list[tuple[type, Callable[[Any], None]]] = []

    def listen(self, kind: type[H], listener: Callable[[H], None]) -> None:
        """Call ``listener`` with each happening that is a ``kind``."""
        self._listeners.append((kind, listener))

    def tell(self, happening: object) -> None:
        """It has happened: tell the listeners, in the order they came, and then the deviations."""
        for kind, listener in list(self._listeners):
            if isinstance(happening, kind):
                listener(happening)
        deviations.hear(happening, self._place)
