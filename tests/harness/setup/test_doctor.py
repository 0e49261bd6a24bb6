from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from harness.setup import doctor, environment
from harness.setup.browser import Browser
from harness.setup.doctor import Finding
from harness.setup.environment import Desktop, Environment
from harness.setup.layout import Layout
from harness.waiting import settled

BARE = Environment(
    None,
    None,
    None,
    None,
    None,
    None,
    Desktop(False, ("Xvfb", "libGL.so.1", "libEGL.so.1"), "sudo apt-get install xvfb"),
    fonts_missing=("a font for Chinese",),
    reasons={"appium_main": "The npm packages could not be installed: the registry cannot be reached."},
)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    (tmp_path / "requirements.lock").write_text("uv==1 \\\n    --hash=sha256:aa\n")
    return Layout(tmp_path)


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings}


def program(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_without_environment(layout: Layout) -> None:
    findings = by_name(doctor.examine(layout=layout, environ={}))
    assert not findings["environment"].ok
    assert findings["environment"].remedy == "run ./ibkey setup"
    assert not findings["python packages"].ok
    assert findings["python"].ok
    assert findings["loopback"].ok


def test_what_is_missing_is_named_with_what_to_do(layout: Layout) -> None:
    environment.save(BARE, layout)
    findings = by_name(doctor.examine(layout=layout, environ={}))
    assert {name for name, finding in findings.items() if not finding.ok} == {
        "python packages", "node", "appium", "allure", "adb", "browser", "desktop", "fonts",
    }  # fmt: skip
    assert "the registry cannot be reached" in findings["appium"].detail
    assert findings["desktop"].detail == "the system lacks Xvfb and 2 libraries of Qt's"
    assert findings["desktop"].remedy == "sudo apt-get install xvfb"
    assert all(finding.remedy for finding in findings.values() if not finding.ok)


def test_programs_are_asked_for_their_version(layout: Layout, tmp_path: Path) -> None:
    node = program(tmp_path / "node", "echo v24.19.0")
    adb = program(tmp_path / "adb", "echo wrong ELF class >&2; exit 126")
    environment.save(replace(BARE, node=node, adb=adb), layout)
    findings = by_name(doctor.examine(layout=layout, environ={}))
    assert findings["node"] == Finding("node", True, f"24.19.0 at {node}")
    assert not findings["adb"].ok
    assert findings["adb"].detail == f"{adb} ended with exit code 126: wrong ELF class"


def test_npm_packages_are_asked_for_their_version(layout: Layout, tmp_path: Path) -> None:
    node = program(tmp_path / "node", 'cat "${1%.js}.version"')
    home = tmp_path / "appium"
    appium, allure = home / "node_modules/appium/index.js", home / "node_modules/allure/cli.js"
    for driver in ("uiautomator2", "xcuitest"):
        (home / f"node_modules/appium-{driver}-driver").mkdir(parents=True)
        (home / f"node_modules/appium-{driver}-driver/package.json").write_text('{"version": "7.1"}')
    allure.parent.mkdir()
    allure.with_suffix(".version").write_text("3.18.0")
    environment.save(
        replace(BARE, node=node, appium_main=appium, appium_home=home, allure_cli=allure), layout
    )
    findings = by_name(doctor.examine(layout=layout, environ={}))
    assert findings["allure"] == Finding("allure", True, f"3.18.0 at {allure}")
    assert not findings["appium"].ok, "its files are gone"
    assert "No such file or directory" in findings["appium"].detail
    assert findings["appium"].remedy == "run ./ibkey setup --anew"
    appium.parent.mkdir()
    appium.with_suffix(".version").write_text("3.8.0")
    told = f"3.8.0 at {appium} with uiautomator2 7.1, xcuitest 7.1"
    assert by_name(doctor.examine(layout=layout, environ={}))["appium"] == Finding("appium", True, told)


SHOWS = "echo '<html><head><title>ibkey</title></head></html>'"
"""What a browser does that shows the page."""


def browser_finding(layout: Layout, path: Path) -> Finding:
    environment.save(replace(BARE, browser=Browser(path, "headless-shell", "system")), layout)
    return by_name(doctor.examine(layout=layout, environ={}))["browser"]


@pytest.fixture
def as_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)


