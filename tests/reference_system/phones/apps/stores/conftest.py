"""A phone without IBKR Mobile, and somebody who wants it from a store."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reference_system.phones.model.apps import AppState
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Kind, Widget
from tests.reference_system.phones.conftest import Hand

PUBLISHER = {"iphone": "Interactive Brokers LLC", "android": "Interactive Brokers Group"}
GET = {"iphone": "GET", "android": "Install"}
OPEN = {"iphone": "OPEN", "android": "Open"}


@dataclass
class Customer:
    """Opens stores, searches and installs, as the articles say."""

    hand: Hand

    @property
    def phone(self) -> Phone:
        return self.hand.phone

    def open(self, store: str = "") -> None:
        """Tap the icon of a store: App Store or Play Store, unless named."""
        self.phone.hand.press("home")
        named = store or ("App Store" if self.phone.surface == "iphone" else "Play Store")
        icons = [one for one in self.phone.glass.screen().active.root.walk() if one.kind is Kind.ICON]
        self.phone.hand.tap_widget(next(one for one in icons if one.key == named))

    @property
    def bar(self) -> str:
        return "AppStore.searchField" if self.phone.surface == "iphone" else "search_bar"

    def search(self, term: str = "IBKR Mobile", *, store: str = "") -> None:
        """Open a store and look for something in it."""
        self.open(store)
        if self.phone.surface == "iphone":
            self.hand.tap("AppStore.tabBar.search")
            self.hand.type(self.bar, term)
        else:
            self.hand.type(self.bar, term)
            self.hand.tap("search_button")

    def entries(self) -> list[tuple[str, str]]:
        """Name and publisher of the apps in sight."""
        cells = [one for one in self.phone.glass.screen().active.root.walk() if one.ident == "app_entry"]
        return [(_part(one, "app_name").text, _part(one, "app_publisher").text) for one in cells]

    def entry(self, publisher: str = "") -> Widget:
        """That of IBKR Mobile, or the first one by a publisher."""
        cells = [one for one in self.phone.glass.screen().active.root.walk() if one.ident == "app_entry"]
        if publisher:
            return next(one for one in cells if _part(one, "app_publisher").text == publisher)
        return next(one for one in cells if _part(one, "app_name").text == "IBKR Mobile")

    def button(self, publisher: str = "") -> Widget:
        return _part(self.entry(publisher), "app_button")

    def tap_button(self, publisher: str = "") -> None:
        self.phone.hand.tap_widget(self.button(publisher))

    @property
    def installed(self) -> bool:
        return self.phone.apps.state(self.hand.ibkr.app_id) is not AppState.NOT_INSTALLED


def _part(entry: Widget, ident: str) -> Widget:
    return next(one for one in entry.walk() if one.ident == ident)


@pytest.fixture
def customer(hand: Hand) -> Customer:
    """On either phone."""
    hand.phone.apps.uninstall(hand.ibkr)
    return Customer(hand)


@pytest.fixture
def android_customer(android: Hand) -> Customer:
    android.phone.apps.uninstall(android.ibkr)
    return Customer(android)


@pytest.fixture
def iphone_customer(iphone: Hand) -> Customer:
    iphone.phone.apps.uninstall(iphone.ibkr)
    return Customer(iphone)
