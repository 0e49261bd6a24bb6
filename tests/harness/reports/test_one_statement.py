"""Whatever a run says, on the terminal, by its exit code or in a file, says the same."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import lxml.html
import pytest

from harness.reports import run_log
from tests.harness.reports.test_plugin import OURS, SCENARIOS
from tests.harness.verdicts.project import PROCESSES, Project

MORE = """
from harness.spec.ambiguities import reading
from harness.spec.vocabulary import Surface
from harness.verdicts import record_note
from harness.verdicts.progress import record_version

def dies(item):
    while not os.path.exists("finished good"):
        time.sleep(0.01)
    os._exit(9)

def recovers(item):
    if not os.path.exists("tried"):
        open("tried", "w")
        fails(item)

def comes_back(item):
    if not os.path.exists("tried"):
        open("tried", "w")
        crashes(item)

DEATH = scenario("death", "tws clause-LOGIN-SEAMLESS-01b", step("Then a", dies, "LOGIN-SEAMLESS-01b"))
def notes(item):
    for surface in (Surface.TWS, Surface.TWS, Surface.WEBTRADER):
        record_note(item, reading("AMB-LOCK-WINDOW", "every-login"), f"{surface} is <locked>", surface)
        record_version(item, surface, "Linux".__str__)

def notes_and_fails(item):
    record_note(item, reading("AMB-LOCK-WINDOW", "portal-only"), "it opens", "tws")
    fails(item)

NOTES = scenario("notes", "tws clause-LOGIN-SEAMLESS-01b", step("Then a", notes, "LOGIN-SEAMLESS-01b"))
NOTES_TOO = scenario("notes too", "tws", step("Then a", notes))
FAILS_TOO = scenario("fails too", "tws clause-LOGIN-SEAMLESS-01b",
                     step("Then a", notes_and_fails, "LOGIN-SEAMLESS-01b"))
UNSTATED = scenario("unstated", "tws", step("Then a", fails))
RECOVERS = scenario("recovers", "tws clause-LOGIN-SEAMLESS-01b",
                    step("Then a", recovers, "LOGIN-SEAMLESS-01b"))
COMES_BACK = scenario("comes back", "tws clause-LOGIN-SEAMLESS-01b",
                      step("Then a", comes_back, "LOGIN-SEAMLESS-01b"))
"""

WITNESS = """
from pathlib import Path

def pytest_ibkey_scenario_finished(result):
    Path("finished " + result.scenario.name).touch()
"""

# Runs each scenario that failed once more, in the way of pytest-rerunfailures.
RERUNS = """
from _pytest.runner import runtestprotocol

