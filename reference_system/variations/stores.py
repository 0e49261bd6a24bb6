"""What the articles leave open about the stores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from reference_system.phones.apps.stores import listing
from reference_system.phones.apps.stores.page import StorePage
from reference_system.phones.model import downloads
from reference_system.phones.model.app import Page
from reference_system.phones.model.widget import Widget
from reference_system.variations.shown import built_otherwise

_STORE = ["AND-MANUAL-03a", "IOS-MANUAL-04a", "AND-QR-03b"]
_OTHER_STORES = ("360 Mobile Assistant", "Baidu Mobile Assistant")


def _chinese_store(root: Widget, page: Page) -> None:
    if not isinstance(page, StorePage) or page.app.name not in _OTHER_STORES:
        return
    for widget in root.walk():
        if widget.text in ("Install", "安裝"):
            widget.text = "下載"
        elif widget.text in ("Open", "開啟"):
            widget.text = "打開"
        elif widget.ident == "app_publisher" and widget.text == "Interactive Brokers Group":
            widget.text = "盈透證券"


built_otherwise(
    "chinese-stores-with-labels-of-their-own",
    StorePage,
    _chinese_store,
    near=["AND-MANUAL-REQ01", "AND-MANUAL-REQ02", "AND-MANUAL-REQ03", "AND-QR-REQ02"],
    differs="360 and Baidu call Install and Open otherwise, and name the publisher in Chinese",
    permitted="labels and publisher are those of the Play Store; of the others it is said that they have it",
)


@listing.found.variation(
    "ibkr-mobile-is-found-first",
    near=_STORE,
    differs="IBKR Mobile is the first of what the search finds",
    permitted="no article says in which order",
)
def _(term: str, offered: Sequence[listing.Listing]) -> Sequence[listing.Listing]:
    return sorted(listing.found.original(term, offered), key=lambda one: one.name != "IBKR Mobile")


@listing.found.variation(
    "ibkr-mobile-alone-is-found",
    near=_STORE,
    differs="the search finds IBKR Mobile and nothing else",
    permitted="no article speaks of other apps",
)
def _(term: str, offered: Sequence[listing.Listing]) -> Sequence[listing.Listing]:
    return [one for one in listing.found.original(term, offered) if one.name == "IBKR Mobile"]


@listing.found.variation(
    "adverts-above-ibkr-mobile",
    near=_STORE,
    differs="a dozen other apps stand above IBKR Mobile in what the search finds",
    permitted="no article says in which order; one looks for it",
)
def _(term: str, offered: Sequence[listing.Listing]) -> Sequence[listing.Listing]:
    found = listing.found.original(term, offered)
    return [*listing.APPS * 4, *found] if found else found


@downloads.duration.variation(
    "downloads-take-four-seconds",
    near=["AND-MANUAL-04a", "IOS-MANUAL-05a", "IOS-QR-07a", "AND-QR-04a"],
    differs="an app is four seconds on its way onto the phone",
    permitted="no article says how long it takes",
)
def _() -> timedelta:
    return timedelta(seconds=4)
