"""The verdict of a scenario: decided by where the exception rose, and by what the system did meanwhile.

========================================  ==================  ==============  ================================
what ended the scenario                   the system          scenario        its clauses
========================================  ==================  ==============  ================================
nothing                                                       conformant      conformant
AssertionError of an annotated step       answered            nonconformant   that step's: nonconformant
AssertionError of an annotated step       kept silent         inconclusive    inconclusive: it did not answer
any error of a When or Then step          failed by itself    nonconformant   that step's, or the next ones'
any of these but silence, under a doubt                       inconclusive    inconclusive
``NotRecognised`` (``harness.signs``)     not failed          inconclusive    inconclusive: not recognised
a skip (``NotVerified``: a need missing)                      not verified    not verified
anything else, anywhere                                       inconclusive    inconclusive
========================================  ==================  ==============  ================================

A clause all of whose annotated steps had passed before is conformant whatever came later; a clause that the
scenario did not get to stays inconclusive (or not verified, after a skip). An assertion in a fixture that a
step asks for is no breach: the check was not made.

A doubt says why the target was not in the state that the scenario takes for granted: then nothing that the
scenario shows is held for the system or against it.

What is *not recognised* looks otherwise than the tables of signs know, and no document says how it looks.
Page objects tell it from a breach: there something known stands in its place, or nothing new is said at all.

What the system did is told by the witness (``harness.verdicts.witness``):

- It *failed by itself* when it answered a request of this step, or of the person's last act before, with an
  error of its own (HTTP 5xx, but for a gateway's 502 to 504), or when its program ended with an exit code or
  crashed. A step that states no clause stands for those that the next such step states: they cannot follow.
- It *kept silent* when it was asked, on its own address and by nobody but us, while the step ran and once
  more at its end, and did not answer for half of the step's time or for two seconds; also when it was ended
  from outside, as nobody then answers. What only the drivers, the browser or the lab lost is neither: it is
  no AssertionError.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from itertools import dropwhile

import pytest
from _pytest.outcomes import Skipped  # pytest.skip.Exception, in a form that can be subclassed

from harness import secrets
from harness.collection.model import Scenario, Step
from harness.foreign_text import LONGEST_REASON, message_of, on_one_line, without_addresses
from harness.signs.sign import NotRecognised
from harness.verdicts.model import Finding, Verdict
from harness.verdicts.witness import ANSWERED, Observed


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
        system: What the system under test did meanwhile.
    """

    cause: Cause
    step: Step | None
    where: str
    message: str
    in_check: bool = True
    system: Observed = ANSWERED

    @property
    def may_accuse(self) -> bool:
        """Whether what ended the scenario can be a breach, depending on where it rose."""
        return self.cause is Cause.ASSERTION or bool(self.system.fault)

    @classmethod
    def by(
        cls,
        error: BaseException,
        *,
        step: Step | None,
        where: str,
        in_check: bool = True,
        system: Observed = ANSWERED,
    ) -> End:
        """Classify ``error``, which rose in ``step`` or, outside of steps, at ``where``."""
        if isinstance(error, AssertionError):
            cause = Cause.ASSERTION
        elif isinstance(error, Skipped):
            cause = Cause.SKIP
        elif isinstance(error, KeyboardInterrupt | SystemExit | pytest.exit.Exception):
            cause = Cause.INTERRUPT
        else:
            cause = Cause.ERROR
        message = without_addresses(secrets.redact(message_of(error))) or type(error).__name__
        if cause is Cause.ASSERTION:  # pytest's explanation of the expression is for the developer
            message = message.partition("\nassert ")[0]
        if cause is Cause.ERROR and not isinstance(error, NotRecognised):  # which says all by itself
            message = f"{type(error).__name__}: {message}"
        return cls(cause, step, where, message, in_check, system)


def judge(
    scenario: Scenario, passed: Collection[Step], end: End | None, doubt: str = ""
) -> tuple[Finding, dict[str, Finding]]:
    """Verdict of the scenario and of each of its clauses.

    Args:
        passed: The steps that ran and raised nothing.
        end: What ended the scenario early, None if nothing did.
        doubt: Why nothing can be held for or against the system; empty: no reason.
    """
    if doubt and (end is None or end.may_accuse):
        seen = "" if end is None else f"; seen was: {_reason(end)}"
        told = on_one_line(f"nothing is held for or against the system: {doubt}", LONGEST_REASON)
        finding = Finding(Verdict.INCONCLUSIVE, told + seen)
        return finding, dict.fromkeys(scenario.clauses, finding)
    if end is None:
        conformant = Finding(Verdict.CONFORMANT)
        return conformant, dict.fromkeys(scenario.clauses, conformant)
    breached = _breached(scenario, end)
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


def _breached(scenario: Scenario, end: End) -> Collection[str]:
    """The clauses that ``end`` breaches."""
    step = end.step
    if step is None or not end.in_check or end.cause in (Cause.SKIP, Cause.INTERRUPT):
        return ()
    if end.system.fault and step.type != "given":
        following = dropwhile(lambda one: one is not step, scenario.steps)
        return next(filter(None, (one.clauses for one in following)), ())
    if end.cause is Cause.ASSERTION and not end.system.silence:
        return step.clauses
    return ()


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
    if seen := end.system.fault or end.system.silence:
        message = f"{on_one_line(secrets.redact(seen), LONGEST_REASON)}: {message}"
    return message if end.cause is Cause.SKIP else f"{message} ({end.where})"
