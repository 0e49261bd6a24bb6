"""What is on a phone's screen: widgets, the windows they stand in, and where a finger lands.

Lengths and positions are device-independent points from the screen's top left. Android's face multiplies
them by ``Metrics.scale`` for its pixels, iOS speaks points itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Surface = Literal["android", "iphone"]
Locale = Literal["en", "zh-Hant"]
Action = Callable[[], None]


class Kind(StrEnum):
    """What a widget is to a person and to a screen reader."""

    GROUP = "group"  # a layout; nothing a screen reader stops at
    LABEL = "label"
    BUTTON = "button"
    LINK = "link"
    TEXT_FIELD = "text-field"
    SECURE_FIELD = "secure-field"
    SEARCH_FIELD = "search-field"
    SWITCH = "switch"
    IMAGE = "image"
    ICON = "icon"  # an app's icon on the home screen
    CELL = "cell"
    LIST = "list"
    ALERT = "alert"
    NAVIGATION_BAR = "navigation-bar"
    KEYBOARD = "keyboard"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in points."""

    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def empty(self) -> bool:
        return self.width <= 0 or self.height <= 0

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def intersection(self, other: Bounds) -> Bounds:
        """The common part; empty (zero wide or high) when there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Bounds(x, y, max(0.0, right - x), max(0.0, bottom - y))


@dataclass(frozen=True, slots=True)
class Metrics:
    """Size of a screen in points, its pixels per point, and the insets of status bar and home indicator."""

    width: float
    height: float
    scale: float
    top: float
    bottom: float


# Twice, not three times: a picture costs what it has pixels (1080 x 2400 took 140 to 300 ms, this 60 to 80).
METRICS: dict[Surface, Metrics] = {
    "android": Metrics(width=360, height=800, scale=2.0, top=32, bottom=20),  # 720 x 1600 px, 320 dpi
    "iphone": Metrics(width=414, height=896, scale=2.0, top=48, bottom=28),  # 828 x 1792 px
}


FIELD_HOLDS = 10_000
"""Characters of any text field: to draw and search a million of them would take everybody's time."""


@dataclass(slots=True, eq=False)
class Field:
    """What was typed into a text field. It outlives the widget, which is made anew with every drawing.

    Attributes:
        digits: Only digits can be typed (the number pad is shown); other characters are dropped, as the pad
            has none.
        max_length: Further characters are dropped; None: those beyond `FIELD_HOLDS`.
        on_change: Called after every change.
        on_submit: The keyboard's return key; also ``"\\n"`` in typed text.
        returns: What the return key reads.
    """

    text: str = field(default="", repr=False)
    digits: bool = False
    max_length: int | None = None
    on_change: Action | None = None
    on_submit: Action | None = None
    returns: Literal["return", "search"] = "return"

    def type(self, text: str) -> None:
        """Append what a person types, as far as the field takes it; ``"\\b"`` takes one character away."""
        for character in text:
            if character == "\n":
                if self.on_submit is not None:
                    self.on_submit()
                continue
            if character in "\b\x7f":
                self.erase()
                continue
            if not character.isprintable():
                continue
            if self.digits and not (character.isascii() and character.isdigit()):
                continue
            if len(self.text) >= (FIELD_HOLDS if self.max_length is None else self.max_length):
                continue
            self.text += character
            if self.on_change is not None:
                self.on_change()

    def erase(self) -> None:
        """Take the last character away."""
        self.text = self.text[:-1]
        if self.on_change is not None:
            self.on_change()

    def clear(self) -> None:
        self.text = ""
        if self.on_change is not None:
            self.on_change()


@dataclass(slots=True, eq=False)
class Scroll:
    """How far a list is scrolled, in points; outlives the widget as ``Field`` does."""

    offset: float = 0.0
    room: float = 0.0  # how far it can go; written by the layout, which first lays out without a keyboard

    @property
    def seen(self) -> float:
        """How far it is scrolled as it is laid out."""
        return min(self.offset, self.room)

    def by(self, distance: float) -> bool:
        """Scroll by ``distance`` points (positive: towards the end). False when it is at that end already."""
        before = self.seen
        self.offset = min(max(0.0, before + distance), self.room)
        return self.offset != before


@dataclass(frozen=True, slots=True)
class Box:
    """How a widget is placed: its own size and how it lays out its children.

    ``padding`` is top, right, bottom, left. ``axis`` ``"overlay"`` puts each child over the whole content.
    ``grow`` shares out the room that is left along the parent's axis.
    """

    axis: Literal["column", "row", "overlay"] = "column"
    gap: float = 0.0
    padding: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    width: float | None = None
    height: float | None = None
    grow: float = 0.0
    align: Literal["stretch", "start", "center", "end"] = "stretch"
    justify: Literal["start", "center", "end", "between"] = "start"


