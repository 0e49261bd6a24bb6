"""Words that catalogue, features and reports share."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from harness.words import Words


class Surface(StrEnum):
    """Where a person acts, in the order of reports.

    Attributes:
        in_words: As features and reports call it.
    """

    in_words: str

    def __new__(cls, value: str, in_words: str) -> Self:
        made = str.__new__(cls, value)
        made._value_ = value
        made.in_words = in_words
        return made

    CLIENT_PORTAL = "client-portal", "Client Portal"
    WEBTRADER = "webtrader", "WebTrader"
    TWS = "tws", "TWS"
    ANDROID = "android", "Android"
    IPHONE = "iphone", "iPhone"
    PHONE_CALL = "phone-call", "Phone call"


SURFACES = tuple(Surface)
PHONES = (Surface.ANDROID, Surface.IPHONE)
LOGIN_SURFACES = Words(
    "login surface", {one.in_words: one for one in (Surface.CLIENT_PORTAL, Surface.WEBTRADER, Surface.TWS)}
)
SEVERITIES = ("blocker", "critical", "normal", "minor", "trivial")
