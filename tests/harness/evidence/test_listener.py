from __future__ import annotations

import json
import os
import signal
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.harness.verdicts.project import PROCESSES, Project

SCENARIOS = """
import io, logging, os, time, zipfile
import allure
import pytest
from PIL import Image
from harness import secrets
from harness.evidence import TRACE, actors_of
from harness.verdicts import NotVerified
from tests.harness.verdicts.fake_collector import nothing, scenario, step

SECRETS = ["hunter22", 'qu"ote&22', "4071", "81930275"]

class Portal:
    name = "client-portal"
    def screenshot(self):
        out = io.BytesIO()
        Image.new("RGB", (60, 40), "white").save(out, "PNG", pnginfo=None)
        return out.getvalue()
    def secret_regions(self):
        return [(0, 0, 10, 10)]
    def source(self):
        import html
        return "<!doctype html>" + "".join(f"<p title='{one}'>{one}" for one in map(html.escape, SECRETS))
    def extras(self):
        import json
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("trace.trace", json.dumps({"type": "fill", "value": SECRETS, "n": 4071}))
        return [("trace", TRACE, out.getvalue()), ("log", "text/plain", repr(SECRETS).encode())]

def secretive(item):
    for one in SECRETS:
        secrets.register(one)
    portal = Portal()
    actors = actors_of(item)
    actors.add(portal)
    actors.touch(portal)
    actors.add_document("journal", "application/json", lambda: __import__("json").dumps(SECRETS))

def leaks(item):
    print("stdout", *SECRETS)
    logging.getLogger("x").warning("log %s", SECRETS)
    with allure.step("types " + SECRETS[0]):
        allure.attach(repr(SECRETS), "note " + SECRETS[0])
        allure.dynamic.parameter("password", SECRETS[1])
        allure.dynamic.label("owner", SECRETS[2])
        raise AssertionError("expected 8193 0275, saw " + " ".join(SECRETS))

def uses_allure(item):
    with allure.step("outer"):
        with allure.step("inner"):
            allure.attach("text", "note", allure.attachment_type.TEXT)
    allure.dynamic.title("A title of its own")
    allure.dynamic.parameter("colour", "red")
    allure.dynamic.link("https://example.org", name="more")
    open("file.csv", "w").write("a,b")
    allure.attach.file("file.csv", "table", allure.attachment_type.CSV)

def acts(item):
    actors = actors_of(item)
    actors.touch(list(actors)[0])

def fails(item):
    assert "shown" == "missing"

def breaks(item):
    raise RuntimeError("the driver is gone")

def lacks(item):
    raise NotVerified(["clock"])

def runs_out_of_room(item):
    import resource  # a file that is too large is refused just as on a disk that is full
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    allure.attach("x" * 30_000, "large")
    allure.attach("x", "small")

def has_no_room(item):
    allure.attach("x", "small")
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))

def dies(item):
    os._exit(9)

def waits(item):
    open("waiting", "w")
    time.sleep(60)

TAGS = "tws client-portal clause-LOGIN-SEAMLESS-02a severity-critical negative"
GOOD = scenario("good", TAGS, step("Given x"), step("Then a", nothing, "LOGIN-SEAMLESS-02a"), row={"n": "1"})
BREACH = scenario("breach", TAGS, step("Given x"), step("Then a", fails, "LOGIN-SEAMLESS-02a"), step("And b"))
BROKEN = scenario("broken", TAGS, step("Given x", breaks), step("Then a", nothing, "LOGIN-SEAMLESS-02a"))
LACKING = scenario("lacking", TAGS, step("Then a", nothing, "LOGIN-SEAMLESS-02a"), set_up=lacks)
NO_SET_UP = scenario("no set-up", TAGS, step("Then a", nothing, "LOGIN-SEAMLESS-02a"), set_up=breaks)
NO_TEAR_DOWN = scenario("no tear-down", TAGS, step("Then a", nothing, "LOGIN-SEAMLESS-02a"), tear_down=breaks)
LEAK = scenario("leak", TAGS, step("When hunter22 is typed", leaks, "LOGIN-SEAMLESS-02a"),
                row={"password": "hunter22"}, set_up=secretive)
ALLURE = scenario("allure", TAGS, step("Then a", uses_allure, "LOGIN-SEAMLESS-02a"), step("And b"))
ACTING = scenario("acting", TAGS, step("When a", acts), step("Then b", nothing, "LOGIN-SEAMLESS-02a"),
                  set_up=secretive)
SEEN = scenario("seen", TAGS, step("Then a", fails, "LOGIN-SEAMLESS-02a"), set_up=secretive)
LARGE = scenario("large", TAGS, step("Then a", runs_out_of_room, "LOGIN-SEAMLESS-02a"), step("And b"))
NO_ROOM = scenario("no room", TAGS, step("Then a", has_no_room, "LOGIN-SEAMLESS-02a"))
DEATH = scenario("death", TAGS, step("Then a", dies, "LOGIN-SEAMLESS-02a"))
WAITS = scenario("waits", TAGS, step("Given x"), step("Then a", waits))
"""

