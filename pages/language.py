"""The language that something is in, as far as can be seen."""

from __future__ import annotations

import re

from harness.errors import HarnessError
from harness.targets.system import Language


class Unprepared(HarnessError):
    """A surface is not what the scenario is about; says what it is."""


WORDS: dict[Language, str] = {"en": "English", "zh-Hant": "Traditional Chinese"}
_TRADITIONAL = re.compile(r"zh[-_](?:.*[-_])?(?:Hant|TW|HK|MO)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def language_of_locale(locale: str) -> Language | None:
    """Of a locale such as ``en_US``, ``zh-Hant`` or ``zh_Hant_TW``; None where it is another."""
    if re.match(r"en\b|en_", locale, re.IGNORECASE):
        return "en"
    return "zh-Hant" if _TRADITIONAL.match(locale) else None


def language_of_text(text: str) -> Language | None:
    """Of what is written somewhere; None where nothing is."""
    if not text.strip():
        return None
    return "zh-Hant" if _HAN.search(text) else "en"
