"""Widths and line breaks."""

from __future__ import annotations

from reference_system.phones.model.text import lines, width


def test_chinese_characters_are_square() -> None:
    assert width("移動", "iphone", 17) == 34


def test_bold_is_wider() -> None:
    assert width("Authenticate", "iphone", 17, 700) > width("Authenticate", "iphone", 17, 400)


def test_lines_break_at_spaces() -> None:
    broken = lines("one two three", "android", 16, 400, width("one two", "android", 16))
    assert broken == ("one two", "three")


def test_chinese_breaks_anywhere_but_before_punctuation() -> None:
    assert lines("移動驗證。", "android", 10, 400, 40) == ("移動驗", "證。")


def test_a_word_too_long_stands_alone() -> None:
    assert lines("a abcdefghijkl b", "android", 16, 400, 20) == ("a", "abcdefghijkl", "b")
