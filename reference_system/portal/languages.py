"""Which of the portal's two languages a visitor gets."""

from __future__ import annotations

from starlette.requests import Request

from reference_system.languages import Language


def language_named(tag: str) -> Language:
    """The portal's language for a BCP 47 tag: Traditional Chinese for any Chinese, else English."""
    return "zh-Hant" if tag.strip().lower().replace("_", "-").split("-")[0] == "zh" else "en"


LANGUAGE_COOKIE = "XYZLANG"
"""Remembers a choice by ``?lang=`` for the pages that follow."""


def language_of(request: Request) -> Language:
    """From ``?lang=``, else what was chosen before, else the first language of Accept-Language."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if asked is None:
        asked = request.headers.get("accept-language", "en").split(",")[0].split(";")[0]
    return language_named(asked)
