"""Which definition a step's words mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_bdd import parsers
from pytest_bdd.parsers import StepParser
from pytest_bdd.steps import StepFunctionContext

from harness.collection.definition_index import DefinitionIndex
from harness.collection.definitions import Definition
from harness.collection.model import StepType
from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]


def definition(
    words: str | StepParser,
    type_: StepType | None = "given",
    function: Callable[..., object] | None = None,
    **converters: Callable[[str], object],
) -> Definition:
    parser = parsers.string(words) if isinstance(words, str) else words

    def step() -> None:
        pass

    return Definition(StepFunctionContext(type_, function or step, parser, converters))


def index(*definitions: Definition) -> DefinitionIndex:
    return DefinitionIndex([(each, 0) for each in definitions])


@pytest.mark.parametrize(
    ("parser", "matching", "other"),
    [
        (parsers.parse("a {size} door"), ["a big door", "A Big DOOR"], ["a door", "the big door"]),
        (parsers.parse("{who} opens"), ["Ann opens", "  opens"], ["opens"]),
        (parsers.parse("{{x}} is {y:d}"), ["{x} is 3"], ["{x} is three", "x is 3"]),
        (parsers.parse("on {day:ti}"), ["on 2026-11-22"], ["on 2026-13-41", "on monday"]),
        (parsers.parse("登錄 {who}"), ["登錄 Ann"], ["Ann"]),
        (parsers.parse("Über {who}", case_sensitive=True), ["Über Ann"], ["über Ann"]),
        (parsers.re("doors?"), ["door", "doors"], ["doorss", "doo"]),
        (parsers.re("a|b"), ["a", "b"], ["ab"]),
        (parsers.re(r"(?i)the door"), ["THE door"], ["door"]),
        (parsers.re(r"the (?P<what>\w+)"), ["the door"], ["the", "The door"]),
        (parsers.cfparse("{n:d}"), ["3"], ["x"]),
    ],
)
def test_matches_as_the_parser_does(parser: StepParser, matching: list[str], other: list[str]) -> None:
    wanted = definition(parser)
    crowd = [
        definition(parsers.parse(f"{start} {{x}} {number}"))
        for number, start in enumerate(("a", "the", "on"))
    ]
    both = index(wanted, *crowd)
    for text in matching:
        assert parser.is_matching(text)
        assert both.bind("given", text) is wanted
    for text in other:
        assert not parser.is_matching(text)
        assert both.bind("given", text) is not wanted


def test_types() -> None:
    given, any_type = definition("a door", "given"), definition("a gate", None)
    both = index(given, any_type)
    assert both.bind("given", "a door") is given
    assert "undefined step: When a door" in str(both.bind("when", "a door"))
    assert both.bind("then", "a gate") is any_type


def test_same_function_under_two_decorators_is_one() -> None:
    def step() -> None:
        pass

    first, second = definition("a door", function=step), definition(parsers.re("a door"), function=step)
    assert index(first, second).bind("given", "a door") is first


def test_custom_parser() -> None:
    class Backwards(StepParser):
        def parse_arguments(self, name: str) -> dict[str, object]:
            return {"text": name[::-1]}

        def is_matching(self, name: str) -> bool:
            return name.endswith("!")

    wanted = definition(Backwards("anything!"))
    assert index(wanted).bind("given", "olleh!") is wanted
    assert wanted.arguments("olleh!") == {"text": "!hello"}


def test_binding_costs_the_same_with_500_more() -> None:
    asked: list[str] = []

    def counted(each: Definition) -> Definition:
        matches = each.matches

        def matches_and_counts(text: str) -> bool:
            asked.append(each.pattern)
            return matches(text)

        each.matches = matches_and_counts
        return each

    crowd = [counted(definition(parsers.parse(f"user {number} does {{what}}"))) for number in range(500)]
    bound = index(*crowd)
    assert bound.bind("given", "user 7 does it") is crowd[7]
    assert asked == ["user 7 does {what}"]
    bound.bind("given", "user 7 does it")
    assert len(asked) == 1


def test_values_that_cannot_be_converted(project: Project) -> None:
    project.write(
        conftest=STEPS
        + """
    import enum

    class Colour(enum.Enum):
        RED = "red"

    @given(parsers.parse("a {colour} gate"), converters={"colour": Colour})
    def gate(colour):
        pass
    """,
        door=FEATURE.replace("Given a door", "Given a door\n        And a rad gate\n        And a red gate"),
    )
    assert (
        "features/door.feature:5: Given a rad gate: its words cannot be converted (conftest.py:20): "
        "ValueError: 'rad' is not a valid Colour"
    ) in project.problems()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("def gate(n, /): pass", "takes 'n' by position only"),
        ("async def gate(n): yield", "is an `async def`"),
    ],
)
def test_functions_that_cannot_be_called(project: Project, code: str, message: str) -> None:
    project.write(
        conftest=f"from pytest_bdd import given, parsers\n@given(parsers.parse('gate {{n}}'))\n{code}\n",
        gate="Feature: Gates\n  Scenario: A\n    Given gate 1\n",
    )
    text = project.problems()
    assert "features/gate.feature:3: Given gate 1: its definition" in text
    assert message in text
    assert "conftest.py:2" in text


def test_reserved_field_name(project: Project) -> None:
    project.write(
        conftest="""
        from pytest_bdd import given, parsers

        @given(parsers.parse("a {docstring}"))
        def a(docstring):
            pass
        """,
        a="Feature: A\n  Scenario: A\n    Given a b\n",
    )
    assert "has a field named 'docstring'" in project.problems()


def test_nearer_conftest_overrides(project: Project) -> None:
    project.write(conftest=STEPS, door=FEATURE)
    nearer = STEPS.replace('assert door["open"]', 'print("NEARER")')
    project.write_at("features/conftest.py", nearer)
    result = project.run("-s")
    result.assert_outcomes(passed=1)
    assert "NEARER" in result.stdout.str()


def test_definitions_of_another_folder_are_not_seen(project: Project) -> None:
    project.write(conftest="", door=FEATURE)
    project.write_at("other/conftest.py", STEPS)
    project.write_at("other/door.feature", FEATURE)
    text = project.problems("features", "other")
    assert "features/door.feature:4: undefined step" in text
    assert "other/door.feature" not in text


def test_definitions_made_by_a_function(project: Project) -> None:
    project.write(
        conftest="""
        from pytest_bdd import given

        def make(words):
            @given(words, target_fixture="made", stacklevel=2)
            def step():
                return words

        make("a door")
        make("a gate")

        @given("it was made")
        def made_it(made):
            assert made == "a gate"
        """,
        door="Feature: A\n  Scenario: A\n    Given a door\n    And a gate\n    And it was made\n",
    )
    project.run().assert_outcomes(passed=1)
