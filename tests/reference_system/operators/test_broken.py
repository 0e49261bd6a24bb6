"""The table of rules and breaches is whole, and names nothing that is not there."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

import reference_system.process  # noqa: F401 - the rules of every room
from reference_system import deviations
from reference_system.operators import making
from reference_system.operators.breaches import names, timed_names
from reference_system.operators.broken import TABLE, Broken, Nothing, entry
from reference_system.operators.broken.few import FEW
from reference_system.operators.broken.scope import PHONES, PROOFS, SURFACES
from reference_system.operators.conditions import condition

ROOT = Path(__file__).resolve().parents[3]
ARTICLES = [yaml.safe_load(file.read_text()) for file in (ROOT / "spec/articles").glob("*.yaml")]
CLAUSES = {clause["id"] for article in ARTICLES for clause in article["clauses"]}


def breaches(rule: str) -> list[str]:
    return [*names(deviations.rules()[rule]), *timed_names(deviations.rules()[rule])]


def test_every_rule_with_deviations_is_in_it() -> None:
    with_deviations = {
        name
        for name, one in deviations.rules().items()
        if one.clauses and breaches(name) and not name.startswith("tests.")  # other tests' own
    }
    assert with_deviations <= TABLE.keys()


@pytest.mark.parametrize("rule", TABLE)
def test_every_breach_of_a_rule_has_an_entry(rule: str) -> None:
    assert rule in deviations.rules()
    assert [name for name in breaches(rule) if entry(rule, name) is None] == []


@pytest.mark.parametrize("rule", TABLE)
def test_every_entry_is_of_a_breach(rule: str) -> None:
    said = [entry(rule, name) for name in breaches(rule)]
    unsaid = [pattern for pattern, one in TABLE[rule].items() if not any(one is each for each in said)]
    assert set(unsaid) <= {"*"}


def test_every_entry_says_something() -> None:
    entries = [one for of_rule in TABLE.values() for one in of_rule.values()]
    assert all(one.why for one in entries if isinstance(one, Nothing))
    named = {clause for one in entries if isinstance(one, Broken) for clause in one.clauses}
    assert all(one.clauses for one in entries if isinstance(one, Broken))
    assert named <= CLAUSES


def test_scopes_name_conditions() -> None:
    scopes = [one for scopes in (SURFACES, PHONES, PROOFS) for one in scopes.values()]
    assert [name for one in scopes for name in one if condition(name) is None] == []


def test_three_kinds_of_breach_of_every_clause_or_a_reason() -> None:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for single in deviations.registered():
        for clause in single.clauses:
            kinds[clause].add(single.name)
    for one in making.all_operators():
        for clause in making.broken_by(one.name):
            kinds[clause].add(one.kind)
    assert {clause for clause, known in kinds.items() if len(known) < 3} <= FEW.keys() <= CLAUSES
    assert all(FEW.values())
