"""Vocabularies: words and what they stand for."""

from __future__ import annotations

from enum import Enum

import pytest

from harness.words import UnknownWord, Words, nearest


class Colour(Enum):
    RED = "red"
    BLUE = "sky blue"


COLOURS = Words.of("colour", Colour)


def test_words_are_values() -> None:
    assert COLOURS("sky blue") is Colour.BLUE
    assert dict(Words("number", {"one": 1, "two": 2})) == {"one": 1, "two": 2}


def test_an_unknown_word_names_the_nearest_and_lists_all() -> None:
    with pytest.raises(UnknownWord) as raised:
        COLOURS("skyblue")
    assert raised.value.word == "skyblue"
    assert str(raised.value) == (
        "'skyblue' is no colour; did you mean 'sky blue'?\n  known are:\n    red\n    sky blue"
    )


@pytest.mark.parametrize(
    ("word", "cutoff", "said"),
    [("rad", 0.6, "; did you mean 'red'?"), ("rad", 0.8, ""), ("green", 0.6, "")],
)
def test_nearest(word: str, cutoff: float, said: str) -> None:
    assert nearest(word, {"red", "sky blue"}, cutoff=cutoff) == said
