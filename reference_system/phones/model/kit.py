"""Makers of widgets, so that a page reads like what it shows."""

from __future__ import annotations

from reference_system.phones.model.widget import Action, Box, Field, Kind, Scroll, Surface, Widget

Padding = tuple[float, float, float, float]


def even(amount: float) -> Padding:
    return (amount, amount, amount, amount)


def sides(vertical: float, horizontal: float) -> Padding:
    return (vertical, horizontal, vertical, horizontal)


def column(
    *children: Widget,
    gap: float = 0,
    padding: Padding = (0, 0, 0, 0),
    grow: float = 0,
    style: str = "",
    box: Box | None = None,
    ident: str = "",
    kind: Kind = Kind.GROUP,
    on_tap: Action | None = None,
) -> Widget:
    """Children below each other, as wide as the column."""
    placed = box or Box(gap=gap, padding=padding, grow=grow)
    return Widget(kind, ident=ident, style=style, children=list(children), box=placed, on_tap=on_tap)


def row(
    *children: Widget,
    gap: float = 0,
    padding: Padding = (0, 0, 0, 0),
    style: str = "",
    box: Box | None = None,
    ident: str = "",
    kind: Kind = Kind.GROUP,
    on_tap: Action | None = None,
) -> Widget:
    """Children beside each other, centred across."""
    placed = box or Box(axis="row", gap=gap, padding=padding, align="center")
    return Widget(kind, ident=ident, style=style, children=list(children), box=placed, on_tap=on_tap)


def space(height: float = 0, *, grow: float = 0) -> Widget:
    return Widget(Kind.GROUP, box=Box(height=None if grow else height, grow=grow))


def label(
    text: str, style: str = "body", ident: str = "", *, grow: float = 0, width: float | None = None
) -> Widget:
    return Widget(Kind.LABEL, text, ident, style=style, box=Box(grow=grow, width=width))


def button(
    text: str,
    on_tap: Action,
    ident: str = "",
    style: str = "primary",
    *,
    enabled: bool = True,
    grow: float = 0,
) -> Widget:
    shown = style if enabled or style != "primary" else "disabled"
    return Widget(Kind.BUTTON, text, ident, enabled=enabled, on_tap=on_tap, style=shown, box=Box(grow=grow))


def link(text: str, on_tap: Action, ident: str = "", style: str = "plain") -> Widget:
    return Widget(Kind.LINK, text, ident, on_tap=on_tap, style=style)


def field(
    entry: Field, ident: str, hint: str = "", *, secure: bool = False, style: str = "field", says: str = ""
) -> Widget:
    """A text field; ``says`` is what a screen reader calls it."""
    kind = Kind.SECURE_FIELD if secure else Kind.TEXT_FIELD
    return Widget(kind, ident=ident, hint=hint, description=says, entry=entry, style=style)


def search_field(entry: Field, ident: str, hint: str) -> Widget:
    """The text of a search bar; the bar around it is drawn by its row."""
    return Widget(
        Kind.SEARCH_FIELD, ident=ident, hint=hint, entry=entry, style="search-field", box=Box(grow=1)
    )


def picture(
    name: str, size: float, *, height: float | None = None, ident: str = "", says: str = "", style: str = ""
) -> Widget:
    return Widget(
        Kind.IMAGE,
        ident=ident,
        description=says,
        picture=name,
        style=style,
        box=Box(width=size, height=size if height is None else height),
    )


def back_bar(surface: Surface, title: str, back: str, on_back: Action) -> Widget:
    """Navigation bar of the system's own apps: the way back, an arrow on Android.

    Args:
        title: Of the page; on iPhone the bar's name.
        back: What the button is called.
    """
    android = surface == "android"
    button = Widget(
        Kind.BUTTON,
        "" if android else f"‹ {back}",
        "back",
        description=back,
        picture="arrow-left" if android else "",
        style="bar-button" if android else "system-back",
        on_tap=on_back,
        box=Box(width=40 if android else 96, height=44),
    )
    bar = row(button, padding=sides(2, 14), kind=Kind.NAVIGATION_BAR)
    bar.text = "" if android else title
    return bar


def centered(*children: Widget, gap: float = 0, padding: Padding = (0, 0, 0, 0)) -> Widget:
    """Children below each other, each only as wide as it needs, in the middle."""
    return column(*children, box=Box(gap=gap, padding=padding, align="center"))


def card(
    *children: Widget, gap: float = 8, padding: float = 16, ident: str = "", style: str = "card"
) -> Widget:
    return column(*children, gap=gap, padding=even(padding), style=style, ident=ident)


def divider() -> Widget:
    return Widget(Kind.GROUP, style="divider", box=Box(height=0.7))


def scroll_list(scroll: Scroll, *children: Widget, gap: float = 0, padding: Padding = (0, 0, 0, 0)) -> Widget:
    """A list that takes the room that is left and scrolls where it needs more."""
    return Widget(
        Kind.LIST, scroll=scroll, children=list(children), box=Box(gap=gap, padding=padding, grow=1)
    )


def cell(
    text: str,
    *,
    ident: str = "",
    value: str = "",
    picture_name: str = "",
    checked: bool | None = None,
    on_tap: Action | None = None,
    chevron: bool = False,
) -> Widget:
    """A line of a list: picture, text, value, and a switch or a chevron at its end."""
    parts = [picture(picture_name, 28)] if picture_name else []
    parts.append(label(text, grow=1))
    if value:
        parts.append(label(value, "cell-value"))
    if checked is not None:
        parts.append(
            Widget(
                Kind.SWITCH,
                ident=f"{ident}_switch" if ident else "",
                description=text,
                checked=checked,
                value="1" if checked else "0",
                on_tap=on_tap,
                box=Box(width=52, height=32),
            )
        )
    elif chevron:
        parts.append(picture("chevron", 14))
    line = row(*parts, gap=12, padding=sides(8, 16), kind=Kind.CELL, ident=ident)
    line.box = Box(axis="row", gap=12, padding=sides(8, 16), align="center", height=max(50, 0))
    line.description = text
    line.value = value
    line.on_tap = None if checked is not None else on_tap
    return line
