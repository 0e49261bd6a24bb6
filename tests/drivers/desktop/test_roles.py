"""Numbers of the bus to words."""

from __future__ import annotations

import pytest

from drivers.desktop.roles import ROLE_NAMES, STATE_NAMES, States, role_name


@pytest.mark.parametrize(
    ("number", "name"),
    [(7, "check box"), (23, "frame"), (29, "label"), (40, "password text"), (43, "push button"), (61, "text"),
     (69, "window"), (75, "application"), (79, "entry"), (88, "link"), (128, "suggestion"), (900, "unknown")],
)  # fmt: skip
def test_role(number: int, name: str) -> None:
    assert role_name(number) == name


def test_a_spacer_that_is_a_window_is_a_frame() -> None:
    filler = ROLE_NAMES.index("filler")
    assert role_name(filler) == "filler"
    assert role_name(filler, top_level=True) == "frame"


def test_states_of_both_words() -> None:
    states = States([1 << STATE_NAMES.index("showing"), 1 << STATE_NAMES.index("read-only") - 32])
    assert list(states) == ["showing", "read-only"]
    assert "showing" in states
    assert "enabled" not in states
    assert "no such state" not in states
    assert list(States([])) == []


def test_what_is_read_only_is_not_editable() -> None:
    editable, read_only = 1 << STATE_NAMES.index("editable"), 1 << STATE_NAMES.index("read-only") - 32
    assert list(States([editable, 0])) == ["editable"]
    assert list(States([editable, read_only])) == ["read-only"]
