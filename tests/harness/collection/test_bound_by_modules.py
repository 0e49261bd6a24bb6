"""Scenarios that a test module of pytest-bdd's binds run once, there."""

from __future__ import annotations

import pytest

from tests.harness.collection.project import FEATURE, Project

pytest_plugins = ["pytester"]

SECOND = """
      Scenario Outline: <who> shuts it
        Given a door
        Examples:
          | who |
          | Ann |
          | Bob |
"""


@pytest.mark.parametrize("module", ["test_all.py", "features/test_beside.py"])
def test_scenarios_of_a_module(project: Project, module: str) -> None:
    project.write(door=FEATURE + SECOND, other=FEATURE)
    where = "." if "/" in module else "features"
    project.write_at(module, f'from pytest_bdd import scenarios\nscenarios("{where}/door.feature")\n')
    project.run().assert_outcomes(passed=4, deselected=3)
    project.run("features/door.feature").assert_outcomes(passed=3)


def test_one_scenario_of_a_module_keeps_its_body(project: Project) -> None:
    project.write(door=FEATURE + SECOND)
    project.write_at(
        "test_one.py",
        """
        from pytest_bdd import scenario

        @scenario("features/door.feature", "A door opens")
        def test_one():
            print("BODY")
        """,
    )
    result = project.run("-s")
    result.assert_outcomes(passed=3, deselected=1)
    assert "BODY" in result.stdout.str()


def test_scenarios_of_one_name_below_two_rules(project: Project) -> None:
    """pytest-bdd binds the last of them; the other is ours."""
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
    project.write_at("test_all.py", 'from pytest_bdd import scenarios\nscenarios("features")\n')
    project.run().assert_outcomes(passed=2, deselected=1)
