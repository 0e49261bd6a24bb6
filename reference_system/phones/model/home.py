"""The home screen and the lock screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reference_system.phones.model import kit
from reference_system.phones.model.app import App, Page
from reference_system.phones.model.widget import Box, Kind, Scroll, Widget
from reference_system.phones.model.words import SYSTEM, say

if TYPE_CHECKING:
    from reference_system.phones.model.phone import Phone

_PER_ROW = 4
_ICON = 62.0


class HomePage(Page):
    """The apps' icons."""

    name: ClassVar[str] = "system.home"
    activity = ".Launcher"

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def build(self) -> Widget:
        phone = self.phone
        apps = list(phone.apps.values())
        rows = [apps[start : start + _PER_ROW] for start in range(0, len(apps), _PER_ROW)]
        date, time = phone.shown_date(), phone.shown_time(phone.clock.now())
        return kit.column(
            kit.column(
                kit.label(time, "home-time", "clock"),
                kit.label(date, "home-date", "date"),
                gap=0,
                padding=kit.sides(18, 24),
            ),
            *(self._row(line) for line in rows),
            kit.space(grow=1),
            gap=22,
            padding=(phone.metrics.top + 10, 16, phone.metrics.bottom, 16),
            style="wallpaper",
            ident="workspace" if phone.surface == "android" else "Home screen icons",
        )

    def _row(self, apps: list[App]) -> Widget:
        blanks = [Widget(Kind.GROUP, box=Box(grow=1)) for _ in range(_PER_ROW - len(apps))]
        return kit.row(*(self._icon(app) for app in apps), *blanks, box=Box(axis="row"))

    def _icon(self, app: App) -> Widget:
        picture = kit.picture(app.icon, _ICON)
        return Widget(
            Kind.ICON,
            app.title,
            ident=app.title if self.phone.surface == "iphone" else "icon",
            key=app.name,
            description=app.title,
            style="icon",
            box=Box(gap=6, grow=1, align="center"),
            on_tap=app.icon_tapped,
            children=[picture, kit.label(app.title, "icon-label")],
        )


class LockPage(Page):
    """Clock and notifications of the locked phone; a swipe up goes on to the passcode."""

    name: ClassVar[str] = "system.lock"

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.scroll = Scroll()

    def build(self) -> Widget:
        phone = self.phone
        how = "press-home" if phone.sensor == "touch-id" else "swipe-to-unlock"
        return kit.column(
            kit.centered(kit.picture("lock", 26, says="Locked", ident="lock_icon"), padding=(24, 0, 0, 0)),
            kit.label(phone.shown_date(), "lock-date", "date"),
            kit.label(phone.shown_time(phone.clock.now()), "lock-time", "clock"),
            kit.space(12),
            kit.scroll_list(self.scroll, *phone.notifications.cards(), gap=8),
            kit.label(say(SYSTEM, phone.locale, how), "light-note", "unlock_hint"),
            padding=(phone.metrics.top, 10, phone.metrics.bottom + 12, 10),
            style="wallpaper",
            ident="lock_screen",
        )

    def back(self) -> bool:
        return True
