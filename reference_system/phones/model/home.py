"""The home screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from reference_system.phones.model import kit
from reference_system.phones.model.app import App, Page
from reference_system.phones.model.body import Body
from reference_system.phones.model.widget import Box, Kind, Widget

_PER_ROW = 4
_ICON = 62.0


class HomePage(Page):
    """The apps' icons."""

    name: ClassVar[str] = "system.home"
    activity = ".Launcher"

    def __init__(self, body: Body, apps: Mapping[str, App]) -> None:
        self._body = body
        self._apps = apps

    def build(self) -> Widget:
        body = self._body
        apps = list(self._apps.values())
        rows = [apps[start : start + _PER_ROW] for start in range(0, len(apps), _PER_ROW)]
        date, time = body.shown_date(), body.shown_time(body.clock.now())
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
            padding=(body.metrics.top + 10, 16, body.metrics.bottom, 16),
            style="wallpaper",
            ident="workspace" if body.surface == "android" else "Home screen icons",
        )

    def _row(self, apps: list[App]) -> Widget:
        blanks = [Widget(Kind.GROUP, box=Box(grow=1)) for _ in range(_PER_ROW - len(apps))]
        return kit.row(*(self._icon(app) for app in apps), *blanks, box=Box(axis="row"))

    def _icon(self, app: App) -> Widget:
        picture = kit.picture(app.icon, _ICON)
        return Widget(
            Kind.ICON,
            app.title,
            ident=app.title if self._body.surface == "iphone" else "icon",
            key=app.name,
            description=app.title,
            style="icon",
            box=Box(gap=6, grow=1, align="center"),
            on_tap=app.icon_tapped,
            children=[picture, kit.label(app.title, "icon-label")],
        )
