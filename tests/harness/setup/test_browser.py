from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from harness.setup import browser
from harness.setup.browser import NoSuchBrowser
from harness.setup.layout import Layout


def program(path: Path, body: str = "echo Chromium 1") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "bin").mkdir()
    return {
        "PATH": str(tmp_path / "bin"),
        "HOME": str(tmp_path),
        "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "pw"),
    }


def found(environ: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(one.source, one.kind, one.path.name) for one in browser.on_this_machine(environ)]


def test_playwrights_own_comes_before_the_systems_and_shells_before_browsers(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    program(tmp_path / "bin" / "google-chrome")
    program(tmp_path / "bin" / "chromium")
    program(tmp_path / "bin" / "chromium-headless-shell")
    program(tmp_path / "pw" / "chromium-1200" / "chrome-linux" / "chrome")
    program(tmp_path / "pw" / "chromium_headless_shell-1180" / "chrome-linux" / "headless_shell")
    assert found(environ) == [
        ("playwright", "headless-shell", "headless_shell"),
        ("playwright", "chromium", "chrome"),
        ("system", "headless-shell", "chromium-headless-shell"),
        ("system", "chromium", "chromium"),
        ("system", "chromium", "google-chrome"),
    ]


def test_the_newest_of_playwrights(tmp_path: Path, environ: dict[str, str]) -> None:
    for revision in (999, 1200, 1180):
        program(tmp_path / "pw" / f"chromium_headless_shell-{revision}" / "chrome-linux" / "headless_shell")
    assert "chromium_headless_shell-1200" in str(next(browser.on_this_machine(environ)).path)


def test_playwrights_default_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert browser.playwright_cache({"HOME": str(tmp_path)}) == tmp_path / ".cache" / "ms-playwright"


def test_one_that_does_not_run_is_passed_over(tmp_path: Path, environ: dict[str, str]) -> None:
    program(tmp_path / "bin" / "chromium-headless-shell", "echo libnss3.so: cannot open >&2; exit 127")
    program(tmp_path / "bin" / "chromium")
    chosen = browser.first_that_runs(environ)
    assert chosen is not None
    assert chosen.path.name == "chromium"


def test_none(environ: dict[str, str]) -> None:
    assert browser.first_that_runs(environ) is None


def test_the_complaint_says_what_the_browser_said(tmp_path: Path) -> None:
    broken = browser.named_by_user(
        str(program(tmp_path / "chrome", "echo libnss3.so: cannot open >&2; exit 127"))
    )
    assert browser.complaint(broken) == "libnss3.so: cannot open"


def test_a_script_sets_what_the_browser_needs(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "it's here")
    itself = browser.named_by_user(str(program(tmp_path / "chrome", 'echo "$LIBRARIES:$FONTS:$*"')))
    started = browser.started_with(itself, {"LIBRARIES": "/with space"}, layout)
    started = browser.started_with(started, {"FONTS": "$(false)"}, layout)
    said = subprocess.run([started.path, "a b", "c"], capture_output=True, text=True, check=True).stdout
    assert said == "/with space:$(false):a b c\n"
    assert started.program == itself.path
    assert (started.kind, started.source) == (itself.kind, itself.source)


def test_a_browser_named_by_path(tmp_path: Path) -> None:
    path = program(tmp_path / "chrome-headless-shell")
    named = browser.named_by_user(str(path))
    assert (named.path, named.kind, named.source) == (path, "headless-shell", "named")


def test_a_named_browser_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoSuchBrowser, match=r"no browser '.*/chrome'.*IBKEY_BROWSER"):
        browser.named_by_user(str(tmp_path / "chrome"))


@pytest.mark.parametrize(
    ("body", "user", "why"),
    [
        ("echo '<title>ibkey</title>'", 1000, None),
        ("exit 0", 0, "Chromium has none for root"),
        ("echo '[1:2:FATAL:zygote.cc(127)] No usable sandbox!' >&2; exit 1", 1000, "No usable sandbox!"),
        ("exit 7", 1000, "it ended with exit code 7"),
        ("exec sleep 60", 1000, "it did not show a page within 0.2 s"),
    ],
)
def test_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, user: int, why: str | None
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    installed = browser.Browser(program(tmp_path / "chromium", body), "headless-shell", "system")
    assert browser.sandbox_refused(installed, within_s=0.2 if "sleep" in body else 20.0) == why
