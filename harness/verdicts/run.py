"""All results of one run."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from harness.verdicts.exit_code import INCONCLUSIVE, NONCONFORMANT, exit_code
from harness.verdicts.known import NOTHING_KNOWN, Known, KnownBreach
from harness.verdicts.model import Finding, RunFacts, ScenarioFacts, ScenarioResult, Verdict


@dataclass(frozen=True, slots=True)
class Run:
    """What was tested, how, and what each selected scenario showed, in the order of the selection.

    Attributes:
        ended_early: Why the run did not get to its end, in words; None when it did.
        known: Breaches that were known.
    """

    facts: RunFacts
    results: tuple[ScenarioResult, ...]
    duration_s: float
    ended_early: str | None = None
    known: Known = NOTHING_KNOWN

    @property
    def exit_code(self) -> int:
        code = exit_code(self.results)
        return INCONCLUSIVE if code != NONCONFORMANT and self.no_longer_true else code

    @property
    def no_longer_true(self) -> list[KnownBreach]:
        """Known breaches that do not happen any more, or not as they are told."""
        return self.known.no_longer_true(self.results)

    def totals(self) -> dict[str, int]:
        """Number of scenarios per verdict, every verdict named."""
        return totals(result.verdict for result in self.results)


def totals(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How often each verdict was given, those that were not included."""
    counted = Counter(verdicts)
    return {verdict.value: counted[verdict] for verdict in Verdict}


class Gathering:
    """Results as they come in, and what was selected, so that the missing ones can be named."""

    def __init__(self) -> None:
        self._plan: dict[str, Callable[[], ScenarioFacts]] = {}
        self._begun: dict[str, int] = {}
        self._results: dict[str, ScenarioResult] = {}

    def plan(self, id_: str, facts: Callable[[], ScenarioFacts]) -> None:
        """A scenario was selected; ``facts`` is called only if it gives no result of its own."""
        self._plan[id_] = facts

    @property
    def planned(self) -> tuple[str, ...]:
        """Ids of the scenarios that were selected."""
        return tuple(self._plan)

    def knows(self, id_: str) -> bool:
        return id_ in self._plan

    def begun(self, id_: str) -> None:
        self._begun[id_] = self._begun.get(id_, 0) + 1

    def add(self, result: ScenarioResult) -> ScenarioResult:
        """Keep ``result``; of several for one scenario the last counts. Returns it with its attempts."""
        id_ = result.scenario.id
        counted = replace(result, attempts=max(result.attempts, self._begun.get(id_, 1)))
        self._plan.setdefault(id_, lambda: result.scenario)
        self._results[id_] = counted
        return counted

    def lost(self, id_: str, reason: str) -> ScenarioResult:
        """The result of a scenario that was begun and whose process gave none."""
        return self.add(_unmeasured(self._plan[id_](), Finding(Verdict.INCONCLUSIVE, reason)))

    @property
    def any_begun(self) -> bool:
        return bool(self._begun)

    def unfinished(self) -> Collection[str]:
        """Ids of scenarios that were begun and have no result."""
        return [id_ for id_ in self._begun if id_ in self._plan and id_ not in self._results]

    def results(self) -> tuple[ScenarioResult, ...]:
        """One per selected scenario; what was not begun is ``not run``."""
        not_run = Finding(Verdict.NOT_RUN, "the run ended before")
        return tuple(
            self._results.get(id_) or _unmeasured(facts(), not_run) for id_, facts in self._plan.items()
        )


def _unmeasured(scenario: ScenarioFacts, finding: Finding) -> ScenarioResult:
    """A result that rests on no measurement: all clauses share ``finding``.

    Its ``allure_uuid`` is new: there is no Allure result of it yet.
    """
    clauses = dict.fromkeys(scenario.clauses, finding)
    return ScenarioResult(scenario, finding, clauses, allure_uuid=str(uuid.uuid4()))
