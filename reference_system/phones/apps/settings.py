"""The phone's settings: notifications by app, camera, network."""

from __future__ import annotations

from typing import ClassVar

from reference_system.deviations import rule
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.phone_app import PhoneApp
from reference_system.phones.model import kit
from reference_system.phones.model.app import App, Page
from reference_system.phones.model.widget import Locale, Scroll, Widget
from reference_system.phones.model.words import SYSTEM, say


@rule
def scan_switch_label(locale: Locale, /) -> str:
    """What the switch is called that lets the camera read QR codes, as in the articles."""
    return say(SYSTEM, locale, "scan-qr")


@scan_switch_label.deviation(
    "scan-switch-of-another-name",
    clauses=["AND-QR-ISS01", "IOS-QR-ISS01"],
    breaks="the settings of the camera have no switch that is called as in the articles",
)
def _(locale: Locale) -> str:
    return "條碼" if locale == "zh-Hant" else "Barcodes"


class SettingsPage(Page):
    """A list with a heading; the pages of the settings differ only in their lines."""

    def __init__(self, app: Settings) -> None:
        self.app = app
        self.phone = app.phone
        self.scroll = Scroll()

    def says(self, key: str, **values: str) -> str:
        return say(SYSTEM, self.phone.locale, key, **values)

    def page(self, title: str, *groups: list[Widget]) -> Widget:
        """The page with this heading and its lines in rounded groups."""
        bar = kit.back_bar(self.phone.surface, title, self.says("back"), self.app.leave)
        return kit.column(
            *([] if self.app.pages[0] is self else [bar]),
            kit.column(kit.label(title, "large-title", "heading"), padding=kit.sides(10, 20)),
            kit.scroll_list(
                self.scroll, *(self._group(lines) for lines in groups), gap=18, padding=kit.sides(8, 16)
            ),
            padding=(self.phone.metrics.top, 0, self.phone.metrics.bottom, 0),
            style="page",
        )

    def _group(self, lines: list[Widget]) -> Widget:
        spaced: list[Widget] = []
        for line in lines:
            if spaced:
                spaced.append(kit.divider())
            spaced.append(line)
        return kit.column(*spaced, style="card")


class SettingsRoot(SettingsPage):
    name: ClassVar[str] = "settings.root"
    activity = ".Settings"

    def build(self) -> Widget:
        android = self.phone.surface == "android"
        online = self.phone.network.state != "offline"
        network = kit.cell(
            self.says("airplane"),
            ident="airplane_mode",
            picture_name="airplane",
            checked=not online,
            on_tap=lambda: self.phone.configure(network="offline" if online else "online"),
        )
        state = kit.cell(
            self.says("network"),
            ident="network",
            value=self.says(f"network-{self.phone.network.state}"),
            picture_name="wifi",
        )
        notifications = kit.cell(
            self.says("apps-notifications" if android else "notifications"),
            ident="notifications",
            picture_name="bell",
            chevron=True,
            on_tap=lambda: self.app.go(AppList(self.app)),
        )
        camera = kit.cell(
            self.says("camera"),
            ident="camera",
            picture_name="camera",
            chevron=True,
            on_tap=lambda: self.app.go(CameraSettings(self.app)),
        )
        return self.page(self.says("settings"), [network, state], [notifications, camera])


class AppList(SettingsPage):
    """The apps whose notifications can be switched."""

    name: ClassVar[str] = "settings.apps"

    def build(self) -> Widget:
        title = "apps-notifications" if self.phone.surface == "android" else "notifications"
        lines = [self._line(app) for app in self.phone.apps.values() if app is not self.app]
        return self.page(self.says(title), lines)

    def _line(self, app: App) -> Widget:
        return kit.cell(
            app.title,
            ident=f"app_{app.name.lower().replace(' ', '_')}",
            value=self.says("on" if self.phone.notifications.allowed(app) else "off"),
            picture_name=app.icon,
            chevron=True,
            on_tap=lambda: self.app.go(AppNotifications(self.app, app)),
        )


class AppNotifications(SettingsPage):
    """The switch for one app's notifications."""

    name: ClassVar[str] = "settings.app-notifications"

    def __init__(self, app: Settings, shown: App) -> None:
        super().__init__(app)
        self.of = shown

    def build(self) -> Widget:
        android = self.phone.surface == "android"
        allowed = self.phone.notifications.allowed(self.of)
        says = (
            self.says("all-notifications", app=self.of.title) if android else self.says("allow-notifications")
        )
        switch = kit.cell(
            says,
            ident="allow_notifications",
            checked=allowed,
            on_tap=lambda: self.phone.notifications.allow(self.of, not allowed),
        )
        return self.page(self.says("app-notifications") if android else self.of.title, [switch])


class CameraSettings(SettingsPage):
    """Whether the camera reads QR codes, and on Android whether IBKR Mobile may use it."""

    name: ClassVar[str] = "settings.camera"

    def build(self) -> Widget:
        switch = kit.cell(
            scan_switch_label(self.phone.locale),
            ident="scan_qr_codes",
            checked=self.phone.camera.scans_qr,
            on_tap=self._toggle,
        )
        ibkr = IbkrApp.on(self.phone)
        scanner = self.phone.surface == "android" and ibkr.app_id in self.phone.apps
        return self.page(self.says("camera"), [switch], *([[self._access(ibkr)]] if scanner else []))

    def _toggle(self) -> None:
        self.phone.configure(camera_scans_qr=not self.phone.camera.scans_qr)

    def _access(self, app: App) -> Widget:
        granted = self.phone.camera.permission(app.name) == "granted"
        return kit.cell(
            self.says("camera-access", app=app.title),
            ident="camera_access",
            checked=granted,
            on_tap=lambda: self.phone.camera.allow(app.name, "denied" if granted else "granted"),
        )


class Settings(PhoneApp):
    """The settings."""

    name = "Settings"
    package = "com.android.settings"
    bundle_id = "com.apple.Preferences"
    activity = ".Settings"
    icon = "app-settings"

    @property
    def title(self) -> str:
        return say(SYSTEM, self.locale, "settings")

    def first_page(self) -> Page:
        return SettingsRoot(self)
