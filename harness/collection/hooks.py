"""Hooks of the collector and runner, besides pytest-bdd's own, which are called too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from harness.collection.clause_rules import Clauses
    from harness.collection.item import ScenarioItem
    from harness.collection.model import Step


@pytest.hookspec(firstresult=True)
def pytest_ibkey_known_clauses(config: pytest.Config) -> Clauses | None:
    """All clauses of the catalogue by their ids; None turns the check of ids and Rules off.

    Asked once for each folder with features, and only when one speaks of a clause or has a Rule.
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