@dataclass(slots=True, eq=False)
class Widget:
    """One thing on the screen. Made anew with every drawing; ``path`` tells whether two are the same thing.

    Attributes:
        text: What it shows (a button's caption, a label's text). A field's typed text is in ``entry``.
        ident: Stable id: Android resource id (``<package>:id/<ident>``; one with a ``/`` is complete already)
            and iOS accessibility identifier.
        description: What a screen reader says where that differs from ``text`` (Android content-desc).
        hint: Placeholder of a text field.
        value: State in words (iOS value of a cell or an indicator).
        checked: For a switch; None for everything else.
        entry: For text fields: what was typed.
        scroll: For lists that scroll.
        on_tap: What a tap does; None: the tap goes to the parent.
        style: Name of its look (``theme``); no meaning for faces.
        picture: Name of the vector drawing of an image or icon.
        pixels: A JPEG, drawn as large as it fits.
        key: Tells it from its siblings in ``path`` where ``ident`` cannot (one of several notifications).
        bounds, visible, path: Written by the layout. ``visible``: part of it is on the screen and inside the
            lists around it. ``path``: unique on the screen; the same as long as the same page shows it.
    """

    kind: Kind
    text: str = ""
    ident: str = ""
    description: str = ""
    hint: str = ""
    value: str = ""
    enabled: bool = True
    checked: bool | None = None
    selected: bool = False
    focused: bool = False
    entry: Field | None = None
    scroll: Scroll | None = None
    on_tap: Action | None = None
    children: list[Widget] = field(default_factory=list)
    style: str = ""
    picture: str = ""
    pixels: bytes | None = field(default=None, repr=False)
    box: Box = Box()
    bounds: Bounds = Bounds()
    visible: bool = False
    key: str = ""
    path: str = ""

    @property
    def secure(self) -> bool:
        return self.kind is Kind.SECURE_FIELD

    @property
    def atomic(self) -> bool:
        """Whether a screen reader stops at it as a whole; its children are only drawn."""
        return self.kind in (Kind.ICON, Kind.BUTTON, Kind.KEY, Kind.SWITCH)

    @property
    def scrollable(self) -> bool:
        return self.scroll is not None and self.scroll.room > 0

    @property
    def clickable(self) -> bool:
        return self.on_tap is not None or self.entry is not None

    @property
    def shown_text(self) -> str:
        """What is to be read: typed text of a field (bullets where it is secure), else ``text``."""
        if self.entry is None:
            return self.text
        return "•" * len(self.entry.text) if self.secure else self.entry.text

    @property
    def label(self) -> str:
        """What a screen reader says."""
        return self.description or self.text

    def walk(self) -> Iterator[Widget]:
        """This widget and all below it, parents first, in drawing order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One layer of the screen.

    Attributes:
        name: ``"app"``, ``"home"``, ``"lock"``, ``"notifications"``, ``"banner"``, ``"prompt"``, ``"alert"``,
            ``"keyboard"``, ``"status-bar"``.
        app_id: Whose it is: Android package or iOS bundle id.
        activity: Android activity (``".Name"``), for the app in front.
        page: Name of the page shown, for the journal and the live view (``"ibkr.approval"``).
        takes_focus: Whether automation and the back key speak to it when it is on top. Banner, keyboard and
            status bar do not.
    """

    name: str
    app_id: str
    root: Widget
    activity: str = ""
    page: str = ""
    takes_focus: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """Everything the glass shows at one moment, laid out; windows from bottom to top.

    ``number``: no other screen of the phone has it.
    """

    number: int
    surface: Surface
    metrics: Metrics
    windows: tuple[Window, ...]

    @property
    def active(self) -> Window:
        """The topmost window that takes the focus."""
        return next(window for window in reversed(self.windows) if window.takes_focus)

    def window(self, name: str) -> Window | None:
        """The topmost window of this name."""
        return next((window for window in reversed(self.windows) if window.name == name), None)

    def walk(self) -> Iterator[Widget]:
        """All widgets of all windows, bottom window first."""
        for window in self.windows:
            yield from window.root.walk()

    def find(self, path: str) -> Widget | None:
        """The widget that now stands at ``path``; None when it is gone."""
        return next((widget for widget in self.walk() if widget.path == path), None)

    def by_ident(self, ident: str) -> Widget | None:
        """The topmost visible widget with this id."""
        found = [widget for widget in self.walk() if widget.ident == ident and widget.visible]
        return found[-1] if found else None

    def at(self, x: float, y: float) -> list[Widget]:
        """The widgets under the point, outermost first: a path from a window's root to the deepest one."""
        for window in reversed(self.windows):
            if window.root.bounds.contains(x, y):
                return _under(window.root, x, y)
        return []


def _under(widget: Widget, x: float, y: float) -> list[Widget]:
    for child in reversed(widget.children):
        if child.visible and child.bounds.contains(x, y):
            return [widget, *_under(child, x, y)]
    return [widget]
