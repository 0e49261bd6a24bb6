"""The browser, where links end that no app claims. It has no way to the web, but knows IBKR's site."""

from __future__ import annotations

from typing import ClassVar

from reference_system.deviations import rule
from reference_system.phones.apps.ibkr.activation.code import code_of
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.phone_app import PhoneApp
from reference_system.phones.apps.stores.app_store import AppStore
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.network import NoAnswer
from reference_system.phones.model.widget import Box, Widget
from reference_system.phones.model.words import SYSTEM, say


@rule
def store_product(app: Browser, url: str, /) -> str | None:
    """IBKR's site sends an iPhone with an activation link to IBKR Mobile in the App Store."""
    to_store = app.phone.surface == "iphone" and code_of(url) is not None
    return IbkrApp.name if to_store else None


@store_product.deviation(
    "activation-link-ends-on-web-page",
    clauses=["IOS-QR-05b"],
    breaks="the web site of an activation link shows a page and never leads to the App Store",
)
def _(_app: Browser, _url: str) -> None:
    return None


@store_product.deviation(
    "activation-link-opens-another-app-in-store",
    clauses=["IOS-QR-05b"],
    breaks="an activation link leads to the App Store's page of another app",
)
def _(app: Browser, url: str) -> str | None:
    return None if store_product.original(app, url) is None else "IBKR Mobile Guide"


class BrowserPage(Page):
    """An address, and why there is nothing to see."""

    name: ClassVar[str] = "browser.page"

    def __init__(self, app: Browser, url: str = "", *, connected: bool = True) -> None:
        self.app = app
        self.url = url
        self.connected = connected

    def says(self, key: str) -> str:
        return say(SYSTEM, self.app.locale, key)

    def build(self) -> Widget:
        glass = self.app.phone.metrics
        why = "no-web" if self.connected else "no-web-offline"
        return kit.column(
            kit.column(kit.label(self.url, "address", "address"), padding=kit.sides(10, 16)),
            kit.divider(),
            kit.column(
                kit.centered(kit.picture("globe", 84)),
                kit.space(6),
                kit.label(self.says(why), "title-center", "page_title"),
                kit.label(self.says(f"{why}-note"), "note-center", "page_note"),
                box=Box(gap=10, grow=1, justify="center", padding=kit.sides(0, 36)),
            ),
            padding=(glass.top, 0, glass.bottom, 0),
            style="white-page",
        )


class Browser(PhoneApp):
    """Safari on iPhone, Chrome on Android."""

    name = "Browser"
    package = "com.android.chrome"
    bundle_id = "com.apple.mobilesafari"
    browses = True

    @property
    def icon(self) -> str:  # type: ignore[override]  # two programs, two icons
        return "app-chrome" if self.phone.surface == "android" else "app-safari"

    @property
    def title(self) -> str:
        return "Chrome" if self.phone.surface == "android" else "Safari"

    def first_page(self) -> Page:
        return BrowserPage(self)

    def opened_by(self, url: str) -> None:
        try:
            product = self.phone.network.request(lambda: store_product(self, url))
        except NoAnswer:
            self.restart_at(BrowserPage(self, url, connected=False))
            return
        self.restart_at(BrowserPage(self, url))
        store = next((app for app in self.phone.apps.values() if isinstance(app, AppStore)), None)
        if product is not None and store is not None:
            store.show_product(product)
