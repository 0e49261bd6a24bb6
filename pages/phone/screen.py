"""What all screens of a phone share: finding by what a person reads, and saying what was there instead.

What is waited for and is a sign that no document states (``harness.signs``) is either there, or something
known stands instead, or `NotRecognised` is raised: that is no breach. A look (``within_s=0``) just tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from harness.errors import ElementNotShown
from harness.sessions.device import Device
from harness.signs.sign import NotRecognised, Sign, listed
from harness.targets.system import Language
from harness.waiting import settled
from pages.phone.locating import PREDICATE, UIAUTOMATOR, Locator, locators

if TYPE_CHECKING:
    from appium.webdriver.webelement import WebElement


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
ALERT = ByPlatform(android=None, iphone=(PREDICATE, "type == 'XCUIElementTypeAlert'"))
"""Something that the system asks over the page in front; on Android that page is not seen meanwhile."""
OF_THE_APP = ("approval.", "activation.", "challenge", "response", "start")
"""Beginnings of the names of signs that only IBKR Mobile can show."""
FOREGROUND = 4
"""As Appium tells the state of an app."""
_SWIPES = 12
"""How often a list is scrolled on in search of something; each time by half of what is seen of it."""
_SWIPE_MS = 300
_READABLE = re.compile(r"TextView|StaticText|Alert$")
_BUTTON = re.compile(r"Button$")
_FIELD = re.compile(r"EditText|TextField|SearchField")
_OF_ANY_PAGE = ("way-on", "back")
_HOLDS_OTHERS = re.compile(r"^(hierarchy|AppiumAUT|XCUIElementType(Window|Other))$|(Layout|ViewGroup)$")
"""What is on a screen only to hold other things."""
_CLOCK = re.compile(r"\d?\d:\d\d")

Wanted = ByPlatform | Sign


def reading(label: str) -> ByPlatform:
    """An element that shows exactly ``label``, as a document or a scenario has it."""
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

    def sign(self, name: str, /, **about: str) -> Sign:
        """What ``name`` is recognised by on this phone."""
        return self.device.signs[name].about(app=self.device.phone.ibkr_mobile, **about)

    def label(self, label: Label) -> str:
        """What ``label`` reads on this phone."""
        return label.on(self.device.surface, self.device.language)

    def elements(self, wanted: Wanted) -> Sequence[WebElement]:
        """All elements there are now."""
        find = self.device.driver.find_elements
        if isinstance(wanted, Sign):
            return next(filter(None, (find(*one) for one in locators(wanted, self.device.surface))), [])
        on_this_one = wanted.on(self.device.surface)
        return find(*on_this_one) if on_this_one is not None else []

    def waited_for(self, wanted: Wanted, *, within_s: float) -> Sequence[WebElement]:
        """All elements there are as soon as there is one, or none by then; see `awaited`.

        Raises: NotRecognised.
        """
        told = isinstance(wanted, Sign) and wanted.told
        found = self.awaited(lambda: self.elements(wanted), within_s=within_s, passes_by=not told)
        if not found and within_s > 0 and isinstance(wanted, Sign):
            self.must_know(wanted)
        return found

    def awaited(
        self, look: Callable[[], Sequence[WebElement]], *, within_s: float, passes_by: bool = True
    ) -> Sequence[WebElement]:
        """What ``look`` finds as soon as that is anything, or nothing by then.

        What lies further down is brought up.

        Args:
            passes_by: A page that does nothing but lead on is left, as it is not what is waited for.
        """
        at_once_s = min(within_s, self.device.patience.at_once_s)
        found = settled(look, bool, within_s=at_once_s)
        if found or within_s <= 0:
            return found
        return (
            self._further_down(look)
            or (self._further_on(look) if passes_by else [])
            or settled(look, bool, within_s=within_s - at_once_s)
            or self._further_down(look)
        )

    def must_know(self, sign: Sign) -> None:
        """Look what stands where ``sign`` is lacking.

        Raises: NotRecognised, when no document states it, and nothing that is known stands there.
        """
        if not sign.documented and not self.stands_instead_of(sign):
            raise NotRecognised(self.device.surface, sign, self.seen())

    def stands_instead_of(self, sign: Sign) -> bool:
        """Whether something known is in front, so that ``sign`` is not just unrecognised."""
        known = self.device.signs.instead_of(sign)
        if self.elements(ALERT):  # what lies below it tells nothing
            known = [one for one in known if one.name.startswith("proof.")]
        elif sign.name.startswith(OF_THE_APP) and (not self._app_in_front() or self._is_blank()):
            return True
        return any(self.elements(self.sign(one.name)) for one in known)

    def _app_in_front(self) -> bool:
        return int(self.device.driver.query_app_state(self.device.phone.ibkr_mobile)) == FOREGROUND

    def _is_blank(self) -> bool:
        """Whether there is nothing in front that could be anything: no text, no control, no picture."""
        return not any(_text(node) or not _HOLDS_OTHERS.search(node.tag) for node in self._of_the_page())

    def _of_the_page(self) -> Iterator[ElementTree.Element]:
        """All but the iPhone's app itself, whose label is its name."""
        return (node for node in self._nodes() if node.tag != "XCUIElementTypeApplication")

    def shown(self, wanted: Wanted, *, within_s: float) -> bool:
        """Whether the element is there by then. Raises: NotRecognised."""
        return bool(self.waited_for(wanted, within_s=within_s))

    def text_of(self, wanted: Wanted, *, within_s: float) -> str:
        """What the element reads by then, empty where there is none. Raises: NotRecognised."""
        found = self.waited_for(wanted, within_s=within_s)
        return found[0].text if found else ""

    def control_shown(self, label: str, *, within_s: float) -> bool:
        """Whether something reads exactly ``label`` by then."""
        return self.shown(reading(label), within_s=within_s)

    def find(self, wanted: Wanted, element: str) -> WebElement:
        """The first such element, called ``element`` in errors.

        Raises: ElementNotShown, NotRecognised, when it does not come as long as the patience lasts.
        """
        return self.find_all(wanted, element)[0]

    def find_all(self, wanted: Wanted, element: str) -> Sequence[WebElement]:
        """Those there are as soon as there is one; see ``find``."""
        within_s = self.device.patience.shown_s
        found = self.waited_for(wanted, within_s=within_s)
        if not found and within_s <= 0:
            found = self._further_down(lambda: self.elements(wanted))
        if not found:
            raise ElementNotShown(
                screen=type(self).__name__, element=element, waited_s=within_s, seen=self.seen()
            )
        return found

    def _further_down(self, look: Callable[[], Sequence[WebElement]]) -> Sequence[WebElement]:
        """What is found once the list on the screen is scrolled, down to its end and then up to its top."""
        for downwards in (True, False):
            for _ in range(_SWIPES):
                if not self._scroll(downwards=downwards):
                    break
                if look():
                    self._scroll(downwards=downwards)  # it may be cut by the edge
                    return look()
        return []

    def _scroll(self, *, downwards: bool) -> bool:
        """Move the list on by half of what is seen of it. False: there is none, or that was its end."""
        driver, lists = self.device.driver, self.elements(LONGER_THAN_THE_GLASS)
        if not lists:
            return False
        rect, before = lists[-1].rect, driver.page_source
        x, y, height = rect["x"] + rect["width"] // 2, rect["y"], rect["height"]
        ends = (y + height * 3 // 4, y + height // 4)
        start, end = ends if downwards else ends[::-1]
        driver.swipe(x, start, x, end, _SWIPE_MS)
        return driver.page_source != before

    def _further_on(self, look: Callable[[], Sequence[WebElement]]) -> Sequence[WebElement]:
        """What is found behind a page that no document speaks of, and that does nothing but lead on."""
        leads_on = self._only_way_on()
        if leads_on is None:
            return []
        self.elements(reading(leads_on))[-1].click()
        return settled(look, bool, within_s=self.device.patience.at_once_s)

    def _only_way_on(self) -> str | None:
        """What the one button reads that leads past the page in front; None where the page may do more."""
        nodes = list(self._nodes())
        if any(_FIELD.search(node.tag) for node in nodes) or any(map(self._is_known, nodes)):
            return None
        buttons = [_text(node) for node in nodes if _BUTTON.search(node.tag)]
        others = [one for one in buttons if one not in self.device.signs["back"].forms]
        return others[0] if len(others) == 1 and others[0] in self.device.signs["way-on"].forms else None

    def _is_known(self, node: ElementTree.Element) -> bool:
        """Whether it carries a form of a sign: its page is one that is known."""
        ident = (node.get("resource-id") or node.get("name") or "").rpartition("/")[2]
        return not {_text(node), f"id:{ident}"}.isdisjoint(self._known_forms)

    @cached_property
    def _known_forms(self) -> frozenset[str]:
        signs = self.device.signs
        return frozenset(form for name in signs if name not in _OF_ANY_PAGE for form in signs[name].forms)

    def tap(self, label: str) -> None:
        """Tap what reads exactly ``label``; a title may read the same, so the last one is it.

        Raises: ElementNotShown.
        """
        found = self.find_all(reading(label), label)[-1]
        self.remember()
        found.click()

    def middle(self, wanted: Wanted, element: str) -> tuple[float, float]:
        """Where the middle of the element lies, in parts of the screen's width and height.

        Raises: ElementNotShown.
        """
        rect = self.find(wanted, element).rect
        size = self.device.driver.get_window_size()
        x, y = rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2
        return x / size["width"], y / size["height"]

    def unknown_buttons(self) -> list[str]:
        """What the buttons read that are no form of a sign."""
        nodes = [node for node in self._nodes() if _BUTTON.search(node.tag)]
        return [_text(node) for node in nodes if not self._is_known(node)]

    def remember(self) -> None:
        """Keep what the screen says, for `news`."""
        self.device.read_before.clear()
        self.device.read_before.update(self.said())

    def news(self) -> list[str]:
        """What is to be read and was not there before the last tap on a label, sorted."""
        return sorted(self.said() - self.device.read_before)

    def said(self) -> set[str]:
        """All that is to be read on the screen, but for fields, keys and the time."""
        texts = {_text(node) for node in self._nodes() if _READABLE.search(node.tag)}
        return {text for text in texts if text and not _CLOCK.fullmatch(text)}

    def seen(self) -> str:
        """The texts on the screen, in reading order, for a message."""
        return listed([_text(node) for node in self._nodes() if "Key" not in node.tag])

    def _nodes(self) -> Iterator[ElementTree.Element]:
        return ElementTree.fromstring(self.device.driver.page_source.encode()).iter()


def _text(node: ElementTree.Element) -> str:
    return node.get("text") or node.get("content-desc") or node.get("label") or ""
