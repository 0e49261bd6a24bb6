"""User prompts: modal dialogs that wait for an answer (W3C, section "User prompts").

To the standard a prompt is accepted by its OK button and dismissed by its Cancel button, if it has one. Which
these are is known by their words; where it is not, the default button accepts and of two the other dismisses,
and where that is not told either, Return and Escape do what they do to a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from drivers.desktop.accessibility import Ref
from drivers.desktop.errors import ElementNotInteractable, NoSuchWindow, UnknownError
from drivers.desktop.interaction import EFFECT_WITHIN_S, await_taken, clear, click, send_keys
from drivers.desktop.session import Session
from drivers.desktop.tree import Detail, Element

_BUTTONS = {"push button", "toggle button"}
_TEXTS = {"label", "static", "text", "paragraph", "heading"}
RETURN, ESCAPE = "\ue006", "\ue00c"

_ACCEPTING = {"ok", "yes", "確定", "确定", "是"}
_DISMISSING = {"cancel", "no", "取消", "否"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A dialog that waits, with what is in it."""

    window: Element

    @property
    def text(self) -> str | None:
        """Its message, a line for each label; ``None`` when it has none."""
        said = [e.text or e.name for e in _outside_buttons(self.window) if e.role in _TEXTS and e.showing]
        lines = [line for line in said if line]
        return "\n".join(lines) or None

    @property
    def buttons(self) -> list[Element]:
        return [e for e in self.window.walk() if e.role in _BUTTONS and e.showing]

    @property
    def fields(self) -> list[Element]:
        return [e for e in self.window.walk() if e.showing and "editable" in e.states]


def prompt_of(session: Session) -> Prompt | None:
    """The dialog that the program waits for; the youngest when dialogs wait for one another."""
    try:
        windows = session.windows(Detail.EXTENTS)
    except NoSuchWindow:
        return None
    tops = session.stage.tops()
    modal = []
    for window in windows:
        top = session.stage.top_of(window, tops)
        if "modal" in window.states or (top is not None and top.modal):
            modal.append(window)
    if not modal:
        return None
    known = {window.ref: window for window in session.tree(Detail.TEXTS).children}
    return next((Prompt(known[window.ref]) for window in reversed(modal) if window.ref in known), None)


def accept(session: Session, prompt: Prompt) -> None:
    """Answer as its OK button does. Raises: UnknownError, when it stays."""
    _answer(session, prompt, _choice(prompt, _ACCEPTING, default=True), RETURN)


def dismiss(session: Session, prompt: Prompt) -> None:
    """Answer as its Cancel button does; one with a single button has that answer only.

    Raises: UnknownError, when it stays.
    """
    _answer(session, prompt, _choice(prompt, _DISMISSING, default=False), ESCAPE)


def _choice(prompt: Prompt, words: set[str], *, default: bool) -> Element | None:
    """The button that gives an answer, if that can be told."""
    buttons = prompt.buttons
    worded = [button for button in buttons if words & set(_plain(button.name).split())]
    marked = [button for button in buttons if ("is-default" in button.states) == default]
    for candidates in (worded, marked, buttons):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _plain(name: str) -> str:
    """A label without the marks of its short cut."""
    return name.replace("_", "").replace("&", "").casefold()


def _answer(session: Session, prompt: Prompt, button: Element | None, key: str) -> None:
    if button is not None:
        click(session, button)
    else:
        _strike(session, prompt, key)
    _await_gone(session, prompt.window.ref)


def fill(session: Session, prompt: Prompt, text: str) -> None:
    """Write into its field. Raises: ElementNotInteractable, when it has none."""
    if not prompt.fields:
        raise ElementNotInteractable("the dialog has no field")
    field = prompt.fields[0]
    clear(session, field)
    send_keys(session, field, text)


def _strike(session: Session, prompt: Prompt, key: str) -> None:
    window = session.now(prompt.window.ref, Detail.EXTENTS)
    top = session.stage.top_of(window, session.stage.tops())
    if top is not None:
        session.seat.bring_forward(top)
    session.seat.keyboard.type(key)
    await_taken(session)


def _await_gone(session: Session, window: Ref) -> None:
    def gone() -> bool:
        try:
            return window not in [one.ref for one in session.windows()]
        except NoSuchWindow:
            return True

    if not session.wait_for(gone, within_s=EFFECT_WITHIN_S):
        raise UnknownError(f"the dialog is still open {EFFECT_WITHIN_S:g} s after it was answered")


def _outside_buttons(element: Element) -> list[Element]:
    """Elements below one that are in no button: a button's own label is no message."""
    found = []
    for child in element.children:
        if child.role not in _BUTTONS and "editable" not in child.states:
            found += [child, *_outside_buttons(child)]
    return found
