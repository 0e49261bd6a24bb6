"""The App Store: tabs along the bottom edge, a search that answers while one types, and the Apple ID."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from reference_system.deviations import rule
from reference_system.phones.apps.stores import listing
from reference_system.phones.apps.stores.apple_id import (
    AppleId,
    AppleIdPrompt,
    StoreBiometricPrompt,
)
from reference_system.phones.apps.stores.listing import Listing
from reference_system.phones.apps.stores.page import ProductPage, StorePage
from reference_system.phones.apps.stores.store import Store, kept_term
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Action, Box, Field, Kind, Widget

Tab = Literal["today", "games", "apps", "search"]
TABS: tuple[Tab, ...] = ("today", "games", "apps", "search")
"""From left to right."""


@rule
def edge_of_tabs() -> Literal["bottom", "top"]:
    """The tabs stand along the bottom edge; Search, the last one, at the lower right."""
    return "bottom"


@edge_of_tabs.deviation(
    "app-store-search-at-the-top",
    clauses=["IOS-MANUAL-02"],
    breaks="the App Store's tabs, Search among them, stand in the upper half of the screen",
)
def _() -> Literal["bottom", "top"]:
    return "top"


@rule
def tab_opened(tapped: Tab, /) -> Tab:
    """A tab opens the page it is named after."""
    return tapped


@tab_opened.deviation(
    "app-store-search-opens-another-tab",
    clauses=["IOS-MANUAL-02"],
    breaks="the magnifying glass of the App Store opens the tab Apps",
)
def _(tapped: Tab) -> Tab:
    return "apps" if tapped == "search" else tapped


@rule
def edge_of_search_bar() -> Literal["top", "bottom"]:
    """Where the search bar stands beside what was found: the results are beneath it."""
    return "top"


@edge_of_search_bar.deviation(
    "app-store-lists-above-the-search-bar",
    clauses=["IOS-MANUAL-03b"],
    breaks="the App Store lists its results above the search bar",
)
def _() -> Literal["top", "bottom"]:
    return "bottom"


class AppStore(Store):
    """Apple's store."""

    name = "App Store"
    bundle_id = "com.apple.AppStore"
    icon = "app-store"
    look = "app-store"
    title_key = "app-store"

    def __init__(self, phone: Phone) -> None:
        super().__init__(phone)
        self.apple_id = AppleId()

    def first_page(self) -> Page:
        return TodayPage(self)

    def forget(self) -> None:
        super().forget()
        self.apple_id = AppleId()

    def show_product(self, app_name: str) -> None:
        """Come to the front with the page of the app of this name, or say that there is none."""
        self.phone.apps.activate(self.app_id)
        offered = next((one for one in self.listings() if one.name == app_name), None)
        if offered is None:
            self.restart_at(TodayPage(self))
            self.tell(self.says("not-listed"))
        else:
            self.restart_at(TodayPage(self), ProductPage(self, product_shown(offered)))

    def authorize(self, wanted: Listing, then: Action, /) -> None:
        phone, proof = self.phone, self.apple_id.proof
        if proof == "none":
            then()
        elif proof == phone.sensor and phone.biometrics_active:
            prompt = StoreBiometricPrompt(
                phone.prompts,
                sensor=phone.sensor,
                app_title=self.title,
                reason=self.says("reason-install", app=wanted.name),
                on_passed=then,
                on_cancelled=lambda: prompt.given_up(),
                on_locked_out=lambda: self._ask_for_password(wanted, then),
            )
            prompt.show()
        else:
            self._ask_for_password(wanted, then)

    def _ask_for_password(self, wanted: Listing, then: Action) -> None:
        AppleIdPrompt(self.phone.prompts, self.apple_id, app_name=wanted.name, on_passed=then).show()

    def framed(self, parts: Sequence[Widget]) -> list[Widget]:
        """The parts with the tabs below them; the keyboard covers those."""
        front, phone = self.page, self.phone
        if (
            isinstance(front, SearchPage)
            and phone.keyboard.focused is front.term
            and not phone.keyboard.hidden
        ):
            return list(parts)
        tabs = kit.column(
            kit.divider(),
            kit.row(*(self._tab(tab) for tab in TABS), box=Box(axis="row", padding=(7, 6, 0, 6), height=52)),
            style="store-tabs",
            ident="tab_bar",
        )
        return [*parts, tabs] if edge_of_tabs() == "bottom" else [tabs, *parts]

    def _tab(self, tab: Tab) -> Widget:
        chosen = any(isinstance(page, TabPage) and page.tab == tab for page in self.pages)
        return Widget(
            Kind.BUTTON,
            self.says(tab),
            f"AppStore.tabBar.{tab}",  # the real ids
            selected=chosen,
            on_tap=lambda: self._open_tab(tab_opened(tab)),
            box=Box(gap=2, grow=1, align="center"),
            children=[
                kit.picture(f"tab-{tab}-chosen" if chosen else f"tab-{tab}", 25),
                kit.label(self.says(tab), "tab-chosen" if chosen else "tab"),
            ],
        )

    def _open_tab(self, tab: Tab) -> None:
        pages = (TodayPage, GamesPage, AppsPage, SearchPage)
        self.restart_at(next(page(self) for page in pages if page.tab == tab))


