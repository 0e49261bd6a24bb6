"""The support pages that the articles refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


class KnowledgeBase:
    """Articles by number, below the portal's address or wherever the target keeps them."""

    def __init__(self, page: Page, article_url: str) -> None:
        self.page, self._article_url = page, article_url

    def article(self, number: int) -> str:
        """Heading and text of the article; empty when there is no such page."""
        response = self.page.goto(self._article_url.format(number=number))
        if response is None or not response.ok:
            return ""
        return self.page.locator("main, body").first.inner_text()

    def heading(self) -> str:
        """The heading of the article on show, empty when it has none."""
        return " ".join(self.page.locator("h1").all_inner_texts())

    def last_section(self) -> str:
        """Heading of the last section of the article on show, empty when it has no sections."""
        headings = self.page.locator("main h2, main h3").all_inner_texts()
        return headings[-1] if headings else ""
