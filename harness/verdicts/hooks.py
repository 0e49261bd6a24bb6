"""Hooks called in the process that gathers the results (with ``-n``: the controller)."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from harness.verdicts.model import ScenarioResult
from harness.verdicts.run import Run


@pytest.hookspec
def pytest_ibkey_run_started(config: pytest.Config, planned: Collection[str]) -> None:
    """The first scenario is about to be run; nothing was written yet.

    Args:
        planned: Ids of all that were selected.
    """


@pytest.hookspec
def pytest_ibkey_scenario_finished(config: pytest.Config, result: ScenarioResult) -> None:
    """A scenario's result is there."""


@pytest.hookspec
def pytest_ibkey_run_finished(config: pytest.Config, run: Run) -> None:
    """No more results will come, also after an interruption; only called when a scenario was run."""
