"""Actors that sessions lend to the evidence: a page, and whatever a WebDriver session shows."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from xml.etree import ElementTree

from harness.secrets import registered

if TYPE_CHECKING:
    from appium.webdriver.webdriver import WebDriver
    from playwright.sync_api import Page

Region = tuple[float, float, float, float]
T = TypeVar("T")
LOADED_WITHIN_S = 5.0

_SHOWING_SECRETS = """secrets => [...document.querySelectorAll('body *')].filter(element => {
    const own = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
    const text = (element.value ?? '') + ' ' + own.map(node => node.data).join(' ')
    const tight = text.replaceAll(' ', '')
    return secrets.some(secret => text.includes(secret) || tight.includes(secret))
}).map(element => element.getBoundingClientRect()).map(box => [box.x, box.y, box.width, box.height])"""

# 502 to 504 are of a gateway, which says that nobody behind it answers.
_SERVER_ERRORS = """since => ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))
    .filter(entry => entry.responseStatus >= 500 && ![502, 503, 504].includes(entry.responseStatus))
    .filter(entry => performance.timeOrigin + entry.responseEnd >= since)
    .sort((one, other) => one.responseEnd - other.responseEnd)
    .map(entry => [new URL(entry.name).pathname, entry.responseStatus])"""

_BOUNDS = re.compile(r"\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]")


class PageActor:
    """A page in the browser, called by its surface.

    Args:
        notice: Called before each look: registers the secrets that the page shows and no step has read yet.
    """

    def __init__(self, name: str, page: Page, notice: Callable[[], None] = lambda: None) -> None:
        self.name = name
        self._page = page
        self._notice = notice

    def screenshot(self) -> bytes:
        return self._look(self._page.screenshot)

    def source(self) -> str:
        return self._look(self._page.content)

    def _look(self, look: Callable[[], T]) -> T:
        """Look once more at the page that a navigation puts in the place of the one looked at."""
        from playwright.sync_api import Error

        try:
            self._notice()
            return look()
        except Error:
            self._page.wait_for_load_state(timeout=LOADED_WITHIN_S * 1000)
            self._notice()
            return look()

    def version(self) -> str:
        browser = self._page.context.browser
        return f"Chromium {browser.version}" if browser is not None else ""

    def server_error(self, since: float) -> str:
        """The last answer of the page's server that is an error of its own; see ``TellsErrors``."""
        answers: list[list[str]] = self._look(lambda: self._page.evaluate(_SERVER_ERRORS, since * 1000))
        if not answers:
            return ""
        path, status = answers[-1]
        return f"{self.name} answered {path} with HTTP {status}"

    def extras(self) -> Iterator[tuple[str, str, bytes]]:
        with tempfile.TemporaryDirectory(prefix="ibkey-trace-") as folder:
            trace = Path(folder) / "trace.zip"
            self._page.context.tracing.stop(path=trace)
            yield "Playwright trace", "application/vnd.allure.playwright-trace", trace.read_bytes()

    def secret_regions(self) -> list[Region]:
        boxes: list[Region] = self._look(lambda: self._page.evaluate(_SHOWING_SECRETS, list(registered())))
        return boxes


class DriverActor:
    """A phone or window in a WebDriver session, called by its surface."""

    def __init__(self, name: str, driver: WebDriver) -> None:
        self.name = name
        self._driver = driver

    def version(self) -> str:
        told = self._driver.capabilities
        system = " ".join(str(told[key]) for key in ("platformName", "platformVersion") if told.get(key))
        model = told.get("deviceModel") or told.get("deviceName")
        return f"{system} ({model})" if model else system

    def screenshot(self) -> bytes:
        return self._driver.get_screenshot_as_png()

    def source(self) -> str:
        return self._driver.page_source

    def extras(self) -> Iterator[tuple[str, str, bytes]]:
        yield from ()

    def secret_regions(self) -> list[Region]:
        secrets = registered()
        showing = [
            node
            for node in ElementTree.fromstring(self.source().encode()).iter()
            if any(_shows(value, secrets) for value in node.attrib.values())
        ]
        scale = self._pixels_per_point() if showing and self.name == "iphone" else 1.0
        return [region for node in showing if (region := _region(node, scale))]

    def _pixels_per_point(self) -> float:
        from PIL import Image  # 15 ms that only those pay who look at an iPhone with a secret on it

        with Image.open(io.BytesIO(self.screenshot())) as image:
            return image.width / float(self._driver.get_window_size()["width"])


def _shows(value: str, secrets: tuple[str, ...]) -> bool:
    tight = value.replace(" ", "")
    return any(secret in value or secret in tight for secret in secrets)


def _region(node: ElementTree.Element, scale: float) -> Region | None:
    if bounds := _BOUNDS.fullmatch(node.get("bounds", "")):
        left, top, right, bottom = map(float, bounds.groups())
        return left, top, right - left, bottom - top
    try:
        x, y, width, height = (float(node.attrib[key]) * scale for key in ("x", "y", "width", "height"))
    except KeyError:  # a node without a place, such as the root
        return None
    return x, y, width, height
