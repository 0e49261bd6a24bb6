"""The keyboard of an X display (XTest)."""

from __future__ import annotations

from Xlib import XK, X  # type: ignore[import-untyped]
from Xlib.display import Display  # type: ignore[import-untyped]
from Xlib.ext import xtest  # type: ignore[import-untyped]
from Xlib.protocol.event import MappingNotify  # type: ignore[import-untyped]

from drivers.desktop.keys import KEYSYM_NAMES, MODIFIERS, NULL, is_printable

_SHIFT, _LEVEL3 = "Shift_L", "ISO_Level3_Shift"
_LOWEST_KEYCODE, _KEYCODES = 8, 248
_NO_SYMBOL = 0


class NoKeyLeft(Exception):
    """Every key has a meaning; those that were made may be taken away once the program has taken them."""


class Presses:
    """Keys and buttons that are down at a display, in the order in which they were pressed."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._down: list[tuple[int, int]] = []

    def key(self, keycode: int, *, down: bool) -> None:
        """Press or release a key."""
        self._change(X.KeyPress if down else X.KeyRelease, keycode, down=down)

    def button(self, button: int, *, down: bool) -> None:
        """Press or release a button of the pointer."""
        self._change(X.ButtonPress if down else X.ButtonRelease, button, down=down)

    def is_key_down(self, keycode: int) -> bool:
        return (X.KeyRelease, keycode) in self._down

    def is_button_down(self, button: int) -> bool:
        return (X.ButtonRelease, button) in self._down

    def release_all(self) -> None:
        """Release everything, what was pressed last first."""
        while self._down:
            xtest.fake_input(self._display, *self._down.pop())

    def _change(self, event: int, detail: int, *, down: bool) -> None:
        xtest.fake_input(self._display, event, detail)
        released = (event + 1 if down else event, detail)  # X numbers a release right after its press
        if down:
            self._down.append(released)
        elif released in self._down:
            self._down.remove(released)


class Keyboard:
    """Keys in the words of WebDriver. For one thread at a time."""

    def __init__(self, display: Display, presses: Presses) -> None:
        self._display, self._presses = display, presses
        self._root = display.screen().root
        self._made: list[int] = []
        """Key codes given to keysyms that the keyboard lacks."""
        self._pressed: dict[str, list[int]] = {}
        """Keys that went down for a character, its modifiers among them."""

    def let_go(self) -> None:
        """Turn Caps Lock off and take away the keys that were made."""
        if self.caps_lock:
            self.caps_lock = False
        self.take_away_made()

    def take_away_made(self) -> None:
        """Take away the keys that were made. A program that has not taken them yet gets others instead."""
        for keycode in self._made:
            self._display.change_keyboard_mapping(keycode, [[_NO_SYMBOL]])
            self._learn(keycode)
        self._made.clear()

    @property
    def caps_lock(self) -> bool:
        """Whether Caps Lock is on; assign to change it."""
        return bool(self._root.query_pointer().mask & X.LockMask)

    @caps_lock.setter
    def caps_lock(self, on: bool) -> None:
        if on != self.caps_lock:
            self._stroke(self._keycode(XK.string_to_keysym("Caps_Lock"))[0])
            self._display.sync()

    def has(self, character: str) -> bool:
        """The keyboard has a key for this character (or WebDriver key)."""
        return character == NULL or self._keys_for(character) is not None

    def type(self, text: str) -> None:
        """Strike the keys of ``text`` one after the other, as in WebDriver's "Element Send Keys".

        A modifier stays down until it comes again, until NULL, or until the end of the text. A key that is
        missing is made.

        Raises: ValueError, when a character is not one that keys type; NoKeyLeft.
        """
        held: dict[str, int] = {}
        for character in text:
            if character == NULL:
                self._release(held)
                continue
            keycode, modifiers = self._found_or_made(character)
            if character in MODIFIERS:
                if character in held:
                    self._presses.key(held.pop(character), down=False)
                else:
                    held[character] = keycode
                    self._presses.key(keycode, down=True)
            else:
                self._stroke(keycode, modifiers)
        self._release(held)
        self._display.sync()

    def press(self, character: str) -> None:
        """Hold down the key of a character or WebDriver key; one that is missing is made.

        Raises: ValueError, when it is not one that keys type; NoKeyLeft.
        """
        keycode, modifiers = self._found_or_made(character)
        keys = [*(key for key in modifiers if not self._presses.is_key_down(key)), keycode]
        for key in keys:
            self._presses.key(key, down=True)
        self._pressed[character] = keys
        self._display.sync()

    def release(self, character: str) -> None:
        """Let go of a key; does nothing when it is not held."""
        for key in reversed(self._pressed.pop(character, [])):
            if self._presses.is_key_down(key):
                self._presses.key(key, down=False)
        self._display.sync()

    def _found_or_made(self, character: str) -> tuple[int, list[int]]:
        keys = self._keys_for(character)
        if keys is not None:
            return keys
        keysym = _keysym(character)
        if keysym is None:
            raise ValueError(f"no key types the character U+{ord(character):04X}")
        return self._make(keysym), []

    def _keys_for(self, character: str) -> tuple[int, list[int]] | None:
        """Key code of a character and the modifiers it takes; ``None`` when the keyboard lacks it."""
        keysym = _keysym(character)
        keycode, level = self._keycode(keysym) if keysym else (0, 0)
        if not keycode:
            return None
        modifiers = [_SHIFT] * (level & 1) + [_LEVEL3] * (level >> 1 & 1)
        return keycode, [self._keycode(XK.string_to_keysym(m))[0] for m in modifiers]

    def _keycode(self, keysym: int) -> tuple[int, int]:
        """Key code and level of a keysym, the lowest level first; (0, 0) when no key has it."""
        keys = self._display.keysym_to_keycodes(keysym)
        levels = sorted((level, code) for code, level in keys if level < 4)
        return (levels[0][1], levels[0][0]) if levels else (0, 0)

    def _make(self, keysym: int) -> int:
        """Give a keysym to a key that has none; programs learn of it before they get the key."""
        mapping = self._display.get_keyboard_mapping(_LOWEST_KEYCODE, _KEYCODES)
        free = [_LOWEST_KEYCODE + index for index, symbols in enumerate(mapping) if not any(symbols)]
        if not free:
            raise NoKeyLeft
        keycode = free[-1]
        self._display.change_keyboard_mapping(keycode, [[keysym, keysym]])
        self._learn(keycode)
        self._made.append(keycode)
        return keycode

    def _learn(self, keycode: int) -> None:
        """Have this client know what it has changed."""
        change = MappingNotify(request=X.MappingKeyboard, first_keycode=keycode, count=1)
        self._display.refresh_keyboard_mapping(change)

    def _stroke(self, keycode: int, modifiers: list[int] | None = None) -> None:
        for modifier in modifiers or []:
            self._presses.key(modifier, down=True)
        self._presses.key(keycode, down=True)
        self._presses.key(keycode, down=False)
        for modifier in reversed(modifiers or []):
            self._presses.key(modifier, down=False)

    def _release(self, held: dict[str, int]) -> None:
        while held:
            self._presses.key(held.popitem()[1], down=False)


def _keysym(character: str) -> int | None:
    """The keysym of a character or WebDriver key; ``None`` when keys do not type it."""
    name = KEYSYM_NAMES.get(character)
    if name is not None:
        return int(XK.string_to_keysym(name))
    if not is_printable(character):
        return None
    code = ord(character)
    # X11: the keysym of a Latin-1 character is its code, of any other its code + 0x1000000.
    return code if code < 0x100 else code | 0x1000000
