"""Which definition a step's words mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_bdd import parsers
from pytest_bdd.parsers import StepParser
from pytest_bdd.steps import StepFunctionContext

from harness.collection.definition_index import DefinitionIndex, Visible
from harness.collection.definitions import Binding, Definition
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
    return DefinitionIndex([Visible(each, 0) for each in definitions])


def bound(index: DefinitionIndex, type_: StepType, text: str) -> Definition | None:
    """The definition that the text means, None where it means none."""
    meant = index.bind(type_, text)
    return meant.definition if isinstance(meant, Binding) else None


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
        assert bound(both, "given", text) is wanted
    for text in other:
        assert not parser.is_matching(text)
        assert bound(both, "given", text) is not wanted


def test_types() -> None:
    given, any_type = definition("a door", "given"), definition("a gate", None)
    both = index(given, any_type)
    assert bound(both, "given", "a door") is given
    assert "undefined step: When a door" in str(both.bind("when", "a door"))
    assert bound(both, "then", "a gate") is any_type


def test_same_function_under_two_decorators_is_one() -> None:
    def step() -> None:
        pass

    first, second = definition("a door", function=step), definition(parsers.re("a door"), function=step)
    assert bound(index(first, second), "given", "a door") is first


def test_custom_parser() -> None:
    class Backwards(StepParser):
        def parse_arguments(self, name: str) -> dict[str, object]:
            return {"text": name[::-1]}

        def is_matching(self, name: str) -> bool:
            return name.endswith("!")

    wanted = definition(Backwards("anything!"))
    assert bound(index(wanted), "given", "olleh!") is wanted
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
    many = index(*crowd)
    assert bound(many, "given", "user 7 does it") is crowd[7]
    assert asked == ["user 7 does {what}"]
    many.bind("given", "user 7 does it")
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


def test_nearer_conftest_wins_whatever_its_words(project: Project) -> None:
    """As the nearest fixture does, and as in pytest-bdd."""
    project.write(
        conftest="""
        from pytest_bdd import given, parsers, then

        @given(parsers.parse("I have a {thing} thing"), target_fixture="which")
        def general(thing):
            return "general"

        @then("it is the special one")
        def special(which):
            assert which == "special"
        """
    )
    project.write_at(
        "features/sub/conftest.py",
        """
        from pytest_bdd import given

        @given("I have a special thing", target_fixture="which")
        def special():
            return "special"
        """,
    )
    nearer = """
        Feature: Nearer
          Scenario: The nearest definition wins
            Given I have a special thing
            Then it is the special one
    """
    project.write_at("features/sub/nearer.feature", nearer)
    project.run().assert_outcomes(passed=1)
    project.write_at("features/sub/test_same.py", 'from pytest_bdd import scenarios\nscenarios(".")\n')
    project.run("features/sub/test_same.py").assert_outcomes(passed=1)


def test_steps_of_a_test_module_are_pointed_at(project: Project) -> None:
    project.write(conftest="", door=FEATURE)
    project.write_at("test_steps.py", STEPS)
    text = project.problems("test_steps.py", "features")
    assert "features/door.feature:4: undefined step: Given a door" in text
    assert "test_steps.py:3 has these words, but the feature cannot see it: steps live in a plugin" in text
    assert "write: " not in text


def test_an_undefined_step_is_told_where_steps_live(project: Project) -> None:
    project.write(conftest="", door=FEATURE)
    text = project.problems()
    assert 'write: @given("a door")\n  steps live in a plugin, or in a conftest.py of the feature\'s' in text


PHONES = """
    from types import SimpleNamespace
    from harness.spec.vocabulary import LOGIN_SURFACES, Surface
    from harness.words import Words

    PHONES = Words("phone", {
        "phone with Face ID": SimpleNamespace(surface=Surface.IPHONE),
        "phone with a finger": SimpleNamespace(surface=Surface.ANDROID),
    })

    @given(parsers.parse("a {phone} at {where}"), converters={"phone": PHONES, "where": LOGIN_SURFACES})
    def has(phone, where):
        print("HAS", phone.surface, where)

    def pytest_ibkey_step_start(item, step):
        print("SURFACES", item.scenario.surfaces)
"""
ROWS = """
    Feature: Phones
      Scenario Outline: A <phone> at <where>
        Given a <phone> at <where>
        Examples:
          | phone               | where     |
          | phone with a finger | WebTrader |
          | phone with Fase ID  | TWS       |
          | phone with Face ID  | WebTrade  |
"""


def test_words_are_converted_and_tell_the_surfaces(project: Project) -> None:
    rows = ROWS.replace("Fase", "Face").replace("WebTrade ", "WebTrader")
    project.write(conftest=STEPS + PHONES, phones=rows)
    result = project.run("-s")
    result.assert_outcomes(passed=3)
    text = result.stdout.str()
    assert "SURFACES ('webtrader', 'android')\nHAS android webtrader" in text
    assert "SURFACES ('tws', 'iphone')\nHAS iphone tws" in text


def test_unknown_words_of_rows(project: Project) -> None:
    project.write(conftest=STEPS + PHONES, phones=ROWS)
    text = project.problems()
    assert (
        "features/phones.feature:7: Given a phone with Fase ID at TWS: 'phone with Fase ID' is no phone; "
        "did you mean 'phone with Face ID'?\n"
        "  known are:\n    phone with Face ID\n    phone with a finger\n  in the step of line 3\n"
    ) in text
    assert "features/phones.feature:8: Given a phone with Face ID at WebTrade: 'WebTrade' is no login" in text


def test_unknown_word_of_the_step_itself_is_told_once(project: Project) -> None:
    project.write(conftest=STEPS + PHONES, phones=ROWS.replace("Given a <phone>", "Given a fone"))
    text = project.problems()
    assert text.count("'fone' is no phone") == 1
    assert "features/phones.feature:3: Given a fone at WebTrader: 'fone' is no phone" in text


def test_the_only_surface_of_a_module_is_that_of_its_steps(project: Project) -> None:
    sits_at = """
    from harness.spec.vocabulary import Surface

    SITS_AT = (Surface.PHONE_CALL,)
    """
    project.write(conftest=STEPS + sits_at, door=FEATURE)
    assert project.node_ids("-m", "phone-call") == ["features/door.feature::A door opens"]


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
