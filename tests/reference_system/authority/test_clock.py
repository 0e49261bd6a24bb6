from datetime import UTC, datetime, timedelta

import pytest

from reference_system.authority.clock import Clock

START = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_advance_moves_time_and_tells() -> None:
    clock = Clock(START.timestamp)
    seen: list[datetime] = []
    clock.on_advance(lambda: seen.append(clock.now()))
    assert clock.advance(180) == START + timedelta(seconds=180)
    assert seen == [START + timedelta(seconds=180)]
    assert clock.now().tzinfo is UTC


def test_reset_goes_back_to_the_machine_s_time() -> None:
    clock = Clock(START.timestamp)
    clock.advance(86_400)
    clock.reset()
    assert clock.now() == START


def test_follows_its_source() -> None:
    times = iter([START.timestamp(), START.timestamp() + 5])
    clock = Clock(lambda: next(times))
    assert clock.now() == START
    assert clock.now() == START + timedelta(seconds=5)


@pytest.mark.parametrize("seconds", [-0.001, 1e17, float("inf"), float("nan")])
def test_refuses_to_go_backwards_or_nowhere(seconds: float) -> None:
    clock = Clock(START.timestamp)
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(seconds)
    assert clock.now() == START


def test_ends_before_the_calendar_does() -> None:
    clock = Clock(START.timestamp)
    left_s = clock.seconds_until(datetime(9000, 1, 1, tzinfo=UTC))
    assert clock.advance(left_s).year == 9000
    with pytest.raises(ValueError, match="not beyond 9000-01-01"):
        clock.advance(1)
