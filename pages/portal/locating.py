"""How the browser finds a sign: by any of its forms."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from harness.signs.sign import Sign

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def visible(page: Page, sign: Sign) -> Locator:
    """The first of what is visible of ``sign``; nothing, where none is."""
    return all_visible(page, sign).first


def all_visible(page: Page, sign: Sign) -> Locator:
    """All that is visible of ``sign``."""
    return every(page, sign).filter(visible=True)


def every(page: Page, sign: Sign) -> Locator:
    """All that there is of ``sign``, visible or not."""
    return reduce(lambda found, form: found.or_(form), map(page.locator, sign.forms))
