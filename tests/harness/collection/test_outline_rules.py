"""Examples: every row runs once, every column is used, every field is filled in."""

from __future__ import annotations

from tests.harness.collection.project import Project

pytest_plugins = ["pytester"]

OUTLINE = """
    Feature: Doors
      Scenario Outline: <who> opens a door
        Given a door
        When <who> opens it
        Then it is open

        Examples:
          | who |
          | Ann |
          | Bob |
"""


def test_rows_run(project: Project) -> None:
    project.write(door=OUTLINE)
    assert project.node_ids() == [
        "features/door.feature::<who> opens a door[Ann]",
        "features/door.feature::<who> opens a door[Bob]",
    ]
    project.run().assert_outcomes(passed=2)


def test_examples_without_rows(project: Project) -> None:
    project.write(door=OUTLINE + "\n        Examples: none\n          | who |\n")
    assert (
        "features/door.feature:12: these Examples of '<who> opens a door' have no rows" in project.problems()
    )


def test_field_without_column(project: Project) -> None:
    project.write(door=OUTLINE.replace("When <who>", "When <whom>"))
    text = project.problems()
    assert "features/door.feature:4: no Examples of '<who> opens a door' have a column <whom>" in text
    assert "; did you mean 'who'?" in text


def test_column_that_nothing_uses(project: Project) -> None:
    project.write(
        door=OUTLINE.replace("| who |", "| who | why |")
        .replace("| Ann |", "| Ann | a |")
        .replace("| Bob |", "| Bob | b |")
    )
    assert (
        "features/door.feature:8: nothing in '<who> opens a door' uses the column <why>" in project.problems()
    )


def test_row_twice(project: Project) -> None:
    project.write(door=OUTLINE.replace("| Bob |", "| Ann |"))
    assert "features/door.feature:10: this row repeats the row in line 9" in project.problems()


def test_row_twice_with_other_tags_is_another_scenario(project: Project) -> None:
    project.write(
        door=OUTLINE + "\n        @slow\n        Examples: again\n          | who |\n          | Ann |\n"
    )
    assert project.node_ids("-m", "slow") == ["features/door.feature::<who> opens a door[Ann-2]"]


def test_column_twice(project: Project) -> None:
    project.write(
        door=OUTLINE.replace("| who |", "| who | who |")
        .replace("| Ann |", "| a | b |")
        .replace("| Bob |", "| c | d |")
    )
    assert "features/door.feature:8: the column <who> stands twice" in project.problems()


def test_column_missing_in_one_block(project: Project) -> None:
    project.write(
        conftest="""
        from pytest_bdd import given, parsers

        @given(parsers.parse("a {size} {colour} door"))
        def door(size, colour):
            assert (size, colour) == ("big", "red")
        """,
        door="""
        Feature: Doors
          Scenario Outline: Doors
            Given a <size> <colour> door
            Examples:
              | size | colour |
              | big  | red    |
            Examples:
              | size |
              | big  |
        """,
    )
    assert "features/door.feature:8: these Examples have no column <colour>" in project.problems()


def test_angle_brackets_in_a_text_block_are_text(project: Project) -> None:
    project.write(
        conftest="""
        from pytest_bdd import given

        @given("a page")
        def page(docstring):
            assert docstring == "<html>Ann</html>"
        """,
        page='''
        Feature: Pages
          Scenario Outline: Pages
            Given a page
              """
              <html><who></html>
              """
            Examples:
              | who |
              | Ann |
        ''',
    )
    project.run().assert_outcomes(passed=1)


def test_angle_brackets_in_a_step_are_text(project: Project) -> None:
    """As in Gherkin, which puts the columns in and leaves the rest."""
    project.write(
        conftest="""
        from pytest_bdd import given, parsers

        @given(parsers.re(r"a text (?P<text>.*)"))
        def text(text):
            print("TEXT", text)
        """,
        angle="""
        Feature: Angle brackets that are no column
          Scenario Outline: Markup <n>
            Given a text <b>bold</b> <n>
            And a text 3 < 5 and <n>
            And a text <n><value>

            Examples:
              | n | value |
              | 1 | <n>   |
        """,
    )
    result = project.run("-s")
    result.assert_outcomes(passed=1)
    assert [line.partition("TEXT ")[2] for line in result.outlines if "TEXT" in line] == [
        "<b>bold</b> 1",
        "3 < 5 and 1",
        "1<n>",
    ]


def test_near_miss_in_a_table(project: Project) -> None:
    project.write(
        conftest="from pytest_bdd import given\n@given('doors')\ndef doors(datatable): pass\n",
        door="""
        Feature: Doors
          Scenario Outline: Doors of <colour>
            Given doors
              | <color> |
            Examples:
              | colour |
              | red    |
        """,
    )
    assert "have a column <color>; did you mean 'colour'?" in project.problems()
