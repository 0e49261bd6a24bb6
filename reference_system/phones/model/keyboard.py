"""The keyboard that comes up for a text field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reference_system.phones.model import kit
from reference_system.phones.model.widget import Action, Box, Field, Kind, Widget
from reference_system.phones.model.words import SYSTEM, say

if TYPE_CHECKING:
    from reference_system.phones.model.phone import Phone

HEIGHT: dict[str, float] = {"android": 252, "iphone": 268}
_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNS = ("1234567890", '-/:;()$&@"', ".,?!'#%")
_DIGITS = ("123", "456", "789")


@dataclass(slots=True)
class Keyboard:
    """Which of its pages it shows."""

    phone: Phone
    hidden: bool = False
    shift: bool = False
    signs: bool = False

    def reset(self) -> None:
        self.hidden = self.shift = self.signs = False

    def build(self, entry: Field) -> Widget:
        """The keyboard for this field: a number pad where it takes digits only."""
        rows = self._number_pad() if entry.digits else self._letters(entry.returns)
        return kit.column(
            *rows, gap=9, padding=(9, 4, 26, 4), style="keyboard", kind=Kind.KEYBOARD, ident="keyboard"
        )

    def _press(self, character: str) -> None:
        self.phone.type_focused(character)
        self.shift = False
        self.phone.touch()

    def _key(
        self,
        text: str,
        on_tap: Action,
        *,
        dark: bool = False,
        grow: float = 1,
        ident: str = "",
        picture: str = "",
    ) -> Widget:
        return Widget(
            Kind.KEY,
            "" if picture else text,
            ident,
            description=text,
            picture=picture,
            style="key-dark" if dark else "key",
            on_tap=on_tap,
            box=Box(grow=grow, height=43),
        )

    def _row(self, *keys: Widget, inset: float = 0) -> Widget:
        return kit.row(*keys, box=Box(axis="row", gap=5, padding=(0, inset, 0, inset), height=43))

    def _characters(self, characters: str) -> list[Widget]:
        return [self._key(one, lambda one=one: self._press(one)) for one in characters]  # type: ignore[misc]

    def _delete(self, grow: float) -> Widget:
        return self._key(
            say(SYSTEM, self.phone.locale, "delete"),
            lambda: self.phone.press("backspace"),
            dark=True,
            grow=grow,
            ident="key_delete",
            picture="key-delete",
        )

    def _number_pad(self) -> list[Widget]:
        rows = [self._row(*self._characters(digits)) for digits in _DIGITS]
        done = say(SYSTEM, self.phone.locale, "done")
        rows.append(
            self._row(
                self._key(done, self._hide, dark=True, ident="key_done"),
                *self._characters("0"),
                self._delete(1),
            )
        )
        return rows

    def _letters(self, returns: str) -> list[Widget]:
        pages = _SIGNS if self.signs else _LETTERS
        first, second, third = (line.upper() if self.shift else line for line in pages)
        words = self.phone.locale
        return [
            self._row(*self._characters(first)),
            self._row(*self._characters(second), inset=0 if self.signs else 16),
            self._row(
                self._key(
                    "shift", self._toggle_shift, dark=True, grow=1.4, ident="key_shift", picture="key-shift"
                ),
                *self._characters(third),
                self._delete(1.4),
            ),
            self._row(
                self._key(
                    "ABC" if self.signs else "123",
                    self._toggle_signs,
                    dark=True,
                    grow=1.4,
                    ident="key_more",
                ),
                self._key(say(SYSTEM, words, "space"), lambda: self._press(" "), grow=4, ident="key_space"),
                self._key(
                    say(SYSTEM, words, returns),
                    lambda: self.phone.press("enter"),
                    dark=True,
                    grow=1.8,
                    ident=f"key_{returns}",
                ),
            ),
        ]

    def _hide(self) -> None:
        self.phone.hide_keyboard()

    def _toggle_shift(self) -> None:
        self.shift = not self.shift
        self.phone.touch()

    def _toggle_signs(self) -> None:
        self.signs = not self.signs
        self.phone.touch()
