"""pytest-bdd's own hooks and reports, and its tests in Python files, beside the collector."""

from __future__ import annotations

import json

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]

HOOKS = """
    def pytest_bdd_before_scenario(request, feature, scenario):
        print("HOOK before_scenario", feature.name, scenario.name, request.node.name)

    def pytest_bdd_after_scenario(request, feature, scenario):
        print("HOOK after_scenario", len(scenario.steps))

    def pytest_bdd_before_step(request, feature, scenario, step, step_func):
        print("HOOK before_step", step.type, step.keyword, step.line_number, step_func.__name__)

    def pytest_bdd_before_step_call(request, feature, scenario, step, step_func, step_func_args):
        print("HOOK before_step_call", sorted(step_func_args))

    def pytest_bdd_after_step(request, feature, scenario, step, step_func, step_func_args):
        print("HOOK after_step", step.name)

    def pytest_bdd_step_error(request, feature, scenario, step, step_func, step_func_args, exception):
        print("HOOK step_error", step.name, sorted(step_func_args), exception)
"""


def hook_lines(text: str) -> list[str]:
    return [line.partition("HOOK ")[2] for line in text.splitlines() if "HOOK " in line]


def test_hooks_and_their_order(project: Project) -> None:
    project.write(conftest=STEPS + HOOKS, door=FEATURE)
    assert hook_lines(project.run("-s").stdout.str()) == [
        "before_scenario Doors A door opens A door opens",
        "before_step given Given 4 door",
        "before_step_call []",
        "after_step a door",
        "before_step when When 5 opens",
        "before_step_call ['door', 'who']",
        "after_step Ann opens it",
        "before_step then Then 6 is_open",
        "before_step_call ['door']",
        "after_step it is open",
        "after_scenario 3",
    ]


def test_same_calls_as_pytest_bdd(project: Project) -> None:
    project.write(
        conftest=STEPS.replace("who)", "who)") + HOOKS,
        door=FEATURE.replace("When Ann opens it\n", "") + "        And it is open\n",
    )
    ours = hook_lines(project.run("-s").stdout.str())
    project.write_at("test_door.py", 'from pytest_bdd import scenarios\nscenarios("features")\n')
    theirs = hook_lines(project.run("-s", "test_door.py").stdout.str())
    assert ours[0] == "before_scenario Doors A door opens A door opens"
    assert theirs[0] == "before_scenario Doors A door opens test_a_door_opens"
    assert ours[1:] == theirs[1:]
    assert "step_error it is open ['door'] the door is shut\nassert False" in ours[-2] + "\nassert False"


def test_rows_and_rules(project: Project) -> None:
    project.write(
        conftest=STEPS + HOOKS,
        door="""
        Feature: Doors
          Rule: Houses
            Background:
              Given a door
            Scenario Outline: <who> opens
              When <who> opens it
              Examples:
                | who |
                | Ann |
        """,
    )
    lines = hook_lines(project.run("-s").stdout.str())
    assert lines[0] == "before_scenario Doors Ann opens <who> opens[Ann]"
    assert "after_step Ann opens it" in lines


def test_cucumber_json(project: Project) -> None:
    project.write(door=FEATURE)
    project.run("--cucumberjson=out.json").assert_outcomes(passed=1)
    report = json.loads((project.pytester.path / "out.json").read_text())
    steps = report[0]["elements"][0]["steps"]
    assert [step["result"]["status"] for step in steps] == ["passed"] * 3


def test_gherkin_terminal_reporter(project: Project) -> None:
    project.write(door=FEATURE)
    text = project.run("--gherkin-terminal-reporter", "-vv").stdout.str()
    assert "Scenario: A door opens" in text
    assert "Given a door" in text


def test_scenarios_in_python_files_still_work(project: Project) -> None:
    project.write(door=FEATURE)
    project.write_at(
        "test_door.py",
        """
        from pytest_bdd import scenario, scenarios

        @scenario("features/door.feature", "A door opens")
        def test_bound():
            pass

        scenarios("features/door.feature")
        """,
    )
    project.run("test_door.py").assert_outcomes(passed=1)


def test_hooks_see_what_the_step_function_is_given(project: Project) -> None:
    """Text blocks lose the indentation that their lines share, however the marks around them stand."""
    project.write(
        conftest="""
        from pytest_bdd import given, parsers

        @given(parsers.parse("a block of {what}"))
        def block(what, docstring, datatable):
            print("GIVEN", what, repr(docstring), datatable)

        def pytest_bdd_before_step_call(step):
            table = [[cell.value for cell in row.cells] for row in step.datatable.rows]
            print("SEEN", step.name.removeprefix("a block of "), repr(step.docstring), table)
        """,
        indent='''
        Feature: Text blocks
          Scenario Outline: Indented <n>
            Given a block of 3 < 5 and <n>
        """
              indented
                <n>
        """
              | <n> | 1 < <n> > 0 |

            Examples:
              | n |
              | x |
        ''',
    )
    lines = project.run("-s").outlines
    given, seen = (next(x.partition(word)[2] for x in lines if word in x) for word in ("GIVEN", "SEEN"))
    assert given == seen
    assert given == " 3 < 5 and x 'indented\\n  x' [['x', '1 < x > 0']]"


def test_hooks_of_scenarios_of_one_name(project: Project) -> None:
    project.write(
        conftest=STEPS + HOOKS,
        door="""
        Feature: Doors
          Rule: One
            Scenario: A door opens
              Given a door
              When Ann opens it
          Rule: Two
            Scenario: A door opens
              Given a door
        """,
    )
    lines = hook_lines(project.run("-s").stdout.str())
    assert [line for line in lines if line.startswith("after_scenario")] == [
        "after_scenario 2",
        "after_scenario 1",
    ]
