"""``settled`` returns at once when it may, and looks a last time when the limit is reached."""

from __future__ import annotations

import time
from itertools import count

import pytest

from harness.waiting import settled


def test_accepted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("it waited"))
    assert settled(lambda: "here", bool, within_s=5) == "here"


def test_accepted_later() -> None:
    numbers = count()
    assert settled(lambda: next(numbers), lambda number: number == 3, within_s=5) == 3


def test_last_value_when_never_accepted() -> None:
    assert settled(lambda: "still there", lambda _: False, within_s=0.1) == "still there"


def test_read_once_without_time() -> None:
    numbers = count()
    assert settled(lambda: next(numbers), lambda _: False, within_s=0) == 0
