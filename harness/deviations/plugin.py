"""pytest plugin of ``./ibkey deviations`` and ``variations``: a clause's scenarios, once for each of them.

The deviations or variations come in a file that the environment names, so that every test worker multiplies
alike; each becomes a parameter of the fixture ``deviation``, which ``world`` switches on. Of a deviation only
as much is run as is needed to see each of its clauses noticed once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path

import pytest

from harness.collection.item import ScenarioItem
from harness.collection.model import Step
from harness.collection.tags import CLAUSE
from harness.deviations.matrix import Departure
from harness.deviations.record import Record, scenario_of

VARIABLE = "IBKEY_DEVIATIONS"

_KILLED = pytest.StashKey[set[tuple[str, str]]]()
"""Deviation and clause, of those killed in this process."""

_PLACES = ("tws", "webtrader", "client-portal", "android", "iphone")


@dataclass(frozen=True)
class Plan:
    """What is to be tried.

    Attributes:
        record: Says what is likely to notice a deviation soon.
        exhaustive: Every scenario of the clauses is run to its end, also where one has noticed already.
        most: At most so many scenarios are run under each; 0: all that carry one of its clauses.
    """

    departures: tuple[Departure, ...] = ()
    record: Record = field(default_factory=Record)
    exhaustive: bool = False
    most: int = 0

    def write(self, file: Path) -> Path:
        """Keep the plan there for the test workers; returns ``file``."""
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return file

    @cached_property
    def by_name(self) -> Mapping[str, Departure]:
        """In the order in which they are tried."""
        return {one.name: one for one in self.departures}


@cache
def the_plan() -> Plan:
    """The plan of this process."""
    file = os.environ.get(VARIABLE)
    if file is None:
        return Plan()
    kept = json.loads(Path(file).read_text(encoding="utf-8"))
    departures = (Departure(**{**one, "clauses": tuple(one["clauses"])}) for one in kept["departures"])
    return Plan(tuple(departures), Record(**kept["record"]), kept["exhaustive"], kept["most"])


def departure_of(item: pytest.Item) -> str | None:
    """What ``item`` runs under."""
    callspec = getattr(item, "callspec", None)
    name: str | None = None if callspec is None else callspec.params.get("deviation")
    return name


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    clauses = {mark.name.removeprefix(CLAUSE) for mark in metafunc.definition.iter_markers()}
    names = [one.name for one in the_plan().departures if clauses & set(one.clauses)]
    if names and "deviation" in metafunc.fixturenames:
        metafunc.parametrize("deviation", names, ids=[f"under {name}" for name in names], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what none concerns; likely ones first."""
    plan = the_plan()
    order = {name: number for number, name in enumerate(plan.by_name)}
    by_name: dict[str, list[ScenarioItem]] = {}
    for item in items:
        if (name := departure_of(item)) is not None and isinstance(item, ScenarioItem):
            by_name.setdefault(name, []).append(item)
    under = [(item, name) for name, those in by_name.items() for item in spread(those, plan.most)]
    kept = {item for item, _ in under}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [
        item for item, name in sorted(under, key=lambda pair: (order[pair[1]], *_likely(plan, *pair)))
    ]


def spread(items: Sequence[ScenarioItem], most: int) -> list[ScenarioItem]:
    """At most so many of the items (0: all), each with what those before lack of clauses and surfaces."""
    if not most:
        return list(items)
    left, taken, seen = list(items), list[ScenarioItem](), set[str]()
    while left and len(taken) < most:
        best = max(left, key=lambda item: len({*item.plan.clauses, *item.plan.surfaces} - seen))
        left.remove(best)
        taken.append(best)
        seen.update(best.plan.clauses, best.plan.surfaces)
    return taken


def _likely(plan: Plan, item: pytest.Item, name: str) -> tuple[float, ...]:
    """Sorts first what is likely to notice a deviation: what did before, then what is about little else."""
    if not isinstance(item, ScenarioItem) or plan.by_name[name].permitted:
        return ()
    id_ = scenario_of(item.nodeid, name)
    seconds = plan.record.seconds.get(id_, float(len(item.plan.steps)))
    elsewhere = not any(place in name for place in _PLACES if place in item.plan.surfaces)
    noticed = plan.record.noticed.get(name, [])
    return (
        noticed.index(id_) if id_ in noticed else len(noticed),
        elsewhere,
        len(item.plan.clauses),
        seconds,
    )


def pytest_ibkey_step_end(item: ScenarioItem, step: Step, error: BaseException | None) -> None:
    name = departure_of(item)
    if name is not None and isinstance(error, AssertionError) and item.failed_fixture is None:
        killed = item.config.stash.setdefault(_KILLED, set())
        killed.update((name, clause) for clause in step.clauses)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A deviation that every clause of the scenario has noticed already needs no further witness."""
    if isinstance(item, ScenarioItem):
        _skip_unless_one_can_notice(item, item.plan.steps)


@pytest.hookimpl(tryfirst=True)
def pytest_ibkey_step_start(item: ScenarioItem, step: Step) -> None:
    """A scenario none of whose steps to come can notice anything new ends here."""
    steps = item.plan.steps
    _skip_unless_one_can_notice(item, steps[steps.index(step) :])


def _skip_unless_one_can_notice(item: ScenarioItem, steps: Iterable[Step]) -> None:
    name, plan = departure_of(item), the_plan()
    if name is None or plan.exhaustive or (departure := plan.by_name[name]).permitted:
        return
    killed = item.config.stash.get(_KILLED, set())
    unnoticed = {clause for clause in departure.clauses if (name, clause) not in killed}
    if not any(unnoticed.intersection(step.clauses) for step in steps):
        noticed = ", ".join(sorted(set(departure.clauses) & set(item.plan.clauses)))
        pytest.skip(f"nothing that follows can notice more of {name} ({noticed})")
