"""What the stores list, and what a search finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reference_system.deviations import rule
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.model.app import App
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Surface


@dataclass(frozen=True, slots=True)
class Listing:
    """An app that a store offers.

    Attributes:
        category: Key of its wording.
        icon: Name of the drawing.
        app: What is installed; None: this phone cannot have it.
    """

    name: str
    publisher: str
    category: str
    icon: str
    app: App | None = None


LOOK_ALIKES = (
    Listing("IBKR Mobile Guide", "Trader Tips Ltd.", "education", "app-guide"),
    Listing("IBKR Mobile: Trade", "Fintech Apps Co.", "finance", "app-trade"),
)
"""Found by the same words as IBKR Mobile, and before it."""
SISTER = "IBKR Mobile Desk"
"""Another app of the publisher of IBKR Mobile, found by the same words and before it."""
GAMES = (Listing("Chess Corner", "Two Rooks Games", "board-games", "app-chess"),)
APPS = (
    Listing("Sunny Weather", "Cloudline Studio", "weather", "app-weather"),
    Listing("City Metro Map", "Transit Works", "travel", "app-metro"),
    Listing("Quick Notes", "Paperclip Labs", "productivity", "app-notes"),
)


@rule
def lists_ibkr_mobile(_store: str, /) -> bool:
    """Every store that the articles name lists IBKR Mobile."""
    return True


@lists_ibkr_mobile.deviation(
    "app-store-without-ibkr-mobile",
    clauses=["IOS-MANUAL-INT01"],
    breaks="the App Store has no listing of IBKR Mobile",
)
def _(store: str) -> bool:
    return store != "App Store"


@lists_ibkr_mobile.deviation(
    "play-store-without-ibkr-mobile",
    clauses=["AND-MANUAL-REQ01", "AND-QR-REQ01"],
    breaks="the Play Store has no listing of IBKR Mobile",
)
def _(store: str) -> bool:
    return store != "Play Store"


@lists_ibkr_mobile.deviation(
    "360-mobile-assistant-without-ibkr-mobile",
    clauses=["AND-MANUAL-REQ02", "AND-QR-REQ02"],
    breaks="360 Mobile Assistant has no listing of IBKR Mobile",
)
def _(store: str) -> bool:
    return store != "360 Mobile Assistant"


@lists_ibkr_mobile.deviation(
    "baidu-mobile-assistant-without-ibkr-mobile",
    clauses=["AND-MANUAL-REQ03", "AND-QR-REQ03"],
    breaks="Baidu Mobile Assistant has no listing of IBKR Mobile",
)
def _(store: str) -> bool:
    return store != "Baidu Mobile Assistant"


@rule
def publisher_of_ibkr_mobile(surface: Surface, /) -> str:
    """Who publishes IBKR Mobile in the stores of this kind of phone."""
    return "Interactive Brokers LLC" if surface == "iphone" else "Interactive Brokers Group"


@publisher_of_ibkr_mobile.deviation(
    "ibkr-mobile-of-another-publisher",
    clauses=["IOS-MANUAL-04a", "AND-MANUAL-03a", "AND-QR-03a"],
    breaks="the stores list IBKR Mobile under the name of another publisher",
)
def _(_: Surface) -> str:
    return "Interactive Trading Tools Ltd."


def listings(store: str, phone: Phone) -> Sequence[Listing]:
    """All that the store of this English name offers on the phone."""
    ibkr, publisher = IbkrApp.on(phone), publisher_of_ibkr_mobile(phone.surface)
    sister = Listing(SISTER, publisher, "finance", "app-trade")
    own = Listing(ibkr.name, publisher, "finance", ibkr.icon, ibkr)
    return (*LOOK_ALIKES, sister, *([own] if lists_ibkr_mobile(store) else []), *GAMES, *APPS)


@rule
def found(term: str, offered: Sequence[Listing], /) -> Sequence[Listing]:
    """The listings of whose names each word of the term begins a word; none for an empty term."""
    words = _words(term)
    return [
        listing
        for listing in offered
        if words and all(any(own.startswith(word) for own in _words(listing.name)) for word in words)
    ]


@found.deviation(
    "search-finds-other-apps",
    clauses=["IOS-MANUAL-03b", "AND-MANUAL-02b", "AND-QR-02b"],
    breaks="a search lists apps that have nothing to do with the term",
)
def _(_term: str, _offered: Sequence[Listing]) -> Sequence[Listing]:
    return APPS


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