@pytest.mark.usefixtures("as_user")
def test_a_browser_that_shows_the_page(layout: Layout, tmp_path: Path) -> None:
    path = program(tmp_path / "chrome", SHOWS)
    assert browser_finding(layout, path) == Finding("browser", True, f"headless-shell (system) at {path}")


@pytest.mark.usefixtures("as_user")
def test_a_browser_that_has_no_sandbox_here(layout: Layout, tmp_path: Path) -> None:
    refuses = "echo '[7:7:FATAL:zygote.cc(1)] No usable sandbox!' >&2; exit 1"
    path = program(tmp_path / "chrome", f'case "$*" in *--no-sandbox*) {SHOWS} ;; *) {refuses} ;; esac')
    finding = browser_finding(layout, path)
    assert finding.ok
    assert finding.detail.endswith("a target's pages run without its sandbox: No usable sandbox!")


def test_a_browser_started_by_a_script_is_ended(layout: Layout, tmp_path: Path) -> None:
    """Debian's chromium-headless-shell is such a script; the browser outlived the doctor."""
    path = program(tmp_path / "chrome", f"sleep 60 >/dev/null 2>&1 & echo $! >{tmp_path}/pid; {SHOWS}")
    assert browser_finding(layout, path).ok
    browser = int((tmp_path / "pid").read_text())
    assert settled(lambda: lives(browser), lambda still: not still, within_s=5) is False


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_browser_that_shows_nothing(layout: Layout, tmp_path: Path) -> None:
    finding = browser_finding(layout, program(tmp_path / "chrome", "echo '<title>other</title>'"))
    assert not finding.ok
    assert finding.detail.endswith("showed no page: it ended with exit code 0")
    assert "IBKEY_BROWSER" in finding.remedy


def test_a_browser_that_does_not_start(layout: Layout, tmp_path: Path) -> None:
    path = program(tmp_path / "chrome", "echo libnss3.so: cannot open >&2; exit 127")
    assert "libnss3.so: cannot open" in browser_finding(layout, path).detail


def test_a_browser_named_by_the_user_that_is_not_there(layout: Layout) -> None:
    environment.save(BARE, layout)
    finding = by_name(doctor.examine(layout=layout, environ={"IBKEY_BROWSER": "/no/chrome"}))["browser"]
    assert not finding.ok
    assert "'/no/chrome'" in finding.detail
    assert finding.remedy == "correct or unset IBKEY_BROWSER"


def test_what_a_target_has_is_not_looked_for_here(layout: Layout) -> None:
    of_target = Finding("target appium", True, "answers as it should")
    findings = by_name(
        doctor.examine(layout, {}, without=("appium", "adb", "desktop"), more=[lambda: of_target])
    )
    assert not {"appium", "adb", "desktop"} & findings.keys()
    assert findings["target appium"] == of_target


def test_what_does_not_answer_in_time_is_slow_and_not_missing(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "ANSWER_WITHIN_S", 0.3)
    hanging = program(tmp_path / "hangs", "exec sleep 30")
    browser = Browser(hanging, "chromium", "system")
    environment.save(replace(BARE, node=hanging, adb=hanging, browser=browser), layout)
    findings = by_name(doctor.examine(layout=layout, environ={}))
    for name in ("node", "adb", "browser"):
        assert findings[name].ok
        assert findings[name].slow
        assert "did not answer within 0.3 s (load" in findings[name].detail
        assert not findings[name].remedy


def test_a_person_reads_what_to_do_under_what_is_wrong() -> None:
    text = doctor.as_text(
        [
            Finding("python", True, "3.11"),
            Finding("adb", False, "gone", "run ./ibkey setup"),
            Finding("node", True, "busy", slow=True),
        ]
    )
    assert text.splitlines() == [
        "ok       python  3.11",
        "MISSING  adb     gone",
        "                 → run ./ibkey setup",
        "slow     node    busy",
    ]


def test_variables_that_are_set_aside_are_named(layout: Layout) -> None:
    user = {"PATH": "/bin", "NODE_OPTIONS": "--inspect", "http_proxy": "http://p:1"}
    variables = by_name(doctor.examine(layout=layout, environ=user))["variables"]
    assert variables.ok
    assert variables.detail == "set aside for the programs of a run: NODE_OPTIONS, http_proxy"
