"""The page at the end of a flow: a picture, what became of it, and a way on."""

from __future__ import annotations

from typing import ClassVar

from reference_system.phones.apps.ibkr.page import IbkrPage
from reference_system.phones.model import kit
from reference_system.phones.model.widget import Box, Widget


class OutcomePage(IbkrPage):
    """A picture, what became of it, and Done.

    Attributes:
        words: Start of its keys in the words: ``<words>-title`` and ``<words>-note``.
        result: Id of the title.
        done: Key of the button's label.
    """

    activity = ".IbKeyActivity"
    picture: ClassVar[str]
    words: ClassVar[str]
    result: ClassVar[str] = "result"
    done: str = "done"

    def note(self) -> str:
        return self.says(f"{self.words}-note")

    def build(self) -> Widget:
        return self.page(
            kit.column(
                kit.centered(kit.picture(self.picture, 104)),
                kit.space(10),
                kit.label(self.says(f"{self.words}-title"), "title-center", self.result),
                kit.label(self.note(), "note-center", "result_note"),
                box=Box(gap=10, grow=1, justify="center", padding=kit.sides(0, 28)),
            ),
            kit.column(kit.button(self.says(self.done), self.on_done, "done"), padding=(0, 18, 18, 18)),
            ident=f"{self.words}_page",
        )

    def on_done(self) -> None:
        self.app.leave()
