"""Which clauses a step states: its comment's, a Rule's; features without clauses are left alone."""

from __future__ import annotations

import pytest

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]

CLAUSES = """
    from types import SimpleNamespace

    def pytest_ibkey_known_clauses(config):
        texts = {"DOOR-1": "A door can be opened.", "DOOR-2": "It stays open.", "DOOR-3": "Doors are red."}
        return {id: SimpleNamespace(text=text, article="DOOR") for id, text in texts.items()}
"""
PRINT = """
    def pytest_ibkey_step_start(item, step):
        print("STEP", step.text, step.clauses, item.scenario.clauses, item.scenario.rule)
"""
SAID = """
    Feature: Doors

      Scenario: A door opens
        Given a door
        # clause: DOOR-1
        When Ann opens it
        # clause: DOOR-2
        Then it is open
"""
RULE = """
    Feature: Doors

      Rule: DOOR-1 A door can be opened.

        Scenario: A door opens
          Given a door
          When Ann opens it
          Then it is open
          And it is open
"""


@pytest.fixture(autouse=True)
def catalogue(project: Project) -> None:
    """The project knows the clauses DOOR-1 to DOOR-3."""
    project.write(conftest=STEPS + CLAUSES)


def stated(project: Project, feature: str) -> list[str]:
    """Runs the feature: for each step its words, its clauses, those of the scenario, and the Rule's title."""
    project.write(conftest=STEPS + CLAUSES + PRINT, door=feature)
    lines = project.run("-s").stdout.str().splitlines()
    return [line.partition("STEP ")[2].strip() for line in lines if "STEP " in line]


def test_comments_say_what_steps_state(project: Project) -> None:
    assert stated(project, SAID) == [
        "a door () ('DOOR-1', 'DOOR-2')",
        "Ann opens it ('DOOR-1',) ('DOOR-1', 'DOOR-2')",
        "it is open ('DOOR-2',) ('DOOR-1', 'DOOR-2')",
    ]


@pytest.mark.parametrize(
    "comments", ["# clause: DOOR-1\n        # clause: DOOR-2", "# clause: DOOR-1, DOOR-2"]
)
def test_several_ids_and_several_comments(project: Project, comments: str) -> None:
    told = stated(project, SAID.replace("# clause: DOOR-2", f"# as the article says\n        {comments}"))
    assert told[-1] == "it is open ('DOOR-1', 'DOOR-2') ('DOOR-1', 'DOOR-2')"


def test_a_then_without_a_comment_states_what_was_said_last(project: Project) -> None:
    more = "        And it is open\n        When Ann opens it\n        Then it is open\n"
    assert [each.partition(") (")[0] for each in stated(project, SAID + more)] == [
        "a door (",
        "Ann opens it ('DOOR-1',",
        "it is open ('DOOR-2',",
        "it is open ('DOOR-2',",
        "Ann opens it (",
        "it is open ('DOOR-2',",
    ]


def test_what_is_said_ends_with_the_scenario(project: Project) -> None:
    project.write(
        door=SAID + "\n      Scenario: Another\n        Given a door\n        Then it is open\n",
    )
    text = project.problems()
    assert "features/door.feature:12: Then it is open: what this step demands is of no clause" in text


def test_what_is_said_in_a_background_ends_with_it(project: Project) -> None:
    background = "Background:\n        # clause: DOOR-3\n        Given a door\n\n      Scenario:"
    project.write(door=FEATURE.replace("Scenario:", background))
    assert "features/door.feature:10: Then it is open: what this" in project.problems()


def test_a_rule_is_stated_by_every_then_below_it(project: Project) -> None:
    title = "DOOR-1 A door can be opened."
    assert stated(project, RULE) == [
        f"a door () ('DOOR-1',) {title}",
        f"Ann opens it () ('DOOR-1',) {title}",
        f"it is open ('DOOR-1',) ('DOOR-1',) {title}",
        f"it is open ('DOOR-1',) ('DOOR-1',) {title}",
    ]


def test_a_comment_below_a_rule_says_otherwise(project: Project) -> None:
    told = stated(project, RULE.replace("And", "# clause: DOOR-2\n          And"))
    assert [each.partition(" DOOR-1")[0] for each in told[2:]] == [
        "it is open ('DOOR-1',) ('DOOR-1', 'DOOR-2')",
        "it is open ('DOOR-2',) ('DOOR-1', 'DOOR-2')",
    ]


def test_a_rule_reaches_its_background_and_no_other(project: Project) -> None:
    """The feature's Background stands above the Rule, its own below the title."""
    then = "Background:\n          Given a door\n          When Ann opens it\n          Then it is open\n\n"
    project.write(door=RULE.replace("        Scenario:", f"        {then}        Scenario:"))
    project.run().assert_outcomes(passed=1)
    project.write(door=RULE.replace("      Rule:", f"      {then}      Rule:"))
    assert "features/door.feature:6: Then it is open: what this step demands" in project.problems()


def test_a_rule_that_is_no_clause(project: Project) -> None:
    assert stated(project, RULE.replace("DOOR-1 A", "Two-way: A"))[2] == (
        "it is open () () Two-way: A door can be opened."
    )


