"""What of a program is on the screen, and where: toolkits tell it differently, and some do not tell.

GTK 4 calls only its main windows showing, and tells places as they are in the window. Swing believes a dialog
to be where no window manager has put it. The windows of the X display are where they are; what a program
tells is put right by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from drivers.desktop.accessibility import NULL_PATH, AccessibilityError, Bus, Call, Ref, get
from drivers.desktop.roles import States, role_name
from drivers.desktop.seat import Seat, TopWindow
from drivers.desktop.tree import Detail, Element, Rect

WIDEST_SHADOW = 64
"""Pixels, of both sides together, that a window of X may be larger than what the program draws in it."""

HIGHEST = 60
"""Levels that are looked for the window of an element; a program that nests deeper has a loop in its tree."""


class Shift(NamedTuple):
    """How far things are on the screen from where the program tells them to be, pixels.

    ``sure``: what it tells of its window is what the screen tells but for that, so it is for the rest too.
    """

    x: int
    y: int
    sure: bool


class Stage:
    """The windows of one program, as it tells them and as the screen has them. For one thread at a time."""

    def __init__(self, bus: Bus, seat: Seat, root: Ref, pids: Iterable[int]) -> None:
        self._bus, self._seat, self._root, self._pids = bus, seat, root, frozenset(pids)
        self.tells_visible_only = False
        """The program does not tell what is showing, only what is not hidden."""

    @property
    def needs(self) -> Detail:
        """What has to be known of elements to tell whether they are showing."""
        return Detail.EXTENTS if self.tells_visible_only else Detail.NOTHING

    def tops(self) -> list[TopWindow]:
        """Windows of the program on the screen, topmost first."""
        return [window for window in self._seat.windows() if window.pid in self._pids]

    def top_of(self, window: Element, tops: Sequence[TopWindow]) -> TopWindow | None:
        """The window of X that ``window`` is: one with its title or at its place, and of its size if told."""
        alike = [top for top in tops if _could_be(window, top)]
        titled = [top for top in alike if top.title == window.name and not top.floating]
        placed = [top for top in alike if top.rect == window.rect]
        sized = [top for top in alike if window.rect is not None and window.rect.is_real]
        lone = alike if len(tops) == 1 else []
        return next((found[0] for found in (titled, placed, sized, lone) if found), None)

    # --- what is showing

    def reveal(self, program: Element) -> bool:
        """Mark as showing what is, where the program does not tell.

        Args:
            program: Its windows, and what is in them as far as it was looked at.
        Returns: Whether it has to be looked at again: ``needs`` has changed.
        """
        needed = self.needs
        for window in program.children:
            if not window.showing and window.visible and self._is_shown(window):
                window.states.add("showing")
            below = window.children
            if window.showing and any(e.visible for e in below) and not any(e.showing for e in below):
                self.tells_visible_only = True
            if window.showing:
                self.reveal_below(window)
        return self.needs != needed

    def reveal_below(self, element: Element) -> None:
        """The same for what is below an element that is showing."""
        if self.tells_visible_only:
            _reveal(element.children)

    def is_on_screen(self, element: Element, lineage: Sequence[Element]) -> bool:
        """Whether one element is showing, by all that it is in."""
        if element.showing or not self.tells_visible_only:
            return element.showing
        *inside, window = [element, *lineage]
        return all(e.visible for e in inside) and self._is_shown(window) and _has_room(element)

    def _is_shown(self, window: Element) -> bool:
        """Whether a window is on the screen, or on its way there."""
        if window.showing or not window.visible:
            return window.showing
        return self.tells_visible_only or self.top_of(self._with_extents(window), self.tops()) is not None

    def _with_extents(self, window: Element) -> Element:
        if window.rect is None:
            (outcome,) = self._bus.call_many([Call(window.ref, "Component", "GetExtents", "u", (0,))])
            if not isinstance(outcome, AccessibilityError):
                window.rect = Rect(*outcome[0])
        return window

    # --- where it is

    def lineage(self, ref: Ref) -> list[Element]:
        """What an object is in, from its parent up to its window; empty for a window itself.

        With roles, states and places; the window with its name too.
        """
        refs = self.path_up(ref)
        if not refs:
            return []
        calls = [
            call
            for above in refs
            for call in (
                Call(above, "Accessible", "GetRole"),
                Call(above, "Accessible", "GetState"),
                Call(above, "Component", "GetExtents", "u", (0,)),
            )
        ]
        *outcomes, name = self._bus.call_many([*calls, get(refs[-1], "Accessible", "Name")])
        lineage = []
        for index, above in enumerate(refs):
            role, state, extents = outcomes[3 * index : 3 * index + 3]
            for outcome in (role, state):
                if isinstance(outcome, AccessibilityError):
                    raise outcome
            words = role_name(role[0], top_level=index == len(refs) - 1)
            element = Element(above, words, "", States(state[0]))
            if not isinstance(extents, AccessibilityError):
                element.rect = Rect(*extents[0])
            lineage.append(element)
        lineage[-1].name = "" if isinstance(name, AccessibilityError) else str(name[0][1])
        return lineage

    def path_up(self, ref: Ref) -> list[Ref]:
        """Parents of an object up to its window, without the program itself."""
        refs: list[Ref] = []
        while len(refs) < HIGHEST:
            parent = Ref(*self._bus.get(refs[-1] if refs else ref, "Accessible", "Parent"))
            if parent.path in (self._root.path, NULL_PATH):
                break
            refs.append(parent)
        return refs

    def shift(self, lineage: Sequence[Element]) -> Shift:
        """How far an element is from where it says to be.

        Args:
            lineage: The element, if its place is known, and what it is in, up to the window.
        """
        tops = self.tops()
        if self.tells_visible_only and (floating := _floating(lineage, tops)) is not None:
            return floating
        *inside, window = lineage
        top = self.top_of(window, tops)
        return Shift(0, 0, sure=False) if top is None else _shift_of(window, inside[::-1], top)

    def put_in_place(self, program: Element) -> None:
        """Move the windows of a tree, and what is in them, to where they are on the screen."""
        tops = None
        for window in program.children:
            if window.showing:
                tops = self.tops() if tops is None else tops
                top = self.top_of(window, tops)
                content = next((e for e in window.children if top and e.rect and _fits(e.rect, top)), None)
                if top is not None:
                    move(window, _shift_of(window, [content] if content else [], top))


def move(element: Element, shift: Shift) -> None:
    """Move an element and all below it."""
    if shift[:2] == (0, 0):
        return
    for each in element.walk():
        if each.rect is not None:
            each.rect = each.rect.moved(shift.x, shift.y)


def _reveal(elements: Iterable[Element]) -> None:
    for element in elements:
        if element.visible:
            if _has_room(element):
                element.states.add("showing")
            _reveal(element.children)


def _has_room(element: Element) -> bool:
    return element.rect is None or element.rect.is_real


def _could_be(window: Element, top: TopWindow) -> bool:
    return window.rect is None or not window.rect.is_real or _fits(window.rect, top)


def _fits(rect: Rect, top: TopWindow) -> bool:
    """A window of X holds what is drawn, and a shadow around it."""
    wider, higher = top.rect.width - rect.width, top.rect.height - rect.height
    return rect.is_real and 0 <= wider <= WIDEST_SHADOW and 0 <= higher <= WIDEST_SHADOW


def _shift_of(window: Element, inside: Sequence[Element], top: TopWindow) -> Shift:
    """Where a window is by what is told of it, and of what is in it, from the outermost inwards."""
    content = next((e.rect for e in inside if e.rect and _fits(e.rect, top)), None)
    frame = window.rect if window.rect is not None and _fits(window.rect, top) else None
    # A window that is elsewhere than what it is full of does not know where it is: Swing's dialogs.
    if frame is not None and (content is None or frame.holds((content.x, content.y))):
        return _between(frame, top, sure=True)
    return Shift(0, 0, sure=False) if content is None else _between(content, top, sure=False)


def _between(rect: Rect, top: TopWindow, *, sure: bool) -> Shift:
    x = top.rect.x + (top.rect.width - rect.width) // 2 - rect.x
    y = top.rect.y + (top.rect.height - rect.height) // 2 - rect.y
    return Shift(x, y, sure)


def _floating(lineage: Sequence[Element], tops: Sequence[TopWindow]) -> Shift | None:
    """The shift of what is in a menu or list that has a window of X to itself."""
    floating = [top for top in tops if top.floating]
    for element in lineage[:-1]:
        for top in floating:
            if element.rect is not None and _fits(element.rect, top):
                return _between(element.rect, top, sure=False)
    return None
