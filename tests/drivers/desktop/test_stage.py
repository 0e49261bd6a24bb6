"""What is on the screen and where, on trees recorded from programs of four toolkits."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from drivers.desktop.accessibility import Ref
from drivers.desktop.prompts import Prompt
from drivers.desktop.stage import Stage
from drivers.desktop.tree import Detail, Element, Rect, look
from tests.drivers.desktop.recording import BUS_NAME, RecordedBus, RecordedSeat, scene

PID = 77
TOOLKITS = ["qt", "gtk3", "gtk4", "swing"]
SHOWN = {
    "Login", "File", "Ready", "Username", "Password", "Remember", "Stay", "One", "Two", "Log In", "Alert",
    "Prompt", "Other", "Row 0",
}  # fmt: skip
ITEMS = ("IB Key", "Security Code Card", "Mobile Authenticator App")
ITEM_ROLES = ("list item", "menu item", "label")


@dataclass
class Scene:
    """A program as it was."""

    bus: RecordedBus
    seat: RecordedSeat
    stage: Stage

    def tree(self) -> Element:
        program = look(self.bus, self.bus.root, top=True, wanted=Detail.ALL)
        while self.stage.reveal(program):
            program = look(self.bus, self.bus.root, top=True, wanted=Detail.ALL)
        self.stage.put_in_place(program)
        return program

    def window(self, title: str) -> Rect:
        """Where a window of X was."""
        return next(window.rect for window in self.seat.windows() if window.title == title)


def played(name: str) -> Scene:
    recorded = scene(name)
    bus, seat = RecordedBus(recorded), RecordedSeat(recorded, PID)
    return Scene(bus, seat, Stage(bus, seat, bus.root, {PID}))


def shown(program: Element) -> list[Element]:
    return [element for element in program.walk() if element.showing]


def named(program: Element, name: str, *roles: str) -> Element:
    return next(e for e in shown(program) if e.name == name and (not roles or e.role in roles))


@pytest.mark.parametrize("toolkit", TOOLKITS)
def test_what_shows_is_showing_and_what_is_closed_is_not(toolkit: str) -> None:
    program = played(f"{toolkit}-question").tree()
    names = {element.name for element in shown(program)}
    assert names >= SHOWN
    assert "Really?" in names
    assert "Lock Application" not in names
    assert not names & {"Security Code Card", "Mobile Authenticator App"} or toolkit == "qt"


@pytest.mark.parametrize("toolkit", TOOLKITS)
def test_what_reacts_is_enabled(toolkit: str) -> None:
    program = played(f"{toolkit}-question").tree()
    assert "enabled" in named(program, "Log In").states
    assert "enabled" in named(program, "Username", "text").states


@pytest.mark.parametrize("toolkit", TOOLKITS)
def test_places_are_within_their_windows(toolkit: str) -> None:
    stage = played(f"{toolkit}-question")
    program = stage.tree()
    for name in ("Username", "Remember", "Log In"):
        rect = named(program, name, "text", "check box", "push button").rect
        assert rect is not None
        assert stage.window("Login").holds(rect.middle), name
    (dialog,) = [window for window in stage.seat.windows() if window.title != "Login"]
    question = named(program, "Really?").rect
    assert question is not None
    assert dialog.rect.holds(question.middle)


@pytest.mark.parametrize("toolkit", TOOLKITS)
@pytest.mark.parametrize("name", ["Username", "Log In", "Really?"])
def test_one_element_is_where_the_tree_has_it(toolkit: str, name: str) -> None:
    stage = played(f"{toolkit}-question")
    whole = named(stage.tree(), name, "text", "push button", "label")
    (alone,) = [look(stage.bus, whole.ref, wanted=Detail.EXTENTS, levels=1)]
    lineage = stage.stage.lineage(whole.ref)
    assert alone.rect is not None
    shift = stage.stage.shift([alone, *lineage])
    assert alone.rect.moved(shift.x, shift.y) == whole.rect
    assert stage.stage.is_on_screen(alone, lineage)


@pytest.mark.parametrize(
    ("toolkit", "sure"), [("qt", True), ("gtk3", True), ("gtk4", True), ("swing", False)]
)
def test_swing_alone_is_not_sure_of_its_windows(toolkit: str, sure: bool) -> None:
    """So the pointer is used in all but Swing, whose elements have actions."""
    stage = played(f"{toolkit}-question")
    for name in ("Log In", "Really?"):
        element = named(stage.tree(), name, "push button", "label")
        assert stage.stage.shift([element, *stage.stage.lineage(element.ref)]).sure is sure


@pytest.mark.parametrize("toolkit", ["qt", "gtk3", "gtk4"])
def test_items_are_in_the_window_of_their_list(toolkit: str) -> None:
    stage = played(f"{toolkit}-list")
    program = stage.tree()
    (floating,) = [window for window in stage.seat.windows() if window.floating]
    places = []
    for name in ITEMS:
        item = [e for e in shown(program) if e.name == name and e.role in ITEM_ROLES][-1]
        alone = look(stage.bus, item.ref, wanted=Detail.EXTENTS, levels=1)
        assert alone.rect is not None
        shift = stage.stage.shift([alone, *stage.stage.lineage(item.ref)])
        places.append(alone.rect.moved(shift.x, shift.y))
        assert floating.rect.holds(places[-1].middle), name
    assert places == sorted(places, key=lambda rect: rect.y)


@pytest.mark.parametrize("toolkit", TOOLKITS)
def test_a_question_is_read_off_its_dialog(toolkit: str) -> None:
    program = played(f"{toolkit}-question").tree()
    dialog = next(w for w in program.children if any(e.name == "Really?" for e in w.walk()))
    prompt = Prompt(dialog)
    assert prompt.text == "Really?"
    assert len(prompt.buttons) == 2
    assert prompt.fields == []


def test_only_gtk_4_does_not_tell_what_shows() -> None:
    told = {}
    for toolkit in TOOLKITS:
        stage = played(f"{toolkit}-question")
        stage.tree()
        told[toolkit] = not stage.stage.tells_visible_only
    assert told == {"qt": True, "gtk3": True, "gtk4": False, "swing": True}


def test_a_window_that_is_gone_has_no_lineage() -> None:
    stage = played("qt-question")
    window = stage.tree().children[0]
    assert stage.stage.lineage(window.ref) == []
    assert stage.stage.path_up(Ref(BUS_NAME, window.children[0].ref.path)) == [window.ref]
