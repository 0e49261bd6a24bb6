from __future__ import annotations

import json

import pytest
from lxml import etree

from harness.foreign_text import beginning, encoded, excerpt, message_of, on_one_line, visible

ACTING = "\x00 \x07 \x1b[31m \x7f \x85 \x9b \u061c \u200f \u2028 \u202e \u2066 \ud83d \udc00 \ufffe \uffff"


def test_what_acts_is_shown_instead() -> None:
    assert visible("a\x1b[31mb\u202ec\ud83d\x00") == r"a\u001b[31mb\u202ec\ud83d\u0000"
    assert visible("back\rto the start") == r"back\u000dto the start"


def test_ordinary_text_stays() -> None:
    ordinary = "tab\there, a line\nand another\r\n如未收到通知 é 😀 a‍b « \\u001b »"
    assert visible(ordinary) == ordinary


def test_visible_text_can_be_written_anywhere() -> None:
    shown = visible(ACTING)
    assert visible(shown) == shown
    assert json.loads(f'"{shown}"') == ACTING
    node = etree.Element("message")
    node.text = shown
    assert etree.fromstring(etree.tostring(node)).text == shown
    assert encoded(shown) == shown.encode("ascii")


def test_what_is_encoded_in_json_is_json() -> None:
    told = {"said": "half \ud83d of an emoji"}
    assert json.loads(encoded(json.dumps(told, ensure_ascii=False))) == told


def test_long_text_is_cut_and_says_so() -> None:
    assert beginning("abc", 3) == "abc"
    cut = beginning("x" * 3_000_000, 5)
    assert cut == "xxxxx… (2,999,995 more characters)"
    assert beginning(cut, 5) == cut
    assert beginning("\x1b" * 102, 2) == r"\u001b\u001b… (100 more characters)"


def test_of_many_lines_the_first_and_the_last_are_shown() -> None:
    lines = [str(number) for number in range(5000)]
    shown = excerpt("\n".join(lines)).split("\n")
    assert shown == [*lines[:300], "… (4,600 more lines)", *lines[-100:]]
    assert excerpt("\n".join(lines[:400])) == "\n".join(lines[:400])
    assert excerpt("\n".join(shown)) == "\n".join(shown)


def test_of_long_lines_fewer_are_shown() -> None:
    shown = excerpt("\n".join(["x" * 5000] * 50)).split("\n")
    assert [len(line) for line in shown] == [4025] * 3 + [17] + [4025]
    assert len(excerpt("x" * 3_000_000)) < 4100


@pytest.mark.parametrize("text", ["one\ntwo", " one \r\n two ", "one\x0btwo"])
def test_one_line(text: str) -> None:
    assert on_one_line(text, 7) == "one two"


def test_one_line_is_cut() -> None:
    assert on_one_line("x" * 3_000_000, 5) == "xxxx…"
    assert on_one_line("one two", 6) == "one t…"
    assert on_one_line("a" + " " * 100 + "b", 5) == "a…"


def test_an_error_that_cannot_tell_what_it_is() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise ValueError

    assert message_of(Mute()) == "a Mute whose text cannot be had (ValueError)"
    assert message_of(Exception("the page is gone")) == "the page is gone"
