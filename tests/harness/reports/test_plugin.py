from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from harness.reports.command import report
from harness.reports.output import Output
from tests.harness.verdicts.project import PROCESSES, Project

SCENARIOS = """
import glob, os, shutil, time
from harness.verdicts import NotVerified, record_act
from tests.harness.verdicts.fake_collector import nothing, scenario, step

def fails(item):
    assert os.environ.get("PORTAL") == "mended", "the link is missing"

def lacks(item):
    raise NotVerified(["clock"])

def touches(item):
    record_act(item, "touch the sensor", "lab")

def crashes(item):
    raise RuntimeError("the driver crashed")

def deletes(item):
    while not glob.glob("out/allure-results/*-result.json"):
        time.sleep(0.01)
    shutil.rmtree("out")
    open("deleted", "w")

def goes_on(item):
    while not os.path.exists("deleted"):
        time.sleep(0.01)

def waits(item):
    open("waiting", "w")
    time.sleep(60)

GOOD = scenario("good", "tws clause-LOGIN-SEAMLESS-01a", step("Then a", touches, "LOGIN-SEAMLESS-01a"))
BREACH = scenario("breach", "tws clause-LOGIN-SEAMLESS-INT02", step("Then a", fails, "LOGIN-SEAMLESS-INT02"))
BROKEN = scenario("broken", "tws clause-LOGIN-SEAMLESS-01a", step("Then a", crashes, "LOGIN-SEAMLESS-01a"))
LACKING = scenario("lacking", "client-portal clause-LOGIN-HELP-LCK01",
                   step("Then a", nothing, "LOGIN-HELP-LCK01"), set_up=lacks)
DELETES = scenario("deletes", "tws", step("When the output is deleted", deletes))
LATER = scenario("later", "tws", step("Then it goes on", goes_on))
WAITS = scenario("waits", "android clause-LOGIN-SEAMLESS-01b", step("Then a", waits, "LOGIN-SEAMLESS-01b"))
"""

OURS = ["--output", "out", "--no-allure-report"]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, SCENARIOS, "harness.evidence.plugin")


def conformance(project: Project) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((project.path / "out/conformance.json").read_text())
    return told


@pytest.mark.parametrize("processes", PROCESSES)
def test_everything_is_written(project: Project, processes: list[str]) -> None:
    ran = project.run("GOOD, BREACH, LACKING", *OURS, *processes)
    out = project.path / "out"
    told = conformance(project)
    assert ran.returncode == told["exit_code"] == 1
    assert {one["id"]: one["verdict"] for one in told["clauses"]} == {
        "LOGIN-SEAMLESS-01a": "conformant",
        "LOGIN-SEAMLESS-INT02": "nonconformant",
        "LOGIN-HELP-LCK01": "not verified",
    }
    assert [one["name"] for one in told["scenarios"]] == ["good", "breach", "lacking"]
    assert told["acts"] == [{"act": "touch the sensor", "performer": "lab", "times": 1}]
    assert told["totals"]["nonconformant"] == 1
    assert len(list((out / "allure-results").glob("*-result.json"))) == 3
    assert "the link is missing" in (out / "conformance.html").read_text()
    suite = ElementTree.parse(out / "junit.xml").getroot()
    assert {case.get("name") for case in suite.iter("testcase")} == {"good", "breach", "lacking"}
    assert len(list(suite.iter("failure"))) == 1
    assert told["statement"] in ran.stdout
    assert "breached: LOGIN-SEAMLESS-INT02 in features/login/sign_in.feature:20" in ran.stdout
    assert "not verified: needs clock" in ran.stdout


