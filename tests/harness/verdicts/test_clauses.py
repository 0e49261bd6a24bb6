from __future__ import annotations

from harness.spec.catalogue import Article, Catalogue, Clause
from harness.verdicts import Finding, ScenarioFacts, ScenarioResult, Verdict
from harness.verdicts.clauses import clause_results, surfaces_of


def clause(id_: str, *surfaces: str) -> Clause:
    return Clause(
        id=id_,
        article="ART",
        lines=(1,),
        step=None,
        text=id_,
        kind="rule",
        surfaces=surfaces,
        needs=(),
        testable="yes",
    )


CLAUSES = (clause("ART-1", "client-portal", "tws"), clause("ART-2", "android"), clause("ART-3", "tws"))
ARTICLE = Article("ART", "An article", "en", (), CLAUSES)
CATALOGUE = Catalogue((ARTICLE,), {one.id: one for one in CLAUSES}, {})


def result(id_: str, surfaces: str, **clauses: Verdict) -> ScenarioResult:
    named = {f"ART-{key[1:]}": Finding(verdict, f"{id_} says so") for key, verdict in clauses.items()}
    facts = ScenarioFacts(id_, "f.feature", 1, id_, "f", (), tuple(named), tuple(surfaces.split()))
    return ScenarioResult(facts, Finding(Verdict.CONFORMANT), named)


def test_the_worst_scenario_decides_a_cell_and_the_worst_cell_the_clause() -> None:
    results = [
        result("one", "client-portal android", c1=Verdict.CONFORMANT, c2=Verdict.CONFORMANT),
        result("two", "client-portal", c1=Verdict.NOT_VERIFIED),
        result("three", "tws", c1=Verdict.NONCONFORMANT),
        result("four", "tws", c1=Verdict.INCONCLUSIVE),
    ]
    first, second = clause_results(results, CATALOGUE)
    assert {surface: cell.verdict for surface, cell in first.cells.items()} == {
        "client-portal": Verdict.NOT_VERIFIED,
        "tws": Verdict.NONCONFORMANT,
    }
    assert first.finding == Finding(Verdict.NONCONFORMANT, "three says so")
    assert first.cells["tws"].decided_by == "three"
    assert first.cells["client-portal"].scenarios == ("one", "two")
    assert first.scenarios == ("one", "two", "three", "four")
    assert second.cells.keys() == {"android"}


def test_a_clause_without_scenario_has_no_result() -> None:
    assert clause_results([], CATALOGUE) == []


def test_surfaces_of_a_clause_in_a_scenario() -> None:
    assert surfaces_of(CLAUSES[0], ["android", "tws", "client-portal"]) == ("client-portal", "tws")
    assert surfaces_of(CLAUSES[1], ["tws"]) == ("tws",)
    assert surfaces_of(CLAUSES[0], []) == ("client-portal", "tws")
