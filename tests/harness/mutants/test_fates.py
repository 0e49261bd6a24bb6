"""What counts, and when it is enough."""

from __future__ import annotations

import pytest

from harness.mutants.fates import Fate, Judgement, Tally


def tally(**numbers: int) -> Tally:
    return Tally.of(Judgement("m", Fate[fate]) for fate, number in numbers.items() for _ in range(number))


@pytest.mark.parametrize(
    ("numbers", "enough"),
    [
        ({"KILLED": 9, "SURVIVED": 1}, True),
        ({"KILLED": 9, "SURVIVED": 2}, False),
        ({"KILLED": 9, "NOT_REACHED": 2}, False),
        ({"KILLED": 9, "INCONCLUSIVE": 1}, True),
        ({"KILLED": 8, "INCONCLUSIVE": 1}, False),
        ({"KILLED": 9, "SURVIVED": 1, "EQUIVALENT": 50, "DOES_NOT_START": 50}, True),
        ({}, True),
    ],
)
def test_nine_in_ten_red_and_one_in_ten_of_them_in_doubt(numbers: dict[str, int], enough: bool) -> None:
    assert tally(**numbers).is_enough is enough


def test_numbers_in_words() -> None:
    told = str(tally(KILLED=3, SURVIVED=1, EQUIVALENT=2))
    assert told == "3 of the 4 that count are red (75%): 3 killed, 1 survived, 2 equivalent"


def test_judgement_crosses_processes() -> None:
    judgement = Judgement("m", Fate.NOT_REACHED, tried=0, of=3)
    assert Judgement.from_json(judgement.to_json()) == judgement
