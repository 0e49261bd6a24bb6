"""A service that is killed in the middle of a run costs at most the scenario it was needed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.setup.environment import load

PORTAL = ("features/help/usernames.feature", "-k", "Portal and (Caps or case)", "--no-allure-report")
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
    "words",
    [("reference_system",), ("run-driver",), ("--no-startup-window",)],
    ids=["reference system", "Playwright", "browser"],
)
def test_killed_service(run: Callable[..., Any], words: tuple[str, ...]) -> None:
    started = run(*PORTAL)
    service = started.process_of(*words)
    started.until(lambda: started.finished_scenarios >= 1)
    service.kill()
    code = started.end()
    assert started.verdicts.count("inconclusive") <= 1
    assert set(started.verdicts) <= {"conformant", "inconclusive"}
    assert started.verdicts[-1] == "conformant"
    assert code == (3 if "inconclusive" in started.verdicts else 0)
    assert not started.left()


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
