"""The support pages that the articles refer to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


HTTP_ERROR = 400


class KnowledgeBase:
    """Articles by number, below the portal's address or wherever the target keeps them."""

    def __init__(self, page: Page, article_url: str, add_doubt: Callable[[str], None]) -> None:
        self.page, self._article_url, self._add_doubt = page, article_url, add_doubt

    def open(self, number: int) -> None:
        """Go to an article; whether there is one, `heading` tells. An address may be wrong, too."""
        address = self._article_url.format(number=number)
        answer = self.page.goto(address)
        if answer is not None and answer.status >= HTTP_ERROR:
            self._add_doubt(f"{address} answered with status {answer.status}")

    def heading(self) -> str:
        """Heading of the article on show, empty when there is none."""
        return " ".join(self.page.locator("h1").all_inner_texts())

    def last_section(self) -> tuple[str, str]:
        """Heading and text of the last section of the article on show, empty when it has no sections."""
        headings = self.page.locator("main h2, main h3").all_inner_texts()
        if not headings:
            return "", ""
        text = self.page.locator("main").inner_text().rpartition(headings[-1])[2]
        return headings[-1].strip(), text.strip()

    def refers_to(self, section: str) -> bool:
        """Whether the text of the article on show, headings left out, names the section."""
        return any(section in text for text in self.page.locator("main p, main li").all_inner_texts())
