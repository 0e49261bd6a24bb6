"""Glasses of other sizes: everything that has to be reached can be."""

from __future__ import annotations

import pytest

from tests.reference_system.phones.conftest import PASSCODE, Hand

SMALL = (320, 570)


@pytest.fixture
def small(hand: Hand) -> Hand:
    hand.phone.configure(size=SMALL)
    return hand


def test_size_is_that_of_the_screen_until_a_reset(small: Hand) -> None:
    screen = small.phone.glass.screen()
    assert (screen.metrics.width, screen.metrics.height) == SMALL
    assert screen.windows[0].root.bounds.bottom == SMALL[1]
    small.phone.reset()
    assert small.phone.glass.screen().metrics.height > 700


@pytest.mark.parametrize("size", [(319, 570), (320, 567), (601, 800), (400, 1201)])
def test_sizes_no_phone_has(hand: Hand, size: tuple[int, int]) -> None:
    before = hand.phone.metrics
    with pytest.raises(ValueError, match="width and height"):
        hand.phone.configure(size=size)
    assert hand.phone.metrics == before


def test_all_keys_of_the_pad_lie_on_a_small_glass(small: Hand) -> None:
    small.phone.lock.close()
    small.phone.lock.wake()
    for digit in PASSCODE:
        assert small.find(f"pad_{digit}").bounds.bottom < SMALL[1]
        small.tap(f"pad_{digit}")
    assert not small.phone.lock.closed


def test_field_is_above_the_keyboard_that_comes_for_it(small: Hand) -> None:
    small.open_challenge()
    small.tap("challenge")
    keyboard = small.phone.glass.screen().window("keyboard")
    assert keyboard is not None
    assert small.find("challenge").bounds.bottom <= keyboard.root.bounds.y


def test_page_stays_scrolled_while_there_is_a_keyboard(small: Hand) -> None:
    small.open_challenge()
    small.tap("challenge")
    small.phone.hand.swipe((160, 200), (160, 40))
    at_the_end = small.find("challenge").bounds.y
    small.phone.hand.swipe((160, 160), (160, 180))
    assert small.find("challenge").bounds.y == pytest.approx(at_the_end + 20)


def test_user_may_scroll_the_field_away_again(small: Hand) -> None:
    small.open_challenge()
    small.tap("challenge")
    shown = small.find("challenge").bounds.y
    small.phone.hand.swipe((160, 120), (160, 280))
    assert small.find("user").bounds.y < shown
    field = next(one for one in small.phone.glass.screen().walk() if one.ident == "challenge")
    assert field.bounds.y > shown
