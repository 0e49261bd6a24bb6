"""Making variations of what phones show: their words, and the widgets that a page is built of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reference_system.phones.model.app import Page
from reference_system.phones.model.glass import built
from reference_system.phones.model.widget import Widget
from reference_system.phones.model.words import Words, wording

LAYOUT = "no article says how the page is laid out"
WORDS = "no article gives these words"


def worded_otherwise(
    name: str, of: Words, said: Mapping[str, tuple[str, str]], *, near: Sequence[str], differs: str
) -> None:
    """Register a variation of the wordings of these keys: English, Traditional Chinese."""

    @wording.variation(name, near=near, differs=differs, permitted=WORDS)
    def _(words: Words, locale: str, key: str) -> str:
        if words is of and key in said:
            return said[key][1 if locale == "zh-Hant" else 0]
        return wording.original(words, locale, key)  # type: ignore[arg-type]


def built_otherwise(
    name: str,
    of: type[Page] | tuple[type[Page], ...],
    change: Callable[[Widget, Page], None],
    *,
    near: Sequence[str],
    differs: str,
    permitted: str = LAYOUT,
) -> None:
    """Register a variation of how pages of these kinds are built."""

    @built.variation(name, near=near, differs=differs, permitted=permitted)
    def _(page: Page) -> Widget:
        root = built.original(page)
        if isinstance(page, of):
            change(root, page)
        return root


def place_of(root: Widget, ident: str) -> tuple[list[Widget], int] | None:
    """The children among which the widget of that id stands, and its place; None: it is not there."""
    for widget in root.walk():
        for place, child in enumerate(widget.children):
            if child.ident == ident:
                return widget.children, place
    return None


def swap(root: Widget, one: str, other: str) -> None:
    first, second = place_of(root, one), place_of(root, other)
    if first is not None and second is not None:
        (these, here), (those, there) = first, second
        these[here], those[there] = those[there], these[here]


def put_above(root: Widget, ident: str, *new: Widget) -> None:
    found = place_of(root, ident)
    if found is not None:
        among, place = found
        among[place:place] = new


def remove(root: Widget, ident: str) -> None:
    while (found := place_of(root, ident)) is not None:
        among, place = found
        del among[place]