OURS = ["--output", "out", "--no-allure-report"]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, SCENARIOS, "harness.evidence.plugin")


def results(project: Project, folder: str = "out/allure-results") -> dict[str, dict[str, Any]]:
    files = (project.path / folder).glob("*-result.json")
    read = [json.loads(file.read_text()) for file in files]
    named = {one["name"]: one for one in read}
    assert len(named) == len(read), "two results of one scenario"
    return named


def steps(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["name"], one["status"]) for one in result["steps"]]


def labels(result: dict[str, Any], name: str) -> list[str]:
    return [one["value"] for one in result["labels"] if one["name"] == name]


@pytest.mark.parametrize("processes", PROCESSES)
def test_every_scenario_has_one_result_with_all_its_steps(project: Project, processes: list[str]) -> None:
    project.run("GOOD, BREACH, BROKEN, LACKING, NO_SET_UP, NO_TEAR_DOWN", *OURS, *processes)
    found = results(project)
    assert {name: one["status"] for name, one in found.items()} == {
        "good": "passed",
        "breach": "failed",
        "broken": "broken",
        "lacking": "skipped",
        "no set-up": "broken",
        "no tear-down": "broken",
    }
    assert steps(found["good"]) == [("Given x", "passed"), ("Then a", "passed")]
    assert steps(found["breach"]) == [("Given x", "passed"), ("Then a", "failed"), ("And b", "skipped")]
    assert steps(found["broken"]) == [("Given x", "broken"), ("Then a", "skipped")]
    assert steps(found["lacking"]) == [("Set-up", "skipped"), ("Then a", "skipped")]
    assert steps(found["no set-up"]) == [("Set-up", "broken"), ("Then a", "skipped")]
    assert steps(found["no tear-down"]) == [("Then a", "passed"), ("Tear-down", "broken")]
    assert found["lacking"]["statusDetails"]["message"] == "needs clock"
    assert "shown" in found["breach"]["statusDetails"]["trace"]
    for one in found.values():
        for step in (one, *one["steps"]):
            assert step["start"] <= step["stop"]


def test_labels_links_parameters_and_ids(project: Project) -> None:
    project.run("GOOD", *OURS)
    first = results(project)["good"]
    assert labels(first, "epic") == ["Login"]
    assert labels(first, "feature") == [
        "LOGIN-SEAMLESS: Log in with IBKR Mobile: seamless approval of a notification"
    ]
    assert labels(first, "story") == ["Signing in"]
    assert labels(first, "tag") == ["LOGIN-SEAMLESS-02a", "tws", "client-portal", "negative"]
    assert labels(first, "severity") == ["critical"]
    assert labels(first, "verdict") == ["conformant"]
    for name in ("host", "thread", "framework"):
        assert len(labels(first, name)) == 1
    assert first["links"] == [
        {
            "type": "clause",
            "name": "LOGIN-SEAMLESS-02a",
            "url": "../conformance.html#LOGIN-SEAMLESS-02a",
        }
    ]
    assert '<a href="../conformance.html#LOGIN-SEAMLESS-02a">' in first["descriptionHtml"]
    assert "features/login/sign_in.feature:10" in first["descriptionHtml"]
    assert first["parameters"] == [{"name": "n", "value": "1"}]
    project.run("GOOD", *OURS)
    again = results(project)["good"]
    assert again["uuid"] != first["uuid"]
    for key in ("historyId", "testCaseId", "fullName"):
        assert again[key] == first[key]


def test_allure_inside_steps(project: Project) -> None:
    project.run("ALLURE", *OURS)
    (result,) = results(project).values()
    outer = result["steps"][0]["steps"][0]
    assert (result["name"], outer["name"], outer["steps"][0]["name"]) == (
        "A title of its own",
        "outer",
        "inner",
    )
    note = outer["steps"][0]["attachments"][0]
    assert (project.path / "out/allure-results" / note["source"]).read_text() == "text"
    assert result["steps"][0]["attachments"][0]["type"] == "text/csv"
    assert {"name": "colour", "value": "red"} in result["parameters"]
    assert {"type": "link", "name": "more", "url": "https://example.org"} in result["links"]
    assert [name for name, _ in steps(result)] == ["Then a", "And b"]


def attachments(step: dict[str, Any]) -> list[str]:
    return [one["name"] for one in step.get("attachments", [])]


@pytest.mark.parametrize(
    ("wanted", "acting", "seen"),
    [
        ("off", 0, []),
        ("failure", 0, ["screen of client-portal", "source of client-portal", "trace", "log", "journal"]),
        ("step", 1, ["screen of client-portal", "source of client-portal", "trace", "log", "journal"]),
    ],
)
def test_evidence_as_wanted(project: Project, wanted: str, acting: int, seen: list[str]) -> None:
    project.run("ACTING, SEEN", *OURS, "--evidence", wanted)
    found = results(project)
    when, then = found["acting"]["steps"]
    assert attachments(when) == ["screen of client-portal"] * acting
    assert attachments(then) == []
    assert attachments(found["seen"]["steps"][0]) == seen


