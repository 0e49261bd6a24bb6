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

    @rule
    def can_be_had(self, /) -> bool:
        """The button of an entry can be tapped."""
        return True


@Listing.can_be_had.deviation(
    "ibkr-mobile-greyed-out-in-stores",
    clauses=[
        "IOS-MANUAL-INT01",
        *(f"{article}-REQ0{number}" for article in ("AND-MANUAL", "AND-QR") for number in (1, 2, 3)),
    ],
    breaks="the stores list IBKR Mobile, and its button is greyed out",
)
def _(listing: Listing) -> bool:
    return listing.app is None


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


def listings(phone: Phone) -> Sequence[Listing]:
    """All that there is for a phone."""
    ibkr, publisher = IbkrApp.on(phone), publisher_of_ibkr_mobile(phone.surface)
    sister = Listing(SISTER, publisher, "finance", "app-trade")
    own = Listing(ibkr.name, publisher, "finance", ibkr.icon, ibkr)
    return (*LOOK_ALIKES, sister, own, *GAMES, *APPS)


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
