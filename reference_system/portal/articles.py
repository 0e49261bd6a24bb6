"""The support articles: which there are, and what each is about."""

from __future__ import annotations

from reference_system.deviations import rule

ABOUT_SOMETHING_ELSE, ABOUT_USERNAMES = "kb_other.html", "kb_usernames.html"

_TEMPLATES = {number: f"kb_{number}.html" for number in (2269, 3234, 3861, 3862)}


@rule
def template_of(number: int) -> str | None:
    """The template that is shown at ``/kb/{number}``; None: there is no such article."""
    return _TEMPLATES.get(number)


@template_of.deviation(
    "kb-3234-is-about-something-else",
    clauses=["LOGIN-SEAMLESS-02c"],
    breaks="the article KB3234 does not treat missing notifications",
)
def _(number: int) -> str | None:
    return ABOUT_SOMETHING_ELSE if number == 3234 else template_of.original(number)


@template_of.deviation(
    "kb-2269-is-missing",
    clauses=["AND-MANUAL-08f", "AND-QR-10f"],
    breaks="there is no article KB2269",
)
def _(number: int) -> str | None:
    return None if number == 2269 else template_of.original(number)


@template_of.deviation(
    "kb-2269-is-about-something-else",
    clauses=["AND-MANUAL-08f", "AND-QR-10f"],
    breaks="the article KB2269 does not treat PINs",
)
def _(number: int) -> str | None:
    return ABOUT_SOMETHING_ELSE if number == 2269 else template_of.original(number)


@template_of.deviation(
    "kb-2269-is-about-usernames",
    clauses=["AND-MANUAL-08f", "AND-QR-10f"],
    breaks="the article KB2269 has guidelines for usernames, and mentions a PIN in passing",
)
def _(number: int) -> str | None:
    return ABOUT_USERNAMES if number == 2269 else template_of.original(number)


@rule
def refers_to_closing_section() -> bool:
    """Whether a step of the articles about activation by QR code sends the reader to the closing section."""
    return True


@refers_to_closing_section.deviation(
    "activation-articles-do-not-name-their-closing-section",
    clauses=["IOS-QR-03d", "AND-QR-09d"],
    breaks="no step of KB3861 and KB3862 sends the reader to the section of possible issues",
)
def _() -> bool:
    return False


@rule
def closing_section_is_filled() -> bool:
    """Whether there is something to read below the heading of the closing section."""
    return True


@closing_section_is_filled.deviation(
    "closing-section-of-activation-articles-is-empty",
    clauses=["IOS-QR-03d", "AND-QR-09d"],
    breaks="the section of possible issues in KB3861 and KB3862 has a heading and nothing below it",
)
def _() -> bool:
    return False


@rule
def closing_section_is_there() -> bool:
    """Whether the articles about activation by QR code end with the section that they refer to."""
    return True


@closing_section_is_there.deviation(
    "activation-articles-lack-their-closing-section",
    clauses=["IOS-QR-03d", "AND-QR-09d"],
    breaks="KB3861 and KB3862 name a section of possible issues and have none",
)
def _() -> bool:
    return False
