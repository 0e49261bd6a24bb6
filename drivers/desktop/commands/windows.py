"""Windows of the program: which there are, which one is meant, where it stands.

A window is whatever the program opens for itself: main windows, dialogs, menus. The client's choice says
which one title, place and size are those of; elements are found in all of them.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from drivers.desktop.errors import (
    InvalidArgument,
    NoSuchWindow,
    UnexpectedAlertOpen,
    UnknownError,
    UnsupportedOperation,
)
from drivers.desktop.interaction import EFFECT_WITHIN_S
from drivers.desktop.prompts import prompt_of
from drivers.desktop.seat import TopWindow
from drivers.desktop.session import Session
from drivers.desktop.standard import complaints
from drivers.desktop.tree import Detail, Rect

Coordinate = Annotated[float, Field(ge=-(2**31), le=2**31 - 1)]
Length = Annotated[float, Field(ge=0, le=2**31 - 1)]


class _Wanted(BaseModel):
    """Numbers of any kind, of which the whole part counts; what is not given stays as it is."""

    model_config = ConfigDict(strict=True, frozen=True)

    x: Coordinate | None = None
    y: Coordinate | None = None
    width: Length | None = None
    height: Length | None = None


def handle(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> str:
    """Handle of the current window."""
    return session.handle(session.current_window().ref)


def handles(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> list[str]:
    """Handles of all windows that are open; none when the program shows none."""
    try:
        return [session.handle(window.ref) for window in session.windows()]
    except NoSuchWindow:
        return []


def switch(session: Session, _path: dict[str, str], body: dict[str, Any]) -> None:
    """Choose the current window; which one is in front does not change. Raises: NoSuchWindow."""
    chosen = body.get("handle")
    if not isinstance(chosen, str):
        raise InvalidArgument("handle must be a string")
    session.choose(chosen)


def close(session: Session, path: dict[str, str], body: dict[str, Any]) -> list[str]:
    """Ask the program to close the current window, as its close button does; handles of those left.

    Raises: UnexpectedAlertOpen, when the program asks back; UnknownError, when the window stays.
    """
    window = session.current_window(Detail.EXTENTS)
    top = session.stage.top_of(window, session.stage.tops())
    if top is None or not session.seat.ask_to_close(top):
        raise UnsupportedOperation(f"{window.role} {window.name!r} cannot be asked to close")

    def answered() -> bool:
        return window.ref not in _open(session) or prompt_of(session) is not None

    session.wait_for(answered, within_s=EFFECT_WITHIN_S)
    if window.ref in _open(session):
        if (prompt := prompt_of(session)) is not None and prompt.window.ref != window.ref:
            raise UnexpectedAlertOpen(f"{window.name!r} asks before it closes: {prompt.text!r}")
        raise UnknownError(f"{window.role} {window.name!r} did not close within {EFFECT_WITHIN_S:g} s")
    return handles(session, path, body)


def rect(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> dict[str, int]:
    """Place of the current window on the screen, pixels."""
    return _place(session)[1]._asdict()


def move(session: Session, _path: dict[str, str], body: dict[str, Any]) -> dict[str, int]:
    """Move and size the current window, as far as it lets itself be sized; where it is then."""
    try:
        wanted = _Wanted.model_validate(body)
    except ValidationError as error:
        raise InvalidArgument(complaints(error, "")) from None
    top, now = _place(session)
    given = {name: int(number) for name, number in wanted.model_dump(exclude_none=True).items()}
    return _put(session, top, now, Rect(**(now._asdict() | given)))._asdict()


def maximize(session: Session, _path: dict[str, str], _body: dict[str, Any]) -> dict[str, int]:
    """Let the current window take the whole screen, as far as it lets itself be sized."""
    top, now = _place(session)
    return _put(session, top, now, Rect(0, 0, *session.seat.size))._asdict()


def not_without_a_manager(_session: Session, _path: dict[str, str], _body: dict[str, Any]) -> None:
    """Minimize, fullscreen: what a window manager does, and none runs. New window: the program's to open."""
    raise UnsupportedOperation(
        "no window manager runs here that minimizes, fills the screen or opens windows"
    )


def _open(session: Session) -> list[Any]:
    try:
        return [window.ref for window in session.windows()]
    except NoSuchWindow:
        return []


def _place(session: Session) -> tuple[TopWindow, Rect]:
    window = session.current_window(Detail.EXTENTS)
    top = session.stage.top_of(window, session.stage.tops())
    if top is None:
        raise NoSuchWindow(f"{window.role} {window.name!r} is not on the screen")
    return top, top.rect


def _put(session: Session, top: TopWindow, now: Rect, wanted: Rect) -> Rect:
    """Where the window is once it is where it was asked to be, or has had the time to be."""
    width, height = session.seat.size
    wanted = wanted._replace(width=min(wanted.width, width), height=min(wanted.height, height))
    wanted = session.seat.within_limits(top, wanted)
    if wanted == now:
        return now
    session.seat.put(top, wanted)
    session.wait_for(lambda: session.seat.place_of(top) == wanted, within_s=EFFECT_WITHIN_S)
    return session.seat.place_of(top)
