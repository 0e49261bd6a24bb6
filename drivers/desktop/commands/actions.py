"""Perform Actions: keys, pointer, wheel and pauses, tick by tick (W3C, section "Actions").

What is sent is read as the standard and its tests have it: sizes and buttons are integers, null is no value.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from drivers.desktop import interaction
from drivers.desktop.errors import (
    ElementNotInteractable,
    InvalidArgument,
    MoveTargetOutOfBounds,
    UnsupportedOperation,
)
from drivers.desktop.keyboard import NoKeyLeft
from drivers.desktop.session import ELEMENT_KEY, Session
from drivers.desktop.standard import MAX_SAFE_INTEGER, Whole, complaints
from drivers.desktop.tree import Detail

WHEEL_NOTCH = 100
"""Distance, in pixels, that one notch of the wheel stands for."""

MOST_NOTCHES = 1000

_X_BUTTON = {0: 1, 1: 2, 2: 3, 3: 8, 4: 9}
"""DOM number of a pointer's button to that of X11."""


def _character(text: str) -> str:
    """One character as a person counts: a letter with its marks, a syllable of Hangul."""
    composed = unicodedata.normalize("NFC", text)
    if not composed or any(not unicodedata.category(mark).startswith("M") for mark in composed[1:]):
        raise ValueError("must be one character")
    return text


