"""One patience for all that is waited for, stretched as a target wants it."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest

from harness.patience import Patience
from harness.targets.file import TargetFile, Wait


def test_as_it_is_for_the_embedded_system() -> None:
    assert Patience() == Patience.of()
    assert Patience().stretched(5) == 5


def test_a_slow_system_is_waited_for_longer_and_its_people_are_not() -> None:
    slow = Patience.of(3)
    assert (slow.shown_s, slow.answered_s, slow.at_once_s, slow.session_s) == (15, 30, 1.5, 180)
    assert slow.person_s == Patience().person_s
    assert slow.stretched(5) == 15


def test_what_a_target_file_says() -> None:
    file = TargetFile.model_validate({"name": "slow", "patience": {"factor": 2, "shown_s": 40}})
    assert file.waits == Patience.of(2, shown_s=40)
    assert (file.waits.shown_s, file.waits.answered_s) == (40, 20)


def test_a_target_file_may_name_each_of_them() -> None:
    assert set(get_args(Wait)) == {field.name for field in fields(Patience)}


@pytest.mark.parametrize("wrong", [{"shwon_s": 3}, {"shown_s": 0}, {"factor": -1}, {"shown_s": "long"}])
def test_what_it_may_not_say(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="patience"):
        TargetFile.model_validate({"name": "slow", "patience": wrong})
