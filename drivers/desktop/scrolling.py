"""Scrolling elements into view: by themselves, by the focus, by the scroll bars beside them, by the wheel.

Toolkits differ in which of these they know. Qt calls an element showing that is scrolled out of sight; GTK 3
does not, nor does it tell where the element is then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from drivers.desktop.accessibility import PREFIX, PROPERTIES, AccessibilityError, ObjectGone, ProgramGone
from drivers.desktop.session import Session
from drivers.desktop.tree import Detail, Element, Rect, look

SEEN_WITHIN_S = 0.3
"""An element that has not come into view by then was not scrolled."""

ANYWHERE = 6
"""AtspiScrollType: wherever, so long as it is seen."""

STEPS = 24
"""Places of a scroll bar that are tried: halving, or one after the other where nothing tells the way."""

TURNS = 200
"""Notches of the wheel, at most."""

_VIEWS = {"list", "list box", "table", "tree", "tree table"}
_MOST_BESIDE = 6
"""Children that something which scrolls has at most: what is scrolled, two bars, a corner."""


class _Frame(NamedTuple):
    """What an element is seen through, and the bars that move it; a list or table may tell of no bars."""

    area: Element
    bars: Sequence[Element]


def bring_into_view(session: Session, element: Element, lineage: Sequence[Element]) -> None:
    """Scroll until the middle of an element is seen; brings its states and place up to date.

    Does nothing where the element is in view, or where nothing scrolls.

    Args:
        lineage: What it is in, from its parent up to its window, with places.
    """
    view = _View(session, element, lineage)
    ways: Sequence[Callable[[], None]] = (view.ask, view.focus, view.move_bars, view.turn_wheel)
    for way in ways:
        if view.is_seen():
            return
        way()


class _View:
    def __init__(self, session: Session, element: Element, lineage: Sequence[Element]) -> None:
        self._session, self._element, self._lineage = session, element, lineage
        self._found: list[_Frame] | None = None

    def is_seen(self) -> bool:
        """Whether the element is showing, with its middle in all that it is seen through."""
        rect = self._look()
        if not self._element.showing or rect is None or not rect.is_real:
            return False
        outside = [a for a in self._lineage if a.rect and a.rect.is_real and not a.rect.holds(rect.middle)]
        return not outside or all(_holds(frame, rect) for frame in self._frames())

    def ask(self) -> None:
        """Have the element scroll itself into view."""
        if self._call("ScrollTo", "u", ANYWHERE):
            self._await_seen()

    def focus(self) -> None:
        """Give it the focus: what a person moves to by Tab comes into view."""
        if "focusable" in self._element.states and self._call("GrabFocus"):
            self._await_seen()

    def move_bars(self) -> None:
        """Move the scroll bars, the innermost first."""
        for frame in self._frames():
            for bar in frame.bars:
                self._move_bar(frame, bar)

    def turn_wheel(self) -> None:
        """Turn the wheel over a scroll bar, or over a list that has none: nothing else takes it there."""
        for frame in self._frames():
            for over in frame.bars or [frame.area]:
                self._turn_wheel(frame, over, across=bool(frame.bars) and "horizontal" in over.states)

    def _look(self) -> Rect | None:
        now = self._session.now(self._element.ref, Detail.EXTENTS)
        self._element.states, self._element.rect = now.states, now.rect
        if self._session.stage.is_on_screen(now, self._lineage):
            now.states.add("showing")
        return now.rect

    def _await_seen(self) -> None:
        self._session.wait_for(self.is_seen, within_s=SEEN_WITHIN_S)

    def _call(self, member: str, signature: str | None = None, *body: int) -> bool:
        try:
            return bool(self._session.bus.call(self._element.ref, "Component", member, signature, *body))
        except ProgramGone:
            raise
        except AccessibilityError:  # Qt answers to a method it lacks as if the object were not there
            return False

    def _frames(self) -> list[_Frame]:
        if self._found is None:
            self._found = []
            for index, above in enumerate(self._lineage):
                if bars := self._bars_in(above):
                    self._found.append(_Frame(self._lineage[index - 1] if index else above, bars))
                elif above.role in _VIEWS:
                    self._found.append(_Frame(above, []))
        return self._found

    def _bars_in(self, above: Element) -> list[Element]:
        bus = self._session.bus
        if bus.get(above.ref, "Accessible", "ChildCount") > _MOST_BESIDE:
            return []
        beside = look(bus, above.ref, wanted=Detail.EXTENTS, levels=3)
        return [e for e in beside.walk() if e.role == "scroll bar" and e is not beside and e.visible]

    def _move_bar(self, frame: _Frame, bar: Element) -> None:
        axis = 0 if "horizontal" in bar.states else 1
        value = _Value(self._session, bar)
        first, last = low, high = value.ends
        for step in range(STEPS + 1):
            side = self._side(frame, axis)
            if side == 0 or low >= high:
                return
            # Where nobody knows the side, it is looked for from one end to the other.
            place = first + (last - first) * step / STEPS if side is None else (low + high) / 2
            if not value.set(place):
                return
            side = self._side(frame, axis)
            if side is not None:
                low, high = (place, high) if side > 0 else (low, place)

    def _turn_wheel(self, frame: _Frame, over: Element, *, across: bool) -> None:
        shift = self._session.stage.shift([over, *self._lineage])
        if over.rect is None or not over.rect.is_real:
            return
        self._session.seat.move(*over.rect.moved(shift.x, shift.y).middle)
        axis = 0 if across else 1
        for _ in range(TURNS):
            side, before = self._side(frame, axis), self._element.rect
            if not side:
                return
            self._session.seat.turn_wheel(right=side if across else 0, down=0 if across else side)
            if not self._session.wait_for(self._has_left(before), within_s=SEEN_WITHIN_S):
                return

    def _has_left(self, place: Rect | None) -> Callable[[], bool]:
        return lambda: self._look() != place

    def _side(self, frame: _Frame, axis: int) -> int | None:
        """On which side of the frame the middle is: -1 before it, 0 within, 1 after; ``None``: unknown."""
        rect, area = self._look(), frame.area.rect
        if rect is None or not rect.is_real or area is None:
            return None
        at, start, length = rect.middle[axis], area[axis], area[axis + 2]
        return -1 if at < start else int(at >= start + length)


class _Value:
    """The value of a scroll bar; GTK 4 has it in the part of the bar that moves."""

    def __init__(self, session: Session, bar: Element) -> None:
        self._session = session
        parts = look(session.bus, bar.ref, levels=2).walk()
        self._ref = next((part.ref for part in parts if "Value" in session.interfaces(part.ref)), bar.ref)
        names = session.interfaces(self._ref)
        self.ends = (self._get("MinimumValue"), self._get("MaximumValue")) if "Value" in names else (0.0, 0.0)

    def set(self, place: float) -> bool:
        """Whether the bar has moved, or was there."""
        value = (PREFIX + "Value", "CurrentValue", ("d", place))
        try:
            self._session.bus.call(self._ref, PROPERTIES, "Set", "ssv", *value)
        except (ObjectGone, ProgramGone):
            raise
        except AccessibilityError:
            return False
        moved = self._session.wait_for(
            lambda: abs(self._get("CurrentValue") - place) <= 1, within_s=SEEN_WITHIN_S
        )
        return bool(moved)

    def _get(self, name: str) -> float:
        return float(self._session.bus.get(self._ref, "Value", name))


def _holds(frame: _Frame, rect: Rect) -> bool:
    area = frame.area.rect
    return area is None or not area.is_real or area.holds(rect.middle)
