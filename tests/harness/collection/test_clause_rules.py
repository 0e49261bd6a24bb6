"""Tags and comments must name the same clauses; features without clauses are left alone."""

from __future__ import annotations

import pytest

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]

CLAUSES = """
    def pytest_ibkey_known_clauses(config):
        return {"DOOR-1", "DOOR-2", "DOOR-3"}
"""
TAGGED = """
    Feature: Doors

      @clause-DOOR-1 @clause-DOOR-2
      Scenario: A door opens
        Given a door
        # clause: DOOR-1
        When Ann opens it
        # clause: DOOR-2
        Then it is open
"""


@pytest.fixture(autouse=True)
def catalogue(project: Project) -> None:
    """The project knows the clauses DOOR-1 to DOOR-3."""
    project.write(conftest=STEPS + CLAUSES)


def test_clauses_reach_the_steps(project: Project) -> None:
    project.write(
        conftest=STEPS
        + CLAUSES
        + """
    def pytest_ibkey_step_start(item, step):
        print("STEP", step.text, step.clauses, item.scenario.clauses)
    """,
        door=TAGGED,
    )
    result = project.run("-s")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [
            "*STEP a door () ('DOOR-1', 'DOOR-2')",
            "STEP Ann opens it ('DOOR-1',) *",
            "STEP it is open ('DOOR-2',) *",
        ]
    )


def test_several_ids_and_several_comments(project: Project) -> None:
    project.write(
        door=TAGGED.replace("# clause: DOOR-1\n", "# as the article says\n").replace(
            "# clause: DOOR-2", "# clause: DOOR-1\n        # clause: DOOR-2"
        ),
        other=TAGGED.replace("# clause: DOOR-1\n", "\n").replace(
            "# clause: DOOR-2", "# clause: DOOR-1, DOOR-2"
        ),
    )
    project.run().assert_outcomes(passed=2)


@pytest.mark.parametrize("where", ["tag", "comment"])
def test_unknown_clause(project: Project, where: str) -> None:
    line = 3 if where == "tag" else 8
    old = "@clause-DOOR-2" if where == "tag" else "clause: DOOR-2"
    project.write(door=TAGGED.replace(old, old.replace("DOOR-2", "DOR-2")))
    assert f"features/door.feature:{line}: unknown clause DOR-2; did you mean 'DOOR-2'?" in project.problems()


def test_unknown_clauses_are_let_through_without_a_catalogue(project: Project) -> None:
    project.write(conftest=STEPS, door=TAGGED.replace("DOOR", "GATE"))
    project.run().assert_outcomes(passed=1)


def test_tag_without_annotated_step(project: Project) -> None:
    project.write(door=TAGGED.replace("@clause-DOOR-1", "@clause-DOOR-1\n      @clause-DOOR-3"))
    text = project.problems()
    assert "features/door.feature:4: 'A door opens' is tagged @clause-DOOR-3, but no step says" in text


def test_inherited_tag_without_annotated_step(project: Project) -> None:
    project.write(door="@clause-DOOR-3\n" + TAGGED.lstrip("\n").replace("    ", ""))
    text = project.problems()
    assert "features/door.feature:5: 'A door opens' is tagged @clause-DOOR-3, but no step says" in text


def test_annotated_clause_without_tag(project: Project) -> None:
    project.write(door=TAGGED.replace(" @clause-DOOR-2", ""))
    text = project.problems()
    assert (
        "features/door.feature:8: a step is annotated with DOOR-2, but 'A door opens' (line 4) is not tagged"
        in text
    )


def test_annotation_in_a_feature_without_clause_tags(project: Project) -> None:
    project.write(door=FEATURE.replace("Then", "# clause: DOOR-1\n        Then"))
    assert "features/door.feature:6: a step is annotated with DOOR-1" in project.problems()


def test_then_without_annotation(project: Project) -> None:
    project.write(door=TAGGED + "        And it is open\n")
    text = project.problems()
    assert "features/door.feature:10: And it is open: what this step demands is of no clause" in text


@pytest.mark.parametrize(
    "comment",
    ["# clause:", "# clause: , DOOR-1", "# clause: DOOR-1 DOOR-2"],
)
def test_annotation_without_a_proper_id(project: Project, comment: str) -> None:
    project.write(door=TAGGED.replace("# clause: DOOR-2", comment))
    assert "features/door.feature:8: " in project.problems()


@pytest.mark.parametrize(
    "comment",
    [
        "# clauses: DOOR-2",
        "# Clause: DOOR-2",
        "# clause DOOR-2",
        "# cluase: DOOR-2",
        "#claus = DOOR-2",
        "# Clause:",
    ],
)
def test_misspelt_annotation(project: Project, comment: str) -> None:
    project.write(door=TAGGED.replace("# clause: DOOR-2", comment))
    text = project.problems()
    assert f"features/door.feature:8: misspelt annotation '{comment}'" in text


@pytest.mark.parametrize(
    "comment", ["# clauses differ here", "# because: AND-1", "# Clause 3 says so", "# close"]
)
def test_prose_is_no_annotation(project: Project, comment: str) -> None:
    project.write(door=TAGGED.replace("# clause: DOOR-2", f"{comment}\n        # clause: DOOR-2"))
    project.run().assert_outcomes(passed=1)


def test_annotation_above_no_step(project: Project) -> None:
    project.write(door=TAGGED.replace("# clause: DOOR-2", "# clause: DOOR-2\n"))
    text = project.problems()
    assert "features/door.feature:8: this annotation stands above no step: DOOR-2" in text


def test_rows_have_the_clauses_of_their_block(project: Project) -> None:
    project.write(
        conftest=STEPS
        + CLAUSES
        + """
    def pytest_ibkey_step_start(item, step):
        print("STEP", item.scenario.row, step.clauses, item.scenario.tags)
    """,
        door="""
        Feature: Doors
          Scenario Outline: A door
            Given a door
            When <who> opens it
            # clause: DOOR-1, DOOR-2
            Then it is open

            @clause-DOOR-1
            Examples:
              | who |
              | Ann |

            @clause-DOOR-2
            Examples:
              | who |
              | Bob |
        """,
    )
    result = project.run("-s")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        [
            "STEP {'who': 'Ann'} ('DOOR-1',) ('clause-DOOR-1',)",
            "STEP {'who': 'Bob'} ('DOOR-2',) ('clause-DOOR-2',)",
        ]
    )


def test_background_steps_may_prove_clauses(project: Project) -> None:
    background = """
    Feature: Doors
      Background:
        # clause: DOOR-1
        Given a door

      @clause-DOOR-1
      Scenario: A door stands
        When Ann opens it

      Scenario: A door opens
        When Ann opens it
    """
    project.write(door=background)
    project.run().assert_outcomes(passed=2)
    project.write(door=background.replace("@clause-DOOR-1", ""))
    assert "features/door.feature:3: a step of the Background is annotated with DOOR-1" in project.problems()
