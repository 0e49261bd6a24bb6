"""Fingers: clicks, swipes, scrolling, W3C actions."""

from __future__ import annotations

from reference_system.phones.android.actions import Player
from reference_system.phones.android.automation import Automation, Body
from reference_system.phones.android.gestures import (
    area_of,
    direction_of,
    number,
    percent_of,
    point_of,
    scroll,
    scroll_to,
)
from reference_system.phones.android.source import Node
from reference_system.phones.android.w3c import BadArgument, NoSuchElement


class GestureCommands:
    """Commands that move fingers; ``on`` is the server they belong to."""

    def __init__(self, on: Automation) -> None:
        self._on = on

    def _origin(self, body: Body) -> Node | None:
        origin = body.get("origin")
        if origin is None:
            return None
        if not isinstance(origin, dict) or not origin:
            raise BadArgument("'origin' must be an element")
        return self._on.node(str(next(iter(origin.values()))))

    def click_gesture(self, body: Body) -> None:
        self._on.gestures().tap(*point_of(self._origin(body), body.get("offset"), "Click"))

    def double_click_gesture(self, body: Body) -> None:
        self._on.gestures().tap(*point_of(self._origin(body), body.get("offset"), "Double click"), times=2)

    def long_click_gesture(self, body: Body) -> None:
        if body.get("duration") is not None and number(body, "duration") < 0:
            raise BadArgument("Long click duration cannot be negative")
        self._on.gestures().tap(*point_of(self._origin(body), body.get("offset"), "Long click"))

    def drag_gesture(self, body: Body) -> None:
        end = body.get("end")
        if end is None:
            raise BadArgument("Drag gesture end coordinates must be provided")
        start = point_of(self._origin(body), body.get("start"), "Drag start")
        self._on.gestures().swipe(start, (number(end, "x"), number(end, "y")))

    def swipe_gesture(self, body: Body) -> None:
        area = area_of(self._on.tree(), self._origin(body), body.get("area"))
        self._on.gestures().swipe_over(
            area, direction_of(body.get("direction")), percent_of(body.get("percent"))
        )

    def scroll_gesture(self, body: Body) -> bool:
        area = area_of(self._on.tree(), self._origin(body), body.get("area"))
        percent = percent_of(body.get("percent"), most=100.0)
        return scroll(
            self._on.gestures(),
            self._on.phone,
            self._on.tree(),
            area,
            direction_of(body.get("direction")),
            percent,
        )

    def fling_gesture(self, body: Body) -> bool:
        area = area_of(self._on.tree(), self._origin(body), body.get("area"))
        speed = body.get("speed")
        if speed is not None and number(body, "speed") < 50:
            raise BadArgument(f"Speed {speed} is less than the minimum fling velocity 50")
        return scroll(
            self._on.gestures(),
            self._on.phone,
            self._on.tree(),
            area,
            direction_of(body.get("direction")),
            1.0,
        )

    def pinch_gesture(self, body: Body) -> None:
        """Two fingers; nothing on this phone's screens can be made larger or smaller."""
        area_of(self._on.tree(), self._origin(body), body.get("area"))
        percent_of(body.get("percent"))

    async def scroll_to_gesture(self, body: Body) -> None:
        params = body.get("params")
        if not isinstance(params, dict):
            raise BadArgument("'params' must be an object with 'strategy' and 'selector'")
        origin = self._origin(body)
        container = origin or next((node for node in self._on.tree().walk() if node.widget.scrollable), None)
        swipes = params.get("maxSwipes")
        limit = 30 if swipes is None else int(number(params, "maxSwipes"))

        async def seen() -> bool:
            return bool(await self._on.found(params))

        if container is None:
            if not await seen():
                raise NoSuchElement("The element is not on the screen, and nothing scrolls")
            return
        if not await scroll_to(self._on.phone, container, max_swipes=limit, seen=seen):
            raise NoSuchElement("The element was not found by scrolling")

    def perform_actions(self, body: Body) -> None:
        Player(self._on.phone, self._on.gestures(), self._on.node).play(body.get("actions"))
