"""A session: one program under test, the elements handed out, and the waits of its commands."""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from drivers.desktop.accessibility import (
    AccessibilityError,
    Bus,
    Ears,
    NotAnswering,
    ObjectGone,
    ProgramGone,
    Ref,
)
from drivers.desktop.desk import Program
from drivers.desktop.errors import (
    InvalidSessionId,
    NoSuchElement,
    NoSuchWindow,
    StaleElementReference,
    UnknownError,
)
from drivers.desktop.locating import Locator
from drivers.desktop.seat import Seat
from drivers.desktop.stage import Stage, move
from drivers.desktop.standard import Timeouts
from drivers.desktop.tree import Detail, Element, look
from drivers.desktop.xpath import Evaluator

T = TypeVar("T")

ELEMENT_KEY = "element-6066-11e4-a52e-4f735466cecf"
"""The standard's key of an element reference."""

NAMED_IN_ERRORS = 20
"""Elements on screen that the message of a failed search lists."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The program under test as a session needs it.

    ``pids``: process ids its windows may belong to. ``program``: set when the driver started it.
    """

    root: Ref
    pids: frozenset[int]
    toolkit: str
    program: Program | None


class Session:
    """Commands of one client on one program. For one thread at a time."""

    def __init__(
        self, bus: Bus, ears: Ears, seat: Seat, subject: Subject, timeouts: Timeouts, evaluator: Evaluator
    ) -> None:
        self.bus, self.ears, self.seat, self.subject = bus, ears, seat, subject
        self.timeouts, self._evaluator = timeouts, evaluator
        self.stage = Stage(bus, seat, subject.root, subject.pids)
        self._interrupted = os.eventfd(0)
        self._handles: dict[Ref, str] = {}
        self._chosen: Ref | None = None
        self.sources: dict[str, str] = {}
        """Input sources that actions named, by their ids: what each is."""
        self._element_ids: dict[Ref, str] = {}
        self._elements: dict[str, Element] = {}

    def close(self) -> None:
        """Leave the bus; the program is the opener's to end."""
        self.bus.close()
        self.ears.close()
        os.close(self._interrupted)

    def interrupt(self) -> None:
        """Have whatever waits in this session give up; from any thread."""
        os.eventfd_write(self._interrupted, 1)

    # --- elements

    def reference(self, element: Element) -> dict[str, str]:
        """The element as the client sees it; the same element always gets the same reference."""
        ref = element.ref
        if ref not in self._element_ids:
            element_id = f"{len(self._element_ids) + 1}-{ref.path.rsplit('/', 1)[-1]}"
            self._element_ids[ref] = element_id
        self._elements[self._element_ids[ref]] = element
        return {ELEMENT_KEY: self._element_ids[ref]}

    def element(self, element_id: str, wanted: Detail = Detail.NOTHING) -> Element:
        """The element of a reference as it is now, without what is below it.

        Raises: NoSuchElement, when it was never handed out; StaleElementReference.
        """
        known = self._elements.get(element_id)
        if known is None:
            raise NoSuchElement(f"element {element_id!r} is not of this session")
        element = self.now(known.ref, wanted | self.stage.needs)
        element.role = known.role  # as seen in its place in the tree, see ``roles.role_name``
        if "defunct" in element.states:
            raise StaleElementReference(f"element {element_id!r} was destroyed by its program")
        hidden = self.stage.tells_visible_only and element.visible and not element.showing
        if hidden or Detail.EXTENTS in wanted:
            lineage = self.stage.lineage(element.ref)
            if hidden and self.stage.is_on_screen(element, lineage):
                element.states.add("showing")
            move(element, self.stage.shift([element, *lineage]))
        return element

    def now(self, ref: Ref, wanted: Detail = Detail.NOTHING) -> Element:
        """One object as its program tells it now, without what is below it."""
        return look(self.bus, ref, wanted=wanted, levels=1)

    def interfaces(self, ref: Ref) -> set[str]:
        """Names of what an object can do: ``Action``, ``Value``, ``EditableText`` and others."""
        names = self.bus.call(ref, "Accessible", "GetInterfaces")
        return {name.rsplit(".", 1)[-1] for name in names}

    def tree(self, wanted: Detail = Detail.NOTHING) -> Element:
        """The whole program."""
        wanted |= self.stage.needs
        program = look(self.bus, self.subject.root, top=True, wanted=wanted)
        if self.stage.reveal(program):
            return self.tree(wanted)
        if Detail.EXTENTS in wanted:
            self.stage.put_in_place(program)
        return program

    def _below(self, element: Element, wanted: Detail) -> Element:
        """An element of this session and what is below it."""
        wanted |= self.stage.needs
        root = look(self.bus, element.ref, wanted=wanted)
        if element.showing:
            self.stage.reveal_below(root)
        if Detail.EXTENTS in wanted:
            move(root, self.stage.shift([root, *self.stage.lineage(root.ref)]))
        return root

    # --- windows

    def windows(self, wanted: Detail = Detail.NOTHING) -> list[Element]:
        """Windows of the program that are showing, oldest first, without what is in them.

        Raises: NoSuchWindow, when there is none.
        """
        program = look(self.bus, self.subject.root, top=True, wanted=wanted, levels=2)
        self.stage.reveal(program)
        showing = [window for window in program.children if window.showing]
        if not showing:
            raise NoSuchWindow("the program shows no window")
        return showing

    def current_window(self, wanted: Detail = Detail.NOTHING) -> Element:
        """The window that the client has chosen; until then a dialog that waits, the active, the youngest.

        Raises: NoSuchWindow, also when the chosen one is not open any more.
        """
        windows = self.windows(wanted)
        if self._chosen is not None:
            found = next((window for window in windows if window.ref == self._chosen), None)
            if found is None:
                raise NoSuchWindow(f"window {self.handle(self._chosen)!r} is not open any more")
            return found
        youngest_first = windows[::-1]
        return next(
            (w for state in ("modal", "active") for w in youngest_first if state in w.states), windows[-1]
        )

    def handle(self, window: Ref) -> str:
        """The window as the client sees it; the same window always gets the same handle."""
        return self._handles.setdefault(window, f"window-{len(self._handles) + 1}")

    def choose(self, handle: str) -> None:
        """Make a window the current one. Raises: NoSuchWindow, when it is not open."""
        for window in self.windows():
            if self.handle(window.ref) == handle:
                self._chosen = window.ref
                return
        raise NoSuchWindow(f"there is no window {handle!r}")

    # --- finding

    def find(self, locator: Locator, below: Element | None) -> list[Element]:
        """Elements that meet the locator, as soon as there is one or when the implicit wait is over.

        Raises: NoSuchWindow, when the window that the client has chosen is not open any more.
        """
        if self._chosen is not None:
            self.current_window()
        for _ in self._looks(within_s=self.timeouts.implicit_s):
            root = self._below(below, locator.wanted) if below else self.tree(locator.wanted)
            if hits := locator.find(root, self._evaluator):
                return hits
        return []

    def find_one(self, locator: Locator, below: Element | None) -> Element:
        """The first element that meets the locator. Raises: NoSuchElement, telling what is on screen."""
        if hits := self.find(locator, below):
            return hits[0]
        shown = [f"{e.role} {e.name!r}" for e in self.tree().walk() if e.showing and e.name]
        more = ["..."] if len(shown) > NAMED_IN_ERRORS else []
        raise NoSuchElement(
            f"no element for {locator} within {self.timeouts.implicit_s:g} s"
            f" (on screen: {', '.join(shown[:NAMED_IN_ERRORS] + more) or 'nothing'})"
        )

    # --- waiting

    @property
    def _wakers(self) -> list[int]:
        """What ends a wait early: the end of the program, the end of the session."""
        program = self.subject.program
        return [self._interrupted, *([program.pidfd] if program else [])]

    def _looks(
        self, *, within_s: float, at_least_every_s: float = Ears.LOOK_ANYWAY_EVERY_S
    ) -> Iterator[None]:
        """See ``Ears.looks``. Raises: InvalidSessionId, when the session is interrupted."""
        looks = self.ears.looks(within_s=within_s, also=self._wakers, at_least_every_s=at_least_every_s)
        for look_now in looks:
            self._require_not_interrupted()
            yield look_now

    def _require_not_interrupted(self) -> None:
        if select.select([self._interrupted], [], [], 0)[0]:
            raise InvalidSessionId("the session was ended meanwhile")

    def sleep(self, duration_s: float) -> None:
        """Let time pass.

        Raises: NoSuchWindow, when the program ends meanwhile; InvalidSessionId, when the session does.
        """
        program = self.subject.program
        if not duration_s or not select.select(self._wakers, [], [], duration_s)[0]:
            return
        self._require_not_interrupted()
        if program is not None:
            raise NoSuchWindow(program.obituary())

    def wait_for(self, probe: Callable[[], T | None], *, within_s: float) -> T | None:
        """The first result of ``probe`` that is true, asked again whenever something changed.

        ``None`` when ``within_s`` is over without one.
        """
        for _ in self._looks(within_s=within_s):
            if result := probe():
                return result
        return None

    def settled(
        self, read: Callable[[], T], before: T, expected: T | None, *, within_s: float, quiet_s: float
    ) -> T:
        """What ``read`` gives once it is ``expected``, or has kept still for ``quiet_s``.

        What still is ``before`` gets twice that time. When ``within_s`` is over, what it gives then.
        """
        last, since = before, time.monotonic()
        for _ in self._looks(within_s=within_s, at_least_every_s=quiet_s / 4):
            now = read()
            if now == expected:
                break
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since >= (quiet_s if now != before else 2 * quiet_s):
                break
        return read()

    # --- what failures of the bus mean to a client

    @contextlib.contextmanager
    def in_webdriver_words(self) -> Iterator[None]:
        """Turn failures of the accessibility bus into the standard's errors."""
        try:
            yield
        except AccessibilityError as error:
            program = self.subject.program
            # The bus may tell before the process has fully ended: give it a moment.
            if isinstance(error, ProgramGone) and program is not None:
                program.wait_ended(within_s=1.0)
            if program is not None and (obituary := program.obituary()):
                raise NoSuchWindow(obituary) from error
            if isinstance(error, ProgramGone):
                raise NoSuchWindow(f"the program has left the accessibility bus: {error}") from error
            if isinstance(error, ObjectGone):
                raise StaleElementReference(f"the element was destroyed by its program: {error}") from error
            if isinstance(error, NotAnswering):
                raise UnknownError(f"the program does not answer: {error}") from error
            raise UnknownError(str(error)) from error
