"""The activation of IB Key as Client Portal offers it: banner, QR code and the string below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.errors import ElementNotShown
from harness.patience import Patience
from harness.secrets import register
from harness.waiting import settled

if TYPE_CHECKING:
    from playwright.sync_api import Page


class ActivationBanner:
    """The banner on ``page``, which is Client Portal after login."""

    def __init__(self, page: Page, patience: Patience) -> None:
        self.page, self.patience = page, patience
        self.banner = page.locator("#cp-activation-banner")
        self.qr_code = page.locator(".cp-activation-qr")
        self.string = page.locator(".cp-activation-code")

    def text(self, *, within_s: float) -> str:
        """What the banner says, empty when none is shown by then."""
        shown = settled(self.banner.is_visible, bool, within_s=within_s)
        return self.banner.inner_text() if shown else ""

    def code(self, *, within_s: float) -> str:
        """The string below the QR code, empty when none is shown by then; a secret from here on."""
        if not settled(self.string.is_visible, bool, within_s=within_s):
            return ""
        code = self.string.inner_text().strip()
        register(code)
        return code

    def notice(self) -> None:
        """Register the code that is on show now, if any, as the secret it is."""
        for code in self.string.all_inner_texts():
            register(code.strip())

    def has_qr_code(self) -> bool:
        """Whether a QR code for the activation is shown now, in whatever."""
        return self.qr_code.first.is_visible()

    def string_is_below(self) -> bool:
        """Whether the string stands below the QR code."""
        above, below = self.qr_code.bounding_box(), self.string.bounding_box()
        return above is not None and below is not None and below["y"] >= above["y"] + above["height"] - 1

    def picture(self) -> bytes:
        """The QR code as the page shows it, PNG. Raises: ElementNotShown."""
        if not settled(self.qr_code.is_visible, bool, within_s=self.patience.shown_s):
            seen = " / ".join(self.page.locator("body").inner_text().split("\n"))[:300]
            raise ElementNotShown(
                screen="ActivationBanner", element="the QR code", waited_s=self.patience.shown_s, seen=seen
            )
        return self.qr_code.screenshot()

    def page_picture(self) -> bytes:
        """The whole page as it is seen, PNG."""
        return self.page.screenshot()

    def look_again(self) -> None:
        """Load the page anew."""
        self.page.reload()
