"""The deviations of the whole reference system, as its main imports them."""

import re

import pytest

import reference_system.process  # noqa: F401 - registers the deviations of every room
from harness.spec.catalogue import load_catalogue
from reference_system import deviations
from reference_system.deviations import Deviation, UnknownDeviation, Variation, registered, rule, switch_on

CLAUSES = {clause.id for article in load_catalogue().articles for clause in article.clauses}


@pytest.mark.parametrize("deviation", registered(), ids=lambda one: one.name)
def test_a_deviation_says_what_it_breaks(deviation: Deviation) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", deviation.name)
    assert deviation.clauses
    assert set(deviation.clauses) <= CLAUSES
    assert len(set(deviation.clauses)) == len(deviation.clauses)
    assert deviation.breaks


def test_a_name_is_taken_once() -> None:
    @rule
    def anything() -> int:
        return 1

    taken = registered()[0].name
    with pytest.raises(ValueError, match=f"{taken} is registered twice"):
        anything.deviation(taken, clauses=["LOGIN-HELP-LCK01"], breaks="nothing")(lambda: 2)


def test_unknown_names_change_nothing() -> None:
    known = registered()[0].name
    switch_on([known])
    with pytest.raises(UnknownDeviation, match="nonsense"):
        switch_on(["nonsense"])
    assert deviations.switched_on() == {known}
    switch_on([])
    assert deviations.switched_on() == frozenset()


@pytest.mark.parametrize(
    "article", ["LOGIN-SEAMLESS", "LOGIN-CHALLENGE", "TOUCHID", "FACEID", "FACE-TOUCH-CHALLENGE"]
)
def test_every_testable_clause_can_be_breached(article: str) -> None:
    clauses = next(one for one in load_catalogue().articles if one.id == article).clauses
    breached = {clause for deviation in registered() for clause in deviation.clauses}
    assert [one.id for one in clauses if one.testable != "no" and one.id not in breached] == []


@pytest.mark.parametrize("variation", deviations.variations(), ids=lambda one: one.name)
def test_a_variation_says_what_differs_and_why_that_is_permitted(variation: Variation) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", variation.name)
    assert variation.clauses
    assert set(variation.clauses) <= CLAUSES
    assert variation.differs
    assert variation.permitted