def pytest_runtest_protocol(item, nextitem):
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
"""

VERDICT_OF_TAG = {None: "conformant", "failure": "nonconformant", "error": "inconclusive"}
STATUS_OF_VERDICT = {
    "conformant": "passed",
    "nonconformant": "failed",
    "inconclusive": "broken",
    "not verified": "skipped",
    "not run": "skipped",
}


@dataclass
class Case:
    """A run, and what it shows."""

    scenarios: str
    verdicts: dict[str, str]
    exit_code: int
    closing: str
    conftest: str = ""


GREEN = Case("GOOD", {"good": "conformant"}, 0, "1 passed")
BREACHED = Case("GOOD, BREACH", {"good": "conformant", "breach": "nonconformant"}, 1, "1 failed, 1 passed")
DOUBTED = Case(
    "GOOD, BROKEN, UNSTATED",
    {"good": "conformant", "broken": "inconclusive", "unstated": "inconclusive"},
    3,
    "1 passed, 2 errors",
)
LACKED = Case("GOOD, LACKING", {"good": "conformant", "lacking": "not verified"}, 0, "1 passed, 1 skipped")
NOTHING = Case("LACKING", {"lacking": "not verified"}, 5, "1 skipped")
KILLED = Case("GOOD, DEATH", {"good": "conformant", "death": "inconclusive"}, 3, "1 passed, 1 error", WITNESS)
RERUN = Case("RECOVERS", {"recovers": "nonconformant"}, 1, "1 failed", RERUNS)
BACK = Case("COMES_BACK", {"comes back": "conformant"}, 0, "1 passed", RERUNS)
ENDED = [GREEN, BREACHED, DOUBTED, LACKED, NOTHING, RERUN, BACK]
NOTED = Case(
    "NOTES, NOTES_TOO, FAILS_TOO",
    {"notes": "conformant", "notes too": "conformant", "fails too": "nonconformant"},
    1,
    "1 failed, 2 passed",
)
INTERRUPTED = Case(
    "GOOD, BREACH, WAITS, LACKING",
    {"good": "conformant", "breach": "nonconformant", "waits": "inconclusive", "lacking": "not run"},
    1,
    "",
)
STOPPED = Case(
    "GOOD, WAITS, LACKING",
    {"good": "conformant", "waits": "inconclusive", "lacking": "not run"},
    3,
    "",
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, SCENARIOS + MORE, "harness.evidence.plugin")


def check(project: Project, case: Case, exit_code: int, said: str | None) -> None:
    """All that the run of ``case`` says."""
    out = project.path / "out"
    told = json.loads((out / "conformance.json").read_text())
    assert exit_code == told["exit_code"] == case.exit_code
    assert {one["name"]: one["verdict"] for one in told["scenarios"]} == case.verdicts
    counts = {verdict: list(case.verdicts.values()).count(verdict) for verdict in told["totals"]}
    assert told["totals"] == counts
    assert told["unwritten"] == {}
    ids = {one["id"] for one in told["scenarios"]}

    logged = run_log.read(out / "run.jsonl")
    assert {one.scenario.id: one.verdict.value for one in logged.results} == {
        one["id"]: one["verdict"] for one in told["scenarios"]
    }
    assert {one.scenario.name: one.finding.reason for one in logged.results} == {
        one["name"]: one["reason"] for one in told["scenarios"]
    }
    assert ids == {one.scenario.id for one in logged.results}

    root = ElementTree.parse(out / "junit.xml").getroot()
    cases = {case_.get("name"): _outcome(case_) for case_ in root.iter("testcase")}
    assert {name: verdict for name, (verdict, _) in cases.items()} == case.verdicts
    assert {name: reason for name, (_, reason) in cases.items()} == {
        one["name"]: one["reason"] for one in told["scenarios"]
    }
    assert root.get("tests") == str(len(ids))
    assert root.get("failures") == str(counts["nonconformant"])
    assert root.get("errors") == str(counts["inconclusive"])

    results = {one["name"]: one for one in _last_attempts(out / "allure-results")}
    assert {name: one["status"] for name, one in results.items()} == {
        name: STATUS_OF_VERDICT[verdict] for name, verdict in case.verdicts.items()
    }
    assert {name: _label(one, "verdict") for name, one in results.items()} == case.verdicts
    for one in told["scenarios"]:
        assert results[one["name"]].get("statusDetails", {}).get("message", "") == one["reason"]

    page = " ".join(str(lxml.html.parse(out / "conformance.html").getroot().text_content()).split())
    assert told["statement"] in page
    assert ", ".join(_counted(counts)) in page
    if said is not None:
        assert told["statement"] in said
        assert f"scenarios: {', '.join(f'{n} {verdict}' for verdict, n in counts.items() if n)}\n" in said
        closing = said.strip().splitlines()[-1]
        assert re.sub(r" in [\d.]+s.*", "", closing.strip("= ")) == case.closing


def _outcome(case: ElementTree.Element) -> tuple[str, str]:
    """Verdict and reason."""
    outcomes = [one for one in case if one.tag != "system-out"]
    if not outcomes:
        return "conformant", ""
    (outcome,) = outcomes
    verdict = outcome.get("type", "")
    assert VERDICT_OF_TAG.get(outcome.tag, verdict) == verdict
    return verdict, outcome.get("message", "")


def _counted(counts: dict[str, int]) -> list[str]:
    return [f"{n} {'scenario' if n == 1 else 'scenarios'} {verdict}" for verdict, n in counts.items() if n]


def _last_attempts(folder: Path) -> list[dict[str, Any]]:
    results = [json.loads(file.read_text()) for file in folder.glob("*-result.json")]
    return list({one["historyId"]: one for one in sorted(results, key=lambda one: one["start"])}.values())


def _label(result: dict[str, Any], name: str) -> str:
    value: str = next(label["value"] for label in result["labels"] if label["name"] == name)
    return value


@pytest.mark.parametrize("processes", PROCESSES)
@pytest.mark.parametrize("case", ENDED, ids=lambda one: one.scenarios)
def test_a_run_that_gets_to_its_end(project: Project, case: Case, processes: list[str]) -> None:
    (project.path / "conftest.py").write_text(case.conftest)
    ran = project.run(case.scenarios, *OURS, *processes)
    check(project, case, ran.returncode, ran.stdout)


def test_a_test_process_that_dies(project: Project) -> None:
    (project.path / "conftest.py").write_text(KILLED.conftest)
    ran = project.run(KILLED.scenarios, *OURS, "-p", "xdist", "-n", "2")
    check(project, KILLED, ran.returncode, ran.stdout)


@pytest.mark.parametrize("case", [INTERRUPTED, STOPPED], ids=lambda one: one.scenarios)
def test_a_run_that_is_interrupted(project: Project, case: Case) -> None:
    with project.running(case.scenarios, *OURS, awaited=("waiting",)) as running:
        os.killpg(running.pid, signal.SIGINT)
        code = running.wait(timeout=20)
    check(project, case, code, None)


@pytest.mark.parametrize("processes", PROCESSES)
def test_what_was_noted_is_told_by_all_and_changes_no_verdict(project: Project, processes: list[str]) -> None:
    ran = project.run(NOTED.scenarios, *OURS, *processes)
    check(project, NOTED, ran.returncode, ran.stdout)
    out = project.path / "out"
    told = json.loads((out / "conformance.json").read_text())
    locked, opens = sorted(told["notes"], key=lambda one: one["reading"])
    ids = {one["name"]: one["id"] for one in told["scenarios"]}
    assert (locked["ambiguity"], locked["reading"]) == ("AMB-LOCK-WINDOW", "every-login")
    assert locked["speaks_for"] == "the user is locked at the trading platforms, too"
    assert locked["issue"].startswith("Not stated: whether the 24-hour window rolls")
    assert {one["surface"]: set(one["scenarios"]) for one in locked["observed"]} == {
        surface: {ids["notes"], ids["notes too"]} for surface in ("tws", "webtrader")
    }
    assert opens["observed"] == [{"observed": "it opens", "surface": "tws", "scenarios": [ids["fails too"]]}]
    assert [one["surface"] for one in _scenario(told, "notes")["notes"]] == ["tws", "webtrader"]
    assert told["versions"] == {"tws": ["Linux"], "webtrader": ["Linux"]}
    assert (
        "noted, not judged: AMB-LOCK-WINDOW: the user is locked at the trading platforms, too "
        "(tws, webtrader; 2 scenarios)\n" in ran.stdout
    )
    page = " ".join(str(lxml.html.parse(out / "conformance.html").getroot().text_content()).split())
    assert "tws is <locked>: TWS (2 scenarios) webtrader is <locked>: WebTrader (2 scenarios)" in page
    assert "noted: AMB-LOCK-WINDOW: only Client Portal is locked: it opens" in (out / "junit.xml").read_text()
    results = {one["name"]: one for one in _last_attempts(out / "allure-results")}
    assert {name: _label(one, "ambiguity") for name, one in results.items()} == dict.fromkeys(
        ids, "AMB-LOCK-WINDOW"
    )
    assert "tws: tws is &lt;locked&gt;. It speaks for: the user" in results["notes"]["descriptionHtml"]


KNOWN = """
[[breach]]
clause = "LOGIN-SEAMLESS-INT02"
owner = "login team"
ticket = "LOGIN-77"
expires = 2999-12-31
"""


@pytest.mark.parametrize("processes", PROCESSES)
def test_a_known_breach_is_told_by_all_and_fails_nothing(project: Project, processes: list[str]) -> None:
    (project.path / "known.toml").write_text(KNOWN)
    ran = project.run("GOOD, BREACH", *OURS, "--known", "known.toml", *processes)
    out = project.path / "out"
    told = json.loads((out / "conformance.json").read_text())
    assert ran.returncode == told["exit_code"] == 0
    assert told["totals"]["nonconformant"] == 1
    assert told["statement"].startswith("Not conformant, as is known: 2 of")
    assert "1 breached (1 of them known)" in told["statement"]
    assert _scenario(told, "breach")["known"] == ["LOGIN-77 (login team, until 2999-12-31)"]
    assert [one["happens"] for one in told["known"]] == [True]
    assert "known breach, LOGIN-77 (login team, until 2999-12-31): LOGIN-SEAMLESS-INT02 in " in ran.stdout
    assert ran.stdout.strip().splitlines()[-1].strip("= ").startswith("1 passed, 1 xfailed in ")
    page = (out / "conformance.html").read_text()
    assert "Known breaches among them" in page
    assert told["statement"] in page
    root = ElementTree.parse(out / "junit.xml").getroot()
    assert (root.get("failures"), root.get("errors")) == ("0", "0")
    assert [(one.tag, one.get("type")) for one in root.iter("skipped")] == [("skipped", "nonconformant")]
    results = {one["name"]: one for one in _last_attempts(out / "allure-results")}
    assert results["breach"]["status"] == "failed"
    assert results["breach"]["statusDetails"]["known"] is True
    assert run_log.read(out / "run.jsonl").exit_code == 0


def test_a_known_breach_that_is_gone_fails_the_run(project: Project) -> None:
    (project.path / "known.toml").write_text(KNOWN.replace("LOGIN-SEAMLESS-INT02", "LOGIN-SEAMLESS-01a"))
    ran = project.run("GOOD", *OURS, "--known", "known.toml")
    told = json.loads((project.path / "out/conformance.json").read_text())
    assert ran.returncode == told["exit_code"] == 3
    assert [one["happens"] for one in told["known"]] == [False]
    gone = "known breach of LOGIN-SEAMLESS-01a happens no more, or not as told: LOGIN-77 (login team, until"
    assert gone in ran.stdout
    assert "A known breach happens no more" in (project.path / "out/conformance.html").read_text()


def test_a_wrong_list_of_known_breaches_is_an_error_of_usage(project: Project) -> None:
    (project.path / "known.toml").write_text(KNOWN.replace("LOGIN-SEAMLESS-INT02", "LOGIN-99"))
    ran = project.run("GOOD", *OURS, "--known", "known.toml")
    assert ran.returncode == 4  # pytest's own; ./ibkey run makes it 2
    assert "known.toml: breach 1: there is no clause LOGIN-99" in ran.stderr


def _scenario(told: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in told["scenarios"] if one["name"] == name)
    return found


def test_a_run_of_nothing_says_nothing(project: Project) -> None:
    ran = project.run("GOOD", *OURS, "-k", "nothing")
    assert ran.returncode == 5
    assert not [file for file in (project.path / "out").rglob("*") if file.is_file()]


def test_an_earlier_attempt_is_kept(project: Project) -> None:
    (project.path / "conftest.py").write_text(RERUNS)
    project.run("RECOVERS", *OURS)
    out = project.path / "out"
    told = json.loads((out / "conformance.json").read_text())
    assert told["scenarios"][0]["attempts"] == 2
    first, second = sorted(
        (json.loads(file.read_text()) for file in (out / "allure-results").glob("*-result.json")),
        key=lambda one: one["start"],
    )
    assert [one["status"] for one in first["steps"]] == ["failed"]
    assert [one["status"] for one in second["steps"]] == ["passed"]


@pytest.fixture
def run_whole(project: Project) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the project, whose ``features/`` has nothing that was not selected."""
    return lambda *arguments: project.run("GOOD", *OURS, *arguments)


