"""Where the testable clauses of the catalogue stand after a run: each is counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from harness.spec.catalogue import Catalogue
from harness.verdicts.clauses import ClauseResult
from harness.verdicts.model import Verdict


class Standing(StrEnum):
    """What can be said of a clause that the catalogue promises to test.

    ``IN_PART`` is conformant, too, as far as it was checked: the clause can be tested in part only, or not on
    all of its surfaces by the scenarios that ran.
    """

    CONFORMANT = "conformant"
    IN_PART = "conformant in part"
    BREACHED = "breached"
    NOT_VERIFIED = "not verified"
    UNDECIDED = "undecided"
    NOT_RUN = "not run"
    WITHOUT_SCENARIO = "without a scenario"
    NOT_IN_RUN = "not part of this run"


_OF_VERDICT = {
    Verdict.NONCONFORMANT: Standing.BREACHED,
    Verdict.NOT_VERIFIED: Standing.NOT_VERIFIED,
    Verdict.INCONCLUSIVE: Standing.UNDECIDED,
    Verdict.NOT_RUN: Standing.NOT_RUN,
}


def standings(
    catalogue: Catalogue, results: Iterable[ClauseResult], with_scenario: Collection[str]
) -> dict[str, Standing]:
    """The standing of every testable clause, by its id, in the order of the catalogue.

    Args:
        with_scenario: Ids of the clauses that some scenario of the features states.
    """
    known = {result.clause.id: result for result in results}
    stated = set(with_scenario)
    found = {}
    for id_, clause in catalogue.clauses.items():
        if clause.testable == "no":
            continue
        if id_ in known:
            found[id_] = _of(known[id_])
        else:
            found[id_] = Standing.NOT_IN_RUN if id_ in stated else Standing.WITHOUT_SCENARIO
    return found


def counted(found: Mapping[str, Standing]) -> dict[Standing, int]:
    """How many clauses stand where, every standing named."""
    counts = Counter(found.values())
    return {standing: counts[standing] for standing in Standing}


def surfaces_left_out(result: ClauseResult) -> list[str]:
    """Surfaces of the clause on which no scenario of the run observed it."""
    return [surface for surface in result.clause.surfaces if surface not in result.cells]


def _of(result: ClauseResult) -> Standing:
    if result.verdict is not Verdict.CONFORMANT:
        return _OF_VERDICT[result.verdict]
    is_whole = result.clause.testable == "yes" and not surfaces_left_out(result)
    return Standing.CONFORMANT if is_whole else Standing.IN_PART