def test_the_title_of_a_rule_is_the_text_of_the_clause(project: Project) -> None:
    project.write(door=RULE.replace("can be opened", "may be opened"))
    assert (
        "features/door.feature:3: the title of this Rule is not the text of DOOR-1:\n"
        "    here: A door may be opened.\n"
        "    spec: A door can be opened.\n"
    ) in project.problems()


def test_unknown_clause_of_a_rule(project: Project) -> None:
    project.write(door=RULE.replace("DOOR-1", "DOR-1"))
    assert "features/door.feature:3: unknown clause DOR-1; did you mean 'DOOR-1'?" in project.problems()


def test_a_scenario_that_does_not_state_the_clause_of_its_rule(project: Project) -> None:
    project.write(door=RULE.replace("Then", "# clause: DOOR-3\n          Then"))
    text = project.problems()
    assert (
        "features/door.feature:5: 'A door opens' stands below the Rule of DOOR-1, but no step of it" in text
    )


def test_a_rule_without_scenarios(project: Project) -> None:
    project.write(door=RULE + "\n      Rule: DOOR-2 It stays open.\n")
    assert "features/door.feature:11: no scenario stands below the Rule of DOOR-2" in project.problems()


def test_unknown_clause(project: Project) -> None:
    project.write(door=SAID.replace("DOOR-2", "DOR-2"))
    assert "features/door.feature:7: unknown clause DOR-2; did you mean 'DOOR-2'?" in project.problems()


def test_without_a_catalogue_ids_are_let_through_and_rules_are_titles(project: Project) -> None:
    project.write(conftest=STEPS, door=SAID.replace("DOOR", "GATE"), rule=RULE)
    project.run().assert_outcomes(passed=2)


def test_then_that_states_nothing(project: Project) -> None:
    """A feature that speaks of clauses does so everywhere."""
    second = SAID.replace("Feature: Doors", "").replace("A door opens", "Another")
    project.write(door=FEATURE + second)
    text = project.problems()
    assert "features/door.feature:6: Then it is open: what this step demands is of no clause" in text


@pytest.mark.parametrize("comment", ["# clause:", "# clause: , DOOR-1", "# clause: DOOR-1 DOOR-2"])
def test_annotation_without_a_proper_id(project: Project, comment: str) -> None:
    project.write(door=SAID.replace("# clause: DOOR-2", comment))
    assert "features/door.feature:7: " in project.problems()


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
    project.write(door=SAID.replace("# clause: DOOR-2", comment))
    text = project.problems()
    assert f"features/door.feature:7: misspelt annotation '{comment}'" in text


@pytest.mark.parametrize(
    "comment", ["# clauses differ here", "# because: AND-1", "# Clause 3 says so", "# close"]
)
def test_prose_is_no_annotation(project: Project, comment: str) -> None:
    project.write(door=SAID.replace("# clause: DOOR-2", f"{comment}\n        # clause: DOOR-2"))
    project.run().assert_outcomes(passed=1)


def test_annotation_above_no_step(project: Project) -> None:
    project.write(door=SAID.replace("# clause: DOOR-2", "# clause: DOOR-2\n"))
    text = project.problems()
    assert "features/door.feature:7: this annotation stands above no step: DOOR-2" in text


ROWS = """
    Feature: Doors
      Scenario Outline: A door
        Given a door
        When <who> opens it
        # clause: <clauses>
        Then it is open
        # clause: DOOR-<number>, <more>
        And it is open

        Examples:
          | who | clauses        | number | more   |
          | Ann | DOOR-1         | 1      |        |
          | Bob | DOOR-1, DOOR-2 | 2      | DOOR-3 |
"""


def test_rows_fill_in_the_comments(project: Project) -> None:
    assert [each for each in stated(project, ROWS) if "open " in each] == [
        "it is open ('DOOR-1',) ('DOOR-1',)",
        "it is open ('DOOR-1',) ('DOOR-1',)",
        "it is open ('DOOR-1', 'DOOR-2') ('DOOR-1', 'DOOR-2', 'DOOR-3')",
        "it is open ('DOOR-2', 'DOOR-3') ('DOOR-1', 'DOOR-2', 'DOOR-3')",
    ]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("DOR-1 ", "5: unknown clause DOR-1; did you mean 'DOOR-1'?; the clauses are in spec/ (row in"),
        ("DOOR 1", "5: 'DOOR 1' is no clause id"),
    ],
)
def test_rows_that_name_no_clause(project: Project, cell: str, message: str) -> None:
    project.write(door=ROWS.replace("| Ann | DOOR-1", f"| Ann | {cell}"))
    assert f"features/door.feature:{message}" in project.problems()


def test_rows_that_leave_a_then_without_a_clause(project: Project) -> None:
    project.write(door=ROWS.replace("| Ann | DOOR-1        ", "| Ann |               "))
    assert "features/door.feature:6: Then it is open: what this step demands" in project.problems()


def test_background_steps_may_state_clauses(project: Project) -> None:
    project.write(
        door="""
        Feature: Doors
          Background:
            # clause: DOOR-1
            Given a door

          Scenario: A door stands
            When Ann opens it
        """
    )
    assert project.node_ids("-m", "clause-DOOR-1") == ["features/door.feature::A door stands"]
    project.run().assert_outcomes(passed=1)
