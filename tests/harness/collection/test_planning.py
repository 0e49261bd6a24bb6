"""Each way in which plain pytest-bdd loses or fakes a result is an error with file and line."""

from __future__ import annotations

import pytest

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]


def test_a_feature_runs(project: Project) -> None:
    project.write(door=FEATURE)
    project.run().assert_outcomes(passed=1)


def test_same_name_twice(project: Project) -> None:
    project.write(
        door="""
        Feature: Doors
          Scenario: A door opens
            Given a door

          Scenario: A door opens
            Given a door
        """
    )
    text = project.problems()
    assert "features/door.feature:5: the name 'A door opens' is taken by the scenario in line 2" in text


def test_same_name_twice_in_different_rules(project: Project) -> None:
    project.write(
        door="""
        Feature: Doors
          Rule: One
            Scenario: A door opens
              Given a door
          Rule: Two
            Scenario: A door opens
              Given a door
        """
    )
    assert project.node_ids() == [
        "features/door.feature::One: A door opens",
        "features/door.feature::Two: A door opens",
    ]
    assert project.node_ids("features/door.feature:7") == ["features/door.feature::Two: A door opens"]
    project.run().assert_outcomes(passed=2)


def test_same_name_twice_in_a_rule(project: Project) -> None:
    project.write(
        door="""
        Feature: Doors
          Rule: One
            Scenario: A door opens
              Given a door
            Scenario: A door opens
              Given a door
        """
    )
    assert "features/door.feature:5: the name 'A door opens' is taken" in project.problems()


def test_async_step(project: Project) -> None:
    project.write(
        conftest="""
        from pytest_bdd import given

        @given("a door")
        async def door():
            raise AssertionError("never awaited")
        """,
        door=FEATURE.replace("When Ann opens it", "").replace("Then it is open", ""),
    )
    text = project.problems()
    assert "features/door.feature:4: Given a door: its definition is an `async def` (conftest.py:3)" in text


def test_scenario_without_steps(project: Project) -> None:
    project.write(door="Feature: Doors\n  Background:\n    Given a door\n\n  Scenario: Nothing\n")
    assert "features/door.feature:5: the scenario 'Nothing' has no steps" in project.problems()


def test_outline_without_examples(project: Project) -> None:
    project.write(door="Feature: Doors\n  Scenario Outline: Nothing\n    Given a door\n")
    assert "features/door.feature:2: the outline 'Nothing' has no Examples" in project.problems()


def test_two_definitions_of_one_step(project: Project) -> None:
    project.write(
        conftest=STEPS
        + """
    @when(parsers.re("Ann opens (?P<what>it)"))
    def opens_too(door, what):
        pass
    """,
        door=FEATURE,
    )
    text = project.problems()
    assert "features/door.feature:5: 2 definitions match this step: When Ann opens it" in text
    assert "conftest.py:7: {who} opens it" in text
    assert "conftest.py:15: Ann opens (?P<what>it)" in text


def test_two_definitions_with_the_same_words(project: Project) -> None:
    project.write(
        conftest=STEPS + "\n    @when(parsers.parse('{who} opens it'))\n    def again(who):\n        pass\n"
    )
    project.write(door=FEATURE)
    text = project.problems()
    assert "features/door.feature:5: 2 definitions match this step: When Ann opens it" in text
    assert "conftest.py:7: {who} opens it\n    conftest.py:15: {who} opens it" in text


def test_two_definitions_in_different_modules(project: Project) -> None:
    project.write_at("gatesteps/one.py", STEPS)
    project.write_at("gatesteps/two.py", STEPS)
    project.write(conftest="pytest_plugins = ['gatesteps.one', 'gatesteps.two']\n", door=FEATURE)
    project.pytester.syspathinsert()
    text = project.problems()
    assert "features/door.feature:4: 2 definitions match this step: Given a door" in text
    assert "gatesteps/one.py:3: a door\n    gatesteps/two.py:3: a door" in text


def test_undefined_step(project: Project) -> None:
    project.write(door=FEATURE.replace("it is open", 'it is opened by "Ann" after 3 s'))
    text = project.problems()
    assert 'features/door.feature:6: undefined step: Then it is opened by "Ann" after 3 s' in text
    assert """write: @then(parsers.parse('it is opened by "{text}" after {number:d} s'))""" in text


def test_misspelt_step_names_the_nearest(project: Project) -> None:
    project.write(door=FEATURE.replace("it is open", "it is oopen"))
    text = project.problems()
    assert "features/door.feature:6: undefined step: Then it is oopen" in text
    assert "near: it is open    (conftest.py:11)" in text
    assert '@then("it is oopen")' in text


def test_step_of_another_type(project: Project) -> None:
    project.write(door=FEATURE.replace("Given a door", "When a door"))
    text = project.problems()
    assert "features/door.feature:4: undefined step: When a door" in text
    assert "conftest.py:3 has these words as `@given`" in text


@pytest.mark.parametrize("keyword", ["*", "And", "But"])
def test_first_step_without_a_type(project: Project, keyword: str) -> None:
    project.write(door=FEATURE.replace("Given a door", f"{keyword} a door"))
    assert f"features/door.feature:4: {keyword!r} begins the steps" in project.problems()


