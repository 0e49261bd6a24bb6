"""What Allure is told about a scenario besides its steps."""

from __future__ import annotations

from dataclasses import replace

from allure_commons import model2

from harness.evidence.labels import describe
from harness.verdicts.model import ScenarioFacts

FACTS = ScenarioFacts(
    id="features/help/a.feature::Names",
    feature="features/help/a.feature",
    line=7,
    name="Names",
    feature_name="Names of users",
    tags=(),
    clauses=("LOGIN-HELP-USR02",),
    surfaces=("tws",),
)


def described(facts: ScenarioFacts) -> model2.TestResult:
    result = model2.TestResult()
    describe(result, facts)
    return result


def labels(facts: ScenarioFacts, name: str) -> list[str]:
    return [label.value for label in described(facts).labels if label.name == name]


def test_a_rule_is_the_story_and_on_the_way_to_the_scenario() -> None:
    below = replace(FACTS, rule="LOGIN-HELP-USR02 Usernames are case-sensitive.")
    assert labels(FACTS, "story") == ["Names of users"]
    assert labels(below, "story") == ["LOGIN-HELP-USR02 Usernames are case-sensitive."]
    assert described(below).titlePath == [
        "features",
        "help",
        "a.feature",
        "Names of users",
        "LOGIN-HELP-USR02 Usernames are case-sensitive.",
    ]


def test_scenarios_of_one_name_below_two_rules_are_two_test_cases() -> None:
    ids = {described(replace(FACTS, rule=rule)).testCaseId for rule in ("One", "Two")}
    assert len(ids) == 2


def test_articles_come_from_the_clauses() -> None:
    (article,) = labels(FACTS, "feature")
    assert article.startswith("LOGIN-HELP: ")
