"""Typing: the field that has the cursor, and the keyboard that comes up for it."""

from __future__ import annotations

from reference_system.phones.model import kit
from reference_system.phones.model.body import Body
from reference_system.phones.model.widget import Action, Box, Field, Kind, Widget
from reference_system.phones.model.words import SYSTEM, say

HEIGHT: dict[str, float] = {"android": 252, "iphone": 268}
_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNS = ("1234567890", '-/:;()$&@"', ".,?!'#%")
_DIGITS = ("123", "456", "789")


class Keyboard:
    """Of one phone.

    Attributes:
        focused: The field that has the cursor.
        hidden: It was put away, although there is a cursor.
        shift, signs: Which of its pages it shows.
    """

    def __init__(self, body: Body) -> None:
        self._body = body
        self.reset()

    def reset(self) -> None:
        """No cursor anywhere."""
        self.focused: Field | None = None
        self._show_letters()

    def _show_letters(self) -> None:
        self.hidden = self.shift = self.signs = False

    # what is typed

    def focus(self, entry: Field) -> None:
        """Put the cursor into a field; the keyboard comes up."""
        if self.focused is not entry:
            self._show_letters()
        self.hidden = False
        self.focused = entry
        self._body.touch()

    def leave(self) -> None:
        """Take the cursor out of its field."""
        self.focused = None

    def hide(self) -> None:
        """Put the keyboard away; the cursor stays."""
        self.hidden = True
        self._body.touch()

    def type(self, text: str) -> bool:
        """Type where the cursor is; ``"\\n"`` is the return key, ``"\\b"`` the delete key. False: nowhere."""
        if self.focused is None:
            return False
        self.focused.type(text)
        self._body.touch()
        return True

    def type_into(self, widget: Widget, text: str) -> None:
        """Put the cursor into the field and type behind what stands there. ValueError when it is no field."""
        entry = _field(widget)
        self.focus(entry)
        entry.type(text)
        self._body.touch()

    def clear(self, widget: Widget) -> None:
        """Empty the field. ValueError when it is no field."""
        _field(widget).clear()
        self._body.touch()

    # what is shown

    def build(self, entry: Field) -> Widget:
        """The keyboard for this field: a number pad where it takes digits only."""
        rows = self._number_pad() if entry.digits else self._letters(entry.returns)
        return kit.column(
            *rows, gap=9, padding=(9, 4, 26, 4), style="keyboard", kind=Kind.KEYBOARD, ident="keyboard"
        )

    def _press(self, character: str) -> None:
        self.type(character)
        self.shift = False
        self._body.touch()

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
            say(SYSTEM, self._body.locale, "delete"),
            lambda: self._press("\b"),
            dark=True,
            grow=grow,
            ident="key_delete",
            picture="key-delete",
        )

    def _number_pad(self) -> list[Widget]:
        rows = [self._row(*self._characters(digits)) for digits in _DIGITS]
        done = say(SYSTEM, self._body.locale, "done")
        rows.append(
            self._row(
                self._key(done, self.hide, dark=True, ident="key_done"),
                *self._characters("0"),
                self._delete(1),
            )
        )
        return rows

    def _letters(self, returns: str) -> list[Widget]:
        pages = _SIGNS if self.signs else _LETTERS
        first, second, third = (line.upper() if self.shift else line for line in pages)
        words = self._body.locale
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
                    lambda: self._press("\n"),
                    dark=True,
                    grow=1.8,
                    ident=f"key_{returns}",
                ),
            ),
        ]

    def _toggle_shift(self) -> None:
        self.shift = not self.shift
        self._body.touch()

    def _toggle_signs(self) -> None:
        self.signs = not self.signs
        self._body.touch()


def _field(widget: Widget) -> Field:
    if widget.entry is None:
        raise ValueError(f"{widget.ident or widget.kind} takes no text")
    return widget.entry
