"""The activation of IB Key as Client Portal offers it: banner, QR code and the string below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.patience import Patience
from harness.secrets import register
from harness.signs.sign import NotRecognised, Table, listed
from harness.waiting import settled
from pages.login import without_groups
from pages.portal.locating import every, visible

if TYPE_CHECKING:
    from playwright.sync_api import Page


_CODE = re.compile(r"\b(?!KB\d)(?=[A-Za-z]*[0-9])[0-9A-Za-z]{6,}\b")
"""What may be meant as a code; not the number of an article."""


def _registered(shown: str) -> str:
    """The code `without_groups`; a secret, in either form."""
    code = without_groups(shown)
    register(shown.strip())
    register(code)
    return code


class ActivationBanner:
    """The banner on ``page``, which is Client Portal after login."""

    def __init__(self, page: Page, patience: Patience, signs: Table) -> None:
        self.page, self.patience, self.signs = page, patience, signs
        self.banner = visible(page, signs["activation.banner"])
        self.qr_code = visible(page, signs["activation.qr-code"])
        self.string = visible(page, signs["activation.string"])

    def text(self, *, within_s: float) -> str:
        """What the banner says, empty when none is shown by then.

        Raises: NotRecognised, where the page speaks of IB Key and a QR code elsewhere.
        """
        if settled(self.banner.is_visible, bool, within_s=within_s):
            return self.banner.inner_text()
        if within_s > 0 and all(word in self._page_text() for word in ("IB Key", "QR")):
            raise self._not_recognised("activation.banner")
        return ""

    def code(self, *, within_s: float) -> str:
        """The string below the QR code, empty when none is shown by then; a secret from here on.

        Raises: NotRecognised, where the banner has something that looks like a code.
        """
        if not settled(self.string.is_visible, bool, within_s=within_s):
            if within_s > 0 and self.banner.is_visible() and _CODE.search(self.banner.inner_text()):
                raise self._not_recognised("activation.string")
            return ""
        return _registered(self.string.inner_text())

    def notice(self) -> None:
        """Register the code that is on show now, if any, as the secret it is."""
        for code in every(self.page, self.signs["activation.string"]).all_inner_texts():
            _registered(code)

    def has_qr_code(self) -> bool:
        """Whether a QR code for the activation is shown now, in whatever."""
        return self.qr_code.is_visible()

    def string_is_below(self) -> bool:
        """Whether the string stands below the QR code."""
        above, below = self.qr_code.bounding_box(), self.string.bounding_box()
        return above is not None and below is not None and below["y"] >= above["y"] + above["height"] - 1

    def picture(self) -> bytes:
        """The QR code as the page shows it, PNG. Raises: NotRecognised."""
        if not settled(self.qr_code.is_visible, bool, within_s=self.patience.shown_s):
            raise self._not_recognised("activation.qr-code")
        return self.qr_code.screenshot()

    def page_picture(self) -> bytes:
        """The whole page, also what lies below the edge, PNG."""
        return self.page.screenshot(full_page=True)

    def _page_text(self) -> str:
        return self.page.locator("body").inner_text()

    def _not_recognised(self, sign: str) -> NotRecognised:
        return NotRecognised("client-portal", self.signs[sign], listed(self._page_text().split("\n")))

    def look_again(self) -> None:
        """Load the page anew."""
        self.page.reload()
