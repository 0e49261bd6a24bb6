"""pytest plugin of ``./ibkey deviations``: runs the scenarios of a clause once for each deviation of it.

The deviations come as JSON in the environment, so that every test worker multiplies alike; each becomes a
parameter of the fixture ``deviation``, which ``world`` switches on.
"""

from __future__ import annotations

import json
import os

import pytest

from harness.collection.item import ScenarioItem
from harness.collection.model import Step
from harness.collection.tags import CLAUSE
from harness.deviations.matrix import Breach

VARIABLE = "IBKEY_DEVIATIONS"

_KILLED = pytest.StashKey[set[tuple[str, str]]]()
"""Deviation and clause, of those killed in this process."""


def breaches() -> list[Breach]:
    """The deviations to be tried."""
    return [
        Breach(one["name"], tuple(one["clauses"]), one["breaks"])
        for one in json.loads(os.environ.get(VARIABLE, "[]"))
    ]


def deviation_of(item: pytest.Item) -> str | None:
    """The deviation that ``item`` runs under."""
    callspec = getattr(item, "callspec", None)
    name: str | None = None if callspec is None else callspec.params.get("deviation")
    return name


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    clauses = {mark.name.removeprefix(CLAUSE) for mark in metafunc.definition.iter_markers()}
    names = [breach.name for breach in breaches() if clauses & set(breach.clauses)]
    if names and "deviation" in metafunc.fixturenames:
        metafunc.parametrize("deviation", names, ids=[f"under {name}" for name in names], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what no deviation concerns; keep those of one deviation together, and in one worker."""
    order = {breach.name: number for number, breach in enumerate(breaches())}
    under = [(item, name) for item in items if (name := deviation_of(item)) is not None]
    config.hook.pytest_deselected(items=[item for item in items if deviation_of(item) is None])
    for item, name in under:
        item.add_marker(pytest.mark.xdist_group(name))
    items[:] = [item for item, name in sorted(under, key=lambda pair: order[pair[1]])]


def pytest_ibkey_step_end(item: ScenarioItem, step: Step, error: BaseException | None) -> None:
    deviation = deviation_of(item)
    if deviation is not None and isinstance(error, AssertionError) and item.failed_fixture is None:
        killed = item.config.stash.setdefault(_KILLED, set())
        killed.update((deviation, clause) for clause in step.clauses)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A deviation that every clause of the scenario has noticed already needs no further witness."""
    deviation = deviation_of(item)
    if deviation is None or not isinstance(item, ScenarioItem):
        return
    (breach,) = [one for one in breaches() if one.name == deviation]
    concerned = set(breach.clauses) & set(item.scenario.clauses)
    if concerned <= {clause for name, clause in item.config.stash.get(_KILLED, set()) if name == deviation}:
        pytest.skip(f"{deviation} has been noticed already by {', '.join(sorted(concerned))}")