@rule
def product_shown(wanted: Listing, /) -> Listing:
    """A link into the store shows the page of the app that it names."""
    return wanted


@product_shown.deviation(
    "activation-link-opens-app-of-the-same-name",
    clauses=["IOS-QR-05b"],
    breaks="an activation link leads to the page of an app that another publisher calls IBKR Mobile, too",
)
def _(wanted: Listing) -> Listing:
    return replace(wanted, publisher=listing.LOOK_ALIKES[0].publisher)


class TabPage(StorePage):
    """The first page of a tab."""

    tab: ClassVar[Tab]

    def heading(self) -> Widget:
        return kit.column(kit.label(self.says(self.tab), "large-title", "heading"), padding=(14, 20, 6, 20))


class TodayPage(TabPage):
    """What the icon opens."""

    name: ClassVar[str] = "appstore.today"
    tab = "today"

    def build(self) -> Widget:
        date = kit.column(kit.label(self.phone.shown_date(), "caption", "date"), padding=(14, 20, 0, 20))
        heading = self.heading()
        heading.box = Box(padding=(0, 20, 10, 20))
        best = listing.APPS[0]
        card = kit.column(
            kit.label(self.says("app-of-the-day"), "feature-note"),
            kit.label(best.name, "feature-title"),
            kit.space(54),
            kit.centered(kit.picture(best.icon, 128)),
            gap=2,
            padding=(20, 20, 60, 20),
            style="feature",
        )
        return self.page(date, heading, self.entries(listing.GAMES, "shelf", card, kit.space(8)))


class GamesPage(TabPage):
    """Some games."""

    name: ClassVar[str] = "appstore.games"
    tab = "games"

    def build(self) -> Widget:
        return self.page(self.heading(), self.entries(listing.GAMES, "shelf"))


class AppsPage(TabPage):
    """Some apps."""

    name: ClassVar[str] = "appstore.apps"
    tab = "apps"

    def build(self) -> Widget:
        return self.page(self.heading(), self.entries(listing.APPS, "shelf"))


class SearchPage(TabPage):
    """A search bar, and what was found beneath it."""

    name: ClassVar[str] = "appstore.search"
    tab = "search"

    def __init__(self, app: Store) -> None:
        super().__init__(app)
        self.term = Field(returns="search", on_change=self._typed, on_submit=self._submit)

    def _typed(self) -> None:
        self.term.text = kept_term(self.term.text)
        self.app.message = ""

    def _submit(self) -> None:
        self.phone.keyboard.leave()

    @rule
    def listed_term(self, /) -> str:
        """The App Store lists what matches the term while it is typed, before any key that submits it."""
        return self.term.text

    def build(self) -> Widget:
        bar = kit.row(
            kit.picture("magnifier", 18),
            kit.search_field(self.term, "AppStore.searchField", self.says("hint-iphone")),  # the real id
            box=Box(axis="row", gap=6, padding=(0, 8, 0, 10), align="center", height=40),
            style="search-bar",
        )
        term = self.listed_term()
        search = kit.column(bar, padding=kit.sides(4, 20))
        if not term:
            return self.page(self.heading(), search, kit.space(grow=1))
        found = self.results(term, listing.found(term, self.app.listings()))
        parts = [search, found] if edge_of_search_bar() == "top" else [found, search]
        return self.page(self.heading(), *parts)


@SearchPage.listed_term.deviation(
    "app-store-lists-after-search-key",
    clauses=["IOS-MANUAL-03b"],
    breaks="the App Store lists no result until the search key is pressed",
)
def _(page: SearchPage) -> str:
    return "" if page.phone.keyboard.focused is page.term else page.term.text
