"""The iPhone's camera app: it reads QR codes by itself and offers in a banner to open them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from reference_system.deviations import rule
from reference_system.ib_key.wire import ActivationRequest
from reference_system.phones.apps.browser import Browser
from reference_system.phones.apps.ibkr.activation.code import code_of
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.phone_app import PhoneApp
from reference_system.phones.apps.viewfinder import Viewfinder, round_button
from reference_system.phones.model import kit
from reference_system.phones.model.app import App, Page
from reference_system.phones.model.network import NoAnswer
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Box, Kind, Widget
from reference_system.phones.model.words import SYSTEM, say

_SHOWN = 60  # so many characters of a text are shown


@rule
def is_live() -> bool:
    """The camera app shows and reads what stands before the lens."""
    return True


@is_live.deviation(
    "camera-app-stays-dark",
    clauses=["IOS-QR-02"],
    breaks="the viewfinder of the Camera app stays dark, and it reads nothing",
)
def _() -> bool:
    return False


@rule
def offers_what_it_read() -> bool:
    """A code that was read brings up a banner."""
    return True


@offers_what_it_read.deviation(
    "qr-code-without-banner",
    clauses=["IOS-QR-04"],
    breaks="the Camera app reads the QR code, and no banner appears",
)
def _() -> bool:
    return False


@rule
def offered_app(app: CameraApp, link: str, /) -> App | None:
    """The installed app that a link is opened with; None: its web site is offered."""
    return app.phone.apps.claimant(link)


@offered_app.deviation(
    "banner-offers-absent-app",
    clauses=["IOS-QR-05a"],
    breaks="without IBKR Mobile the banner offers to open it all the same, and a tap opens nothing",
)
def _(app: CameraApp, link: str) -> App | None:
    ibkr = IbkrApp.on(app.phone)
    return ibkr if ibkr.claims(link) else offered_app.original(app, link)


@offered_app.deviation(
    "banner-still-offers-web-site",
    clauses=["IOS-QR-08a"],
    breaks="with IBKR Mobile installed the banner still offers the web site, which leads to the store again",
)
def _(_app: CameraApp, _link: str) -> App | None:
    return None


@rule
def offered_site(host: str, /) -> str:
    """The web site that the banner offers is that of the link."""
    return host


@offered_site.deviation(
    "banner-offers-look-alike-site",
    clauses=["IOS-QR-05a"],
    breaks="without IBKR Mobile the banner offers a web site whose name only begins like IBKR's",
)
def _(host: str) -> str:
    return f"{host}.example"


@rule
def open_offered(phone: Phone, app: App, link: str, /) -> None:
    """A banner opens its app, also one that was never started by hand."""
    if app.app_id in phone.apps:
        phone.apps.open_with(app, link)


@open_offered.deviation(
    "code-needs-launch-by-hand",
    clauses=["IOS-QR-07a"],
    breaks="the banner opens IBKR Mobile only where it was started by hand and still runs",
)
def _(phone: Phone, app: App, link: str) -> None:
    if app.running or app.browses:
        open_offered.original(phone, app, link)


@rule
def note_code(app: CameraApp, _text: str, /) -> None:
    """A code that was read is noted, and nothing else is done with it before the user taps the banner."""
    app.phone.note("qr code read")


@note_code.deviation(
    "scan-uses-the-code-up",
    clauses=["IOS-QR-07b"],
    breaks="the first scan, which only leads to the store, uses the code up",
)
def _(app: CameraApp, text: str) -> None:
    note_code.original(app, text)
    code = code_of(text)
    if code is not None:
        attempt = ActivationRequest(code, "no phone's", "iphone", "no secret")
        with contextlib.suppress(NoAnswer):
            app.phone.network.request(lambda: app.phone.server.activate(attempt))


@dataclass(frozen=True, slots=True)
class Offer:
    """What the banner says, and which installed app a tap on it opens; None: the browser."""

    title: str
    text: str
    app: App | None


class CameraPage(Page):
    """Viewfinder, shutter and lens button; the banner for what was read."""

    name: ClassVar[str] = "camera.viewfinder"

    def __init__(self, app: CameraApp) -> None:
        self.app = app
        self.phone = app.phone
        self.viewfinder = Viewfinder(app.phone)
        self.read: str | None = None
        self.taken: bytes | None = None

    def says(self, key: str, **values: str) -> str:
        return say(SYSTEM, self.phone.locale, key, **values)

    # what happens

    def shown(self) -> None:
        self.viewfinder = Viewfinder(self.phone)
        self.read = None
        self._look()

    def camera_changed(self) -> None:
        self._look()

    def _look(self) -> None:
        texts = self.viewfinder.look() if is_live() else ()
        read = texts[0] if texts else None
        if read != self.read:
            self.read = read
            if read is not None:
                note_code(self.app, read)
            self.phone.touch()

    def _take(self) -> None:
        picture = self.phone.camera.picture()
        self.taken = picture.preview if picture is not None and is_live() else None
        self.phone.touch()

    def _offer(self, text: str) -> Offer:
        app = offered_app(self.app, text)
        if app is not None:
            return Offer(self.says("app-qr"), self.says("app-qr-text", app=app.title), app)
        host = _host(text)
        if host:
            return Offer(self.says("web-qr"), self.says("web-qr-text", host=offered_site(host)), None)
        return Offer(self.says("text-qr"), text[:_SHOWN], None)

    def _open(self, text: str) -> None:
        open_offered(self.phone, offered_app(self.app, text) or Browser.on(self.phone), text)

    # what is seen

    def banner(self) -> Widget | None:
        text = self.read
        if text is None or not offers_what_it_read():
            return None
        offer = self._offer(text)
        return Widget(
            Kind.CELL,
            ident="QRCodeBanner",
            description=f"{offer.title}, {offer.text}",
            style="notification",
            on_tap=lambda: self._open(text),
            box=Box(axis="row", gap=12, padding=(10, 14, 10, 14), align="center"),
            children=[
                kit.picture((offer.app or Browser.on(self.phone)).icon, 38),
                kit.column(
                    kit.label(offer.title, "notification-title"),
                    kit.label(offer.text, "notification-body"),
                    box=Box(gap=2, grow=1),
                ),
            ],
        )

    def build(self) -> Widget:
        glass = self.phone.metrics
        view = self.viewfinder.view("Viewfinder", live=is_live())
        controls = kit.row(
            Widget(
                Kind.IMAGE,
                ident="LastPicture" if self.taken else "",
                description=self.says("last-picture") if self.taken else "",
                style="viewfinder",
                pixels=self.taken,
                box=Box(width=52, height=52),
            ),
            round_button("shutter", 76, self._take, "PhotoCapture", self.says("take-picture")),
            self.viewfinder.lens_button("FrontBackFacingCameraChooser", self.says("camera-chooser")),
            box=Box(axis="row", justify="between", align="center", padding=(14, 30, 26, 30)),
        )
        return kit.column(
            kit.space(44),
            view,
            kit.space(12),
            kit.label(self.says("camera-mode"), "camera-mode", "CameraMode"),
            controls,
            padding=(glass.top, 0, glass.bottom, 0),
            style="camera",
        )


def _host(text: str) -> str:
    """The host of a web address as the banner names it; empty for anything else."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if parts.scheme in ("http", "https") else ""


class CameraApp(PhoneApp):
    """Camera."""

    name = "Camera"
    bundle_id = "com.apple.camera"
    icon = "app-camera"

    @property
    def title(self) -> str:
        return say(SYSTEM, self.locale, "camera")

    def first_page(self) -> Page:
        return CameraPage(self)
