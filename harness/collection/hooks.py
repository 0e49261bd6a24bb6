"""Hooks of the collector and runner, besides pytest-bdd's own, which are called too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from harness.collection.item import ScenarioItem
    from harness.collection.model import Step


@pytest.hookspec(firstresult=True)
def pytest_ibkey_known_clauses(config: pytest.Config) -> set[str] | None:
    """Ids of all clauses of the catalogue; None turns the check of ids off.

    Asked once per run, and only when a collected feature names a clause.
    """


def pytest_ibkey_step_start(item: ScenarioItem, step: Step) -> None:
    """A step begins; the fixtures that it asks for are set up after this."""


def pytest_ibkey_step_end(
    item: ScenarioItem, step: Step, error: BaseException | None, duration_s: float
) -> None:
    """A step has ended; later steps do not start when ``error`` is not None.

    Args:
        error: What the step, or a fixture that it asked for, raised (a skip, too);
            ``item.failed_fixture`` tells the two apart.
        duration_s: Of the step function and the fixtures that it asked for first.
    """
