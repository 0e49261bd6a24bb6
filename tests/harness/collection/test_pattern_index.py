"""Few candidates, and none missed."""

from __future__ import annotations

import pytest
from pytest_bdd import parsers
from pytest_bdd.parsers import StepParser
from pytest_bdd.steps import StepFunctionContext

from harness.collection.definitions import Definition
from harness.collection.pattern_index import PatternIndex


def definition(parser: StepParser) -> Definition:
    def step() -> None:
        pass

    return Definition(StepFunctionContext("given", step, parser))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("the phone of user {number} shows {{text}}", "the phone of user 7 shows {text}"),
        ("{{who}} does thing {number}", "{who} does thing 7"),
        ('"{{who}}" is {number}', '"Ann" is 7'),
        ("{number}號用戶{{who}}登錄", "7號用戶王登錄"),
        ("thing{number}", "thing7"),
    ],
)
def test_500_alike_leave_few_candidates(pattern: str, text: str) -> None:
    crowd = [definition(parsers.parse(pattern.format(number=number))) for number in range(500)]
    candidates = list(PatternIndex(crowd).candidates(text))
    assert crowd[7] in candidates
    assert len(candidates) <= 3


@pytest.mark.parametrize(
    ("parser", "text"),
    [
        (parsers.parse("user {who}"), "USER Ann"),
        (parsers.parse("kiss {who}"), "\u212aiss Ann"),
        (parsers.parse("kiss {who}"), "ki\u017fs Ann"),
        (parsers.parse("ÜBER {who}"), "über Ann"),
        (parsers.parse("{who} ärgert Ann"), "Bob ÄRGERT Ann"),
        (parsers.parse("{who}"), "anything at all"),
        (parsers.parse("tail {x} end"), "tail of x end"),
        (parsers.re("the ?door"), "thedoor"),
        (parsers.re("the door.*"), "the doors open"),
        (parsers.re("the door (?P<x>a|b)"), "the door a"),
        (parsers.re("the  door", 64), "thedoor"),
        (parsers.string("a door"), "a door"),
    ],
)
def test_no_match_is_missed(parser: StepParser, text: str) -> None:
    wanted = definition(parser)
    assert parser.is_matching(text)
    assert wanted in PatternIndex([wanted, definition(parsers.parse("the user {x}"))]).candidates(text)
