"""Runs that end before their time leave nothing running, no temporary files, and what they had found."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from harness.setup.environment import load

PORTAL = ("features/help/usernames.feature", "-k", "Portal and (Caps or case or typed)", "--no-allure-report")

pytestmark = pytest.mark.skipif(load().browser is None, reason="runs in a browser, and none was found")


def test_interrupted_at_start(run: Callable[..., Any]) -> None:
    started = run(*PORTAL)
    started.process_of("reference_system")
    os.killpg(started.process.pid, signal.SIGINT)
    assert started.end() in (2, 3, 130)  # 3: scenarios had been selected already
    assert "Traceback" not in started.said
    assert not started.left()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_in_a_scenario(run: Callable[..., Any], how: signal.Signals) -> None:
    started = run(*PORTAL)
    started.until(lambda: started.finished_scenarios >= 1)
    os.killpg(started.process.pid, how)
    assert started.end() == 3
    assert started.verdicts[0] == "conformant"
    assert "not run" in started.verdicts
    assert (started.output / "conformance.html").exists()
    assert not started.left()


def test_killed_in_a_scenario(run: Callable[..., Any]) -> None:
    started = run(*PORTAL)
    started.until(lambda: started.finished_scenarios >= 1)
    os.killpg(started.process.pid, signal.SIGKILL)
    started.end()
    assert not started.left()
    assert started.finished_scenarios >= 1  # what was found is still to be read