@pytest.mark.parametrize("processes", PROCESSES)
def test_no_secret_in_any_file_nor_on_the_terminal(project: Project, processes: list[str]) -> None:
    options = ["--evidence", "step", "-o", "junit_logging=all", "--tb=short", *processes]
    ran = project.run("LEAK, ACTING", *OURS, *options)
    written = [file for file in (project.path / "out").rglob("*") if file.is_file()]
    assert len(written) > 12
    texts = {str(file): file.read_bytes() for file in written}
    for trace in (project.path / "out").rglob("*.zip"):
        with zipfile.ZipFile(trace) as archive:
            texts.update({f"{trace}!{name}": archive.read(name) for name in archive.namelist()})
    assert any("!trace.trace" in name for name in texts)
    texts["terminal"] = ran.stdout.encode() + ran.stderr.encode()
    spelled = (
        b"hunter22",
        b'qu"ote&22',
        b"qu&quot;ote&amp;22",
        rb"qu\"ote&22",
        b"8193 0275",
        b"81930275",
        b" 4071",
    )
    for name, text in texts.items():
        for form in spelled:
            assert form not in text, f"{form!r} in {name}"
    leak = results(project)["leak"]
    assert leak["parameters"] == [{"name": "password", "value": "***"}]
    assert attachments(leak)[-2:] == ["Captured stdout call", "Captured log call"]
    assert labels(leak, "owner") == ["***"]


@pytest.mark.parametrize("processes", PROCESSES)
def test_what_there_is_no_room_for_is_said_and_the_rest_is_kept(
    project: Project, processes: list[str]
) -> None:
    ran = project.run("LARGE", *OURS, *processes)
    assert ran.returncode == 3
    assert "scenarios: 1 conformant" in ran.stdout
    assert "missing: allure-results: File too large: something of " in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr
    (large,) = results(project).values()
    assert steps(large) == [("Then a", "passed"), ("And b", "passed")]
    assert attachments(large["steps"][0]) == ["small"]
    assert not list(project.path.glob("out/allure-results/.*"))


@pytest.mark.parametrize("processes", PROCESSES)
def test_no_room_for_a_result(project: Project, processes: list[str]) -> None:
    ran = project.run("NO_ROOM", *OURS, *processes)
    assert ran.returncode == 3
    assert "scenarios: 1 conformant" in ran.stdout
    assert "missing: allure-results: File too large: something of " in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr
    assert not list(project.path.glob("out/allure-results/*-result.json"))


def test_a_result_of_a_process_that_died(project: Project) -> None:
    project.run("GOOD, DEATH", *OURS, "-p", "xdist", "-n", "2")
    death = results(project)["death"]
    assert death["status"] == "broken"
    assert "process died" in death["statusDetails"]["message"]
    assert labels(death, "verdict") == ["inconclusive"]


def test_an_interrupted_scenario_has_a_result(project: Project) -> None:
    with project.running("GOOD, WAITS", *OURS, awaited=("waiting",)) as running:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(timeout=20)
    found = results(project)
    assert found["good"]["status"] == "passed"
    assert found["waits"]["status"] in ("broken", "unknown")
    assert steps(found["waits"])[0] == ("Given x", "passed")


def test_an_interruption_after_a_scenario_leaves_its_result(project: Project) -> None:
    (project.path / "conftest.py").write_text(
        "def pytest_runtest_logfinish():\n    raise KeyboardInterrupt\n"
    )
    project.run("GOOD, BREACH", *OURS)
    found = results(project)
    assert {name: (one["status"], *labels(one, "verdict")) for name, one in found.items()} == {
        "good": ("passed", "conformant"),
        "breach": ("skipped", "not run"),
    }
    assert found["breach"]["statusDetails"]["message"] == "the run ended before"


def test_with_allure_pytest_alone(project: Project) -> None:
    ran = project.run("BREACH, SEEN", "-p", "allure_pytest.plugin", "--alluredir", "theirs")
    assert ran.returncode == 1, ran.stdout
    found = results(project, "theirs")
    assert [name for name, _ in steps(found["breach"])] == ["Given x", "Then a"]
    assert "screen of client-portal" in attachments(found["seen"]["steps"][0])


def test_with_allure_pytest_beside_our_own(project: Project) -> None:
    ran = project.run("ALLURE", *OURS, "-p", "allure_pytest.plugin", "--alluredir", "theirs")
    assert ran.returncode == 0, ran.stdout
    assert len(results(project)) == len(results(project, "theirs")) == 1
    (ours,) = results(project).values()
    assert [name for name, _ in steps(ours)] == ["Then a", "And b"]


def test_one_folder_for_both_is_refused(project: Project) -> None:
    ran = project.run("GOOD", *OURS, "-p", "allure_pytest.plugin", "--alluredir", "out/allure-results")
    assert ran.returncode == 4
    assert "leave one of the two out" in ran.stderr
