"""What stands right beside a value: all of it wrong, all of it said, none of it by chance."""

from __future__ import annotations

import pytest

from harness.neighbours import Neighbour, another, neighbours, other_cases
from harness.secrets import registered

VALUES = ["0000", "012345", "27ab", "aB3!", "Zz9~", "é!xy", "00000000", "A1B2C3D4E5F6"]


@pytest.mark.parametrize("right", VALUES)
def test_none_of_them_is_the_value(right: str) -> None:
    found = [one.value for one in (*neighbours(right), *other_cases(right))]
    assert right not in found
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("right", VALUES)
def test_each_place_is_wrong_once_and_alone(right: str) -> None:
    same_length = [one.value for one in neighbours(right) if len(one.value) == len(right)]
    wrong_at = [[at for at in range(len(right)) if one[at] != right[at]] for one in same_length]
    assert sorted(wrong_at) == [[at] for at in range(len(right))]


def test_one_more_and_one_fewer_at_either_end() -> None:
    others = {one.differs: one.value for one in neighbours("0427") if len(one.value) != 4}
    assert others == {
        "one character more at its end": "04278",
        "one character more before it": "80427",
        "its last character missing": "042",
        "its first character missing": "427",
    }


def test_what_is_typed_stays_of_its_kind() -> None:
    """So that it is the value that is refused, and not its characters."""
    assert [another(one) for one in "09azAZ!~é"] == ["1", "0", "b", "a", "B", "A", "#", "!", "0"]


def test_cases_are_wrong_one_by_one() -> None:
    assert [(one.differs, one.value) for one in other_cases("a1B")] == [
        ("the 3rd character in the other case", "a1b"),
        ("the 1st character in the other case", "A1B"),
    ]
    assert other_cases("4711!") == []


def test_they_are_secrets_that_say_how_they_differ() -> None:
    wrong = Neighbour("another 2nd character", "5tgb")
    assert wrong.value in registered()
    assert str(wrong) == "another 2nd character"
    assert "5tgb" not in repr(wrong)
