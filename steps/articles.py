"""Steps in the words of somebody who reads the support articles, in a browser."""

from __future__ import annotations

import re

from pytest_bdd import parsers, then, when

from harness.spec.vocabulary import Surface
from harness.words import Words
from pages.portal.help import KnowledgeBase

SITS_AT = (Surface.CLIENT_PORTAL,)


@when(parsers.parse("the reader opens the article KB{number:d}"))
def open_article(knowledge_base: KnowledgeBase, number: int) -> None:
    knowledge_base.open(number)


@then(parsers.parse('the article sends the reader to the section "{title}"'))
def article_refers_to(knowledge_base: KnowledgeBase, title: str) -> None:
    assert knowledge_base.refers_to(title), f"no step names the section {title}"


@then(parsers.parse('the article ends with the section "{title}"'))
def article_ends_with(knowledge_base: KnowledgeBase, title: str) -> None:
    heading, text = knowledge_base.last_section()
    assert heading == title
    assert text, f"the section {title} is empty"


SUBJECTS: Words[tuple[re.Pattern[str], ...]] = Words(
    "subject",
    {
        "PIN guidelines": (re.compile(r"\bPINs?\b|PIN碼"), re.compile(r"guid|advice|choos|指引|指南", re.I)),
        "missing notifications of IBKR Mobile": (
            re.compile(r"IBKR Mobile|IB Key|移動IBKR|移动IBKR"),
            re.compile(r"notif|通知", re.I),
        ),
    },
)
"""Each by what its heading speaks of, in whatever words and language."""


@then(parsers.parse("the article is about {subject}"), converters={"subject": SUBJECTS})
def article_is_about(knowledge_base: KnowledgeBase, subject: tuple[re.Pattern[str], ...]) -> None:
    """By its heading: other articles mention this and that, too."""
    heading = knowledge_base.heading()
    assert heading, "there is no such article"
    assert all(part.search(heading) for part in subject), f"the article is about {heading!r}"
