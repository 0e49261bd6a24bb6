"""Keyboard, pointer, windows and eyes at one X display (XTest, X11, MIT-SHM through mss)."""

from __future__ import annotations

import logging
import select
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import mss
import mss.tools
from Xlib import X, Xutil  # type: ignore[import-untyped]
from Xlib.display import Display  # type: ignore[import-untyped]
from Xlib.error import XError  # type: ignore[import-untyped]
from Xlib.ext import xtest  # type: ignore[import-untyped]
from Xlib.protocol.event import ClientMessage  # type: ignore[import-untyped]

from drivers.desktop.keyboard import Keyboard, Presses
from drivers.desktop.tree import Rect

log = logging.getLogger(__name__)

BACKDROP_RGB = 0xDDE3EA
"""Colour of the empty desk: windows stand out from it in pictures."""


class Seat:
    """One person's place at a display. For one thread at a time.

    Raises, from the constructor: Xlib.error.DisplayError, when the display cannot be reached.
    """

    def __init__(self, display_name: str, *, backdrop: bool = True) -> None:
        self._name = display_name
        self._display = Display(display_name)
        self._screen = self._display.screen()
        self._root = self._screen.root
        self._presses = Presses(self._display)
        self.keyboard = Keyboard(self._display, self._presses)
        self._pings = 0
        # Failures of requests that are not waited for: a window that closed in between.
        self._display.set_error_handler(lambda error, _request: log.debug("X: %s", error))
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask | X.StructureNotifyMask)
        if backdrop:
            self._root.change_attributes(background_pixel=BACKDROP_RGB)
            self._root.clear_area()
            self._display.sync()

    def close(self) -> None:
        self._display.close()

    def let_go(self) -> None:
        """Release everything held, what was pressed last first, and leave the keyboard as it was."""
        self._presses.release_all()
        self.keyboard.let_go()
        self._display.sync()

    def release_all(self) -> None:
        """Release every key and button held, what was pressed last first."""
        self._presses.release_all()
        self._display.sync()

    # --- pointer

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the screen, pixels."""
        return self._screen.width_in_pixels, self._screen.height_in_pixels

    @property
    def pointer(self) -> tuple[int, int]:
        """Where the pointer is, pixels of the screen."""
        at = self._root.query_pointer()
        return at.root_x, at.root_y

    def move(self, x: int, y: int) -> None:
        """Move the pointer to a place on the screen, pixels."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.sync()

    def press_button(self, button: int) -> None:
        """Hold a button down: 1 left, 2 middle, 3 right, 8 back, 9 forward."""
        if not self._presses.is_button_down(button):
            self._presses.button(button, down=True)
        self._display.sync()

    def release_button(self, button: int) -> None:
        """Let go of a button; does nothing when it is not held."""
        if self._presses.is_button_down(button):
            self._presses.button(button, down=False)
        self._display.sync()

    def turn_wheel(self, *, right: int, down: int) -> None:
        """Turn the wheel by notches; negative ones are to the left and up."""
        for notches, button_there, button_back in ((down, 5, 4), (right, 7, 6)):
            for _ in range(abs(notches)):
                button = button_there if notches > 0 else button_back
                self._presses.button(button, down=True)
                self._presses.button(button, down=False)
        self._display.sync()

    def click(self, x: int, y: int) -> None:
        """Move to a place on the screen and press the left button once."""
        self.move(x, y)
        self.press_button(1)
        self.release_button(1)

    # --- windows

    def windows(self) -> list[TopWindow]:
        """Windows on the screen, topmost first."""
        return list(self._windows())

    def _windows(self) -> Iterator[TopWindow]:
        pid_atom = self._display.get_atom("_NET_WM_PID")
        name_atom = self._display.get_atom("_NET_WM_NAME")
        state_atom = self._display.get_atom("_NET_WM_STATE")
        modal_atom = self._display.get_atom("_NET_WM_STATE_MODAL")
        for window in reversed(self._root.query_tree().children):
            try:
                attributes = window.get_attributes()
                if attributes.map_state != X.IsViewable or attributes.win_class != X.InputOutput:
                    continue
                area = window.get_geometry()
                pid = window.get_full_property(pid_atom, X.AnyPropertyType)
                name = window.get_full_property(name_atom, X.AnyPropertyType)
                title = name.value if name else window.get_wm_name()
                state = window.get_full_property(state_atom, X.AnyPropertyType)
            except XError:  # closed while one looks
                continue
            if isinstance(title, bytes):
                title = title.decode(errors="replace")
            yield TopWindow(
                window,
                pid.value[0] if pid else 0,
                title or "",
                Rect(area.x, area.y, area.width, area.height),
                bool(attributes.override_redirect),
                state is not None and modal_atom in state.value,
            )

    def bring_forward(self, window: TopWindow) -> None:
        """Do what a window manager does on a click: raise the window and give it the keyboard.

        A window that has the keyboard, in itself or in one of its own (Java's focus proxy), keeps it as it
        is: Java would lose keys while it brings the keyboard back to its proxy.
        """
        if not self.has_keyboard(window):
            window.handle.configure(stack_mode=X.Above)
            window.handle.set_input_focus(X.RevertToParent, X.CurrentTime)
            self._display.sync()

    def has_keyboard(self, window: TopWindow) -> bool:
        """Whether keys go to the window, or to one in it."""
        holder = self._display.get_input_focus().focus
        try:
            # A number stands for nobody, for the window under the pointer, and for what is above the root.
            while not isinstance(holder, int):
                if holder.id == window.handle.id:
                    return True
                holder = holder.query_tree().parent
        except XError:  # closed while one looks
            pass
        return False

    def await_processed(self, window: TopWindow, *, within_s: float) -> bool:
        """Wait until the program has taken all keys and clicks sent so far; whether that is certain.

        Asks the window for a sign of life as window managers do (EWMH ``_NET_WM_PING``): the answer comes
        after everything that was sent before. ``False`` when the program does not know the question or
        does not answer within ``within_s``; a window that closes meanwhile has answered.
        """
        protocols = self._display.get_atom("WM_PROTOCOLS")
        ping = self._display.get_atom("_NET_WM_PING")
        try:
            if ping not in window.handle.get_wm_protocols():
                return False
        except XError:  # closed by what was sent
            return True
        while self._display.pending_events():
            self._display.next_event()
        self._pings += 1
        asked = [ping, self._pings, window.handle.id, 0, 0]
        question = ClientMessage(window=window.handle, client_type=protocols, data=(32, asked))
        window.handle.send_event(question)
        self._display.flush()
        deadline = time.monotonic() + within_s
        while True:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type in (X.DestroyNotify, X.UnmapNotify) and event.window.id == window.handle.id:
                    return True
                if event.type == X.ClientMessage and list(event.data[1])[:2] == asked[:2]:
                    return True
            left_s = deadline - time.monotonic()
            if left_s <= 0 or not select.select([self._display], [], [], left_s)[0]:
                return False

    def place_of(self, window: TopWindow) -> Rect:
        """Where a window is now; its last place when it has closed."""
        try:
            area = window.handle.get_geometry()
        except XError:
            return window.rect
        return Rect(area.x, area.y, area.width, area.height)

    def within_limits(self, window: TopWindow, wanted: Rect) -> Rect:
        """A place for a window, with the size it asks window managers to keep to (ICCCM WM_NORMAL_HINTS)."""
        try:
            hints = window.handle.get_wm_normal_hints()
        except XError:
            return wanted
        width, height = max(1, wanted.width), max(1, wanted.height)
        if hints is not None and hints.flags & Xutil.PMaxSize:
            width, height = min(width, hints.max_width or width), min(height, hints.max_height or height)
        if hints is not None and hints.flags & Xutil.PMinSize:
            width, height = max(width, hints.min_width), max(height, hints.min_height)
        return wanted._replace(width=width, height=height)

    def put(self, window: TopWindow, place: Rect) -> None:
        """Move and size a window, and tell the program so as a window manager does."""
        window.handle.configure(x=place.x, y=place.y, width=place.width, height=place.height)
        self._display.sync()

    def ask_to_close(self, window: TopWindow) -> bool:
        """Do what a window's close button does (ICCCM WM_DELETE_WINDOW); whether the window knows that."""
        protocols = self._display.get_atom("WM_PROTOCOLS")
        delete = self._display.get_atom("WM_DELETE_WINDOW")
        try:
            if delete not in window.handle.get_wm_protocols():
                return False
        except XError:  # closed already
            return True
        data = (32, [delete, X.CurrentTime, 0, 0, 0])
        window.handle.send_event(ClientMessage(window=window.handle, client_type=protocols, data=data))
        self._display.flush()
        return True

    # --- eyes

    def picture(self, area: Rect | None = None) -> bytes:
        """PNG of the screen or of an area of it.

        Raises: ValueError, when nothing of the area is on the screen.
        """
        width, height = self.size
        wanted = area or Rect(0, 0, width, height)
        left, top = max(0, wanted.x), max(0, wanted.y)
        right, bottom = min(width, wanted.x + wanted.width), min(height, wanted.y + wanted.height)
        if right <= left or bottom <= top:
            raise ValueError(f"{wanted} is not on the screen of {width} x {height}")
        with mss.MSS(display=self._name) as camera:
            shot = camera.grab((left, top, right, bottom))
            png = mss.tools.to_png(shot.rgb, shot.size, level=2)
        assert png is not None
        return png


@dataclass(frozen=True, slots=True)
class TopWindow:
    """A window of the screen.

    ``floating`` ones (menus, lists, tips) keep out of a window manager's way; while a ``modal`` one is
    open, the program's other windows take no input.
    """

    handle: Any
    pid: int
    title: str
    rect: Rect
    floating: bool
    modal: bool
