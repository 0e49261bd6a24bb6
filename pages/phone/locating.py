"""How a phone's driver finds a sign: its forms as the locators of Appium, as few looks as can be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from harness.signs.sign import Sign

UIAUTOMATOR, PREDICATE, XPATH = "-android uiautomator", "-ios predicate string", "xpath"

Locator = tuple[str, str]


@cache
def locators(sign: Sign, surface: str) -> tuple[Locator, ...]:
    """What to look for on ``android`` or ``iphone``, in this order; none where it has no such thing."""
    return _on_android(sign.forms) if surface == "android" else _on_iphone(sign.forms)


def _on_android(forms: Iterable[str]) -> tuple[Locator, ...]:
    texts, idents, found = [], [], []
    for form in forms:
        kind, rest = _kind(form)
        match kind:
            case "uiselector":
                found.append((UIAUTOMATOR, rest))
            case "xpath":
                found.append((XPATH, rest))
            case "id":
                idents.append(rest)
            case _:
                texts.append(rest)
    if len(texts) == 1:
        found.append((UIAUTOMATOR, f'new UiSelector().text("{_quoted(texts[0])}")'))
    elif texts:
        found.append((UIAUTOMATOR, f'new UiSelector().textMatches("{"|".join(map(_literal, texts))}")'))
    if idents:
        any_package = "|".join(map(_literal, idents))
        found.append((UIAUTOMATOR, f'new UiSelector().resourceIdMatches(".*:id/({any_package})")'))
    return tuple(found)


def _on_iphone(forms: Iterable[str]) -> tuple[Locator, ...]:
    conditions, found = [], []
    for form in forms:
        kind, rest = _kind(form)
        match kind:
            case "predicate":
                conditions.append(f"({rest})")
            case "xpath":
                found.append((XPATH, rest))
            case "id":
                conditions.append(f"name == '{_quoted(rest)}'")
            case _:
                conditions.append(f"label == '{_quoted(rest)}'")
    if conditions:
        found.insert(0, (PREDICATE, " OR ".join(conditions)))
    return tuple(found)


def _kind(form: str) -> tuple[str, str]:
    """``id``, ``uiselector``, ``predicate``, ``xpath`` or ``text``, and what follows."""
    kind, colon, rest = form.partition(":")
    if colon and kind in ("id", "uiselector", "predicate"):
        return kind, rest
    return ("xpath" if form.startswith(("//", "(//")) else "text"), form


def _quoted(text: str) -> str:
    """For a literal of UiSelector or of a predicate."""
    return re.sub(r"""(["'\\])""", r"\\\1", text) if "'" in text or '"' in text else text


def _literal(text: str) -> str:
    """For a regular expression within a literal, matching exactly this."""
    return re.sub(r"([.^$*+?()\[\]{}|\\])", r"\\\1", text).replace('"', '\\"')
