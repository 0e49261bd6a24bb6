from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from tests.harness.verdicts.project import PROCESSES, Project

# What the session saw, written down by the process that gathers the results.
WITNESS = """
import json, os
from pathlib import Path
import pytest

@pytest.hookimpl(trylast=True)
def pytest_runtest_logstart(nodeid):
    if "PYTEST_XDIST_WORKER" not in os.environ:
        Path("begun " + nodeid.split("::")[1]).touch()

def pytest_ibkey_scenario_finished(config, result):
    Path("finished " + result.scenario.name).touch()

def pytest_ibkey_run_finished(config, run):
    Path("run.json").write_text(json.dumps({
        "results": {r.scenario.id.split("::")[1]: r.to_json() for r in run.results},
        "ended_early": run.ended_early, "exit_code": run.exit_code}))
"""

SCENARIOS = """
import os, signal, time
import pytest
from harness.verdicts import NotVerified, record_act
from harness import secrets
from tests.harness.verdicts.fake_collector import scenario, step

def fails(item):
    assert "shown" == "missing"

def breaks(item):
    raise RuntimeError("the driver is gone")

def lacks(item):
    raise NotVerified(["clock"])

def touches(item):
    record_act(item, "touch the sensor", "lab")

def leaks(item):
    secrets.register("hunter22")
    print("typing hunter22")
    raise RuntimeError("could not type hunter22")

def dies(item):
    os._exit(9)

def interrupts(item):
    raise KeyboardInterrupt

def awaits_breach(item):
    while not os.path.exists("finished breach"):
        time.sleep(0.01)

GOOD = scenario("good", "tws clause-A", step("When x", touches), step("Then a", touches, "A"))
BREACH = scenario("breach", "tws clause-A clause-B", step("Then a", fails, "A"), step("Then b"))
BROKEN = scenario("broken", "tws clause-A", step("Then a", breaks, "A"))
LACKING = scenario("lacking", "tws clause-A", step("Then a", step, "A"), set_up=lacks)
NO_SET_UP = scenario("no set-up", "tws clause-A", step("Then a", step, "A"), set_up=breaks)
NO_TEAR_DOWN = scenario("no tear-down", "tws clause-A", step("Then a", touches, "A"), tear_down=breaks)
LEAK = scenario("leak", "tws clause-A", step("Then a", leaks, "A"))
DEATH = scenario("death", "tws clause-A clause-B", step("Then a", dies, "A"))
INTERRUPTION = scenario("interruption", "tws clause-A clause-B", step("Then a", touches, "A"),
                        step("Then b", interrupts, "B"))
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "conftest.py").write_text(WITNESS)
    return Project(tmp_path, SCENARIOS, "harness.verdicts.plugin")


def verdicts_of(project: Project) -> dict[str, list[str]]:
    """Scenario to its verdict followed by those of its clauses."""
    results = json.loads((project.path / "run.json").read_text())["results"]
    return {
        name: [one["finding"][0], *(finding[0] for finding in one["clauses"].values())]
        for name, one in results.items()
    }


@pytest.mark.parametrize("processes", PROCESSES)
def test_every_kind_of_verdict(project: Project, processes: list[str]) -> None:
    ran = project.run("GOOD, BREACH, BROKEN, LACKING, NO_SET_UP, NO_TEAR_DOWN", *processes)
    assert verdicts_of(project) == {
        "good": ["conformant", "conformant"],
        "breach": ["nonconformant", "nonconformant", "inconclusive"],
        "broken": ["inconclusive", "inconclusive"],
        "lacking": ["not verified", "not verified"],
        "no set-up": ["inconclusive", "inconclusive"],
        "no tear-down": ["inconclusive", "conformant"],
    }
    assert ran.returncode == 1, ran.stdout
    good = json.loads((project.path / "run.json").read_text())["results"]["good"]
    assert good["acts"] == [["touch the sensor", "lab"]] * 2
    assert good["attempts"] == 1
    assert good["duration_s"] > 0


@pytest.mark.parametrize(
    ("scenarios", "code"), [("GOOD", 0), ("GOOD, LACKING", 0), ("GOOD, BROKEN", 3), ("LACKING", 5), ("", 5)]
)
def test_exit_codes(project: Project, scenarios: str, code: int) -> None:
    assert project.run(scenarios).returncode == code


def test_verdicts_on_the_terminal(project: Project) -> None:
    shown = project.run("BREACH, BROKEN, LACKING", "-v").stdout
    for word in ("NONCONFORMANT", "INCONCLUSIVE", "NOT VERIFIED"):
        assert word in shown


@pytest.mark.parametrize("processes", PROCESSES)
def test_what_came_after_the_first_failure_was_not_run(project: Project, processes: list[str]) -> None:
    later = 'scenario("later {}", "tws", step("When the breach is known", awaits_breach))'
    several = ", ".join(["GOOD"] + [later.format(number) for number in range(20)])
    ran = project.run(f"BREACH, {several}", "-x", *processes)
    verdicts = verdicts_of(project)
    assert ran.returncode == 1
    assert verdicts["breach"][0] == "nonconformant"
    assert verdicts["later 19"] == ["not run"]
    assert len(verdicts) == 22


def test_an_interruption_keeps_what_was_measured(project: Project) -> None:
    ran = project.run("GOOD, INTERRUPTION, BREACH")
    assert verdicts_of(project) == {
        "good": ["conformant", "conformant"],
        "interruption": ["inconclusive", "conformant", "inconclusive"],
        "breach": ["not run", "not run", "not run"],
    }
    assert ran.returncode == 3
    assert "interrupted" in json.loads((project.path / "run.json").read_text())["ended_early"]


def test_an_interruption_after_a_scenario_leaves_its_verdict(project: Project) -> None:
    with (project.path / "conftest.py").open("a") as witness:
        witness.write("\ndef pytest_runtest_logfinish():\n    raise KeyboardInterrupt\n")
    ran = project.run("GOOD, BREACH")
    assert verdicts_of(project) == {
        "good": ["conformant", "conformant"],
        "breach": ["not run", "not run", "not run"],
    }
    assert ran.returncode == 3


def test_control_c_with_several_processes(project: Project) -> None:
    waits = (
        """scenario("waits", "tws", step("Then a", lambda item: (open(item.name, "w"), time.sleep(60))))"""
    )
    scenarios = f"GOOD, BREACH, {waits}, BROKEN"
    with project.running(
        scenarios, "-p", "xdist", "-n", "2", awaited=("waits", "begun waits", "finished good")
    ) as running:
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does it
        running.wait(timeout=20)
    verdicts = verdicts_of(project)
    assert verdicts["good"] == ["conformant", "conformant"]
    assert verdicts["waits"] == ["inconclusive"]
    assert verdicts["broken"] == ["not run", "not run"]


def test_a_test_process_that_dies_loses_only_its_scenario(project: Project) -> None:
    ran = project.run("GOOD, DEATH, BREACH, LACKING", "-p", "xdist", "-n", "2")
    verdicts = verdicts_of(project)
    assert verdicts["death"] == ["inconclusive"] * 3
    assert verdicts["good"][0] == "conformant"
    assert verdicts["breach"][0] == "nonconformant"
    assert ran.returncode == 1
    death = json.loads((project.path / "run.json").read_text())["results"]["death"]
    assert "process died" in death["finding"][1]


@pytest.mark.parametrize("processes", PROCESSES)
def test_no_secret_on_the_terminal_or_in_junit(project: Project, processes: list[str]) -> None:
    ran = project.run("LEAK", "--junitxml=junit.xml", "-v", "-o", "junit_logging=all", *processes)
    junit = (project.path / "junit.xml").read_text()
    assert "hunter22" not in ran.stdout.replace('"hunter22"', "").replace("type hunter22", "")
    assert "could not type ***" in junit
    assert "typing ***" in junit
    assert '<property name="verdict" value="inconclusive"' in junit
    assert '<property name="clause" value="A"' in junit
    assert "hunter22" not in (project.path / "run.json").read_text()


def test_a_collection_error_is_a_usage_error(project: Project) -> None:
    assert project.run("NO_SUCH_NAME").returncode == 2


def test_ordinary_tests_are_left_alone(project: Project) -> None:
    (project.path / "test_ordinary.py").write_text("def test_it():\n    assert False\n")
    ran = project.run("GOOD", "--deselect", "scenarios.py::good", "test_ordinary.py")
    assert ran.returncode == 1
    assert not (project.path / "run.json").exists()


ODD = """
def says_a_lot(item):
    secrets.register("hunter22")
    print("\\x1b[31m typing hunter22 \\u202e", *range(100_000), sep="\\n")
    raise RuntimeError("could not type hunter22" + "\\n\\x1b \\ud83d" * 100_000)
