"""What steps make up by themselves."""

from __future__ import annotations

import pytest

from steps.phone import wrong_pin


@pytest.mark.parametrize("right", ["0000", "1111", "4071", None])
def test_a_wrong_pin_is_not_the_right_one(right: str | None) -> None:
    assert wrong_pin(right) != right
    assert len(wrong_pin(right)) == 4