def test_a_second_run_replaces_the_first_and_says_what_changed(project: Project, tmp_path: Path) -> None:
    project.run("GOOD, BREACH", *OURS)
    (tmp_path / "out/notes.txt").write_text("mine")
    first = {file.name for file in (tmp_path / "out/allure-results").glob("*-result.json")}
    subprocess.run(
        project.command("BREACH", *OURS),
        cwd=project.path,
        env={**project.environment(), "PORTAL": "mended"},
        check=True,
        capture_output=True,
        timeout=60,
    )
    told = conformance(project)
    assert [(one["clause"], one["before"], one["now"]) for one in told["changes"]] == [
        ("LOGIN-SEAMLESS-INT02", "nonconformant", "conformant")
    ]
    second = {file.name for file in (tmp_path / "out/allure-results").glob("*-result.json")}
    assert len(second) == 1
    assert not first & second
    assert (tmp_path / "out/notes.txt").read_text() == "mine"


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["-k", "no such scenario"], ["--collect-only"]])
def test_a_run_that_runs_nothing_leaves_the_last_reports(project: Project, arguments: list[str]) -> None:
    project.run("GOOD", *OURS)
    before = {
        file: file.read_bytes()
        for file in (project.path / "out").rglob("*")
        if file.name != "junit.xml" and file.is_file()
    }
    project.run("GOOD", *OURS, *arguments)
    for file, content in before.items():
        assert file.read_bytes() == content


def test_a_misspelt_step_leaves_the_last_reports(project: Project) -> None:
    project.run("GOOD", *OURS)
    before = (project.path / "out/conformance.json").read_bytes()
    assert project.run("GOOD, NO_SUCH_THING", *OURS).returncode == 2
    assert (project.path / "out/conformance.json").read_bytes() == before


def test_after_a_kill_the_report_has_what_was_finished(project: Project) -> None:
    with project.running("GOOD, BREACH, WAITS, LACKING", *OURS, awaited=("waiting",)) as running:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait(timeout=10)
    said: list[str] = []
    code = report(project.path / "out", allure=["/no/such/node", "cli.js"], opens=False, say=said.append)
    told = conformance(project)
    assert [one["name"] for one in told["scenarios"]] == ["good", "breach"]
    assert "killed" in told["ended_early"]
    assert code == 2
    assert any("/no/such/node is missing" in line for line in said)


def test_control_c_writes_what_was_measured(project: Project) -> None:
    with project.running("BREACH, WAITS, GOOD", *OURS, awaited=("waiting",)) as running:
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(timeout=20) == 1
    told = conformance(project)
    assert [one["verdict"] for one in told["scenarios"]] == ["nonconformant", "inconclusive", "not run"]
    assert "interrupted" in told["ended_early"]


@pytest.mark.parametrize("processes", PROCESSES)
@pytest.mark.parametrize("file", ["conformance.json", "history.jsonl", "run.jsonl", "junit.xml"])
def test_a_full_disk_is_said_and_is_no_verdict(project: Project, file: str, processes: list[str]) -> None:
    full = project.path / "out" / (file if file == "run.jsonl" else f".{file}.part")
    full.parent.mkdir()
    for scenarios, code in {"GOOD": 3, "BROKEN": 3, "GOOD, BREACH": 1}.items():
        full.unlink(missing_ok=True)
        full.symlink_to("/dev/full")
        ran = project.run(scenarios, *OURS, *processes)
        assert ran.returncode == code, ran.stdout
        assert "verdicts" in ran.stdout
        assert f"missing: {file}: No space left on device; make room, or name another" in ran.stdout
        assert "Traceback" not in ran.stdout + ran.stderr
        if file != "conformance.json":
            assert (project.path / "out/conformance.html").stat().st_size


def test_a_fault_of_ours_is_said_and_is_no_verdict(project: Project) -> None:
    (project.path / "conftest.py").write_text(
        "import harness.reports.page\n"
        "def broken(statement): raise KeyError('a fault of ours')\n"
        "harness.reports.page.render = broken\n"
    )
    ran = project.run("GOOD", *OURS)
    assert ran.returncode == 3
    assert "an internal error of the harness: KeyError: 'a fault of ours'" in ran.stdout
    assert "in broken" in ran.stdout
    assert conformance(project)["totals"]["conformant"] == 1


