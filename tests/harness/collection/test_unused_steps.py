"""Steps that no scenario uses are listed once everything was collected."""

from __future__ import annotations

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]

TITLE = "steps that no scenario uses"
KNOCK = """
    @when("nobody knocks")
    def knock():
        pass
"""


def listed(project: Project, *options: str) -> list[str] | None:
    lines = project.run(*options).outlines
    at = [number for number, line in enumerate(lines) if TITLE in line]
    return [line for line in lines[at[0] + 1 :] if line.startswith(("conftest", "doorsteps"))] if at else None


def test_whole_tree(project: Project) -> None:
    project.write(conftest=STEPS + KNOCK, door=FEATURE)
    assert listed(project) == ["conftest.py:15: @when nobody knocks"]
    assert listed(project, "features") == ["conftest.py:15: @when nobody knocks"]
    assert listed(project, "--collect-only", "-q") == ["conftest.py:15: @when nobody knocks"]


def test_nothing_to_list(project: Project) -> None:
    project.write(door=FEATURE)
    assert listed(project) is None


def test_part_of_the_tree(project: Project) -> None:
    project.write(conftest=STEPS + KNOCK, door=FEATURE, other=FEATURE)
    assert listed(project, "features/door.feature") is None
    assert listed(project, "features/door.feature", "--unused-steps") == [
        "conftest.py:15: @when nobody knocks"
    ]


def test_deselected_scenarios_use_their_steps(project: Project) -> None:
    project.write(door=FEATURE)
    assert listed(project, "-k", "nothing") is None


def test_steps_modules(project: Project) -> None:
    project.write_at("doorsteps/doors.py", STEPS + KNOCK)
    project.write(conftest="pytest_plugins = ['doorsteps.doors']\n", door=FEATURE)
    project.pytester.syspathinsert()
    assert listed(project) == ["doorsteps/doors.py:15: @when nobody knocks"]


def test_workers(project: Project) -> None:
    project.write(conftest=STEPS + KNOCK, door=FEATURE)
    project.plugins += ["-p", "xdist.plugin"]
    assert listed(project, "-n", "2") == ["conftest.py:15: @when nobody knocks"]
    project.write(conftest=STEPS)
    assert listed(project, "-n", "2") is None
