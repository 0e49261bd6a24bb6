"""Keyboard, pointer and eyes at one X display (XTest, X11, MIT-SHM through mss)."""

from __future__ import annotations

import logging
import select
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import mss
import mss.tools
from Xlib import XK, X  # type: ignore[import-untyped]
from Xlib.display import Display  # type: ignore[import-untyped]
from Xlib.error import XError  # type: ignore[import-untyped]
from Xlib.ext import xtest  # type: ignore[import-untyped]
from Xlib.protocol.event import ClientMessage  # type: ignore[import-untyped]

from drivers.desktop.keys import KEYSYM_NAMES, MODIFIERS, NULL, is_printable
from drivers.desktop.tree import Rect

log = logging.getLogger(__name__)

BACKDROP_RGB = 0xDDE3EA
"""Colour of the empty desk: windows stand out from it in pictures."""

_SHIFT, _LEVEL3 = "Shift_L", "ISO_Level3_Shift"


class Seat:
    """One person's place at a display. For one thread at a time.

    Raises, from the constructor: Xlib.error.DisplayError, when the display cannot be reached.
    """

    def __init__(self, display_name: str, *, backdrop: bool = True) -> None:
        self._name = display_name
        self._display = Display(display_name)
        self._screen = self._display.screen()
        self._root = self._screen.root
        self._held_keys: list[int] = []
        self._held_buttons: list[int] = []
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
        """Release everything held, Caps Lock too."""
        for button in list(self._held_buttons):
            self.release_button(button)
        for keycode in list(self._held_keys):
            self._key(keycode, down=False)
        if self.caps_lock:
            self.caps_lock = False
        self._display.sync()

    # --- keyboard

    @property
    def caps_lock(self) -> bool:
        """Whether Caps Lock is on; assign to change it."""
        return bool(self._root.query_pointer().mask & X.LockMask)

    @caps_lock.setter
    def caps_lock(self, on: bool) -> None:
        if on != self.caps_lock:
            self._stroke(self._keycode(XK.string_to_keysym("Caps_Lock"))[0])
            self._display.sync()

    def can_type(self, character: str) -> bool:
        """The keyboard has a key for this character (or WebDriver key)."""
        return character == NULL or self._keys_for(character) is not None

    def type(self, text: str) -> None:
        """Strike the keys of ``text`` one after the other, as in WebDriver's "Element Send Keys".

        A modifier stays down until it comes again, until NULL, or until the end of the text.
        """
        held: dict[str, int] = {}
        for character in text:
            if character == NULL:
                self._release(held)
                continue
            keys = self._keys_for(character)
            if keys is None:
                raise ValueError(f"no key for character U+{ord(character):04X}")
            keycode, modifiers = keys
            if character in MODIFIERS:
                if character in held:
                    self._key(held.pop(character), down=False)
                else:
                    held[character] = keycode
                    self._key(keycode, down=True)
            else:
                self._stroke(keycode, modifiers)
        self._release(held)
        self._display.sync()

    def press_key(self, character: str) -> None:
        """Hold down the key of a character or WebDriver key; raises ValueError when there is none."""
        self._change_key(character, down=True)

    def release_key(self, character: str) -> None:
        """Let go of a key; does nothing when it is not held."""
        self._change_key(character, down=False)

    def _change_key(self, character: str, *, down: bool) -> None:
        keys = self._keys_for(character)
        if keys is None:
            raise ValueError(f"no key for character U+{ord(character):04X}")
        keycode, modifiers = keys
        for modifier in modifiers:
            if down:
                self._key(modifier, down=True)
        if down or keycode in self._held_keys:
            self._key(keycode, down=down)
        for modifier in modifiers:
            if not down and modifier in self._held_keys:
                self._key(modifier, down=False)
        self._display.sync()

    def _keys_for(self, character: str) -> tuple[int, list[int]] | None:
        """Key code of a character and the modifiers it takes; ``None`` when the keyboard lacks it."""
        name = KEYSYM_NAMES.get(character)
        if name is not None:
            keysym = XK.string_to_keysym(name)
        elif not is_printable(character) or "\ue000" <= character <= "\uf8ff":
            return None
        else:
            code = ord(character)
            # X11: the keysym of a Latin-1 character is its code, of any other its code + 0x1000000.
            keysym = code if code < 0x100 else code | 0x1000000
        keycode, level = self._keycode(keysym)
        if not keycode:
            return None
        modifiers = [_SHIFT] * (level & 1) + [_LEVEL3] * (level >> 1 & 1)
        return keycode, [self._keycode(XK.string_to_keysym(m))[0] for m in modifiers]

    def _keycode(self, keysym: int) -> tuple[int, int]:
        """Key code and level of a keysym, the lowest level first; (0, 0) when no key has it."""
        keys = self._display.keysym_to_keycodes(keysym)
        levels = sorted((level, code) for code, level in keys if level < 4)
        return (levels[0][1], levels[0][0]) if levels else (0, 0)

    def _stroke(self, keycode: int, modifiers: list[int] | None = None) -> None:
        for modifier in modifiers or []:
            self._key(modifier, down=True)
        self._key(keycode, down=True)
        self._key(keycode, down=False)
        for modifier in reversed(modifiers or []):
            self._key(modifier, down=False)

    def _release(self, held: dict[str, int]) -> None:
        while held:
            self._key(held.popitem()[1], down=False)

    def _key(self, keycode: int, *, down: bool) -> None:
        xtest.fake_input(self._display, X.KeyPress if down else X.KeyRelease, keycode)
        if down:
            self._held_keys.append(keycode)
        elif keycode in self._held_keys:
            self._held_keys.remove(keycode)

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
        """Hold a button down: 1 left, 2 middle, 3 right."""
        xtest.fake_input(self._display, X.ButtonPress, button)
        self._held_buttons.append(button)
        self._display.sync()

    def release_button(self, button: int) -> None:
        """Let go of a button."""
        xtest.fake_input(self._display, X.ButtonRelease, button)
        if button in self._held_buttons:
            self._held_buttons.remove(button)
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
        if not self._has_keyboard(window):
            window.handle.configure(stack_mode=X.Above)
            window.handle.set_input_focus(X.RevertToParent, X.CurrentTime)
            self._display.sync()

    def _has_keyboard(self, window: TopWindow) -> bool:
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
