"""Of a deviation no more is run than is needed to see each of its clauses noticed once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.deviations.matrix import Departure
from harness.deviations.plugin import VARIABLE, Plan, the_plan
from harness.deviations.record import Record
from tests.harness.collection.project import PLUGINS, Project

pytest_plugins = ["pytester"]

STEPS = """
    from pathlib import Path
    import pytest
    from pytest_bdd import given, then, parsers

    @pytest.fixture
    def deviation(request):
        return getattr(request, "param", None)

    @given(parsers.parse("a door {name}"), target_fixture="door")
    def door(deviation, name):
        return name

    @then(parsers.parse("it {does}"))
    def it(door, does):
        with Path("told").open("a") as told:
            print(door, does, file=told)
        assert does != "breaks"
"""
FEATURE = """
    Feature: Doors

      Scenario: Two clauses
        Given a door A
        # clause: X-01
        Then it holds
        # clause: X-02
        Then it ends

      Scenario: One clause
        Given a door B
        # clause: X-01
        Then it breaks

      Scenario: The same
        Given a door C
        # clause: X-01
        Then it breaks
"""
RUN = Callable[[Plan], list[str]]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> RUN:
    """Tries a plan; returns what the steps told."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    project = Project(pytester)
    project.plugins = [*PLUGINS, "-p", "harness.deviations.plugin", "-p", "xdist"]
    project.write(conftest=STEPS, doors=FEATURE)
    pytester.makeini("[pytest]\n")

    def run(plan: Plan) -> list[str]:
        monkeypatch.setenv(VARIABLE, str(plan.write(pytester.path / "plan.json")))
        the_plan.cache_clear()
        project.run("features")
        told = pytester.path / "told"
        lines = told.read_text().splitlines() if told.exists() else []
        told.unlink(missing_ok=True)
        the_plan.cache_clear()
        return lines

    return run


def breach(*clauses: str, permitted: bool = False) -> Departure:
    return Departure("breach", clauses, "it breaks", permitted)


def test_what_is_about_little_else_comes_first_and_is_enough(run: RUN) -> None:
    assert run(Plan((breach("X-01"),))) == ["B breaks"]


def test_what_noticed_before_comes_first(run: RUN) -> None:
    record = Record(noticed={"breach": ["features/doors.feature::The same"]})
    assert run(Plan((breach("X-01"),), record)) == ["C breaks"]


def test_the_quick_one_comes_first(run: RUN) -> None:
    seconds = {"features/doors.feature::One clause": 9.0, "features/doors.feature::The same": 2.0}
    assert run(Plan((breach("X-01"),), Record(seconds=seconds))) == ["C breaks"]


def test_a_scenario_ends_where_nothing_more_can_be_noticed(run: RUN) -> None:
    record = Record(noticed={"breach": ["features/doors.feature::Two clauses"]})
    assert run(Plan((breach("X-01"),), record)) == ["A holds", "B breaks"]
    assert run(Plan((breach("X-01", "X-02"),), record)) == ["A holds", "A ends", "B breaks"]


@pytest.mark.parametrize(("permitted", "exhaustive"), [(True, False), (False, True)])
def test_all_is_run(run: RUN, permitted: bool, exhaustive: bool) -> None:
    told = run(Plan((breach("X-01", permitted=permitted),), exhaustive=exhaustive))
    assert sorted(told) == ["A ends", "A holds", "B breaks", "C breaks"]


def test_at_most_so_many_that_have_the_most_clauses_between_them(run: RUN) -> None:
    assert run(Plan((breach("X-01", "X-02", permitted=True),), most=1)) == ["A holds", "A ends"]
    assert len(run(Plan((breach("X-01", "X-02", permitted=True),), most=2))) == 3