def test_star_repeats_the_type_before(project: Project) -> None:
    project.write(door=FEATURE.replace("Then it is open", "Then it is open\n        * it is open"))
    project.run().assert_outcomes(passed=1)


def test_undefined_step_in_all_rows_is_told_once(project: Project) -> None:
    project.write(
        door="""
        Feature: Doors
          Scenario Outline: Doors
            Given a door of <what>
            Examples:
              | what |
              | wood |
              | iron |
              | clay |
        """
    )
    text = project.problems()
    assert "features/door.feature:3: undefined step: Given a door of wood" in text
    assert "and 2 more row(s) alike" in text
    assert "iron" not in text


def test_missing_fixture(project: Project) -> None:
    project.write(door=FEATURE.replace("Given a door", ""))
    text = project.problems()
    assert (
        "features/door.feature:5: When Ann opens it: its definition (conftest.py:7) asks for 'door'" in text
    )


def test_missing_fixture_is_told_once(project: Project) -> None:
    project.write(
        door="""
        Feature: Doors
          Scenario Outline: A door opens
            When <who> opens it
            Then it is open
            Examples:
              | who |
              | Ann |
              | Bob |
        """
    )
    text = project.problems()
    assert (
        "features/door.feature:3: When Ann opens it: its definition (conftest.py:7) asks for 'door'" in text
    )
    assert "and 1 more row(s) alike" in text
    assert text.count("asks for 'door'") == 1


def test_undefined_step_is_not_followed_by_what_it_may_provide(project: Project) -> None:
    project.write(door=FEATURE.replace("Given a door", "Given a gate"))
    text = project.problems()
    assert "features/door.feature:4: undefined step: Given a gate" in text
    assert "asks for" not in text


def test_missing_fixture_of_a_fixture(project: Project) -> None:
    project.write(
        conftest="""
        import pytest
        from pytest_bdd import given

        @pytest.fixture
        def house(garden):
            return garden

        @given("a door")
        def door(house):
            pass
        """,
        door="Feature: Doors\n  Scenario: A door\n    Given a door\n",
    )
    assert "features/door.feature:2: the fixture 'house', used here, asks for 'garden'" in project.problems()


@pytest.mark.parametrize(("name", "what"), [("docstring", "text block"), ("datatable", "table")])
def test_missing_table_or_text_block(project: Project, name: str, what: str) -> None:
    project.write(
        conftest=f"from pytest_bdd import given\n@given('a door')\ndef door({name}): pass\n",
        door="Feature: Doors\n  Scenario: A door\n    Given a door\n",
    )
    assert f"but the step has no {what} below it" in project.problems()


@pytest.mark.parametrize(
    ("below", "what", "name"),
    [('"""\nof oak\n"""', "text block", "docstring"), ("| oak |", "table", "datatable")],
)
def test_table_or_text_block_that_nobody_takes(project: Project, below: str, what: str, name: str) -> None:
    project.write(door=f"Feature: Doors\n  Scenario: A door\n    Given a door\n{below}\n")
    text = project.problems()
    assert f"features/door.feature:3: Given a door: the {what} below it would be ignored;" in text
    assert f"its definition (conftest.py:3) has no parameter '{name}'" in text


def test_table_that_nobody_takes_is_told_once(project: Project) -> None:
    project.write(
        door="""
        Feature: Doors
          Scenario Outline: A door of <wood>
            Given a door
              | <wood> |
            Examples:
              | wood |
              | oak  |
              | pine |
        """
    )
    assert project.problems().count("the table below it would be ignored") == 1


def test_file_without_a_feature(project: Project) -> None:
    project.write(empty="# nothing yet\n", bare="Feature: Doors\n")
    text = project.problems()
    assert "features/empty.feature:1: the file has no Feature" in text
    assert "features/bare.feature:1: the feature 'Doors' has no scenario" in text


def test_not_gherkin(project: Project) -> None:
    project.write(
        door=FEATURE.replace("Given a door", "Given a door\n        Ann opens it\n        | a |\n  | b | c |")
    )
    text = project.problems()
    assert "features/door.feature:5: expected: " in text
    assert "got 'Ann opens it'" in text
    assert "features/door.feature:7: inconsistent cell count within the table" in text


def test_not_utf_8(project: Project) -> None:
    project.write(door=FEATURE)
    (project.pytester.path / "features/door.feature").write_bytes(
        "Feature: Doors\n  Scenario: Türe\n".encode("latin-1")
    )
    assert "features/door.feature:2: the file is not UTF-8" in project.problems()


def test_all_problems_of_a_file_and_the_other_files(project: Project) -> None:
    project.write(
        broken=FEATURE.replace("Given a door", "Given a gate").replace("it is open", "it is shut"),
        door=FEATURE,
    )
    result = project.run("--continue-on-collection-errors")
    result.assert_outcomes(passed=1, errors=1)
    text = result.stdout.str()
    assert "features/broken.feature:4: undefined step: Given a gate" in text
    assert "features/broken.feature:6: undefined step: Then it is shut" in text
    assert "Traceback" not in text
    assert "planning.py" not in text
