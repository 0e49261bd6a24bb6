"""The support articles: which there are, and what each is about."""

from __future__ import annotations

from reference_system.deviations import rule

ABOUT_SOMETHING_ELSE = "kb_other.html"

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
