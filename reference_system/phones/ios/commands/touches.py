"""Fingers on the glass."""

from __future__ import annotations

from reference_system.phones.ios import gestures
from reference_system.phones.ios.ask import Ask
from reference_system.phones.ios.element import Element
from reference_system.phones.ios.errors import InvalidArgument, InvalidElementState


def _point_in(ask: Ask, target: Element) -> tuple[float, float]:
    """The point of a request, from the target's corner; its middle when there is none."""
    x, y = ask.body.get("x"), ask.body.get("y")
    if x is None and y is None:
        return target.bounds.center
    if x is None or y is None:
        raise InvalidArgument("Both x and y coordinates must be provided")
    return target.bounds.x + gestures.number(x, "x"), target.bounds.y + gestures.number(y, "y")


def tap_point(ask: Ask) -> object:
    ask.phone.hand.tap(*_point_in(ask, ask.target))
    return None


def double_tap(ask: Ask) -> object:
    point = _point_in(ask, ask.target)
    ask.phone.hand.tap(*point)
    ask.phone.hand.tap(*point)
    return None


def touch_and_hold(ask: Ask) -> object:
    point = _point_in(ask, ask.target)
    gestures.number(ask.required("duration"), "duration")
    ask.phone.hand.tap(*point)
    return None


def swipe(ask: Ask) -> object:
    gestures.swipe(ask.phone, ask.target.bounds, str(ask.required("direction")))
    return None


def drag(ask: Ask) -> object:
    corner = ask.target.bounds
    from_x, from_y, to_x, to_y = (
        gestures.number(ask.body.get(name), name) for name in ("fromX", "fromY", "toX", "toY")
    )
    ask.phone.hand.swipe((corner.x + from_x, corner.y + from_y), (corner.x + to_x, corner.y + to_y))
    return None


async def scroll(ask: Ask) -> object:
    target, body = ask.target, ask.body
    if body.get("name"):
        _scroll_to(ask, await ask.agent.find_one("accessibility id", body["name"], target))
    elif body.get("direction"):
        # The content goes the other way than the finger.
        opposite = {"up": "down", "down": "up", "left": "right", "right": "left"}
        direction = opposite.get(str(body["direction"]).lower())
        if direction is None:
            raise InvalidArgument(f"Unsupported scroll direction '{body['direction']}'")
        gestures.swipe(ask.phone, target.bounds, direction)
    elif body.get("predicateString"):
        _scroll_to(ask, await ask.agent.find_one("predicate string", body["predicateString"], target))
    elif body.get("toVisible"):
        _scroll_to(ask, target)
    else:
        raise InvalidArgument("Unsupported scroll type")
    return None


def _scroll_to(ask: Ask, element: Element) -> None:
    if not element.visible and not gestures.scroll_to(ask.phone, element):
        raise InvalidElementState(f"{element.type} '{element.name}' cannot be scrolled to")


def scroll_element(ask: Ask) -> object:
    _scroll_to(ask, ask.element)
    return None


def actions(ask: Ask) -> object:
    gestures.perform(ask.phone, ask.body.get("actions"), ask.agent.element)
    return None


def two_fingers(ask: Ask) -> object:
    """A pinch, or a tap with two fingers: nothing on this phone's screens answers to it."""
    _ = ask.target  # stale where the element is gone
    return None
