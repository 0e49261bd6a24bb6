"""The scanner of IBKR Mobile on Android: it reads the activation code off Client Portal's QR code."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from reference_system.deviations import deviation, rule
from reference_system.phones.apps.ibkr.activation.code import code_of
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.page import IbkrPage
from reference_system.phones.apps.viewfinder import Viewfinder, round_button
from reference_system.phones.model import kit
from reference_system.phones.model.camera import Permission
from reference_system.phones.model.permissions import ask_for_camera
from reference_system.phones.model.widget import Box, Widget


@rule
def asks_for_camera(permission: Permission, /) -> bool:
    """The user is asked once, as long as nothing is decided."""
    return permission == "ask"


@asks_for_camera.deviation(
    "camera-permission-asked-at-every-scan",
    clauses=["AND-QR-08"],
    breaks="the scanner asks for the camera at every scan, although it was allowed before",
)
def _(_: Permission) -> bool:
    return True


@rule
def code_in(text: str, /) -> str | None:
    """The activation code that a QR code carries: only what Client Portal shows has one."""
    return code_of(text)


@code_in.deviation(
    "scanner-takes-codes-of-other-sites",
    clauses=["AND-QR-09a"],
    breaks="the scanner takes whatever any web site's QR code calls a code",
)
def _(text: str) -> str | None:
    codes = parse_qs(urlsplit(text).query).get("code", [None])
    return codes[0]


def open_scanner(app: IbkrApp, on_scanned: Callable[[str], None]) -> None:
    """Open the scanner; once it has read an activation code it closes and hands the code over."""
    app.go(ScannerPage(app, on_scanned))


class ScannerPage(IbkrPage):
    """Viewfinder, what to do, and the lens button; without the right to use the camera, how to give it."""

    name: ClassVar[str] = "ibkr.scanner"
    activity = ".ScannerActivity"

    def __init__(self, app: IbkrApp, on_scanned: Callable[[str], None]) -> None:
        super().__init__(app)
        self.on_scanned = on_scanned
        self.viewfinder = Viewfinder(app.phone)
        self.asked = False
        self.unknown = False

    @property
    def permission(self) -> Permission:
        return self.phone.camera.permission(self.app.name)

    @rule
    def is_live(self, /) -> bool:
        """The scanner starts as soon as the camera is allowed."""
        return self.permission == "granted"

    # what happens

    def shown(self) -> None:
        if not self.asked and asks_for_camera(self.permission):
            self.asked = True
            ask_for_camera(self.phone, self.app)
        else:
            self._look()

    def camera_changed(self) -> None:
        self._look()

    def _look(self) -> None:
        if not self.is_live() or self.phone.prompts.front is not None:
            return
        texts = self.viewfinder.look()
        code = next((code for text in texts if (code := code_in(text)) is not None), None)
        if code is not None:
            self.phone.note("activation code scanned")
            self.app.leave()
            self.on_scanned(code)
            return
        self.unknown = bool(texts)
        self.phone.touch()

    # what is seen

    def build(self) -> Widget:
        glass = self.phone.metrics
        bar = kit.row(
            round_button("close", 44, self.app.leave, "close", self.says("close")),
            kit.label(self.says("scanner-title"), "camera-title", "page_title", grow=1),
            box=Box(axis="row", gap=12, align="center", height=56, padding=(0, 16, 0, 10)),
        )
        may_scan = self.permission == "granted" or self.phone.prompts.front is not None
        return kit.column(
            bar,
            *(self._scanning() if may_scan else self._denied()),
            padding=(glass.top, 0, glass.bottom, 0),
            style="camera",
            ident="scanner_page",
        )

    def _scanning(self) -> list[Widget]:
        said = (
            kit.label(self.says("scanner-unknown"), "camera-warning", "scan_message")
            if self.unknown
            else kit.label(self.says("scanner-hint"), "camera-note", "scan_hint")
        )
        return [
            self.viewfinder.view("viewfinder", live=self.is_live()),
            kit.column(said, padding=(16, 24, 0, 24), box=Box(padding=(16, 24, 0, 24), height=84)),
            kit.row(
                self.viewfinder.lens_button("switch_camera", self.says("switch-camera")),
                box=Box(axis="row", justify="end", padding=(0, 28, 22, 28)),
            ),
        ]

    def _denied(self) -> list[Widget]:
        return [
            kit.column(
                kit.centered(kit.picture("camera-off", 84)),
                kit.space(6),
                kit.label(self.says("camera-denied"), "camera-note", "camera_denied"),
                kit.label(self.says("camera-denied-note"), "camera-hint", "camera_denied_note"),
                box=Box(gap=10, grow=1, justify="center", padding=kit.sides(0, 32)),
            )
        ]


_black = deviation(
    "scanner-black-until-restart",
    clauses=["AND-QR-08"],
    breaks="after Allow the scanner stays black until the app is restarted",
)


@_black.replaces(ScannerPage.is_live)
def _(page: ScannerPage) -> bool:
    first = page.app.pages[0]  # as old as the app has been running
    if page.asked:
        _black.memory.add(first)
    return page.permission == "granted" and first not in _black.memory