@pytest.mark.parametrize("processes", PROCESSES)
def test_an_output_that_was_deleted_meanwhile_is_no_success(project: Project, processes: list[str]) -> None:
    ran = project.run("GOOD, DELETES, LATER", *OURS, *processes)
    assert ran.returncode == 3
    assert "scenarios: 3 conformant" in ran.stdout
    assert "missing: run.jsonl: was written and is gone" in ran.stdout
    assert "missing: allure-results: lacks 1 of 3 scenarios: scenarios.py::good" in ran.stdout
    told = conformance(project)
    assert told["exit_code"] == 3
    assert told["unwritten"].keys() == {"run.jsonl", "allure-results"}
    assert "lacks 1 of 3 scenarios" in (project.path / "out/conformance.html").read_text()


@pytest.mark.parametrize(
    ("allure", "why"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "Allure was ended by SIGKILL"),
        ("import sys; sys.exit('out of memory')", "Allure ended with code 1: out of memory"),
        ("", "Allure ended without having written one"),
    ],
)
def test_a_report_that_was_promised_and_is_not_there_is_no_success(
    project: Project, allure: str, why: str
) -> None:
    (project.path / "allure.py").write_text(allure)
    (project.path / "conftest.py").write_text(
        "import os, sys\nfrom harness.reports.choice import use_allure\n"
        "def pytest_configure(config): use_allure(config, [sys.executable, os.path.abspath('allure.py')])\n"
    )
    for scenarios, code in {"GOOD": 3, "GOOD, BREACH": 1}.items():
        ran = project.run(scenarios, "--output", "out")
        assert ran.returncode == conformance(project)["exit_code"] == code
        assert f"no Allure report: {why}\n" in ran.stdout
        assert conformance(project)["unwritten"] == {"allure-report": why}


def test_junit_goes_where_it_is_told_to(project: Project) -> None:
    assert project.run("GOOD", *OURS, "--junitxml=other/junit.xml").returncode == 0
    assert '<testsuites name="ibkey"' in (project.path / "other/junit.xml").read_text()
    assert not (project.path / "out/junit.xml").exists()
    ran = project.run("GOOD", *OURS, "--junitxml=/dev/stdout")
    assert ran.returncode == 0
    assert '<testsuites name="ibkey"' in ran.stdout


def test_no_run_to_report_on(tmp_path: Path) -> None:
    said: list[str] = []
    assert report(tmp_path, opens=False, say=said.append) == 2
    assert "no run has written to" in said[0]


FAKE_ALLURE = """
import json, pathlib, sys
config = json.loads(pathlib.Path(sys.argv[sys.argv.index("-c") + 1]).read_text())
made = pathlib.Path(config["output"])
made.mkdir()
(made / "index.html").write_text('<p>new</p>'
    '<script async src="https://www.googletagmanager.com/gtag/js?id=G-X"></script>\\n<script>count()</script><p>end</p>')
"""


def test_the_allure_report_replaces_the_last_one_when_it_is_complete(
    project: Project, tmp_path: Path
) -> None:
    project.run("GOOD", *OURS)
    output = Output(project.path / "out")
    output.allure_report.mkdir()
    (output.allure_report / "index.html").write_text("old")
    failing, working = tmp_path / "failing.py", tmp_path / "working.py"
    failing.write_text("import sys; sys.exit('out of memory')")
    working.write_text(FAKE_ALLURE)
    said: list[str] = []
    assert report(output.folder, allure=[sys.executable, str(failing)], opens=False, say=said.append) == 2
    assert "out of memory" in said[-1]
    assert (output.allure_report / "index.html").read_text() == "old"
    assert report(output.folder, allure=[sys.executable, str(working)], opens=False, say=said.append) == 0
    assert (output.allure_report / "index.html").read_text() == "<p>new</p><p>end</p>"
    assert not list(output.folder.glob(".allure-report-*"))


def test_a_folder_of_the_users_is_not_replaced(project: Project, tmp_path: Path) -> None:
    project.run("GOOD", *OURS)
    diary = project.path / "out/allure-report/diary.txt"
    diary.parent.mkdir()
    diary.write_text("mine")
    working = tmp_path / "working.py"
    working.write_text(FAKE_ALLURE)
    said: list[str] = []
    assert (
        report(project.path / "out", allure=[sys.executable, str(working)], opens=False, say=said.append) == 2
    )
    assert "in the way" in said[-1]
    assert diary.read_text() == "mine"
