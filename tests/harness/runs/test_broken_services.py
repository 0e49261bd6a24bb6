"""A service that is killed or stopped in a run costs at most the scenario it was needed in."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.setup.environment import load

PORTAL = ("features/help/usernames.feature", "-k", "Portal and (Caps or case or typed)", "--no-allure-report")
WITHOUT_DESKTOP = """
import dataclasses, sys
from harness.setup import environment
found = environment.load()
desktop = environment.Desktop(False, ("Xvfb",), "apt-get install -y xvfb")
environment.load = lambda: dataclasses.replace(found, desktop=desktop)
from harness.cli.run import main
sys.exit(main(sys.argv[1:]))
"""

pytestmark = pytest.mark.skipif(load().browser is None, reason="runs in a browser, and none was found")


@pytest.mark.parametrize(
    ("words", "how"),
    [
        (("reference_system",), signal.SIGKILL),
        (("reference_system",), signal.SIGSTOP),
        (("run-driver",), signal.SIGKILL),
        (("--no-startup-window",), signal.SIGKILL),
        (("--no-startup-window",), signal.SIGSTOP),
        (("harness.services.keeper",), signal.SIGKILL),
    ],
    ids=[
        "reference system killed",
        "reference system stopped",
        "Playwright killed",
        "browser killed",
        "browser stopped",
        "keeper killed",
    ],
)
def test_broken_service(run: Callable[..., Any], words: tuple[str, ...], how: signal.Signals) -> None:
    started = run(*PORTAL)
    service = started.process_of(*words)
    started.until(lambda: started.finished_scenarios >= 1)
    service.send_signal(how)
    code = started.end()
    assert started.verdicts.count("inconclusive") <= 1
    assert set(started.verdicts) <= {"conformant", "inconclusive"}
    assert started.verdicts[-1] == "conformant"
    assert code == (3 if "inconclusive" in started.verdicts else 0)
    assert started.said.count("ibkey: ") <= 1  # told once, if it was noticed by us
    assert not started.left()


def test_up_that_ends_under_a_run(run: Callable[..., Any], tmp_path: Path) -> None:
    told = {"IBKEY_UP": str(tmp_path / "up.json")}
    up = run("--json", program=("-m", "harness.cli", "up"), environment=told)
    up.until(lambda: up.said.startswith("{"))
    started = run(*PORTAL, environment=told)
    started.until(lambda: started.finished_scenarios >= 1)
    up.process.terminate()
    assert started.end() == 3
    assert up.end() == 0
    assert started.said.count("the ./ibkey up that this run uses has ended") >= 1
    assert started.verdicts.count("inconclusive") <= 1
    assert "not run" in started.verdicts


def test_no_desktop(run: Callable[..., Any]) -> None:
    ended = run(
        "features/help/usernames.feature",
        "-k",
        "lower and (Portal or TWS)",
        "--no-allure-report",
        program=("-c", WITHOUT_DESKTOP),
    )
    assert ended.end() == 0
    assert ended.verdicts == ["conformant", "not verified"]
    assert "apt-get install -y xvfb" in ended.said
