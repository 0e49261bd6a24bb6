"""The activation code: the link that carries it, and the field it is typed into."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from reference_system.deviations import rule
from reference_system.phones.model.widget import Field

_SITE = ("https", "www.interactivebrokers.com", "/sso/ibkey")
_CUT = 8
_SHOWN = 3


@rule
def code_of(link: str) -> str | None:
    """The code of an activation link, as in a QR code of Client Portal; None for anything else."""
    try:
        parts = urlsplit(link)
        query = parse_qs(parts.query)
    except ValueError:
        return None
    codes = query.get("code", [])
    if (parts.scheme, parts.netloc, parts.path) != _SITE or len(codes) != 1:
        return None
    return codes[0]


def shortened(code: str) -> str:
    """A code as it is shown again: its end is enough to recognise it, and of no use to who looks on."""
    return "•" * max(0, len(code) - _SHOWN) + code[-_SHOWN:]


@rule
def code_field() -> Field:
    """A typed code stays as it was typed."""
    return Field()


@code_field.deviation(
    "code-field-lowers-letters",
    clauses=["IOS-MANUAL-07b", "AND-MANUAL-07b"],
    breaks="the field for the code makes small letters of capitals",
)
def _() -> Field:
    entry = Field()

    def lower() -> None:
        entry.text = entry.text.lower()

    entry.on_change = lower
    return entry


@code_field.deviation(
    "code-field-cuts-off",
    clauses=["IOS-MANUAL-07b", "AND-MANUAL-07b"],
    breaks="the field for the code takes the first eight characters and drops the rest",
)
def _() -> Field:
    return Field(max_length=_CUT)
