"""The verdict of a scenario: decided by where the exception rose.

========================================  ==============  ============================================
what ended the scenario                   scenario        its clauses
========================================  ==============  ============================================
nothing                                   conformant      conformant
AssertionError of an annotated step       nonconformant   that step's: nonconformant; see below
either of these, under a doubt            inconclusive    inconclusive
a skip (``NotVerified``: a need missing)  not verified    not verified; see below
anything else, anywhere                   inconclusive    inconclusive; see below
========================================  ==============  ============================================

A clause all of whose annotated steps had passed before is conformant whatever came later; a clause that the
scenario did not get to stays inconclusive (or not verified, after a skip). An assertion in a fixture that a
step asks for is no breach: the check was not made.

A doubt says why the target was not in the state that the scenario takes for granted: then nothing that the
scenario shows is held for the system, or against it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

import pytest
from _pytest.outcomes import Skipped  # pytest.skip.Exception, in a form that can be subclassed

from harness import secrets
from harness.collection.model import Scenario, Step
from harness.foreign_text import LONGEST_REASON, message_of, on_one_line
from harness.verdicts.model import Finding, Verdict


class NotVerified(Skipped):
    """The target lacks what the scenario needs; ends it with the verdict ``not verified``.

    Args:
        missing: Capabilities or parts that are lacking, in the catalogue's words.
        because: More about it, such as the command that would provide it.
    """

    def __init__(self, missing: Collection[str], because: str = "") -> None:
        self.missing = tuple(missing)
        listed = f"needs {', '.join(self.missing)}" if self.missing else ""
        super().__init__(": ".join(filter(None, [listed, because])) or "not verified")


class Cause(Enum):
    """What kind of thing ended a scenario before its end."""

    ASSERTION = "an assertion failed"
    ERROR = "something broke"
    SKIP = "it was skipped"
    INTERRUPT = "the run was interrupted"


@dataclass(frozen=True, slots=True)
class End:
    """What ended a scenario before its end, and where.

    Attributes:
        step: The step it rose in, None outside of steps.
        in_check: Whether the step function itself raised it, and not a fixture that it asked for.
        where: In words, for the reason: ``"set-up"``, ``"step at line 34"``.
        message: Of the exception, as long as it is, without secrets.
    """

    cause: Cause
    step: Step | None
    where: str
    message: str
    in_check: bool = True

    @classmethod
    def by(cls, error: BaseException, *, step: Step | None, where: str, in_check: bool = True) -> End:
        """Classify ``error``, which rose in ``step`` or, outside of steps, at ``where``."""
        if isinstance(error, AssertionError):
            cause = Cause.ASSERTION
        elif isinstance(error, Skipped):
            cause = Cause.SKIP
        elif isinstance(error, KeyboardInterrupt | SystemExit | pytest.exit.Exception):
            cause = Cause.INTERRUPT
        else:
            cause = Cause.ERROR
        message = secrets.redact(message_of(error)) or type(error).__name__
        if cause is Cause.ASSERTION:  # pytest's explanation of the expression is for the developer
            message = message.partition("\nassert ")[0]
        if cause is Cause.ERROR:
            message = f"{type(error).__name__}: {message}"
        return cls(cause, step, where, message, in_check)


def judge(
    scenario: Scenario, passed: Collection[Step], end: End | None, doubt: str = ""
) -> tuple[Finding, dict[str, Finding]]:
    """Verdict of the scenario and of each of its clauses.

    Args:
        passed: The steps that ran and raised nothing.
        end: What ended the scenario early, None if nothing did.
        doubt: Why nothing can be held for or against the system; empty: no reason.
    """
    if doubt and (end is None or end.cause is Cause.ASSERTION):
        seen = "" if end is None else f"; seen was: {_reason(end)}"
        told = on_one_line(f"nothing is held for or against the system: {doubt}", LONGEST_REASON)
        finding = Finding(Verdict.INCONCLUSIVE, told + seen)
        return finding, dict.fromkeys(scenario.clauses, finding)
    if end is None:
        conformant = Finding(Verdict.CONFORMANT)
        return conformant, dict.fromkeys(scenario.clauses, conformant)
    is_breach = end.step is not None and end.in_check and end.cause is Cause.ASSERTION
    breached = end.step.clauses if end.step is not None and is_breach else ()
    finding = Finding(_verdict(end, breached), _reason(end))
    passed_lines = {step.line for step in passed}
    clauses = {}
    for clause in scenario.clauses:
        lines = {step.line for step in scenario.steps if clause in step.clauses}
        if clause in breached:
            clauses[clause] = finding
        elif lines and lines <= passed_lines:
            clauses[clause] = Finding(Verdict.CONFORMANT)
        else:
            clauses[clause] = _not_reached(finding, end)
    return finding, clauses


def _verdict(end: End, breached: Collection[str]) -> Verdict:
    if breached:
        return Verdict.NONCONFORMANT
    return Verdict.NOT_VERIFIED if end.cause is Cause.SKIP else Verdict.INCONCLUSIVE


def _not_reached(finding: Finding, end: End) -> Finding:
    if finding.verdict is Verdict.NONCONFORMANT:
        return Finding(Verdict.INCONCLUSIVE, f"not reached; the scenario ended before, in the {end.where}")
    return finding


def _reason(end: End) -> str:
    if end.cause is Cause.INTERRUPT:
        return f"interrupted in the {end.where}"
    message = on_one_line(end.message, LONGEST_REASON)
    return message if end.cause is Cause.SKIP else f"{message} ({end.where})"
