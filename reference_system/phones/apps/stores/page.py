"""What the pages of all stores share, and the page of one app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from reference_system.phones.apps.stores.listing import Listing
from reference_system.phones.apps.stores.store import Offer, Store, offer_of, open_installed
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.widget import Box, Kind, Scroll, Widget

_BUTTON_WIDTH = {"iphone": 76.0, "android": 88.0}


class StorePage(Page):
    """Entries of apps, and the message about the last tap on a button."""

    def __init__(self, app: Store) -> None:
        self.app = app
        self.phone = app.phone
        self.scroll = Scroll()

    def says(self, key: str, **values: str) -> str:
        return self.app.says(key, **values)

    def shown(self) -> None:
        self.app.message = ""

    def page(self, *parts: Widget, below_status_bar: bool = True) -> Widget:
        """The whole page, down to the home indicator."""
        glass = self.phone.metrics
        return kit.column(
            *self.app.framed([*parts, *self._message()]),
            padding=(glass.top if below_status_bar else 0, 0, glass.bottom, 0),
            style="white-page",
        )

    def _message(self) -> list[Widget]:
        if not self.app.message:
            return []
        text = kit.label(self.app.message, "snack-text", "store_message")
        return [kit.column(kit.column(text, padding=kit.even(14), style="snack"), padding=kit.sides(8, 16))]

    def entry(self, shown: Listing, *, large: bool = False) -> Widget:
        """Icon, name and publisher of an app, and its button at the right.

        A tap beside the button opens the app's page, unless that is the one in front (``large``).
        """
        names = kit.column(
            kit.label(shown.name, "title" if large else "entry-name", "app_name"),
            kit.label(shown.publisher, "caption", "app_publisher"),
            box=Box(gap=2, grow=1),
        )
        return kit.row(
            kit.picture(shown.icon, 80 if large else 56),
            names,
            self._button(shown),
            box=Box(axis="row", gap=12, padding=kit.sides(12, 0), align="center"),
            kind=Kind.CELL,
            ident="app_entry",
            on_tap=None if large else lambda: self.app.go(ProductPage(self.app, shown)),
        )

    def _button(self, shown: Listing) -> Widget:
        app, surface = shown.app, self.phone.surface
        offer = offer_of(self.app, app) if app is not None else Offer.GET
        caption, style = self.says(f"{Offer.GET}-{surface}"), f"offer-{self.app.look}"

        def tapped() -> None:
            self.app.get(shown)

        if app is not None and offer is Offer.LOADING:
            caption, style = f"{self.phone.apps.downloads.percent(app)}%", "offer-loading"
        elif app is not None and offer is Offer.OPEN:
            caption = self.says(f"{Offer.OPEN}-{surface}")

            def tapped() -> None:
                open_installed(self.app, app)

        enabled = offer is not Offer.LOADING and shown.can_be_had()
        button = kit.button(caption, tapped, "app_button", style, enabled=enabled)
        button.box = Box(width=_BUTTON_WIDTH[surface])
        return button

    def entries(self, shown: Sequence[Listing], ident: str, *above: Widget) -> Widget:
        """A list of entries, with hairlines between them."""
        lines: list[Widget] = []
        for one in shown:
            if lines:
                lines.append(kit.divider())
            lines.append(self.entry(one))
        scrolled = kit.scroll_list(self.scroll, *above, *lines, padding=kit.sides(4, 20))
        scrolled.ident = ident
        return scrolled

    def results(self, term: str, found: Sequence[Listing]) -> Widget:
        """What a search found, or why there is nothing to see."""
        if self.phone.network.state == "offline":
            return self._note(self.says("no-network"), "no_network")
        if not found:
            return self._note(self.says("no-results", term=term), "no_results")
        return self.entries(found, "results")

    def _note(self, text: str, ident: str) -> Widget:
        return kit.column(kit.label(text, "note-center", ident), box=Box(padding=kit.sides(40, 30), grow=1))


class ProductPage(StorePage):
    """One app: who made it, what it costs, and its button."""

    name: ClassVar[str] = "store.product"

    def __init__(self, app: Store, shown: Listing) -> None:
        super().__init__(app)
        self.of = shown

    def build(self) -> Widget:
        of = self.of
        facts = kit.row(
            self._fact(self.says("price"), self.says("free")),
            self._fact(self.says("category"), self.says(of.category)),
            self._fact(self.says("languages"), "EN · 繁中"),
            box=Box(axis="row", padding=kit.sides(14, 0)),
        )
        about = self.says("about-text", app=of.name, publisher=of.publisher)
        return self.page(
            kit.back_bar(self.phone.surface, of.name, self.says("back"), self.app.leave),
            kit.scroll_list(
                self.scroll,
                self.entry(of, large=True),
                kit.divider(),
                facts,
                kit.divider(),
                kit.space(12),
                kit.label(self.says("about"), "headline"),
                kit.space(6),
                kit.label(about, "note", "about"),
                padding=kit.sides(4, 20),
            ),
        )

    def _fact(self, what: str, value: str) -> Widget:
        return kit.column(
            kit.label(what, "fact-name"), kit.label(value, "fact-value"), box=Box(gap=3, grow=1)
        )
