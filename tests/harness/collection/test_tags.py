"""Tags become markers; unknown ones are errors."""

from __future__ import annotations

import pytest

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]

TWO = """
    @article-DOORS
    Feature: Doors

      @tws @android @severity-critical
      Scenario: A door opens
        Given a door

      @client-portal @negative @slow @needs-clock
      Scenario: A door shuts
        Given a door
"""


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("tws and android", ["A door opens"]),
        ("client-portal", ["A door shuts"]),
        ("not negative", ["A door opens"]),
        ("slow", ["A door shuts"]),
        ('article(id="DOORS")', ["A door opens", "A door shuts"]),
        ('severity(level="critical")', ["A door opens"]),
        ('clause(id="DOOR-1")', []),
        ('needs(capability="clock")', ["A door shuts"]),
    ],
)
def test_markers_select(project: Project, expression: str, names: list[str]) -> None:
    project.write(door=TWO)
    assert project.node_ids("-m", expression) == [f"features/door.feature::{name}" for name in names]


def test_clause_marker(project: Project) -> None:
    project.write(
        door="""
        Feature: Doors
          @clause-4.2.1
          Scenario: A door opens
            # clause: 4.2.1
            Given a door
          Scenario: A door shuts
            Given a door
        """
    )
    assert project.node_ids("-m", 'clause(id="4.2.1")') == ["features/door.feature::A door opens"]
    assert project.node_ids("-k", "clause-4.2.1") == ["features/door.feature::A door opens"]


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("@andriod", "unknown tag @andriod; did you mean 'android'?"),
        ("@wip", "unknown tag @wip"),
        ("@severity-urgent", "unknown tag @severity-urgent; severities are blocker, critical"),
        ("@clause-", "the tag @clause- names nothing"),
        ("@needs-clok", "unknown capability in the tag @needs-clok; did you mean 'clock'?"),
    ],
)
def test_unknown_tag(project: Project, tag: str, message: str) -> None:
    project.write(door=FEATURE.replace("Scenario:", f"{tag}\n      Scenario:"))
    assert f"features/door.feature:3: {message}" in project.problems()


def test_unknown_tag_of_a_feature_is_told_once(project: Project) -> None:
    project.write(
        door="@wip\n" + "Feature: Doors\n  Scenario: A\n    Given a door\n  Scenario: B\n    Given a door\n"
    )
    assert project.problems().count("unknown tag @wip") == 1


def test_apply_tag_hook(project: Project) -> None:
    project.write(
        conftest=STEPS
        + """
    import pytest

    def pytest_bdd_apply_tag(tag, function):
        if tag.startswith("ticket-"):
            pytest.mark.slow(function)
            return True
        if tag == "warm":
            pytest.mark.usefixtures("warmth")(function)
            return True

    @pytest.fixture
    def warmth():
        print("WARM")
    """,
        door=FEATURE.replace("Scenario:", "@ticket-7 @warm\n      Scenario:"),
    )
    assert project.node_ids("-m", "slow") == ["features/door.feature::A door opens"]
    result = project.run("-s")
    result.assert_outcomes(passed=1)
    assert "WARM" in result.stdout.str()


def test_skip_and_xfail_tags(project: Project) -> None:
    project.write(
        door=TWO.replace("@severity-critical", "@skip"),
        shut=FEATURE.replace("When Ann opens it\n", "").replace("Scenario:", "@xfail\n      Scenario:"),
    )
    project.run().assert_outcomes(passed=1, skipped=1, xfailed=1)
