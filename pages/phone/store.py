"""A store for apps: its search, the entries it lists, and the button of an entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.signs.sign import NotRecognised, Sign
from harness.waiting import settled
from harness.words import Words
from pages.phone.screen import SECURE_FIELD, Screen, reading


@dataclass(frozen=True)
class StoreApp:
    """A store on a phone: the name under its icon, and what the phone calls it."""

    name: str
    app_id: str


STORES = Words(
    "store",
    {
        one.name: one
        for one in (
            StoreApp("App Store", "com.apple.AppStore"),
            StoreApp("Play Store", "com.android.vending"),
            StoreApp("360 Mobile Assistant", "com.qihoo.appstore"),
            StoreApp("Baidu Mobile Assistant", "com.baidu.appsearch"),
        )
    },
)


class Store(Screen):
    """The store in front."""

    @property
    def _search_bar(self) -> Sign:
        return self.sign("store.search-bar")

    def _entry(self, name: str, publisher: str) -> Sign:
        """An entry of exactly this name by this publisher."""
        return self.sign("store.entry", name=name, publisher=publisher)

    def _button(self, name: str, publisher: str) -> Sign:
        """The button of the entry, whatever it reads."""
        return self.sign("store.entry.button", name=name, publisher=publisher)

    def _result(self, term: str) -> Sign:
        """A result whose name has ``term`` in it."""
        return self.sign("store.result", term=term)

    def control_place(self, label: str) -> tuple[float, float]:
        """Where the control that reads ``label`` lies (see ``middle``)."""
        return self.middle(reading(label), label)

    def search_bar(self) -> tuple[float, float]:
        """Where the search bar lies (see ``middle``)."""
        return self.middle(self._search_bar, "the search bar")

    def has_search_bar(self, *, within_s: float) -> bool:
        return self.shown(self._search_bar, within_s=within_s)

    def open_search(self) -> None:
        """Go to the search, where the store has a page of its own for it."""
        if self.device.surface == "iphone":
            self.find(self.sign("store.search"), "the control Search").click()

    def type_term(self, term: str) -> None:
        """Focus the search bar and type, with no key that submits."""
        bar = self.find(self._search_bar, "the search bar")
        bar.click()
        bar.send_keys(term)

    def term(self) -> str:
        """What stands in the search bar."""
        return self.find(self._search_bar, "the search bar").text

    def start_search(self) -> None:
        """Tap the magnifying glass beside the search bar (Android)."""
        self.find(self.sign("store.search"), "the magnifying glass").click()

    def finds(self, term: str, *, within_s: float) -> bool:
        """Whether a result with ``term`` in its name is listed by then."""
        return self._listed(self._result(term), lambda text: term in text, within_s=within_s)

    def first_result(self, term: str) -> tuple[float, float]:
        """Where the first result with ``term`` in its name lies (see ``middle``)."""
        return self.middle(self._result(term), f"a result for {term}")

    def lists(self, name: str, publisher: str, *, within_s: float) -> bool:
        """Whether an entry of exactly this name by this publisher is listed by then."""
        return self._listed(
            self._entry(name, publisher), lambda text: name in text and publisher in text, within_s=within_s
        )

    def _listed(self, sign: Sign, is_named: Callable[[str], bool], *, within_s: float) -> bool:
        """Raises: NotRecognised, where one text names it, and not as anything that is known."""
        shown = bool(self.awaited(lambda: self.elements(sign), within_s=within_s))
        if not shown and within_s > 0 and any(map(is_named, self.said())):
            raise NotRecognised(self.device.surface, sign, self.seen())
        return shown

    def button(self, name: str, publisher: str, expected: str, *, within_s: float) -> str:
        """What the button of the entry reads, once it is ``expected`` or else after ``within_s``."""
        return settled(
            lambda: self._button_now(name, publisher), lambda now: now == expected, within_s=within_s
        )

    def _button_now(self, name: str, publisher: str) -> str:
        found = self.elements(self._button(name, publisher))
        return found[0].text if found else ""

    def select(self, name: str, publisher: str) -> None:
        """Tap the name of the entry, beside its button."""
        entry = self.find(self._entry(name, publisher), f"the entry {name} by {publisher}")
        entry.find_element("xpath", f".//*[@text='{name}' or @label='{name}']").click()

    def button_works(self, name: str, publisher: str) -> bool:
        """Whether the button of the entry can be tapped, and is not greyed out."""
        return self.find(self._button(name, publisher), f"the button of {name} by {publisher}").is_enabled()

    def button_place(self, name: str, publisher: str) -> tuple[float, float]:
        """Where the button of the entry lies (see ``middle``)."""
        return self.middle(self._button(name, publisher), f"the button of {name} by {publisher}")

    def tap_button(self, name: str, publisher: str) -> None:
        self.find(self._button(name, publisher), f"the button of {name} by {publisher}").click()

    def shows_progress(self) -> bool:
        """Whether the store is at work on an app now."""
        return bool(self.elements(self.sign("store.progress")))

    def page_of(self, name: str, publisher: str, *, within_s: float) -> bool:
        """Whether the store shows the page of the app by then: its entry and no search bar."""
        return self.lists(name, publisher, within_s=within_s) and not self.elements(self._search_bar)

    def asks_for_password(self, *, within_s: float) -> bool:
        """Whether the password of the Apple ID is asked for by then."""
        return self.shown(SECURE_FIELD, within_s=within_s)

    def enter_password(self, password: str) -> None:
        """Type the password of the Apple ID, and sign in."""
        self.find(SECURE_FIELD, "the field for the password").send_keys(password)
        self.find(reading("Sign In"), "the button Sign In").click()
