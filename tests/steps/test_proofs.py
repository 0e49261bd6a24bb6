"""What steps make up by themselves."""

from __future__ import annotations

import pytest

from steps.proofs import nearly


@pytest.mark.parametrize("right", ["0000", "4071", "4079", "27ab", "a!9é", "283746"])
def test_a_wrong_secret_is_not_the_right_one(right: str) -> None:
    wrong = nearly(right)
    assert wrong != right
    assert wrong[:-1] == right[:-1]
    assert len(wrong) == len(right)
    assert nearly(wrong) not in (right, wrong)
