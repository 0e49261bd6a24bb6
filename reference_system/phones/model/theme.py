"""How things look: type sizes, colours and shapes of each style, for Android and for iPhone.

The layout asks it for sizes, the drawing for everything else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reference_system.phones.model import text as typesetting
from reference_system.phones.model.widget import Kind, Surface, Widget

RED = "#d81222"  # Interactive Brokers' accent
DARK_RED = "#a50d19"
INK = {"android": "#1b1b1f", "iphone": "#000000"}
GREY = {"android": "#5d5e66", "iphone": "#6d6d72"}
BLUE = {"android": "#0b57d0", "iphone": "#007aff"}
GREEN = {"android": "#146c2e", "iphone": "#248a3d"}
PAPER = {"android": "#faf9fd", "iphone": "#f2f2f7"}
CARD = {"android": "#ffffff", "iphone": "#ffffff"}
HAIRLINE = {"android": "#e2e2e9", "iphone": "#d9d9de"}


WALLPAPER: dict[Surface, tuple[str, ...]] = {
    "android": ("#12404d", "#1b5663", "#2a7078", "#c98f6b", "#b4714f"),
    "iphone": ("#27355f", "#3a3f70", "#5b4a7f", "#8c5a83", "#c2707c"),
}
"""Sky and hills, from far to near."""


STORES: dict[str, tuple[str, str, str]] = {
    "app-store": ("#eeeef0", "#007aff", ""),
    "play": ("#01875f", "#ffffff", "#eef4f1"),
    "360": ("#00b16a", "#ffffff", "#e3f7ee"),
    "baidu": ("#2c6cf6", "#ffffff", "#e5edfe"),
}
"""Of each store: fill and colour of its buttons, and the fill of its upper edge."""


@dataclass(frozen=True, slots=True)
class Look:
    """One style.

    Attributes:
        size, weight: Of the type, in points; ``weight`` as in CSS.
        pad_x, pad_y: Room around text, in points.
        height: At least so high.
        spacing: Added after each character, in points.
        accent: Of the cursor and, while it has the focus, the frame of a text field.
        veil: Colour with opacity that lies over everything behind a window of this style.
    """

    size: float = 16
    weight: int = 400
    color: str = "#000000"
    fill: str = ""
    stroke: str = ""
    radius: float = 0
    pad_x: float = 0
    pad_y: float = 0
    height: float = 0
    align: Literal["start", "center", "end"] = "start"
    spacing: float = 0
    shadow: bool = False
    accent: str = RED
    veil: str = ""

    @property
    def line_height(self) -> float:
        return round(self.size * 1.32, 1)


def _looks(surface: Surface) -> dict[str, Look]:
    ios = surface == "iphone"
    ink, grey, blue = INK[surface], GREY[surface], BLUE[surface]
    body = Look(size=17 if ios else 16, color=ink)
    button = Look(
        size=17 if ios else 15.5,
        weight=600 if ios else 500,
        color="#ffffff",
        radius=14 if ios else 24,
        pad_x=20,
        height=50 if ios else 48,
        align="center",
    )
    return {
        "": body,
        "body": body,
        "large-title": replace(body, size=34 if ios else 30, weight=700 if ios else 500),
        "title": replace(body, size=22, weight=700 if ios else 500),
        "title-center": replace(body, size=22, weight=700 if ios else 500, align="center"),
        "headline": replace(body, weight=600 if ios else 500),
        "center": replace(body, align="center"),
        "note": replace(body, size=15 if ios else 14, color=grey),
        "note-center": replace(body, size=15 if ios else 14, color=grey, align="center"),
        "caption": replace(body, size=13 if ios else 12.5, color=grey),
        "caption-end": replace(body, size=13 if ios else 12.5, color=grey, align="end"),
        "field-label": replace(body, size=13 if ios else 12.5, weight=500, color=grey),
        "value": replace(body, align="end", weight=500),
        "error": replace(body, size=15 if ios else 14, weight=500, color=RED),
        "error-center": replace(body, size=15 if ios else 14, weight=500, color=RED, align="center"),
        "good": replace(body, size=15 if ios else 14, weight=500, color=GREEN[surface]),
        "code": replace(body, size=38, weight=600, align="center", spacing=3),
        "scanned-code": replace(body, size=26, weight=600, align="center", spacing=2),
        "bar-title": replace(
            body, size=17 if ios else 20, weight=600 if ios else 500, align="center" if ios else "start"
        ),
        "bar-button": replace(body, color=RED, height=44, weight=400 if ios else 500),
        "primary": replace(button, fill=RED),
        "secondary": replace(button, fill="#e9e9ee" if ios else "#f3dcdd", color=RED if ios else DARK_RED),
        "plain": replace(button, color=RED, height=44),
        "system-plain": replace(button, color=blue, height=44, weight=500),
        "system-plain-start": replace(button, color=blue, height=44, weight=400, align="start"),
        "disabled": replace(button, fill="#d5d5da", color="#8e8e93"),
        "field": replace(
            body,
            fill="#ffffff" if ios else "#f0f0f6",
            stroke="#c8c8cd" if ios else "#8f9099",
            radius=12 if ios else 6,
            pad_x=14,
            height=50 if ios else 54,
        ),
        "system-field": replace(
            body, fill="#ffffff", stroke="#c8c8cd", radius=12, pad_x=14, height=50, accent=blue
        ),
        "pin-field": replace(
            body, fill="#ffffff", stroke="#c8c8cd", radius=12, pad_x=14, height=52, align="center", size=20
        ),
        "cell": replace(body, pad_x=16, pad_y=10, height=48),
        "cell-value": replace(body, color=grey, align="end"),
        "card": Look(fill=CARD[surface], radius=16 if ios else 20, stroke=HAIRLINE[surface]),
        "card-tinted": Look(fill="#fdeced", radius=16 if ios else 20),
        "hero": Look(fill=RED),
        "hero-title": replace(body, size=26, weight=700, color="#ffffff"),
        "hero-link": replace(body, color="#ffffff", weight=500, height=44),
        "hero-note": replace(body, size=15, color="#ffe3e5"),
        "page": Look(fill=PAPER[surface]),
        "white-page": Look(fill="#ffffff"),
        "camera": Look(fill="#000000"),
        "viewfinder": Look(fill="#16171b"),
        "camera-button": Look(),
        "camera-mode": replace(body, size=13, weight=600, color="#ffd60a", align="center", spacing=0.5),
        "camera-title": replace(body, size=18, weight=500, color="#ffffff"),
        "camera-hint": replace(body, size=14.5, color="#c7c8ce", align="center"),
        "camera-note": replace(body, size=15, color="#ffffff", align="center"),
        "camera-warning": replace(
            body,
            size=15,
            weight=500,
            color="#ffffff",
            fill="#3a1418",
            radius=12,
            pad_x=14,
            pad_y=10,
            align="center",
        ),
        "address": replace(
            body,
            size=15,
            fill="#e3e3e8" if ios else "#eceef4",
            radius=12 if ios else 22,
            pad_x=16,
            height=44,
            align="center" if ios else "start",
        ),
        "bar": Look(fill=PAPER[surface]),
        "divider": Look(fill=HAIRLINE[surface]),
        "scrim": Look(veil="#00000066"),
        "sheet": Look(fill="#ffffff" if ios else "#f3f2f8", radius=20 if ios else 28),
        "alert": Look(fill="#f7f7f9", radius=16, shadow=True),
        "alert-title": replace(body, size=17, weight=600, align="center"),
        "alert-text": replace(body, size=14, align="center", color=ink if ios else grey),
        "tile": Look(fill="#ffffff", radius=14 if ios else 16, stroke=HAIRLINE[surface], size=13),
        "wallpaper": Look(),
        "wallpaper-dim": Look(fill="#0b0f1a99"),
        "wallpaper-deep": Look(fill="#1f2940"),
        "shade": Look(veil="#10131cf6" if ios else "#15161bf8"),
        "notification": Look(fill="#f5f5f8" if ios else "#ffffff", radius=20 if ios else 24, shadow=True),
        "notification-app": replace(body, size=13, color=grey, weight=500),
        "notification-title": replace(body, size=15, weight=600),
        "notification-body": replace(body, size=14.5, color="#3c3c43" if ios else grey),
        "notification-time": replace(body, size=12.5, color=grey, align="end"),
        "light-title": replace(body, size=22, weight=600, color="#ffffff"),
        "light-center": replace(body, size=20, weight=500, color="#ffffff", align="center"),
        "light-note": replace(body, size=14.5, color="#f2f2f7", align="center"),
        "light-button": replace(button, color="#ffffff", height=40, weight=500),
        "lock-time": replace(body, size=78, weight=600 if ios else 400, color="#ffffff", align="center"),
        "lock-date": replace(body, size=19, weight=500, color="#ffffff", align="center"),
        "icon": Look(),
        "home-time": replace(body, size=54, weight=500, color="#ffffff"),
        "home-date": replace(body, size=16, weight=500, color="#ffffff"),
        "icon-label": replace(body, size=12, color="#ffffff", align="center"),
        "dock": Look(fill="#ffffff40", radius=30),
        "pad-key": Look(
            size=30, weight=400, color="#ffffff", fill="#ffffff33", radius=38, height=76, align="center"
        ),
        "pad-key-plain": Look(size=16, weight=500, color="#ffffff", height=76, align="center"),
        "passcode-field": Look(
            size=22, color="#ffffff", fill="#ffffff1f", radius=14, height=46, pad_x=14, align="center"
        ),
        "key": Look(
            size=21 if ios else 19,
            color=ink,
            fill="#ffffff",
            radius=6 if ios else 8,
            height=43,
            align="center",
            shadow=ios,
        ),
        "key-dark": Look(
            size=15,
            color=ink,
            fill="#b3b7c1" if ios else "#dcdce4",
            radius=6 if ios else 8,
            height=43,
            align="center",
        ),
        "keyboard": Look(fill="#d2d4da" if ios else "#eceef4"),
        "status": Look(size=15 if ios else 14, weight=600 if ios else 500),
        "system-filled": replace(button, fill=blue),
        "search-bar": Look(fill="#e6e6eb" if ios else "#ffffff", radius=11 if ios else 24),
        "search-field": replace(body, height=40 if ios else 48, pad_x=0 if ios else 10, accent=blue),
        "store-tabs": Look(fill="#f9f9fb"),
        "system-back": replace(body, color=blue, height=44),
        "tab": replace(body, size=11, weight=500, color="#8e8e93", align="center"),
        "tab-chosen": replace(body, size=11, weight=500, color=blue, align="center"),
        "entry-name": replace(body, size=16, weight=600 if ios else 500),
        "offer-loading": Look(
            size=14, weight=600, color=grey, fill="#e6e6eb", radius=16, height=32, align="center"
        ),
        "fact-name": replace(body, size=12, color=grey, align="center"),
        "fact-value": replace(body, size=15, weight=600, align="center"),
        "feature": Look(fill="#2f6fde", radius=18),
        "feature-note": replace(body, size=14, weight=600, color="#dbe7ff"),
        "feature-title": replace(body, size=24, weight=700, color="#ffffff"),
        "snack": Look(fill="#2f3036", radius=14),
        "snack-text": replace(body, size=14.5, color="#ffffff"),
        **{
            f"offer-{name}": Look(
                size=14.5,
                weight=700 if ios else 500,
                color=color,
                fill=fill,
                radius=16,
                height=32,
                align="center",
            )
            for name, (fill, color, _) in STORES.items()
        },
        **{f"store-top-{name}": Look(fill=edge) for name, (_, _, edge) in STORES.items()},
        **{
            f"store-name-{name}": replace(body, size=19, weight=500, color=fill if edge else ink)
            for name, (fill, _, edge) in STORES.items()
        },
        "badge": Look(size=12, weight=600, color="#ffffff", fill=RED, radius=9, align="center"),
    }


_LOOKS: dict[Surface, dict[str, Look]] = {"android": _looks("android"), "iphone": _looks("iphone")}


def look(surface: Surface, style: str) -> Look:
    """The look of a style. KeyError for a style nobody defined."""
    return _LOOKS[surface][style]


def measure(surface: Surface, widget: Widget, room: float) -> tuple[float, float]:
    """Own size of a widget without children, at most ``room`` wide; used by the layout."""
    if widget.kind is Kind.SWITCH:
        return 52.0, 32.0
    style = look(surface, widget.style)
    content = widget.text or widget.hint
    if not content:
        return 2 * style.pad_x, max(style.height, 2 * style.pad_y)
    inner = max(1.0, room - 2 * style.pad_x)
    broken = typesetting.lines(content, surface, style.size, style.weight, inner)
    widest = max(
        typesetting.width(line, surface, style.size, style.weight) + style.spacing * len(line)
        for line in broken
    )
    return (
        min(room, widest + 2 * style.pad_x + 0.5),
        max(style.height, len(broken) * style.line_height + 2 * style.pad_y),
    )
