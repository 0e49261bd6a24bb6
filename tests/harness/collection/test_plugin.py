"""pytest's own options go on working on scenarios."""

from __future__ import annotations

import re

import pytest

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]

FIVE = """
    Feature: Doors

      Scenario: Ann comes
        Given a door
        When Ann opens it
        Then it is open

      Scenario: Nobody comes
        Given a door
        Then it is open

      @slow
      Scenario Outline: <who> comes
        Given a door
        When <who> opens it
        Examples:
          | who |
          | Bob |
          | 王  |

      Scenario: Nobody comes again
        Given a door
        Then it is open
"""
FILE = "features/door.feature"


@pytest.fixture
def cached(project: Project) -> Project:
    """A project whose runs remember what failed."""
    assert project.plugins[-2:] == ["-p", "no:cacheprovider"]
    del project.plugins[-2:]
    project.write(door=FIVE, other=FEATURE)
    return project


def test_node_ids(project: Project) -> None:
    project.write(door=FIVE)
    assert project.node_ids() == [
        f"{FILE}::Ann comes",
        f"{FILE}::Nobody comes",
        f"{FILE}::<who> comes[Bob]",
        f"{FILE}::<who> comes[王]",
        f"{FILE}::Nobody comes again",
    ]


def test_keyword(project: Project) -> None:
    project.write(door=FIVE, other=FEATURE)
    assert len(project.node_ids("-k", "Nobody")) == 2
    assert len(project.node_ids("-k", "door.feature and not slow")) == 3
    assert project.node_ids("-k", "王") == [f"{FILE}::<who> comes[王]"]


def test_exit_first(project: Project) -> None:
    project.write(door=FIVE)
    project.run("-x").assert_outcomes(passed=1, failed=1)


def test_deselect(project: Project) -> None:
    project.write(door=FIVE)
    assert (
        len(project.node_ids("--deselect", f"{FILE}::<who> comes", "--deselect", f"{FILE}::Ann comes")) == 2
    )


def test_last_failed(cached: Project) -> None:
    cached.run().assert_outcomes(passed=4, failed=2)
    result = cached.run("--lf", "-v")
    result.assert_outcomes(failed=2)
    assert re.findall(r"::(\S.*?) FAILED", result.stdout.str()) == ["Nobody comes", "Nobody comes again"]


def test_last_failed_row(cached: Project) -> None:
    cached.write(conftest=STEPS.replace('door["open"] = True', 'assert who != "王"'))
    cached.run(f"{FILE}:13").assert_outcomes(passed=1, failed=1)
    assert cached.node_ids("--lf", FILE) == [f"{FILE}::<who> comes[王]"]


def test_failed_first(cached: Project) -> None:
    cached.run().assert_outcomes(passed=4, failed=2)
    text = cached.run("--ff", "-v").stdout.str()
    assert re.findall(r"\.feature::(.*?) (?:PASSED|FAILED)", text)[:2] == [
        "Nobody comes",
        "Nobody comes again",
    ]


def test_workers(project: Project) -> None:
    project.write(door=FIVE, other=FEATURE, broken=FEATURE.replace("a door", "a gate"))
    project.plugins += ["-p", "xdist.plugin"]
    result = project.run(
        "-n", "2", "features/door.feature:3", "features/door.feature:13", "features/other.feature"
    )
    result.assert_outcomes(passed=4)
    result = project.run("-n", "2", FILE)
    result.assert_outcomes(passed=3, failed=2)
    text = result.stdout.str()
    assert "✗ Then it is open\n      features/door.feature:10   is_open in conftest.py:11" in text
    assert f"FAILED {FILE}::Nobody comes - AssertionError: the door is shut" in text
    result = project.run("-n", "2")
    assert "features/broken.feature:4: undefined step: Given a gate" in result.stdout.str()


def test_collected_tree(project: Project) -> None:
    project.write(door=FIVE)
    text = project.run("--collect-only").stdout.str()
    assert "<FeatureFile door.feature>" in text
    assert "<ScenarioItem <who> comes[Bob]>" in text


def test_pytest_bdd_must_be_loaded(project: Project) -> None:
    project.write(door=FEATURE, conftest="")
    project.plugins = ["-p", "harness.collection.plugin"]
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "needs pytest-bdd: add `-p pytest_bdd.plugin`" in result.stderr.str()


def test_loaded_from_the_root_conftest(project: Project) -> None:
    project.write(
        conftest="pytest_plugins = ['harness.collection.plugin']\n" + STEPS.replace("\n    ", "\n"), door=FIVE
    )
    project.plugins = ["-p", "pytest_bdd.plugin", "-p", "no:cacheprovider"]
    assert project.node_ids(f"{FILE}:4") == [f"{FILE}::Ann comes"]