def test_less_than_all_is_no_success_where_all_is_asked_for(
    run_whole: Callable[..., subprocess.CompletedProcess[str]], project: Project
) -> None:
    ran = run_whole("--complete")
    assert ran.returncode == 3
    assert json.loads((project.path / "out/conformance.json").read_text())["exit_code"] == 3
    assert run_whole().returncode == 0


def test_a_partial_run_says_so_and_keeps_the_last_whole_one(project: Project) -> None:
    features = project.path / "features"
    project.run("GOOD, BREACH", *OURS)
    whole = {file.name: file.read_bytes() for file in (project.path / "out").rglob("*") if file.is_file()}
    features.mkdir()
    (features / "more.feature").write_text(
        "Feature: More\n  Scenario: More\n    # clause: LOGIN-SEAMLESS-04\n    Then a\n"
    )
    for _ in range(2):
        ran = project.run("GOOD", *OURS)
        assert "Partial run (1 scenario; the features have 1). No breach was found: " in ran.stdout
        told = json.loads((project.path / "out/conformance.json").read_text())
        assert told["partial"]
        assert told["not_in_run"] == ["LOGIN-SEAMLESS-04"]
        assert "Partial run:" in (project.path / "out/conformance.html").read_text()
        kept = project.path / "out/last-whole"
        for file in kept.rglob("*"):
            if file.is_file():
                assert file.read_bytes() == whole[file.name]
        assert len(list(kept.rglob("*-result.json"))) == 2
        assert len(list((project.path / "out/allure-results").glob("*-result.json"))) == 1
    (features / "more.feature").unlink()
    project.run("GOOD", *OURS)
    assert not kept.exists()
