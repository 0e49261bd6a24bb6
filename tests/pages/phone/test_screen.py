"""What is not on the screen is sought further down before it is said to be missing."""

from __future__ import annotations

from typing import Any, cast

import pytest

from harness.errors import ElementNotShown
from harness.patience import Patience
from harness.sessions.device import Device
from pages.phone.screen import Screen, reading

ROWS = [f"row {number}" for number in range(20)]
AT_ONCE = 4
"""Rows that are seen."""


class List:
    def __init__(self) -> None:
        self.rect = {"x": 0, "y": 100, "width": 300, "height": 400}


class Driver:
    """A list of rows, of which some are seen; it scrolls by half of them."""

    def __init__(self, *, scrollable: bool = True) -> None:
        self.scrollable, self.top, self.swipes = scrollable, 0, 0

    @property
    def seen(self) -> list[str]:
        return ROWS[self.top : self.top + AT_ONCE]

    @property
    def page_source(self) -> str:
        return "<hierarchy>" + "".join(f"<row text='{row}'/>" for row in self.seen) + "</hierarchy>"

    def find_elements(self, _: str, value: str) -> list[Any]:
        if "scrollable(true)" in value:
            return [List()] if self.scrollable else []
        return [row for row in self.seen if f'"{row}"' in value]

    def swipe(self, start_x: int, start_y: int, end_x: int, end_y: int, _: int) -> None:
        assert start_x == end_x == 150
        assert sorted((start_y, end_y)) == [200, 400]
        self.swipes += 1
        rows = AT_ONCE // 2 if end_y < start_y else -AT_ONCE // 2
        self.top = max(0, min(self.top + rows, len(ROWS) - AT_ONCE))


class Phone:
    surface = "android"


def screen(driver: Driver) -> Screen:
    device = Device(cast(Any, Phone()), "en", Patience(shown_s=0), *cast(Any, (None, None, None)))
    device.__dict__["driver"] = driver  # where the session is kept once it is open
    return Screen(device)


def test_what_is_seen_is_found_without_a_swipe() -> None:
    driver = Driver()

    assert screen(driver).find(reading("row 2"), "row 2") == "row 2"
    assert driver.swipes == 0


def test_the_last_of_a_list_is_found() -> None:
    assert screen(Driver()).find(reading("row 19"), "row 19") == "row 19"


def test_what_comes_up_at_the_edge_is_brought_up_further() -> None:
    driver = Driver()

    assert screen(driver).find(reading("row 5"), "row 5") == "row 5"
    assert driver.seen[1] == "row 5"


def test_what_is_not_in_the_list_is_missing_when_both_its_ends_are_reached() -> None:
    driver = Driver()

    with pytest.raises(ElementNotShown, match="row 0, row 1"):
        screen(driver).find(reading("no row"), "no row")
    assert driver.swipes == 2 * ((len(ROWS) - AT_ONCE) // 2 + 1)


def test_what_was_scrolled_past_is_found() -> None:
    driver = Driver()
    driver.top = len(ROWS) - AT_ONCE

    assert screen(driver).find(reading("row 0"), "row 0") == "row 0"


def test_a_screen_without_a_list_is_left_as_it_is() -> None:
    driver = Driver(scrollable=False)

    with pytest.raises(ElementNotShown, match="row 0"):
        screen(driver).find(reading("row 19"), "row 19")
    assert driver.swipes == 0
