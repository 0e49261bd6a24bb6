"""What all stores have in common: the way from an entry's button to the app on the phone."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from reference_system.deviations import rule
from reference_system.phones.apps.phone_app import PhoneApp
from reference_system.phones.apps.stores import listing
from reference_system.phones.apps.stores.listing import Listing
from reference_system.phones.apps.stores.words import STORES
from reference_system.phones.model import kit
from reference_system.phones.model.app import App, Page
from reference_system.phones.model.network import NoAnswer
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Action, Widget
from reference_system.phones.model.words import say


class Offer(StrEnum):
    """What the button of an entry is for."""

    GET = "get"
    LOADING = "loading"
    OPEN = "open"


class Store(PhoneApp):
    """A store: what it lists, and how an app of it gets onto the phone.

    Attributes:
        look: Part of the names of its styles.
        title_key: Of the wording of its name.
        message: What went wrong with the last tap on a button; gone with the next one.
    """

    look: ClassVar[str]
    title_key: ClassVar[str]

    def __init__(self, phone: Phone) -> None:
        super().__init__(phone)
        self.message = ""

    def says(self, key: str, **values: str) -> str:
        return say(STORES, self.locale, key, **values)

    @property
    def title(self) -> str:
        return self.says(self.title_key)

    def icon_tapped(self) -> None:
        open_from_icon(self)

    def close(self) -> None:
        super().close()
        self.message = ""

    @rule
    def listings(self, /) -> Sequence[Listing]:
        """All that it offers: each store that the articles name lists IBKR Mobile."""
        return listing.listings(self.phone)

    def framed(self, parts: Sequence[Widget]) -> list[Widget]:
        """The parts of a page with what stands on every page of the store."""
        return list(parts)

    def tell(self, message: str) -> None:
        """Show a message on the page in front."""
        self.message = message
        self.phone.touch()

    def get(self, wanted: Listing) -> None:
        """What the button of an app does that is not on the phone."""
        self.message = ""
        app = wanted.app
        if app is None:
            self.tell(self.says("not-available", app=wanted.name))
            return
        try:
            self.phone.network.request(lambda: None)
        except NoAnswer:
            self.tell(self.says("no-network"))
            return
        self.authorize(wanted, lambda: download(self, app))

    def authorize(self, _wanted: Listing, then: Action, /) -> None:
        """Do ``then`` once the user has given the proof that the store asks for; most ask for none."""
        then()


def _lists_ibkr_mobile_but_in(name: str, store: Store) -> Sequence[Listing]:
    listed = Store.listings.original(store)
    return [one for one in listed if one.app is None] if store.name == name else listed


@Store.listings.deviation(
    "app-store-without-ibkr-mobile",
    clauses=["IOS-MANUAL-INT01"],
    breaks="the App Store has no listing of IBKR Mobile",
)
def _(store: Store) -> Sequence[Listing]:
    return _lists_ibkr_mobile_but_in("App Store", store)


@Store.listings.deviation(
    "play-store-without-ibkr-mobile",
    clauses=["AND-MANUAL-REQ01", "AND-QR-REQ01"],
    breaks="the Play Store has no listing of IBKR Mobile",
)
def _(store: Store) -> Sequence[Listing]:
    return _lists_ibkr_mobile_but_in("Play Store", store)


@Store.listings.deviation(
    "360-mobile-assistant-without-ibkr-mobile",
    clauses=["AND-MANUAL-REQ02", "AND-QR-REQ02"],
    breaks="360 Mobile Assistant has no listing of IBKR Mobile",
)
def _(store: Store) -> Sequence[Listing]:
    return _lists_ibkr_mobile_but_in("360 Mobile Assistant", store)


@Store.listings.deviation(
    "baidu-mobile-assistant-without-ibkr-mobile",
    clauses=["AND-MANUAL-REQ03", "AND-QR-REQ03"],
    breaks="Baidu Mobile Assistant has no listing of IBKR Mobile",
)
def _(store: Store) -> Sequence[Listing]:
    return _lists_ibkr_mobile_but_in("Baidu Mobile Assistant", store)


@rule
def open_from_icon(store: Store, /) -> None:
    """The icon on the home screen opens the store."""
    store.phone.apps.activate(store.app_id)


@open_from_icon.deviation(
    "store-icon-dead",
    clauses=["IOS-MANUAL-01", "AND-MANUAL-01", "AND-QR-01"],
    breaks="a tap on a store's icon does nothing",
)
def _(_store: Store) -> None:
    pass


@rule
def download(store: Store, app: App, /) -> None:
    """GET or Install puts the app onto the phone, after the proof where the store asks for one."""
    store.phone.apps.download(app)


@download.deviation(
    "download-never-starts",
    clauses=["IOS-MANUAL-04b", "AND-MANUAL-03b", "AND-QR-03b", "IOS-QR-06"],
    breaks="GET or Install starts no download",
)
def _(_store: Store, _app: App) -> None:
    pass


@rule
def offer_of(store: Store, app: App, /) -> Offer:
    """An entry offers to get what is not on the phone, and to open it once the installation has finished."""
    if app.app_id in store.phone.apps:
        return Offer.OPEN
    return Offer.GET if store.phone.apps.downloads.percent(app) is None else Offer.LOADING


_FINISHED = ("IOS-MANUAL-05a", "AND-MANUAL-04a", "AND-QR-04a")


@offer_of.deviation(
    "open-offered-too-early",
    clauses=_FINISHED,
    breaks="an entry offers OPEN or Open while the installation still runs",
)
def _(store: Store, app: App) -> Offer:
    offer = offer_of.original(store, app)
    return Offer.OPEN if offer is Offer.LOADING else offer


@offer_of.deviation(
    "open-never-offered",
    clauses=_FINISHED,
    breaks="an entry reads GET or Install again after the installation",
)
def _(store: Store, app: App) -> Offer:
    offer = offer_of.original(store, app)
    return Offer.GET if offer is Offer.OPEN else offer


@rule
def open_installed(store: Store, app: App, /) -> None:
    """OPEN or Open launches the app."""
    if app.app_id in store.phone.apps:
        store.phone.apps.activate(app.app_id)


@open_installed.deviation(
    "open-leads-back-to-store",
    clauses=["IOS-MANUAL-05b", "AND-MANUAL-04b", "AND-QR-04b"],
    breaks="OPEN or Open leads back to the store's first page instead of launching the app",
)
def _(store: Store, _app: App) -> None:
    store.restart_at(store.first_page())


class _EmptyPage(Page):
    """A screen on which nothing comes."""

    name: ClassVar[str] = "system.empty"

    def build(self) -> Widget:
        return kit.column(style="page")


@open_installed.deviation(
    "opened-app-shows-nothing",
    clauses=["IOS-MANUAL-05b", "AND-MANUAL-04b", "AND-QR-04b"],
    breaks="OPEN or Open brings the app to the front, and it never gets to its first screen",
)
def _(store: Store, app: App) -> None:
    open_installed.original(store, app)
    app.restart_at(_EmptyPage())


@rule
def kept_term(typed: str, /) -> str:
    """A search bar keeps the term as it was typed."""
    return typed


@kept_term.deviation(
    "search-bar-loses-space",
    clauses=["IOS-MANUAL-03a", "AND-MANUAL-02a", "AND-QR-02a"],
    breaks="the search bar loses the space between the words",
)
def _(typed: str) -> str:
    return typed.replace(" ", "")