Positive = Annotated[Whole, Field(ge=0, le=MAX_SAFE_INTEGER)]
Integer = Annotated[Whole, Field(ge=-MAX_SAFE_INTEGER, le=MAX_SAFE_INTEGER)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Tilt = Annotated[Whole, Field(ge=-90, le=90)]


class _Read(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, alias_generator=to_camel)


class ElementOrigin(_Read):
    """An element whose middle offsets are counted from."""

    element: str = Field(alias=ELEMENT_KEY)


class Pause(_Read):
    """Any source: nothing, for some milliseconds."""

    type: Literal["pause"]
    duration: Positive = 0


class KeyAction(_Read):
    """A key goes down or up."""

    type: Literal["keyDown", "keyUp"]
    value: Annotated[str, AfterValidator(_character)]


class _PointerAction(_Read):
    """What a pen or a finger has besides; a mouse has none of it."""

    width: Positive = 0
    height: Positive = 0
    pressure: Number = Field(0, ge=0, le=1)
    tangential_pressure: Number = Field(0, ge=-1, le=1)
    tilt_x: Tilt = 0
    tilt_y: Tilt = 0
    twist: Whole = Field(0, ge=0, le=359)
    altitude_angle: Number = Field(0, ge=0, le=math.pi / 2)
    azimuth_angle: Number = Field(0, ge=0, le=2 * math.pi)


class ButtonAction(_PointerAction):
    """A button of the pointer goes down or up."""

    type: Literal["pointerDown", "pointerUp"]
    button: Positive


class MoveAction(_PointerAction):
    """The pointer moves to ``x``, ``y``, counted from ``origin``."""

    type: Literal["pointerMove"]
    duration: Positive = 0
    origin: Literal["viewport", "pointer"] | ElementOrigin = "viewport"
    x: Number
    y: Number


class CancelAction(_PointerAction):
    """A touch is taken back."""

    type: Literal["pointerCancel"]


class ScrollAction(_Read):
    """The wheel is turned where ``x``, ``y`` is, counted from ``origin``, by pixels."""

    type: Literal["scroll"]
    duration: Positive = 0
    origin: Literal["viewport"] | ElementOrigin = "viewport"
    x: Integer
    y: Integer
    delta_x: Integer
    delta_y: Integer


Action = Pause | KeyAction | ButtonAction | MoveAction | CancelAction | ScrollAction


class _Parameters(_Read):
    pointer_type: Literal["mouse", "pen", "touch"] = "mouse"


class _Source(_Read):
    id: str


class NoSource(_Source):
    """Lets time pass."""

    type: Literal["none"]
    actions: list[Pause]


class KeySource(_Source):
    """A keyboard."""

    type: Literal["key"]
    actions: list[Annotated[Pause | KeyAction, Field(discriminator="type")]]


class PointerSource(_Source):
    """A mouse, or a pen or finger, which here do what a mouse does."""

    type: Literal["pointer"]
    parameters: _Parameters = _Parameters()
    actions: list[Annotated[Pause | ButtonAction | MoveAction | CancelAction, Field(discriminator="type")]]


class WheelSource(_Source):
    """A wheel."""

    type: Literal["wheel"]
    actions: list[Annotated[Pause | ScrollAction, Field(discriminator="type")]]


class _Body(_Read):
    actions: list[Annotated[NoSource | KeySource | PointerSource | WheelSource, Field(discriminator="type")]]


def perform(session: Session, _path: dict[str, str], body: dict[str, Any]) -> None:
    """Carry out the sequences of all sources in step; nothing is done when any of them is malformed."""
    session.current_window()
    try:
        sources = _Body.model_validate(body).actions
    except ValidationError as error:
        raise InvalidArgument(complaints(error, "")) from None
    for source in sources:
        _introduce(session, source)
    for tick in itertools.zip_longest(*(source.actions for source in sources)):
        acting: list[Action] = [action for action in tick if action is not None]
        for action in acting:
            _act(session, action)
        # The standard has a tick last as long as its longest action: the wait is what was asked for.
        session.sleep(max(getattr(action, "duration", 0) for action in acting) / 1000)
    interaction.await_taken(session)


def release(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> None:
    """Let go of every key and button still held, what was pressed last first; forget the sources."""
    session.seat.release_all()
    session.sources.clear()


def _introduce(session: Session, source: NoSource | KeySource | PointerSource | WheelSource) -> None:
    """A source is known by its id from its first use on, and stays what it is."""
    kind: str = source.parameters.pointer_type if isinstance(source, PointerSource) else source.type
    known = session.sources.setdefault(source.id, kind)
    if known != kind:
        raise InvalidArgument(f"input source {source.id!r} is of the type {known}, not {kind}")


def _act(session: Session, action: Action) -> None:
    seat = session.seat
    if isinstance(action, KeyAction):
        change = _press if action.type == "keyDown" else _let_go
        for character in action.value:
            change(session, character)
    elif isinstance(action, ButtonAction):
        if action.button not in _X_BUTTON:
            raise UnsupportedOperation(f"{action.type}: the pointer has no button {action.button}")
        turn = seat.press_button if action.type == "pointerDown" else seat.release_button
        turn(_X_BUTTON[action.button])
    elif isinstance(action, MoveAction):
        seat.move(*_destination(session, action))
    elif isinstance(action, ScrollAction):
        seat.move(*_destination(session, action))
        seat.turn_wheel(right=_notches(action.delta_x), down=_notches(action.delta_y))
    elif isinstance(action, CancelAction):
        raise UnsupportedOperation("pointerCancel: what a mouse has done is done")


def _press(session: Session, character: str) -> None:
    keyboard = session.seat.keyboard
    try:
        keyboard.press(character)
    except NoKeyLeft:
        interaction.await_taken(session)
        keyboard.take_away_made()
        keyboard.press(character)
    except ValueError as error:
        raise UnsupportedOperation(f"keyDown: {error}") from error


def _let_go(session: Session, character: str) -> None:
    session.seat.keyboard.release(character)


def _notches(distance: int) -> int:
    """Notches of the wheel for a distance in pixels: at least one, if it is to move at all."""
    if not distance:
        return 0
    notches = max(1, min(round(abs(distance) / WHEEL_NOTCH), MOST_NOTCHES))
    return notches if distance > 0 else -notches


def _destination(session: Session, action: MoveAction | ScrollAction) -> tuple[int, int]:
    """Where a move ends, pixels of the screen (the standard's viewport is the desk's whole screen)."""
    if action.origin == "viewport":
        from_x, from_y = 0, 0
    elif action.origin == "pointer":
        from_x, from_y = session.seat.pointer
    else:
        area = session.element(action.origin.element, Detail.EXTENTS).rect
        if area is None:
            raise ElementNotInteractable("the element has no place on the screen")
        from_x, from_y = area.x + area.width // 2, area.y + area.height // 2
    x, y = round(from_x + action.x), round(from_y + action.y)
    width, height = session.seat.size
    if not (0 <= x <= width and 0 <= y <= height):
        raise MoveTargetOutOfBounds(f"({x}, {y}) is outside the screen of {width} x {height}")
    return min(x, width - 1), min(y, height - 1)
