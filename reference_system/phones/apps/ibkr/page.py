"""What the pages of IBKR Mobile share."""

from __future__ import annotations

from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.widget import Action, Box, Kind, Widget


class IbkrPage(Page):
    """What the pages of IBKR Mobile share: their app, its words, and the bar at the top."""

    def __init__(self, app: IbkrApp) -> None:
        self.app = app
        self.phone = app.phone

    def says(self, key: str, **values: str) -> str:
        return self.app.says(key, **values)

    def bar(self, title: str, left: str, on_left: Action, left_ident: str) -> Widget:
        """Navigation bar: one button at the left, the title in the middle (iPhone) or beside it (Android)."""
        room = 96.0
        android = self.phone.surface == "android"
        back = Widget(
            Kind.BUTTON,
            "" if android else left,
            left_ident,
            description=left,
            picture="arrow-left" if android else "",
            style="bar-button",
            on_tap=on_left,
            box=Box(width=40 if android else room, height=44),
        )
        parts = [back, kit.label(title, "bar-title", "page_title", grow=1)]
        if not android:
            parts.append(Widget(Kind.GROUP, box=Box(width=room, height=1)))
        bar = kit.row(*parts, box=Box(axis="row", gap=8, align="center", height=52, padding=(0, 16, 0, 16)))
        bar.kind = Kind.NAVIGATION_BAR
        bar.style = "bar"
        bar.ident = "navigation_bar"
        bar.text = title if not android else ""
        return bar

    def page(self, *parts: Widget, ident: str) -> Widget:
        """The whole page: parts below each other between status bar and home indicator."""
        top, bottom = self.phone.metrics.top, self.phone.metrics.bottom
        return kit.column(*parts, padding=(top, 0, bottom, 0), style="page", ident=ident)
