"""What all screens of a phone share: finding by what a person reads, and saying what was there instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from harness.errors import ElementNotShown
from harness.sessions.device import Device
from harness.targets.system import Language
from harness.waiting import settled

if TYPE_CHECKING:
    from appium.webdriver.webelement import WebElement

UIAUTOMATOR, PREDICATE = "-android uiautomator", "-ios predicate string"

Locator = tuple[str, str]


@dataclass(frozen=True)
class ByPlatform:
    """Where the same element is found on either platform; None: it has no such thing."""

    android: Locator | None
    iphone: Locator | None

    def on(self, surface: str) -> Locator | None:
        """The locator for ``android`` or ``iphone``."""
        return self.android if surface == "android" else self.iphone


SECURE_FIELD = ByPlatform(
    android=("xpath", '//android.widget.EditText[@password="true"]'),
    iphone=(PREDICATE, "type == 'XCUIElementTypeSecureTextField'"),
)
"""The field on the screen that hides what is typed: for a PIN, a passcode, a password."""

LONGER_THAN_THE_GLASS = ByPlatform(android=(UIAUTOMATOR, "new UiSelector().scrollable(true)"), iphone=None)
"""A list with more than is seen; only Android finds nothing there, an iPhone scrolls to what is tapped."""
_SWIPES = 12
"""How often a list is scrolled on in search of something; each time by half of what is seen of it."""
_SWIPE_MS = 300


def reading(label: str) -> ByPlatform:
    """An element that shows exactly ``label``; IBKR Mobile has no public ids, so its texts are sought."""
    return ByPlatform(
        android=(UIAUTOMATOR, f'new UiSelector().text("{label}")'),
        iphone=(PREDICATE, f"label == '{label}'"),
    )


@dataclass(frozen=True)
class Label:
    """What a control reads, by platform and language."""

    android_en: str
    android_zh: str
    iphone_en: str
    iphone_zh: str

    @classmethod
    def same(cls, en: str, zh: str) -> Label:
        """A label that both platforms share."""
        return cls(en, zh, en, zh)

    def on(self, surface: str, language: Language) -> str:
        """The label on ``android`` or ``iphone`` in ``language``."""
        if surface == "android":
            return self.android_en if language == "en" else self.android_zh
        return self.iphone_en if language == "en" else self.iphone_zh


class Screen:
    """A screen of ``device``; nothing is looked up before it is needed."""

    def __init__(self, device: Device) -> None:
        self.device = device

    def __repr__(self) -> str:
        return f"{type(self).__name__} on {self.device.surface}"

    def label(self, label: Label) -> str:
        """What ``label`` reads on this phone."""
        return label.on(self.device.surface, self.device.language)

    def elements(self, locator: ByPlatform) -> Sequence[WebElement]:
        """All elements there are now."""
        on_this_one = locator.on(self.device.surface)
        return self.device.driver.find_elements(*on_this_one) if on_this_one is not None else []

    def shown(self, locator: ByPlatform, *, within_s: float) -> bool:
        """Whether the element is there by then."""
        return bool(settled(lambda: self.elements(locator), bool, within_s=within_s))

    def control_shown(self, label: str, *, within_s: float) -> bool:
        """Whether something reads exactly ``label`` by then."""
        return self.shown(reading(label), within_s=within_s)

    def find(self, locator: ByPlatform, element: str) -> WebElement:
        """The first such element, called ``element`` in errors.

        Raises: ElementNotShown, when it does not come as long as the patience lasts, nor lies further down.
        """
        return self.find_all(locator, element)[0]

    def find_all(self, locator: ByPlatform, element: str) -> Sequence[WebElement]:
        """Those there are as soon as there is one; see ``find``."""
        within_s = self.device.patience.shown_s
        found = settled(lambda: self.elements(locator), bool, within_s=within_s) or self._further_down(
            locator
        )
        if not found:
            raise ElementNotShown(
                screen=type(self).__name__, element=element, waited_s=within_s, seen=self.seen()
            )
        return found

    def _further_down(self, locator: ByPlatform) -> Sequence[WebElement]:
        """What is found once the list on the screen is scrolled, as far as it goes; none without a list."""
        for _ in range(_SWIPES):
            if not self._scroll_on():
                break
            if self.elements(locator):
                self._scroll_on()  # it may be cut by the edge
                return self.elements(locator)
        return []

    def _scroll_on(self) -> bool:
        """Move the list up by half of what is seen of it. False: there is none, or that was its end."""
        driver, lists = self.device.driver, self.elements(LONGER_THAN_THE_GLASS)
        if not lists:
            return False
        rect, before = lists[-1].rect, driver.page_source
        x, y, height = rect["x"] + rect["width"] // 2, rect["y"], rect["height"]
        driver.swipe(x, y + height * 3 // 4, x, y + height // 4, _SWIPE_MS)
        return driver.page_source != before

    def tap(self, label: str) -> None:
        """Tap what reads exactly ``label``; a title may read the same, so the last one is it.

        Raises: ElementNotShown.
        """
        self.find_all(reading(label), label)[-1].click()

    def middle(self, locator: ByPlatform, element: str) -> tuple[float, float]:
        """Where the middle of the element lies, in parts of the screen's width and height.

        Raises: ElementNotShown.
        """
        rect = self.find(locator, element).rect
        size = self.device.driver.get_window_size()
        x, y = rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2
        return x / size["width"], y / size["height"]

    def seen(self) -> str:
        """The texts on the screen, in reading order, for a message."""
        texts = []
        for node in ElementTree.fromstring(self.device.driver.page_source.encode()).iter():
            text = node.get("text") or node.get("label") or ""
            if text and text not in texts:
                texts.append(text)
        return ", ".join(texts)[:300] or "nothing"
