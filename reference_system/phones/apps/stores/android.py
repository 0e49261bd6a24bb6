"""The stores of Android phones: a search bar at the top and a magnifying glass that starts the search."""

from __future__ import annotations

from typing import ClassVar

from reference_system.deviations import rule
from reference_system.phones.apps.stores import listing
from reference_system.phones.apps.stores.page import StorePage
from reference_system.phones.apps.stores.store import Store, kept_term
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.widget import Box, Field, Kind, Widget


class AndroidStore(Store):
    """What the three differ in: name, colours, and what they list."""

    def first_page(self) -> Page:
        return SearchPage(self)


class PlayStore(AndroidStore):
    """Google's store."""

    name = "Play Store"
    package = "com.android.vending"
    icon = "app-play"
    look = "play"
    title_key = "play-store"


class MobileAssistant360(AndroidStore):
    """Qihoo's store."""

    name = "360 Mobile Assistant"
    package = "com.qihoo.appstore"
    icon = "app-360"
    look = "360"
    title_key = "360-mobile-assistant"


class BaiduMobileAssistant(AndroidStore):
    """Baidu's store."""

    name = "Baidu Mobile Assistant"
    package = "com.baidu.appsearch"
    icon = "app-baidu"
    look = "baidu"
    title_key = "baidu-mobile-assistant"


class SearchPage(StorePage):
    """What the icon opens: recommendations, and after a search what was found."""

    name: ClassVar[str] = "store.search"

    def __init__(self, app: Store) -> None:
        super().__init__(app)
        self.bar = Field(returns="search", on_change=self._typed, on_submit=self.search)
        self.term = ""

    def _typed(self) -> None:
        self.bar.text = kept_term(self.bar.text)
        self.app.message = ""

    def search(self) -> None:
        """List what matches the term in the bar."""
        self.term = self.bar.text
        self.app.message = ""
        self.phone.keyboard.focused = None
        self.phone.touch()

    def back(self) -> bool:
        """From what was found to the recommendations."""
        if not self.term:
            return False
        self.bar.clear()
        self.term = ""
        self.phone.touch()
        return True

    def build(self) -> Widget:
        look = self.app.look
        name = kit.row(
            kit.picture(self.app.icon, 26),
            kit.label(self.app.title, f"store-name-{look}", "store_name"),
            gap=10,
        )
        glass = Widget(
            Kind.BUTTON,
            ident="search_button",
            description=self.says("search"),
            on_tap=lambda: start_search(self),
            box=Box(width=48, height=48, justify="center", align="center"),
            children=[kit.picture("magnifier", 24)],
        )
        top_bar = kit.row(
            kit.search_field(self.bar, "search_bar", self.says("hint-android")),
            glass,
            box=Box(axis="row", align="center", height=48, padding=(0, 2, 0, 8)),
            style="search-bar",
        )
        top = kit.column(
            name,
            top_bar,
            gap=12,
            padding=(self.phone.metrics.top + 12, 16, 14, 16),
            style=f"store-top-{look}",
        )
        return self.page(top, self._below(), below_status_bar=False)

    def _below(self) -> Widget:
        if self.term:
            return self.results(self.term, listing.found(self.term, self.app.listings()))
        heading = kit.column(kit.label(self.says("recommended"), "headline"), padding=(10, 0, 4, 0))
        return self.entries((*listing.APPS, *listing.GAMES), "shelf", heading)


@rule
def start_search(page: SearchPage, /) -> None:
    """The magnifying glass lists what matches the term."""
    page.search()


@start_search.deviation(
    "magnifying-glass-clears-term",
    clauses=["AND-MANUAL-02b", "AND-QR-02b"],
    breaks="the magnifying glass of the Android stores empties the search bar and lists nothing",
)
def _(page: SearchPage) -> None:
    page.bar.clear()
    page.term = ""
