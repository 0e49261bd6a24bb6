"""A deviation counts as killed only where the clause's own step turned red."""

from __future__ import annotations

from harness.deviations.matrix import Accusation, Departure, Fate, accusations, kills
from harness.verdicts import Finding, ScenarioFacts, ScenarioResult, Verdict

BREACH = Departure("locks-after-nine", ("X-01", "X-02"), "the account is locked after the ninth failure")


def result(id_: str, **clauses: Verdict) -> ScenarioResult:
    named = {name.replace("_", "-"): Finding(verdict, "because") for name, verdict in clauses.items()}
    facts = ScenarioFacts(id_, "a.feature", 3, id_, "A", (), tuple(named), ("tws",))
    worst = max(named.values(), key=lambda finding: finding.verdict is not Verdict.CONFORMANT)
    return ScenarioResult(facts, worst, named, step=(7, "Then it locks"))


def test_killed_at_the_step_of_one_clause_only() -> None:
    ran = [
        result("green", X_01=Verdict.CONFORMANT),
        result("red", X_01=Verdict.NONCONFORMANT, X_02=Verdict.INCONCLUSIVE),
    ]
    first, second = kills(BREACH, ran)
    assert first.killed_by == ("red", "7: Then it locks")
    assert second.killed_by is None
    assert second.otherwise == {"red": "nonconformant: because"}


def test_a_scenario_that_broke_kills_nothing() -> None:
    first, _ = kills(BREACH, [result("broken", X_01=Verdict.INCONCLUSIVE)])
    assert first.killed_by is None
    assert first.otherwise == {"broken": "inconclusive: because"}


def test_no_scenario_carries_the_clause() -> None:
    assert [(kill.clause, kill.otherwise) for kill in kills(BREACH, [])] == [("X-01", {}), ("X-02", {})]


def test_a_variation_under_which_something_did_not_hold_accuses() -> None:
    variation = Departure("other-words", ("X-01",), "in other words; none are stated", permitted=True)
    ran = [
        result("green", X_01=Verdict.CONFORMANT),
        result("red", X_01=Verdict.NONCONFORMANT),
        result("lost", X_01=Verdict.INCONCLUSIVE),
    ]
    assert accusations(variation, ran) == [
        Accusation("other-words", "red", Verdict.NONCONFORMANT, "because"),
        Accusation("other-words", "lost", Verdict.INCONCLUSIVE, "because"),
    ]


def test_what_became_of_a_clause() -> None:
    breach = Departure("breach", ("X-01",), "breaks it")

    def fate(**clauses: Verdict) -> Fate:
        return kills(breach, [result("only", **clauses)])[0].fate

    assert fate(X_01=Verdict.NONCONFORMANT) is Fate.KILLED
    assert fate(X_01=Verdict.CONFORMANT, X_02=Verdict.NONCONFORMANT) is Fate.ELSEWHERE
    assert fate(X_01=Verdict.INCONCLUSIVE) is Fate.UNDECIDED
    assert fate(X_01=Verdict.CONFORMANT) is Fate.SURVIVED
