"""A picture of what a program shows, taken level by level with pipelined calls."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from drivers.desktop.accessibility import NULL_PATH, AccessibilityError, Bus, Call, ProgramGone, Ref, get
from drivers.desktop.roles import States, role_name

MASK = "•"
"""Stands for each character of a password: its text never leaves the program."""

WHOLE_TEXT = (0, 2**31 - 1)
"""From the first character to the last: GTK 4 does not know -1 for the last."""

NOWHERE = -(2**30)

DEEPEST = 80
"""Levels of the tree that are looked at; a program that nests deeper has a loop in its tree."""


class Rect(NamedTuple):
    """A rectangle on the desk's screen, in pixels; the origin is the screen's upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def is_real(self) -> bool:
        """There is something in it. Toolkits tell so, or by a place far away, what they do not show."""
        return self.width > 0 and self.height > 0 and self.x > NOWHERE and self.y > NOWHERE

    def holds(self, point: tuple[int, int]) -> bool:
        return 0 <= point[0] - self.x < self.width and 0 <= point[1] - self.y < self.height

    def moved(self, x: int, y: int) -> Rect:
        return Rect(self.x + x, self.y + y, self.width, self.height) if self.is_real else self


class Detail(enum.Flag):
    """What to ask of each object besides role, name and states; each costs a call per object."""

    NOTHING = 0
    IDS = enum.auto()
    TEXTS = enum.auto()
    EXTENTS = enum.auto()
    ALL = IDS | TEXTS | EXTENTS


@dataclass(slots=True)
class Element:
    """An accessible object at one moment. ``text`` of a password field is masked."""

    ref: Ref
    role: str
    name: str
    states: States
    children: list[Element] = field(default_factory=list)
    ident: str = ""
    text: str = ""
    rect: Rect | None = None

    @property
    def showing(self) -> bool:
        return "showing" in self.states

    @property
    def visible(self) -> bool:
        """Not hidden; whether that shows depends on what it is in."""
        return "visible" in self.states

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def _value(outcome: Any) -> str:
    """A string property, empty when the toolkit has none."""
    return "" if isinstance(outcome, AccessibilityError) else str(outcome[0][1])


def look(
    bus: Bus, root: Ref, *, top: bool = False, wanted: Detail = Detail.NOTHING, levels: int = DEEPEST
) -> Element:
    """The element ``root`` and everything below it, hidden parts included.

    Objects that go away while one looks are left out.

    Args:
        top: ``root`` is the program itself, so its children are its windows.
        levels: How far down one looks; 1 is ``root`` alone.
    Raises: AccessibilityError, when ``root`` itself is gone or its program does not answer.
    """
    found: Element | None = None
    # Swing shows an open list both in its combo box and in the window, so an object may be met twice;
    # what is above it keeps it from being met again below itself.
    level: list[tuple[Element | None, frozenset[Ref], Ref]] = [(None, frozenset(), root)]
    for depth in range(levels):
        next_level: list[tuple[Element | None, frozenset[Ref], Ref]] = []
        outcomes = _look_at(bus, [ref for _, _, ref in level], wanted)
        for (parent, above, ref), outcome in zip(level, outcomes, strict=True):
            if isinstance(outcome, AccessibilityError):
                if parent is None or isinstance(outcome, ProgramGone):
                    raise outcome
                continue
            element, children, role_number = outcome
            element.role = role_name(role_number, top_level=top and depth == 1)
            if parent is None:
                found = element
            else:
                parent.children.append(element)
            above = above | {ref}
            next_level += (
                (element, above, child)
                for child in children
                if child.path != NULL_PATH and child not in above
            )
        level = next_level
        if not level:
            break
    assert found is not None
    if Detail.TEXTS in wanted:
        _read_texts(bus, list(found.walk()))
    return found


def _look_at(
    bus: Bus, refs: list[Ref], wanted: Detail
) -> Iterator[tuple[Element, list[Ref], int] | AccessibilityError]:
    """Per object: the element, its children, its role's number; or why it could not be seen."""
    per_object = 4 + (Detail.IDS in wanted) + (Detail.EXTENTS in wanted)
    calls: list[Call] = []
    for ref in refs:
        calls += (
            Call(ref, "Accessible", "GetRole"),
            Call(ref, "Accessible", "GetState"),
            Call(ref, "Accessible", "GetChildren"),
            get(ref, "Accessible", "Name"),
        )
        if Detail.IDS in wanted:
            calls.append(get(ref, "Accessible", "AccessibleId"))
        if Detail.EXTENTS in wanted:
            calls.append(Call(ref, "Component", "GetExtents", "u", (0,)))
    outcomes = bus.call_many(calls)
    for index, ref in enumerate(refs):
        role, state, children, name, *more = outcomes[index * per_object : (index + 1) * per_object]
        failed = next((o for o in (role, state, children) if isinstance(o, AccessibilityError)), None)
        if failed is not None:
            yield failed
            continue
        element = Element(ref, "", _value(name), States(state[0]))
        if Detail.IDS in wanted:
            element.ident = _value(more.pop(0))
        if Detail.EXTENTS in wanted and not isinstance(more[0], AccessibilityError):
            element.rect = Rect(*more[0][0])
        yield element, [Ref(*pair) for pair in children[0]], role[0]


def _read_texts(bus: Bus, elements: list[Element]) -> None:
    """Fill ``text``: the text inside an element, or its name where it has none."""
    calls = [
        get(e.ref, "Text", "CharacterCount")
        if e.role == "password text"
        else Call(e.ref, "Text", "GetText", "ii", WHOLE_TEXT)
        for e in elements
    ]
    for element, outcome in zip(elements, bus.call_many(calls), strict=True):
        if element.role == "password text":
            count = 0 if isinstance(outcome, AccessibilityError) else outcome[0][1]
            element.text = MASK * count
        elif isinstance(outcome, AccessibilityError):
            element.text = element.name
        else:
            element.text = outcome[0]
