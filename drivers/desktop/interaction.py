"""Clicking, typing and clearing, each read back: a toolkit's "done" is no proof.

The pointer is used where the program is sure to tell truly where an element is; elsewhere an action of the
element is called if it has one, and the pointer goes where the element must be if it has none.

The driver also does what a window manager would, since a desk has none: the window one acts on is raised
and gets the keyboard.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from drivers.desktop.accessibility import (
    AccessibilityError,
    Call,
    ObjectGone,
    ProgramGone,
    Ref,
)
from drivers.desktop.errors import (
    ElementClickIntercepted,
    ElementNotInteractable,
    InvalidElementState,
    UnknownError,
)
from drivers.desktop.keys import KEYSYM_NAMES, is_printable
from drivers.desktop.scrolling import bring_into_view
from drivers.desktop.seat import TopWindow
from drivers.desktop.session import Session
from drivers.desktop.stage import Shift
from drivers.desktop.tree import MASK, Detail, Element, Rect, look

log = logging.getLogger(__name__)

EFFECT_WITHIN_S = 2.0
"""A program that has not shown the effect of an input by then never will."""
TOGGLED_WITHIN_S = 0.4
"""A switch may slide before it has changed; one that was clicked and has not changed by then stays."""
FOCUS_WITHIN_S = 1.0
HOVER_WITHIN_S = 0.5
QUIET_S = 0.15
"""A field that kept still for so long, while its program answered, has taken the keys as it wants them."""

COMBO_BOX_ABOVE = 6
"""Levels between an item and its combo box, at most: list, viewport, scroll pane, popup in Swing."""

_ACTIONS = ("click", "press", "activate", "toggle", "open", "toggleexpand", "showmenu", "togglepopup")
_CHECKABLE = {"check box", "radio button", "toggle button", "check menu item", "radio menu item", "switch"}
_ITEMS = {"list item", "menu item", "label", "table cell", "tree item"}


class _Place(NamedTuple):
    """Where an element is: what it is in, the window of X, and how far off it tells to be."""

    lineage: Sequence[Element]
    top: TopWindow | None
    shift: Shift


def click(session: Session, element: Element) -> None:
    """Click an element as a person would, scrolled into view if need be, and give it time to show its effect.

    Raises: ElementNotInteractable, ElementClickIntercepted; UnknownError, when a combo box does not take the
        item.
    """
    lineage = session.stage.lineage(element.ref)
    top = _require_not_blocked(session, element, lineage[-1] if lineage else element)
    _require(element, "enabled")
    bring_into_view(session, element, lineage)
    _require(element, "showing")
    place = _Place(lineage, top, session.stage.shift([element, *lineage]))
    combo = _combo_box_in(lineage) if element.role in _ITEMS else None
    if combo is not None:
        _pick(session, combo, element, place)
        return
    certain = _press(session, element, place)
    if element.role in _CHECKABLE:
        _await_toggled(session, element, within_s=TOGGLED_WITHIN_S if certain else EFFECT_WITHIN_S)


def _press(session: Session, element: Element, place: _Place) -> bool:
    """Press an element by pointer or action; whether it is certain that the program has taken that."""
    if not place.shift.sure:
        known = session.interfaces(element.ref)
        if "EditableText" in known:
            if _grab_focus(session, element):
                return False
        elif "Action" in known and _do_action(session, element):
            return False
    _bring_forward(session, place.top)
    _click_in_the_middle(session, element, place)
    return _await_processed(session, place.top)


def clear(session: Session, element: Element) -> None:
    """Empty a text field.

    Raises: InvalidElementState, when it cannot be edited or does not become empty; ElementClickIntercepted.
    """
    if "editable" not in element.states or "enabled" not in element.states or not element.showing:
        raise InvalidElementState(f"{element.role} {element.name!r} cannot be edited now")
    _require_not_blocked(session, element, _window_of(session, element))
    session.bus.call(element.ref, "EditableText", "SetTextContents", "s", "")
    emptied = session.wait_for(
        lambda: session.bus.get(element.ref, "Text", "CharacterCount") == 0, within_s=EFFECT_WITHIN_S
    )
    if not emptied:
        raise InvalidElementState(f"{element.role} {element.name!r} does not become empty")


def send_keys(session: Session, element: Element, text: str) -> None:
    """Type at the end of what an element holds; special keys are those of ``keys``.

    The keyboard is used where the element can have the keyboard; characters without a key on it, and
    fields that never get the keyboard (Swing without a window manager), are filled through their text
    interface. Returns once the field has taken the text as it wants to take it.

    Raises: ElementNotInteractable.
    """
    _require(element, "showing")
    _require(element, "enabled")
    has_text = "editable" in element.states
    if not has_text and "focusable" not in element.states:
        raise ElementNotInteractable(f"{element.role} {element.name!r} takes no keys")
    if not text:
        return
    window = _window_of(session, element)
    top = _require_not_blocked(session, element, window)
    _bring_forward(session, top)
    focused = _focus(session, element, window, top)
    if not focused and not (has_text and all(map(is_printable, text))):
        raise ElementNotInteractable(
            f"{element.role} {element.name!r} did not get the keyboard within {FOCUS_WITHIN_S:g} s"
        )
    if not has_text:
        session.seat.keyboard.type(text)
        _await_processed(session, top)
        return
    end = session.bus.get(element.ref, "Text", "CharacterCount")
    session.bus.call(element.ref, "Text", "SetCaretOffset", "i", end)
    for by_keyboard, run in itertools.groupby(text, lambda c: focused and session.seat.keyboard.has(c)):
        part = "".join(run)
        if by_keyboard:
            before = _content(session, element)
            session.seat.keyboard.type(part)
            _await_processed(session, top)
            _await_typed(session, element, before, after_keys(before, part))
        else:
            _insert(session, element, part)


def after_keys(before: str, keys: str) -> str | None:
    """The text of a field after keys at its end, if it takes them all; ``None`` when that is hard to say."""
    text = before
    for key in keys:
        if is_printable(key):
            text += key
        elif KEYSYM_NAMES.get(key) == "BackSpace":
            text = text[:-1]
        elif KEYSYM_NAMES.get(key) not in ("Return", "Tab"):
            return None
    return text


def await_taken(session: Session) -> None:
    """Wait until the window that is in front has taken all keys and clicks so far, if it can tell."""
    ours = [window for window in session.seat.windows() if window.pid in session.subject.pids]
    _await_processed(session, ours[0] if ours else None)


# --- who may be touched


def _require(element: Element, state: str) -> None:
    if state not in element.states:
        raise ElementNotInteractable(f"{element.role} {element.name!r} is not {state}")


def _require_not_blocked(session: Session, element: Element, window: Element) -> TopWindow | None:
    """The X window that an element is in, if it can be told, and if no modal window stands before it."""
    tops = session.stage.tops()
    top = session.stage.top_of(window, tops)
    if top is not None and (top.floating or top.modal):
        return top
    # Qt tells modality to the window manager only, Swing to the accessibility bus only.
    modal = [(w.ref, w.name) for w in session.windows() if "modal" in w.states]
    if window.ref not in [ref for ref, _ in modal]:
        names = dict.fromkeys([*(name for _, name in modal), *(w.title for w in tops if w.modal)])
        if names:
            raise ElementClickIntercepted(
                f"{element.role} {element.name!r} is behind the modal window {', '.join(map(repr, names))}"
            )
    return top


def _window_of(session: Session, element: Element) -> Element:
    """The window of the program that an element is in."""
    path_up = session.stage.path_up(element.ref)
    return session.now(path_up[-1] if path_up else element.ref, Detail.EXTENTS)


def _combo_box_in(lineage: Sequence[Element]) -> Element | None:
    """The combo box whose list an element is an item of.

    Looked for upwards, since Swing makes the items anew each time one looks down.
    """
    return next((above for above in lineage[:COMBO_BOX_ABOVE] if above.role == "combo box"), None)


# --- pointer and actions


def _bring_forward(session: Session, top: TopWindow | None) -> None:
    # A floating window (menu, list) has the keyboard while it is open and must not be disturbed.
    if top is not None and not top.floating:
        session.seat.bring_forward(top)


def _click_in_the_middle(session: Session, element: Element, place: _Place) -> None:
    session.seat.click(*_resting_place(session, element, place).middle)


def _hover(session: Session, item: Element, place: _Place) -> None:
    """Move onto an item of a list and wait until the list marks it.

    Qt takes a click on a list that has just been opened for the end of the click that opened it, until
    it has seen the pointer travel.
    """
    x, y = _resting_place(session, item, place).middle
    session.seat.move(x - 1, y)
    session.wait_for(lambda: _is_marked(session.now(item.ref)), within_s=HOVER_WITHIN_S)


def _is_marked(item: Element) -> bool:
    return "selected" in item.states or "focused" in item.states


def _await_processed(session: Session, top: TopWindow | None) -> bool:
    """Whether it is certain that the program has taken all input so far."""
    if top is None or not session.seat.await_processed(top, within_s=EFFECT_WITHIN_S):
        return False
    # The toolkit has the input in its own queue now; what is asked of it next is answered after that.
    with contextlib.suppress(ProgramGone):  # ended by the input
        session.now(session.subject.root)
    return True


def _resting_place(session: Session, element: Element, place: _Place) -> Rect:
    """Where an element is once it has stopped moving (lists and menus slide into place)."""
    width, height = session.seat.size
    places: list[Rect | None] = [None]

    def same_twice() -> bool:
        now = session.now(element.ref, Detail.EXTENTS)
        if not session.stage.is_on_screen(now, place.lineage):
            _require(now, "showing")
        places.append(now.rect)
        return places[-1] == places[-2]

    # Twice at once is enough to see that nothing moves; the wait is for what does.
    if not (same_twice() or same_twice()):
        session.wait_for(same_twice, within_s=EFFECT_WITHIN_S)
    told = places[-1]
    if told is None or not told.is_real:
        raise ElementNotInteractable(f"{element.role} {element.name!r} has no place on the screen")
    area = told.moved(place.shift.x, place.shift.y)
    if not Rect(0, 0, width, height).holds(area.middle):
        raise ElementNotInteractable(f"{element.role} {element.name!r} is outside the screen, at {area}")
    return area


def _do_action(session: Session, element: Element) -> bool:
    """Call the action that stands for a click; whether the element has one.

    Raises: ElementNotInteractable, when it refuses.
    """
    count = session.bus.get(element.ref, "Action", "NActions")
    calls = [Call(element.ref, "Action", "GetName", "i", (index,)) for index in range(count)]
    names = [_name_of_action(outcome) for outcome in session.bus.call_many(calls)]
    index = next((names.index(action) for action in _ACTIONS if action in names), None)
    if index is None:
        return False
    if not session.bus.call(element.ref, "Action", "DoAction", "i", index):
        raise ElementNotInteractable(f"{element.role} {element.name!r} refuses to be clicked")
    return True


def _name_of_action(outcome: Any) -> str:
    return "" if isinstance(outcome, AccessibilityError) else str(outcome[0]).lower().replace(" ", "")


def _await_toggled(session: Session, element: Element, *, within_s: float) -> None:
    """Give a check box time to change. Some stay as they are: a radio button, a toggle in a group."""
    before = _is_on(element)

    def toggled() -> bool:
        return _is_on(session.now(element.ref)) != before

    with contextlib.suppress(ObjectGone):  # the click closed its window
        session.wait_for(toggled, within_s=within_s)


def _is_on(element: Element) -> bool:
    return "checked" in element.states or "pressed" in element.states


def _pick(session: Session, combo: Element, item: Element, place: _Place) -> None:
    """Choose an item of a combo box and see that the box shows it, if it is one that shows its item."""
    wanted, shown_before = item.name, _shown_by(session, combo.ref)
    selected = not place.shift.sure and _select(session, combo, item)
    if not selected:
        _hover(session, item, place)
        _click_in_the_middle(session, item, place)
    names = {sibling.name for sibling in look(session.bus, place.lineage[0].ref, levels=2).children}
    shows_items = shown_before in names or selected

    def taken() -> bool:
        if _shown_by(session, combo.ref) == wanted:
            return True
        return not shows_items and not _is_there(session, item, place)

    if not session.wait_for(taken, within_s=EFFECT_WITHIN_S) and shows_items:
        raise UnknownError(f"combo box shows {_shown_by(session, combo.ref)!r} after {wanted!r} was clicked")
    if selected and "expanded" in session.now(combo.ref).states:
        _do_action(session, combo)


def _select(session: Session, combo: Element, item: Element) -> bool:
    """Whether the combo box has let itself be told its item."""
    if "Selection" not in session.interfaces(combo.ref):
        return False
    index = session.bus.call(item.ref, "Accessible", "GetIndexInParent")
    return bool(session.bus.call(combo.ref, "Selection", "SelectChild", "i", index))


def _is_there(session: Session, item: Element, place: _Place) -> bool:
    try:
        return session.stage.is_on_screen(session.now(item.ref, Detail.EXTENTS), place.lineage)
    except ObjectGone:
        return False


def _shown_by(session: Session, combo: Ref) -> str:
    """The current item of a combo box: its name (Qt, Swing), unless the program gave it one of its own."""
    element = session.now(combo, Detail.TEXTS)
    return element.text or element.name


# --- keyboard


def _focus(session: Session, element: Element, window: Element, top: TopWindow | None) -> bool:
    """Give an element the keyboard; whether it got it within ``FOCUS_WITHIN_S``."""

    def has_keyboard() -> bool:
        if "focused" not in session.now(element.ref).states:
            return False
        # The element may have the focus of a window that has not got the keyboard yet.
        return "active" in session.now(window.ref).states or (
            top is not None and session.seat.has_keyboard(top)
        )

    if has_keyboard():
        return True
    if not _grab_focus(session, element):
        lineage = session.stage.lineage(element.ref)
        place = _Place(lineage, top, session.stage.shift([element, *lineage]))
        try:
            _click_in_the_middle(session, element, place)
        except ElementNotInteractable:
            return False
    return bool(session.wait_for(has_keyboard, within_s=FOCUS_WITHIN_S))


def _grab_focus(session: Session, element: Element) -> bool:
    """Whether the element knows how to take the focus."""
    try:
        session.bus.call(element.ref, "Component", "GrabFocus")
    except (ObjectGone, ProgramGone):
        raise
    except AccessibilityError:
        return False
    return True


def _content(session: Session, element: Element) -> str:
    """Text of a field; for a password as many marks as it has characters."""
    return session.now(element.ref, Detail.TEXTS).text


def _insert(session: Session, element: Element, text: str) -> None:
    """Put text at the end of a field through its text interface, and see that the field changes."""
    before = _content(session, element)
    # The standard leaves open what is counted: Qt counts UTF-16 units; ATK characters, in lengths bytes.
    end = session.bus.get(element.ref, "Text", "CharacterCount")
    qt = session.subject.toolkit.lower() == "qt"
    length = len(text.encode("utf-16-le")) // 2 if qt else len(text.encode())
    if not session.bus.call(element.ref, "EditableText", "InsertText", "isi", end, text, length):
        raise ElementNotInteractable(f"{element.role} {element.name!r} refuses text")
    _await_typed(session, element, before, before + text)


def _await_typed(session: Session, element: Element, before: str, expected: str | None) -> None:
    """Wait until a field has taken keys, in the way it wants to take them: all, cut off, or not at all.

    A field that shows what is expected is done. Any other has to keep still for a while: a program that
    has keys in its queue answers questions on the bus before it has come to them.
    """
    if expected is not None and element.role == "password text":
        expected = MASK * len(expected)
    try:
        after = session.settled(
            lambda: _content(session, element), before, expected, within_s=EFFECT_WITHIN_S, quiet_s=QUIET_S
        )
    except ObjectGone:  # typing closed its window
        return
    if after == before and expected != before:
        log.info("%s %r did not change by what was typed", element.role, element.name)
