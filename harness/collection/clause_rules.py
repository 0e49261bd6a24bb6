"""Which clauses a step states, and what a feature must say about them.

A comment ``# clause: ID`` says it of the step below it, a Rule whose title is a clause of the catalogue
(``Rule: ID text``) of all that stands below the title. A Then without a comment of its own states what was
said last: by the comment nearest above it in its scenario, else by the Rule. Other steps state only what the
comment directly above them says.

In a feature that speaks of clauses every Then states one, and every scenario below such a Rule states the
Rule's. Features without clauses are free of these rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from harness.collection.annotations import Annotation, Annotations
from harness.collection.fields import Fill
from harness.collection.model import StepType
from harness.collection.problems import Problem
from harness.collection.syntax import FeatureNode, RuleNode, ScenarioNode, StepNode
from harness.words import nearest

Said = tuple[Annotation, ...]
"""What the comments above a step, or a Rule, say of it."""

_LIKE_AN_ID = re.compile(r"(?=.*\d)[A-Z][A-Z0-9]*(-[A-Za-z0-9]+)+$")


class KnownClause(Protocol):
    """A clause of the catalogue."""

    @property
    def text(self) -> str: ...
    @property
    def article(self) -> str: ...


Clauses = Mapping[str, KnownClause]


class TypedStep(Protocol):
    """A step with its type and what the comments directly above it say."""

    @property
    def node(self) -> StepNode: ...
    @property
    def type(self) -> StepType: ...
    @property
    def said(self) -> Said: ...


class ClauseRules:
    """Checks one feature file.

    Args:
        known: Gives the catalogue, None where there is none and ids are not checked; called only when a
            clause or a Rule is met.
    """

    def __init__(self, feature: FeatureNode, known: Callable[[], Clauses | None]) -> None:
        self._annotations = Annotations(feature.comments)
        self._known = known
        self._ids_at: dict[int, tuple[str, ...]] = {}
        self.problems: list[Problem] = list(self._annotations.problems)
        self._of_rules = {rule.line: found for rule in feature.rules if (found := self._of_rule(rule))}
        self._check_rules_are_used(feature)
        self.speaks_of_clauses = bool(self._annotations or self._of_rules)

    def directly_above(self, step: StepNode) -> Said:
        """What the comments directly above the step say."""
        return self._annotations.above(step.line)

    def said_of(self, scenario: ScenarioNode, blocks: Iterable[Sequence[TypedStep]]) -> list[Said]:
        """For each step what says which clauses it states, its own comment or an earlier one.

        Args:
            blocks: The steps of the feature's Background, of the Rule's and of the scenario.
        """
        rule = scenario.rule
        of_rule = rule and self._of_rules.get(rule.line)
        said: list[Said] = []
        for steps in blocks:
            last: Said = (of_rule,) if of_rule and steps and steps[0].node.line > of_rule.line else ()
            for step in steps:
                last = step.said or last
                said.append(last if step.type == "then" else step.said)
        return said

    def ids(self, said: Said, fill: Fill, row_line: int) -> tuple[str, ...]:
        """The clauses that a step states, the row's values filled in; faults become problems."""
        if len(said) == 1:
            return self._ids(said[0], fill, row_line)
        return tuple(dict.fromkeys(id_ for each in said for id_ in self._ids(each, fill, row_line)))

    def check_then(self, step: StepNode, stated: tuple[str, ...]) -> None:
        """A Then, in a row or not, states a clause."""
        if not stated:
            self._problem(
                step.line,
                f"{step.keyword} {step.text}: what this step demands is of no clause;\n"
                "  write `# clause: ID` directly above it, or make it a Given or When",
            )

    def check_scenario(self, scenario: ScenarioNode, stated: Iterable[str]) -> None:
        """A scenario, or a row, below a Rule of a clause states that clause.

        Args:
            stated: The clauses of all its steps.
        """
        of_rule = scenario.rule and self._of_rules.get(scenario.rule.line)
        if of_rule and of_rule.text not in stated:
            self._problem(
                scenario.line,
                f"{scenario.name!r} stands below the Rule of {of_rule.text}, but no step of it states that;\n"
                "  move it, or take the comments away that say something else",
            )

    def check_strays(self) -> None:
        """An annotation must stand above a step; asked once all steps have been read."""
        self.problems += self._annotations.astray()

    def _of_rule(self, rule: RuleNode) -> Annotation | None:
        """What the Rule says of all steps below it, None where its title is no clause."""
        known = self._known()
        first, _, rest = rule.name.partition(" ")
        if known is None:
            return None
        if first not in known:
            if _LIKE_AN_ID.match(first):
                self._problem(rule.line, _unknown(first, known))
            return None
        text = " ".join(known[first].text.split())
        if " ".join(rest.split()) != text:
            self._problem(
                rule.line,
                f"the title of this Rule is not the text of {first}:\n    here: {rest}\n    spec: {text}",
            )
        return Annotation(rule.line, first)

    def _check_rules_are_used(self, feature: FeatureNode) -> None:
        used = {scenario.rule.line for scenario in feature.scenarios if scenario.rule}
        for line, of_rule in self._of_rules.items():
            if line not in used:
                self._problem(line, f"no scenario stands below the Rule of {of_rule.text}")

    def _ids(self, annotation: Annotation, fill: Fill, row_line: int) -> tuple[str, ...]:
        if annotation.has_fields:
            return self._checked(annotation, fill, f" (row in line {row_line})")
        ids = self._ids_at.get(annotation.line)
        if ids is None:
            ids = self._ids_at[annotation.line] = self._checked(annotation, str, "")
        return ids

    def _checked(self, annotation: Annotation, fill: Fill, where: str) -> tuple[str, ...]:
        ids = annotation.ids(fill)
        known = self._known()
        if fault := annotation.fault(fill):
            self._problem(annotation.line, fault + where)
        elif known is not None:
            for id_ in ids:
                if id_ not in known:
                    self._problem(annotation.line, _unknown(id_, known) + where)
        return tuple(dict.fromkeys(ids))

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))


def _unknown(id_: str, known: Clauses) -> str:
    return f"unknown clause {id_}{nearest(id_, known)}; the clauses are in spec/"
