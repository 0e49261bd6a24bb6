"""The question for the passcode of the screen lock, with a number pad of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from reference_system.phones.model import kit
from reference_system.phones.model.body import Body
from reference_system.phones.model.passcode import Passcode
from reference_system.phones.model.prompts import Prompt, Prompts
from reference_system.phones.model.widget import Action, Box, Field, Kind, Widget
from reference_system.phones.model.words import SYSTEM, say

_HIGH_ENOUGH = 700


class PasscodePrompt(Prompt):
    """Asks for the screen-lock passcode; it is handed in by itself once it is long enough, or by return."""

    name: ClassVar[str] = "system.passcode"

    def __init__(
        self,
        prompts: Prompts,
        passcode: Passcode,
        *,
        title: str,
        on_passed: Action,
        on_cancelled: Action,
        reason: str = "",
    ) -> None:
        super().__init__(prompts)
        self._passcode = passcode
        self.title = title
        self.reason = reason
        self.on_passed = on_passed
        self.on_cancelled = on_cancelled
        self.entry = Field(digits=passcode.text.isdigit(), on_change=self._changed, on_submit=self._submit)
        self.wrong = False

    def _changed(self) -> None:
        if len(self.entry.text) == len(self._passcode.text):
            self._submit()

    def _submit(self) -> None:
        typed = self.entry.text
        self.entry.text = ""
        if not typed:
            return
        if self._passcode.check(typed):
            self.body.note("passcode accepted")
            self.close()
            self.on_passed()
        else:
            self.body.note("passcode refused")
            self.wrong = True
        self.body.touch()

    def cancel(self) -> None:
        self.close()
        self.body.note("passcode prompt cancelled")
        self.on_cancelled()

    def _press(self, digit: str) -> None:
        self.entry.type(digit)
        self.body.touch()

    def _erase(self) -> None:
        self.entry.erase()
        self.body.touch()

    def build(self) -> Widget:
        if self._passcode.blocked:
            message = self.says("blocked")
        else:
            message = self.says("wrong-passcode") if self.wrong else self.reason
        entry = kit.field(
            self.entry,
            "Passcode field",
            secure=True,
            style="passcode-field",
            says=self.says("passcode-field"),
        )
        entry.box = Box(width=230)
        return kit.column(
            kit.centered(kit.picture("lock", 30), padding=(_key_size(self.body) - 6, 0, 6, 0)),
            kit.label(self.title, "light-center", "passcode_title"),
            kit.label(message, "light-note", "passcode_message"),
            kit.space(8),
            kit.centered(entry),
            kit.space(20),
            pad(self.body, self._press, erase=self._erase, cancel=self.cancel),
            gap=8,
            padding=kit.sides(0, 16),
            style="wallpaper-deep",
            ident="passcode_prompt",
        )


def pad(body: Body, press: Callable[[str], None], *, erase: Action, cancel: Action | None) -> Widget:
    """The round number pad of lock screen and passcode prompt."""
    size = _key_size(body)
    rows = [
        kit.row(
            *(_pad_key(digit, press, size) for digit in digits),
            box=Box(axis="row", gap=24, justify="center", height=size),
        )
        for digits in ("123", "456", "789")
    ]
    left = (
        Widget(
            Kind.BUTTON,
            say(SYSTEM, body.locale, "cancel"),
            "cancel",
            style="pad-key-plain",
            on_tap=cancel,
            box=Box(width=size, height=size),
        )
        if cancel is not None
        else Widget(Kind.GROUP, box=Box(width=size, height=size))
    )
    right = Widget(
        Kind.BUTTON,
        say(SYSTEM, body.locale, "delete"),
        "delete",
        style="pad-key-plain",
        on_tap=erase,
        box=Box(width=size, height=size),
    )
    rows.append(
        kit.row(
            left,
            _pad_key("0", press, size),
            right,
            box=Box(axis="row", gap=24, justify="center", height=size),
        )
    )
    return kit.column(*rows, gap=14, ident="passcode_pad")


def _pad_key(digit: str, press: Callable[[str], None], size: float) -> Widget:
    return Widget(
        Kind.BUTTON,
        digit,
        f"pad_{digit}",
        style="pad-key",
        on_tap=lambda: press(digit),
        box=Box(width=size, height=size),
    )


def _key_size(body: Body) -> float:
    """As large as on any phone, where the glass is high enough for four rows of it."""
    return 76.0 if body.metrics.height >= _HIGH_ENOUGH else 52.0
