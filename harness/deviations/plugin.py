"""pytest plugin of ``./ibkey deviations`` and ``variations``: a clause's scenarios, once for each of them.

The deviations or variations come as JSON in the environment, so that every test worker multiplies alike; each
becomes a parameter of the fixture ``deviation``, which ``world`` switches on.
"""

from __future__ import annotations

import json
import os

import pytest

from harness.collection.item import ScenarioItem
from harness.collection.model import Step
from harness.collection.tags import CLAUSE
from harness.deviations.matrix import Departure

VARIABLE = "IBKEY_DEVIATIONS"

_KILLED = pytest.StashKey[set[tuple[str, str]]]()
"""Deviation and clause, of those killed in this process."""


def departures() -> list[Departure]:
    """The deviations or variations to be tried."""
    listed = json.loads(os.environ.get(VARIABLE, "[]"))
    return [Departure(**{**one, "clauses": tuple(one["clauses"])}) for one in listed]


def departure_of(item: pytest.Item) -> str | None:
    """What ``item`` runs under."""
    callspec = getattr(item, "callspec", None)
    name: str | None = None if callspec is None else callspec.params.get("deviation")
    return name


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    clauses = {mark.name.removeprefix(CLAUSE) for mark in metafunc.definition.iter_markers()}
    names = [one.name for one in departures() if clauses & set(one.clauses)]
    if names and "deviation" in metafunc.fixturenames:
        metafunc.parametrize("deviation", names, ids=[f"under {name}" for name in names], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what none concerns; keep the items of one together, and in one worker."""
    order = {one.name: number for number, one in enumerate(departures())}
    under = [(item, name) for item in items if (name := departure_of(item)) is not None]
    config.hook.pytest_deselected(items=[item for item in items if departure_of(item) is None])
    for item, name in under:
        item.add_marker(pytest.mark.xdist_group(name))
    items[:] = [item for item, name in sorted(under, key=lambda pair: order[pair[1]])]


def pytest_ibkey_step_end(item: ScenarioItem, step: Step, error: BaseException | None) -> None:
    name = departure_of(item)
    if name is not None and isinstance(error, AssertionError) and item.failed_fixture is None:
        killed = item.config.stash.setdefault(_KILLED, set())
        killed.update((name, clause) for clause in step.clauses)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A deviation that every clause of the scenario has noticed already needs no further witness."""
    name = departure_of(item)
    if name is None or not isinstance(item, ScenarioItem):
        return
    (departure,) = [one for one in departures() if one.name == name]
    if departure.permitted:
        return
    concerned = set(departure.clauses) & set(item.scenario.clauses)
    if concerned <= {clause for noticed, clause in item.config.stash.get(_KILLED, set()) if noticed == name}:
        pytest.skip(f"{name} has been noticed already by {', '.join(sorted(concerned))}")
