"""Touch gestures in pixels, done on the phone in points.

A gesture takes no time here: its duration only tells a tap from a long press. Two fingers at once mean
nothing to the phone's screens and are refused.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal, get_args

from reference_system.phones.android.finding import scroll_by
from reference_system.phones.android.source import Node, Rect, Tree
from reference_system.phones.android.w3c import BadArgument
from reference_system.phones.model.phone import Phone

Direction = Literal["up", "down", "left", "right"]
_MARGIN_PX = 5
"""What UiObject2 keeps free at each side of an element it draws over."""
_EDGE_PT = 36
"""Points at the display's upper and lower edge where a swipe opens the notifications or goes home."""
_MAX_SCROLLS = 30


class Gestures:
    """What a finger does, in the display's pixels."""

    def __init__(self, phone: Phone, tree: Tree) -> None:
        self._phone, self._tree = phone, tree

    def tap(self, x: float, y: float, *, times: int = 1) -> None:
        """Raises: BadArgument, when the point is not on the display."""
        self._require_on_display(x, y)
        for _ in range(times):
            self._phone.hand.tap(x / self._tree.scale, y / self._tree.scale)

    def swipe(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A straight line. Raises: BadArgument, when it begins outside the display."""
        self._require_on_display(*start)
        scale = self._tree.scale
        self._phone.hand.swipe((start[0] / scale, start[1] / scale), (end[0] / scale, end[1] / scale))

    def swipe_over(self, area: Rect, direction: Direction, percent: float) -> None:
        """Swipe through the middle of ``area``, over ``percent`` (0 to 1) of it, towards ``direction``."""
        x, y = area.center
        far = area.width * percent / 2 if direction in ("left", "right") else area.height * percent / 2
        dx, dy = {"left": (-far, 0.0), "right": (far, 0.0), "up": (0.0, -far), "down": (0.0, far)}[direction]
        self.swipe((x - dx, y - dy), (x + dx, y + dy))

    def _require_on_display(self, x: float, y: float) -> None:
        if not (0 <= x < self._tree.width and 0 <= y < self._tree.height):
            raise BadArgument(
                f"Point ({x:g}, {y:g}) is outside the display ({self._tree.width}, {self._tree.height})"
            )


def area_of(tree: Tree, node: Node | None, area: object) -> Rect:
    """Where a gesture takes place: inside an element, or in ``{"left", "top", "width", "height"}``.

    Inside an element it keeps off the edges of the display, where the system has gestures of its own.
    """
    if node is not None:
        inside, edge = node.bounds, round(_EDGE_PT * tree.scale)
        return Rect(
            inside.left + _MARGIN_PX,
            max(inside.top + _MARGIN_PX, edge),
            inside.right - _MARGIN_PX,
            min(inside.bottom - _MARGIN_PX, tree.height - edge),
        )
    if area is None:
        raise BadArgument("Either an element or an area must be given")
    left, top, width, height = (number(area, name) for name in ("left", "top", "width", "height"))
    if width <= 0 or height <= 0:
        raise BadArgument("The area is empty")
    glass = Rect(0, 0, tree.width, tree.height)
    return Rect(
        max(glass.left, round(left)),
        max(glass.top, round(top)),
        min(glass.right, round(left + width)),
        min(glass.bottom, round(top + height)),
    )


def point_of(node: Node | None, offset: object, what: str) -> tuple[float, float]:
    """The point of a click gesture: ``offset`` from an element's top left, its middle, or on the display."""
    if offset is None:
        if node is None:
            raise BadArgument(f"{what} offset coordinates must be provided if element is not set")
        return node.bounds.center
    x, y = number(offset, "x"), number(offset, "y")
    return (x, y) if node is None else (node.bounds.left + x, node.bounds.top + y)


def direction_of(value: object) -> Direction:
    for known in get_args(Direction):
        if isinstance(value, str) and value.lower() == known:
            return known  # type: ignore[no-any-return]
    raise BadArgument(f"Direction must be one of {', '.join(get_args(Direction))}, not {value!r}")


def percent_of(value: object, *, most: float = 1.0) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise BadArgument(f"Percent must be a number between 0 and {most:g}, not {value!r}")
    return float(value)


def number(values: object, name: str) -> float:
    """A finite number among the values of a JSON object. Raises: BadArgument."""
    if not isinstance(values, Mapping):
        raise BadArgument(f"'{name}' is expected in an object, not in {type(values).__name__}")
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadArgument(f"'{name}' must be a number, not {value!r}")
    return float(value)


def scroll(
    gestures: Gestures, phone: Phone, tree: Tree, area: Rect, direction: Direction, percent: float
) -> bool:
    """Move the list under ``area`` so that what lies in ``direction`` comes; True when it can go further."""
    x, y = area.center
    widget = next(
        (
            each
            for each in reversed(phone.glass.screen().at(x / tree.scale, y / tree.scale))
            if each.scroll is not None
        ),
        None,
    )
    opposite: dict[Direction, Direction] = {"up": "down", "down": "up", "left": "right", "right": "left"}
    left = percent
    for _ in range(_MAX_SCROLLS):
        if left <= 0:
            break
        gestures.swipe_over(area, opposite[direction], min(left, 1.0))
        left -= 1.0
    if widget is None or widget.scroll is None or direction in ("left", "right"):
        return False
    return widget.scroll.seen < widget.scroll.room if direction == "down" else widget.scroll.seen > 0


async def scroll_to(
    phone: Phone, container: Node, *, max_swipes: int, seen: Callable[[], Awaitable[bool]]
) -> bool:
    """Scroll a list from its start until ``seen()``. False: its end came first."""
    for forward in (False, True):
        for _ in range(max_swipes):
            if await seen():
                return True
            if not scroll_by(phone, container, forward=forward):
                break
    return await seen()