"""


@pytest.mark.parametrize("processes", PROCESSES)
@pytest.mark.parametrize("style", ["auto", "long", "native"])
def test_the_terminal_shows_the_beginning_and_the_end(
    project: Project, processes: list[str], style: str
) -> None:
    project.told += ODD
    scenario = 'scenario("odd", "tws clause-A", step("Then a", says_a_lot, "A"))'
    ran = project.run(
        scenario, f"--tb={style}", "--junitxml=junit.xml", "-o", "junit_logging=all", *processes
    )
    assert ran.returncode == 3
    assert len(ran.stdout) < 60_000
    assert (project.path / "junit.xml").stat().st_size < 120_000
    assert r"\u001b[31m" in ran.stdout
    assert "99999" in ran.stdout
    assert "more lines)" in ran.stdout
    for acting in ("\x1b", "\u202e", "could not type hunter22"):
        assert acting not in ran.stdout.replace('("could not type hunter22', "")


@pytest.mark.parametrize("processes", PROCESSES)
def test_an_internal_error_has_no_exit_code_of_a_verdict(project: Project, processes: list[str]) -> None:
    with (project.path / "conftest.py").open("a") as witness:
        witness.write(
            "\ndef pytest_runtest_logreport(report):\n"
            "    if 'broken' in report.nodeid and report.when == 'call':\n"
            "        raise ValueError('a fault of ours')\n"
        )
    broken = 'scenario("broken", "tws", step("When the breach is known", awaits_breach))'
    ran = project.run(f"GOOD, BREACH, {broken}, LACKING", *processes)
    assert ran.returncode == 3
    told = json.loads((project.path / "run.json").read_text())
    assert told["ended_early"] == "an internal error of the harness: ValueError: a fault of ours"
    assert told["results"]["breach"]["finding"][0] == "nonconformant"
    assert len(told["results"]) == 4
