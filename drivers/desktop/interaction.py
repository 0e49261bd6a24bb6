"""Clicking, typing and clearing, each read back: a toolkit's "done" is no proof.

The driver also does what a window manager would, since a desk has none: the window one acts on is raised
and gets the keyboard.
"""

from __future__ import annotations

import contextlib
import itertools
import logging

from drivers.desktop.accessibility import (
    NULL_PATH,
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
from drivers.desktop.seat import TopWindow
from drivers.desktop.session import Session
from drivers.desktop.tree import MASK, Detail, Element, Rect

log = logging.getLogger(__name__)

EFFECT_WITHIN_S = 2.0
"""A program that has not shown the effect of an input by then never will."""
FOCUS_WITHIN_S = 1.0
HOVER_WITHIN_S = 0.5
QUIET_S = 0.15
"""A field that kept still for so long, while its program answered, has taken the keys as it wants them."""

COMBO_BOX_ABOVE = 6
"""Levels between an item and its combo box, at most: list, viewport, scroll pane, popup in Swing."""

POINTER_TOOLKITS = {"qt", "gtk"}
"""Toolkits that say truly where on the screen an element is. Swing does not: there an action is called."""

_ACTIONS = ("click", "press", "activate", "toggle", "open", "toggleexpand", "showmenu", "togglepopup")
_CHECKABLE = {"check box", "radio button", "toggle button", "check menu item", "radio menu item", "switch"}
_ITEMS = {"list item", "menu item", "label", "table cell", "tree item"}


def click(session: Session, element: Element) -> None:
    """Click an element as a person would, and see the effect where the element's kind promises one.

    Raises: ElementNotInteractable, ElementClickIntercepted; UnknownError, when a check box or a list does
        not change.
    """
    _require_interactable(element)
    window = _window_of(session, element.ref)
    top = _require_not_blocked(session, element, window)
    combo = _combo_box_of(session, element)
    if combo is not None:
        _pick(session, combo, element)
        return
    if _uses_pointer(session):
        _bring_forward(session, top)
        _click_in_the_middle(session, element)
        _await_processed(session, top)
    elif "EditableText" in _interfaces(session, element.ref):
        session.bus.call(element.ref, "Component", "GrabFocus")
    else:
        _do_action(session, element)
    if element.role in _CHECKABLE:
        _await_toggled(session, element)


def clear(session: Session, element: Element) -> None:
    """Empty a text field.

    Raises: InvalidElementState, when it cannot be edited or does not become empty; ElementClickIntercepted.
    """
    if "editable" not in element.states or "enabled" not in element.states or not element.showing:
        raise InvalidElementState(f"{element.role} {element.name!r} cannot be edited now")
    _require_not_blocked(session, element, _window_of(session, element.ref))
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
    _require_interactable(element)
    has_text = "editable" in element.states
    if not has_text and "focusable" not in element.states:
        raise ElementNotInteractable(f"{element.role} {element.name!r} takes no keys")
    if not text:
        return
    window = _window_of(session, element.ref)
    top = _require_not_blocked(session, element, window)
    _bring_forward(session, top)
    focused = _focus(session, element, window)
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


def _require_interactable(element: Element) -> None:
    for state in ("showing", "enabled"):
        if state not in element.states:
            raise ElementNotInteractable(f"{element.role} {element.name!r} is not {state}")


def _require_not_blocked(session: Session, element: Element, window: Ref) -> TopWindow | None:
    """The X window that an element is in, if it can be told, and if no modal window stands before it."""
    ours = [w for w in session.seat.windows() if w.pid in session.subject.pids]
    facts = session.now(window, Detail.EXTENTS)
    top = _top_window(facts, ours)
    if top is None or not top.floating:
        # Qt tells modality to the window manager only, Swing to the accessibility bus only.
        modal = {w.title for w in ours if w.modal}
        modal |= {w.name for w in session.windows() if "modal" in w.states}
        if modal and facts.name not in modal:
            raise ElementClickIntercepted(
                f"{element.role} {element.name!r} is behind the modal window {', '.join(map(repr, modal))}"
            )
    return top


def _window_of(session: Session, ref: Ref) -> Ref:
    """The window of the program that an element is in."""
    while True:
        parent = Ref(*session.bus.get(ref, "Accessible", "Parent"))
        if parent.path == session.subject.root.path or parent.path == NULL_PATH:
            return ref
        ref = parent


def _combo_box_of(session: Session, element: Element) -> Element | None:
    """The combo box whose list an element is an item of.

    Looked for upwards, since Swing makes the items anew each time one looks down.
    """
    if element.role not in _ITEMS:
        return None
    ref = element.ref
    for _ in range(COMBO_BOX_ABOVE):
        ref = Ref(*session.bus.get(ref, "Accessible", "Parent"))
        if ref.path in (session.subject.root.path, NULL_PATH):
            return None
        parent = session.now(ref)
        if parent.role == "combo box":
            return parent
    return None


def _interfaces(session: Session, ref: Ref) -> set[str]:
    names = session.bus.call(ref, "Accessible", "GetInterfaces")
    return {name.rsplit(".", 1)[-1] for name in names}


def _uses_pointer(session: Session) -> bool:
    return session.subject.toolkit.lower() in POINTER_TOOLKITS


# --- pointer and actions


def _top_window(window: Element, ours: list[TopWindow]) -> TopWindow | None:
    """The X window of a window of the program: the one with its title, else with its place, else any."""
    standing = [w for w in ours if not w.floating]
    return next(
        itertools.chain(
            (w for w in standing if w.title == window.name),
            (w for w in ours if w.rect == window.rect),
            standing,
        ),
        None,
    )


def _bring_forward(session: Session, top: TopWindow | None) -> None:
    # A floating window (menu, list) has the keyboard while it is open and must not be disturbed.
    if top is not None and not top.floating:
        session.seat.bring_forward(top)


def _click_in_the_middle(session: Session, element: Element) -> None:
    area = _resting_place(session, element)
    session.seat.click(area.x + area.width // 2, area.y + area.height // 2)


def _hover(session: Session, item: Element) -> None:
    """Move onto an item of a list and wait until the list marks it.

    Qt takes a click on a list that has just been opened for the end of the click that opened it, until
    it has seen the pointer travel.
    """
    area = _resting_place(session, item)
    session.seat.move(area.x + area.width // 2 - 1, area.y + area.height // 2)
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


def _resting_place(session: Session, element: Element) -> Rect:
    """Where an element is once it has stopped moving (lists and menus slide into place)."""
    width, height = session.seat.size
    places: list[Rect | None] = [None]

    def same_twice() -> bool:
        now = session.now(element.ref, Detail.EXTENTS)
        _require_interactable(now)
        places.append(now.rect)
        return places[-1] == places[-2]

    # Twice at once is enough to see that nothing moves; the wait is for what does.
    if not (same_twice() or same_twice()):
        session.wait_for(same_twice, within_s=EFFECT_WITHIN_S)
    area = places[-1]
    if area is None or area.width <= 0 or area.height <= 0:
        raise ElementNotInteractable(f"{element.role} {element.name!r} has no place on the screen")
    if not (0 <= area.x + area.width // 2 < width and 0 <= area.y + area.height // 2 < height):
        raise ElementNotInteractable(f"{element.role} {element.name!r} is outside the screen, at {area}")
    return area


def _do_action(session: Session, element: Element) -> None:
    try:
        count = session.bus.get(element.ref, "Action", "NActions")
    except (ObjectGone, ProgramGone):
        raise
    except AccessibilityError:
        count = 0
    calls = [Call(element.ref, "Action", "GetName", "i", (index,)) for index in range(count)]
    names = [outcome[0].lower().replace(" ", "") for outcome in session.bus.call_many(calls)]
    index = next((names.index(action) for action in _ACTIONS if action in names), None)
    if index is None:
        _click_in_the_middle(session, element)
    elif not session.bus.call(element.ref, "Action", "DoAction", "i", index):
        raise ElementNotInteractable(f"{element.role} {element.name!r} refuses to be clicked")


def _await_toggled(session: Session, element: Element) -> None:
    """Wait until a check box has changed; a radio button that was on stays on, so may a toggle in a group."""

    def toggled() -> bool:
        now = session.now(element.ref).states
        on = "checked" in now
        return on != ("checked" in element.states) or (on and element.role.startswith(("radio", "toggle")))

    try:
        done = session.wait_for(toggled, within_s=EFFECT_WITHIN_S)
    except ObjectGone:  # the click closed its window
        return
    if not done:
        raise UnknownError(
            f"{element.role} {element.name!r} was clicked and did not change within {EFFECT_WITHIN_S:g} s"
        )


def _pick(session: Session, combo: Element, item: Element) -> None:
    """Choose an item of a combo box and see that the box shows it."""
    wanted = item.name
    if _uses_pointer(session):
        _hover(session, item)
        _click_in_the_middle(session, item)
    else:
        index = session.bus.call(item.ref, "Accessible", "GetIndexInParent")
        session.bus.call(combo.ref, "Selection", "SelectChild", "i", index)
    shows = lambda: _shown_by(session, combo.ref) == wanted  # noqa: E731
    if not session.wait_for(shows, within_s=EFFECT_WITHIN_S):
        raise UnknownError(f"combo box shows {_shown_by(session, combo.ref)!r} after {wanted!r} was clicked")
    if not _uses_pointer(session) and "expanded" in session.now(combo.ref).states:
        _do_action(session, combo)


def _shown_by(session: Session, combo: Ref) -> str:
    """The current item of a combo box: its name (Qt, Swing), unless the program gave it one of its own."""
    element = session.now(combo, Detail.TEXTS)
    return element.text or element.name


# --- keyboard


def _focus(session: Session, element: Element, window: Ref) -> bool:
    """Give an element the keyboard; whether it got it within ``FOCUS_WITHIN_S``."""

    def has_keyboard() -> bool:
        # The element may have the focus of a window that has not got the keyboard yet.
        return "focused" in session.now(element.ref).states and "active" in session.now(window).states

    if has_keyboard():
        return True
    try:
        session.bus.call(element.ref, "Component", "GrabFocus")
    except (ObjectGone, ProgramGone):
        raise
    except AccessibilityError:
        return False
    return bool(session.wait_for(has_keyboard, within_s=FOCUS_WITHIN_S))


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
