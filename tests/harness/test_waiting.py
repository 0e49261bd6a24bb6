"""``settled`` returns at once when it may, and looks a last time when the limit is reached."""

from __future__ import annotations

import time
from itertools import count

import pytest

from harness.waiting import appeared, lasting, real_time, settled


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


def test_what_lasts_is_looked_at_to_the_end() -> None:
    looks = count(1)
    assert lasting(lambda: next(looks), lambda look: look < 10, [None] * 3) == 4


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_what_ends_is_told(at: int) -> None:
    stages = ["waiting"] * at + ["open"] + ["waiting"] * 5
    left = iter(stages)
    assert lasting(lambda: next(left), lambda now: now == "waiting", [None] * 3) == "open"


def test_no_more_time_passes_than_is_needed() -> None:
    steps = iter([None] * 10)
    assert lasting(lambda: "open", lambda now: now == "waiting", steps) == "open"
    assert len(list(steps)) == 9


def test_real_time_passes_with_looks_between(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert len(list(real_time(1.0))) >= 5
    assert now == pytest.approx(1.0)


def test_what_must_not_come_is_given_as_soon_as_it_has_come() -> None:
    given = iter(["", "", "a response", "another"])
    assert appeared(lambda: next(given), [None] * 9) == "a response"
    assert appeared(lambda: "", [None] * 9) == ""
