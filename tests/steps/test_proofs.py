"""What steps make up by themselves."""

from __future__ import annotations

import pytest

from steps.proofs import wrong_pins


@pytest.mark.parametrize("right", ["0000", "4071", "27ab", "a!9é", "0aB7c!"])
def test_no_wrong_pin_is_the_right_one(right: str) -> None:
    wrong = wrong_pins(right)
    assert right not in wrong
    assert {len(right) - 1, len(right), len(right) + 1} == set(map(len, wrong))


def test_capitals_are_not_small_letters() -> None:
    assert {"AB3!", "ab3!"} <= set(wrong_pins("aB3!"))
