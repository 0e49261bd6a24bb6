"""``FILE:LINE`` on the command line."""

from __future__ import annotations

import pytest

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]

DOORS = """
    Feature: Doors

      Background:
        Given a door

      # about opening
      @slow
      Scenario: A door opens
        When Ann opens it

        Then it is open

      Scenario Outline: <who> opens a door
        When <who> opens it

        Examples: people
          | who |
          | Ann |
          | Bob |

        @slow
        Examples: pets
          | who |
          | Cat |
          | Dog |


      Scenario: Last
        When Ann opens it
"""
ONE = ["A door opens"]
PEOPLE = ["<who> opens a door[Ann]", "<who> opens a door[Bob]"]
PETS = ["<who> opens a door[Cat]", "<who> opens a door[Dog]"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (6, ONE), (7, ONE), (8, ONE), (9, ONE), (10, ONE), (11, ONE),
        (13, PEOPLE + PETS), (14, PEOPLE + PETS),
        (16, PEOPLE), (17, PEOPLE), (18, PEOPLE[:1]), (19, PEOPLE[1:]),
        (21, PETS), (22, PETS), (24, PETS[:1]), (25, PETS[1:]),
        (28, ["Last"]), (29, ["Last"]),
    ],
)  # fmt: skip
def test_line_selects(project: Project, line: int, names: list[str]) -> None:
    project.write(door=DOORS)
    assert project.node_ids(f"features/door.feature:{line}") == [
        f"features/door.feature::{name}" for name in names
    ]


@pytest.mark.parametrize("line", [1, 3, 4, 5, 12, 27, 99])
def test_line_in_no_scenario(project: Project, line: int) -> None:
    project.write(door=DOORS)
    result = project.run(f"features/door.feature:{line}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    text = result.stderr.str()
    assert f"features/door.feature:{line} is in no scenario; nearest:" in text
    assert (
        "features/door.feature:8  A door opens" if line < 27 else "features/door.feature:28  Last"
    ) in text


def test_several_lines(project: Project) -> None:
    project.write(door=DOORS, other=FEATURE)
    assert project.node_ids(
        "features/door.feature:8:29", "features/other.feature:3", "features/door.feature:19"
    ) == [
        "features/door.feature::A door opens",
        "features/door.feature::Last",
        "features/other.feature::A door opens",
        "features/door.feature::<who> opens a door[Bob]",
    ]


def test_line_of_a_file_given_whole(project: Project) -> None:
    project.write(other=FEATURE, door=DOORS)
    assert len(project.node_ids("features/door.feature", "features/door.feature:8")) == 6


def test_folder_file_and_node_id(project: Project) -> None:
    project.write(door=DOORS, other=FEATURE)
    assert len(project.node_ids("features")) == 7
    assert len(project.node_ids("features/other.feature")) == 1
    assert project.node_ids("features/door.feature::<who> opens a door[Dog]") == [
        "features/door.feature::<who> opens a door[Dog]"
    ]
    assert len(project.node_ids("features/door.feature::<who> opens a door")) == 4


def test_line_from_another_folder(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write(door=DOORS)
    monkeypatch.chdir(project.pytester.path / "features")
    result = project.run("door.feature:8", "--rootdir=..", "-c", "../tox.ini")
    result.assert_outcomes(passed=1)


def test_conftest_beside_the_feature_is_loaded_first(project: Project) -> None:
    project.write(door=DOORS)
    project.write_at(
        "features/conftest.py", "def pytest_report_header(config):\n    return 'from beside the feature'\n"
    )
    assert "from beside the feature" in project.run("features/door.feature:8").stdout.str()


def test_file_that_is_not_gherkin(project: Project) -> None:
    project.write(door="Feature: Doors\n  Scenario: A\n    nonsense\n    Given a door\n    nonsense\n")
    assert "features/door.feature:5: expected:" in project.problems("features/door.feature:2")


def test_missing_file(project: Project) -> None:
    result = project.run("features/none.feature:3")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "file or directory not found: features/none.feature:3" in result.stderr.str()


def test_names_that_pytest_would_read_as_its_own(project: Project) -> None:
    project.write(
        conftest=STEPS,
        door="""
        Feature: Doors
          Scenario: A::B [c] opens
            Given a door
          Scenario Outline: A [x]
            Given a door
            When <who> opens it
            Examples:
              | who    |
              | a[1]::b |
        """,
    )
    ids = project.node_ids()
    assert ids == ["features/door.feature::A:B (c) opens", "features/door.feature::A (x)[a[1]::b]"]
    for node_id in ids:
        assert project.node_ids(node_id) == [node_id]
