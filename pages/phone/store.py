"""A store for apps: its search, the entries it lists, and the button of an entry."""

from __future__ import annotations

from dataclasses import dataclass

from harness.waiting import settled
from harness.words import Words
from pages.phone.screen import PREDICATE, SECURE_FIELD, ByPlatform, Screen, reading

XPATH = "xpath"


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

SEARCH_BAR = ByPlatform(
    android=(XPATH, "//android.widget.EditText"),
    iphone=(PREDICATE, "type == 'XCUIElementTypeSearchField'"),
)
MAGNIFYING_GLASS = ByPlatform(
    android=("accessibility id", "Search"),
    iphone=(PREDICATE, "type == 'XCUIElementTypeButton' AND label == 'Search'"),
)
ANDROID_ENTRY, IPHONE_ENTRY = "//*[contains(@resource-id, 'app_entry')]", "//XCUIElementTypeCell"
ANDROID_RESULT = f"//*[contains(@resource-id, ':id/results')]{ANDROID_ENTRY}"
IPHONE_RESULT = f"//*[@name='results']{IPHONE_ENTRY}"
PROGRESS = ByPlatform(
    android=("-android uiautomator", 'new UiSelector().textMatches("[0-9]+ ?%")'),
    iphone=(PREDICATE, "label MATCHES '[0-9]+ ?%'"),
)


def _entry(name: str, publisher: str, *, android: str = "", iphone: str = "") -> ByPlatform:
    """An entry of exactly this name by this publisher, or what stands on these paths within it."""
    return ByPlatform(
        android=(XPATH, f"{ANDROID_ENTRY}[.//*[@text='{publisher}'] and .//*[@text='{name}']]{android}"),
        iphone=(XPATH, f"{IPHONE_ENTRY}[.//*[@label='{publisher}'] and .//*[@label='{name}']]{iphone}"),
    )


def _button(name: str, publisher: str) -> ByPlatform:
    """The button of the entry, whatever it reads."""
    return _entry(name, publisher, android="//android.widget.Button", iphone="//XCUIElementTypeButton")


def _result(term: str) -> ByPlatform:
    """A result whose name has ``term`` in it."""
    return ByPlatform(
        android=(XPATH, f"{ANDROID_RESULT}//*[contains(@text, '{term}')]"),
        iphone=(XPATH, f"{IPHONE_RESULT}//*[contains(@label, '{term}')]"),
    )


class Store(Screen):
    """The store in front."""

    def control_place(self, label: str) -> tuple[float, float]:
        """Where the control that reads ``label`` lies (see ``middle``)."""
        return self.middle(reading(label), label)

    def search_bar(self) -> tuple[float, float]:
        """Where the search bar lies (see ``middle``)."""
        return self.middle(SEARCH_BAR, "the search bar")

    def has_search_bar(self, *, within_s: float) -> bool:
        return self.shown(SEARCH_BAR, within_s=within_s)

    def open_search(self) -> None:
        """Go to the search, where the store has a page of its own for it."""
        if self.device.surface == "iphone":
            self.find(MAGNIFYING_GLASS, "the control Search").click()

    def type_term(self, term: str) -> None:
        """Focus the search bar and type, with no key that submits."""
        bar = self.find(SEARCH_BAR, "the search bar")
        bar.click()
        bar.send_keys(term)

    def term(self) -> str:
        """What stands in the search bar."""
        return self.find(SEARCH_BAR, "the search bar").text

    def start_search(self) -> None:
        """Tap the magnifying glass beside the search bar (Android)."""
        self.find(MAGNIFYING_GLASS, "the magnifying glass").click()

    def finds(self, term: str, *, within_s: float) -> bool:
        """Whether a result with ``term`` in its name is listed by then."""
        return self.shown(_result(term), within_s=within_s)

    def first_result(self, term: str) -> tuple[float, float]:
        """Where the first result with ``term`` in its name lies (see ``middle``)."""
        return self.middle(_result(term), f"a result for {term}")

    def lists(self, name: str, publisher: str, *, within_s: float) -> bool:
        """Whether an entry of exactly this name by this publisher is listed by then."""
        return self.shown(_entry(name, publisher), within_s=within_s)

    def button(self, name: str, publisher: str, expected: str, *, within_s: float) -> str:
        """What the button of the entry reads, once it is ``expected`` or else after ``within_s``."""
        return settled(
            lambda: self._button_now(name, publisher), lambda now: now == expected, within_s=within_s
        )

    def _button_now(self, name: str, publisher: str) -> str:
        found = self.elements(_button(name, publisher))
        return found[0].text if found else ""

    def select(self, name: str, publisher: str) -> None:
        """Tap the name of the entry, beside its button."""
        entry = self.find(_entry(name, publisher), f"the entry {name} by {publisher}")
        entry.find_element(XPATH, f".//*[@text='{name}' or @label='{name}']").click()

    def button_works(self, name: str, publisher: str) -> bool:
        """Whether the button of the entry can be tapped, and is not greyed out."""
        return self.find(_button(name, publisher), f"the button of {name} by {publisher}").is_enabled()

    def button_place(self, name: str, publisher: str) -> tuple[float, float]:
        """Where the button of the entry lies (see ``middle``)."""
        return self.middle(_button(name, publisher), f"the button of {name} by {publisher}")

    def tap_button(self, name: str, publisher: str) -> None:
        self.find(_button(name, publisher), f"the button of {name} by {publisher}").click()

    def shows_progress(self) -> bool:
        """Whether the store is at work on an app now."""
        return bool(self.elements(PROGRESS))

    def page_of(self, name: str, publisher: str, *, within_s: float) -> bool:
        """Whether the store shows the page of the app by then: its entry and no search bar."""
        return self.lists(name, publisher, within_s=within_s) and not self.elements(SEARCH_BAR)

    def asks_for_password(self, *, within_s: float) -> bool:
        """Whether the password of the Apple ID is asked for by then."""
        return self.shown(SECURE_FIELD, within_s=within_s)

    def enter_password(self, password: str) -> None:
        """Type the password of the Apple ID, and sign in."""
        self.find(SECURE_FIELD, "the field for the password").send_keys(password)
        self.find(reading("Sign In"), "the button Sign In").click()
