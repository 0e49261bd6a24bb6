"""Downloads end by the phone's clock, whoever looks; on a running loop the phone changes by itself."""

from __future__ import annotations

import asyncio

import pytest

from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.model.apps import AppState
from tests.reference_system.phones.conftest import Hand


@pytest.fixture
def bare(hand: Hand) -> Hand:
    """A phone without IBKR Mobile."""
    hand.phone.apps.uninstall(hand.ibkr)
    return hand


def state(hand: Hand) -> AppState:
    return hand.phone.apps.state(hand.ibkr.app_id)


def test_progress_and_end(bare: Hand) -> None:
    downloads, ibkr = bare.phone.apps.downloads, bare.ibkr
    downloads.start(ibkr)
    seen = []
    for _ in range(5):
        seen.append((downloads.percent(ibkr), state(bare)))
        bare.clock.advance(0.2)
    absent, there = AppState.NOT_INSTALLED, AppState.NOT_RUNNING
    assert seen == [(0, absent), (25, absent), (50, absent), (75, absent), (100, there)]
    assert downloads.percent(ibkr) is None


def test_begun_twice_is_begun_once(bare: Hand) -> None:
    bare.phone.apps.download(bare.ibkr)
    bare.clock.advance(0.5)
    bare.phone.apps.download(bare.ibkr)
    bare.clock.advance(0.5)
    assert state(bare) is AppState.NOT_RUNNING
    bare.phone.apps.download(bare.ibkr)
    assert bare.phone.apps.downloads.percent(bare.ibkr) is None


def test_the_screen_follows_the_clock(bare: Hand) -> None:
    bare.phone.apps.download(bare.ibkr)
    screens = [bare.phone.glass.screen()]
    for _ in range(3):
        bare.clock.advance(0.3)
        screens.append(bare.phone.glass.screen())
    assert len({id(one) for one in screens}) == 4
    assert bare.ibkr.title in [one.text for one in screens[-1].walk()]


def test_reset_and_uninstall_forget_it(bare: Hand) -> None:
    bare.phone.apps.download(bare.ibkr)
    bare.phone.apps.uninstall(bare.ibkr)
    bare.clock.advance(2)
    assert state(bare) is AppState.NOT_INSTALLED
    bare.phone.apps.download(bare.ibkr)
    bare.phone.apps.downloads.reset()
    bare.clock.advance(2)
    assert state(bare) is AppState.NOT_INSTALLED


def test_whoever_waits_for_a_change_sees_it(bare: Hand) -> None:
    phone = bare.phone

    async def follow() -> list[int | None]:
        phone.apps.download(IbkrApp.on(phone))
        seen = []
        while state(bare) is AppState.NOT_INSTALLED:
            seen.append(phone.apps.downloads.percent(IbkrApp.on(phone)))
            bare.clock.advance(0.3)
            await asyncio.wait_for(phone.changed(phone.revision), 5)
        return seen

    assert asyncio.run(follow()) == [0, 37, 75]
