"""What is known of a scenario while it runs; kept in the item's stash."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import pytest

from harness import secrets
from harness.collection.model import Scenario, Step
from harness.foreign_text import LONGEST_NAME, LONGEST_REASON, on_one_line
from harness.spec.ambiguities import Reading
from harness.verdicts.judge import End, judge
from harness.verdicts.known import NOTHING_KNOWN, Known
from harness.verdicts.model import Act, Finding, Note, ScenarioFacts, ScenarioResult, Verdict
from harness.verdicts.session import known_breaches
from harness.verdicts.witness import ANSWERED, NO_ANSWER, Observed


class Doubt(Protocol):
    """Why nothing that a scenario shows can be held against the system, or else for it; empty: no reason."""

    def __call__(self, *, of_breach: bool) -> str: ...


def _no_doubt(*, of_breach: bool) -> str:  # noqa: ARG001
    return ""


@dataclass
class Progress:
    """Steps passed, what ended the scenario, and what else its result will carry.

    Attributes:
        over: It was torn down; what is raised after that has nothing to do with it.
        doubt: Tells why nothing can be held for or against the system, as far as is known when it is asked.
        attempt: From 1; a plugin may run a scenario again.
        set_up: This attempt was begun.
        told: The terminal has shown how it ended.
        detail: What pytest tells of the failure.
        screens: Pictures of it, as paths below the folder of the output.
        notes: What was seen of ambiguities.
        versions: What was driven, as it told of itself: surface to text.
        known: Breaches that are known, and the day on which that is asked.
        breach: The result of an earlier attempt that was a breach: a later one does not take it back.
    """

    scenario: Scenario
    passed: list[Step] = field(default_factory=list)
    end: End | None = None
    over: bool = False
    acts: list[Act] = field(default_factory=list)
    allure_uuid: str | None = None
    started: float = field(default_factory=time.time)
    doubt: Doubt = _no_doubt
    attempt: int = 1
    set_up: bool = False
    told: bool = False
    detail: str = ""
    screens: list[str] = field(default_factory=list)
    notes: dict[Note, None] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    known: Known = NOTHING_KNOWN
    breach: ScenarioResult | None = None

    @property
    def rests_on_doubt(self) -> bool:
        """Whether it is conformant or may be a breach: what a doubt would take away."""
        return self.end is None or self.end.may_accuse

    def ended_by(
        self,
        error: BaseException,
        *,
        step: Step | None,
        where: str,
        fixture: str | None = None,
        system: Observed = ANSWERED,
    ) -> None:
        """Note what ended the scenario; only the first such error counts, the others follow from it.

        An error that rises when the scenario is over, such as Ctrl-C, leaves it as it was.

        Args:
            fixture: Name of the fixture that raised it while it was set up for the step.
            system: What the system under test did meanwhile.
        """
        if self.end is None and not self.over:
            where = f"set-up of {fixture} for the {where}" if fixture else where
            self.end = End.by(error, step=step, where=where, in_check=fixture is None, system=system)

    def result(self) -> ScenarioResult:
        """The result as of now, free of secrets."""
        if self.breach is not None:
            return replace(
                self.breach,
                attempts=self.attempt,
                started=self.started,
                duration_s=time.time() - self.started,
                allure_uuid=self.allure_uuid,
            )
        finding, clauses = judge(
            self.scenario, self.passed, self.end, self.doubt(of_breach=self.end is not None)
        )
        step = self.end.step if self.end else None
        result = ScenarioResult(
            scenario=_without_secrets(ScenarioFacts.of(self.scenario)),
            finding=_redacted(finding),
            clauses={id_: _redacted(one) for id_, one in clauses.items()},
            step=(step.line, told_step(step)) if step else None,
            acts=tuple(self.acts),
            attempts=self.attempt,
            started=self.started,
            duration_s=time.time() - self.started,
            allure_uuid=self.allure_uuid,
            cause=NO_ANSWER if self.end is not None and self.end.system.silence else "",
            detail=self.detail,
            screens=tuple(self.screens),
            notes=tuple(self.notes),
            versions=dict(self.versions),
        )
        return replace(result, known=self.known.by(result))


def told_step(step: Step) -> str:
    """The step as reports show it: ``Then the page says so``."""
    return on_one_line(secrets.redact(f"{step.keyword} {step.text}"), LONGEST_NAME)


def _without_secrets(facts: ScenarioFacts) -> ScenarioFacts:
    """A row of Examples may hold what is a secret only in this run; the id stays, as it identifies."""
    row = {column: secrets.redact(value) for column, value in facts.row.items()}
    return replace(facts, name=secrets.redact(facts.name), row=row)


def _redacted(finding: Finding) -> Finding:
    return Finding(finding.verdict, secrets.redact(finding.reason)) if finding.reason else finding


_PROGRESS = pytest.StashKey[Progress]()


def begin(item: pytest.Item, scenario: Scenario) -> Progress:
    """Follow ``item`` from now on."""
    progress = item.stash[_PROGRESS] = Progress(scenario, known=known_breaches(item.config))
    return progress


def begin_attempt(item: pytest.Item) -> None:
    """The scenario is about to be set up, maybe once more: then it starts anew, but a breach stays one."""
    before = progress_of(item)
    if before is None:
        return
    if before.set_up:
        result = before.result()
        progress = begin(item, before.scenario)
        progress.attempt = before.attempt + 1
        progress.breach = result if result.verdict is Verdict.NONCONFORMANT else None
    item.stash[_PROGRESS].set_up = True


def progress_of(item: pytest.Item) -> Progress | None:
    """None for an item that is no scenario."""
    return item.stash.get(_PROGRESS, None)


def record_act(item: pytest.Item, what: str, performer: str) -> None:
    """Note that an act was done and by whom: ``record_act(item, "touch the sensor", "lab")``.

    The reports say how often each act was done by which performer.
    """
    progress = progress_of(item)
    if progress is not None:
        progress.acts.append(Act(what, performer))


def record_note(item: pytest.Item, reading: Reading, observed: str, surface: str) -> None:
    """Note that what was seen on ``surface`` speaks for ``reading``; no verdict depends on it."""
    progress = progress_of(item)
    if progress is not None:
        seen = on_one_line(secrets.redact(observed), LONGEST_REASON)
        note = Note(reading.ambiguity, reading.key, reading.text, seen, str(surface))
        progress.notes.setdefault(note)


def record_version(item: pytest.Item, surface: str, version: Callable[[], str]) -> None:
    """Note what is driven on ``surface``; ``version`` is asked for the first time only."""
    progress = progress_of(item)
    if progress is not None and surface not in progress.versions:
        progress.versions[str(surface)] = on_one_line(version(), LONGEST_NAME)


def scenario_of(item: pytest.Item) -> Scenario | None:
    """The scenario that the collector gave ``item``; None for an ordinary test."""
    scenario = getattr(item, "scenario", None)
    return scenario if isinstance(scenario, Scenario) else None
