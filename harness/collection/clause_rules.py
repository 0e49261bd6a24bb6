"""What a scenario must say about the clauses that it proves.

Every clause in its tags stands in a ``# clause:`` comment above one of its steps and the other way round, and
every step of type Then says which clause it states. Features without clauses are free of these rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from typing import NamedTuple, Protocol

from harness.collection.annotations import Annotations
from harness.collection.model import StepType
from harness.collection.problems import Problem
from harness.collection.suggestions import nearest
from harness.collection.syntax import Comment, ScenarioNode, StepNode, Tag
from harness.collection.tags import CLAUSE, clauses_of


class AnnotatedStep(Protocol):
    """A step with its type and the clauses of its comment, each with the comment's line."""

    @property
    def node(self) -> StepNode: ...
    @property
    def type(self) -> StepType: ...
    @property
    def background(self) -> bool: ...
    @property
    def clauses(self) -> dict[str, int]: ...


class _Claim(NamedTuple):
    clause: str
    line: int


_NONE: dict[str, int] = {}


class ClauseRules:
    """Checks one feature file.

    Args:
        known: Gives the ids of the catalogue, None where ids are not checked; called only when one is met.
    """

    def __init__(self, comments: Iterable[Comment], known: Callable[[], Set[str] | None]) -> None:
        self._annotations = Annotations(comments)
        self._known = known
        self._claimed_in_background: set[str] = set()
        self._tagged_in_file = False
        self.problems: list[Problem] = list(self._annotations.problems)

    def annotated(self, step: StepNode) -> dict[str, int]:
        """The clauses named directly above the step, each with the line of its comment."""
        if not self._annotations:
            return _NONE
        clauses: dict[str, int] = {}
        for annotation in self._annotations.above(step.line):
            for clause in annotation.clauses:
                self._check_id(annotation.line, clause)
                clauses[clause] = annotation.line
        return clauses

    def check_tag(self, tag: Tag) -> None:
        """A clause tag must name a clause of the catalogue."""
        if tag.name.startswith(CLAUSE):
            self._check_id(tag.line, tag.name[len(CLAUSE) :])

    def check_scenario(
        self, scenario: ScenarioNode, steps: Iterable[AnnotatedStep], tags: tuple[str, ...]
    ) -> None:
        """Tags and comments must name the same clauses.

        Args:
            steps: Those of the Background, too.
            tags: Of the scenario and, in an outline, of all its rows.
        """
        tagged = clauses_of(tags)
        if not tagged and not self._annotations:
            return
        self._tagged_in_file = self._tagged_in_file or bool(tagged)
        proven: set[str] = set()
        for step in steps:
            proven.update(step.clauses)
            if step.background:
                self._claimed_in_background.update(clause for clause in step.clauses if clause in tagged)
                continue
            for clause, line in step.clauses.items():
                if clause not in tagged:
                    self._problem(
                        line,
                        f"a step is annotated with {clause}, but {scenario.name!r} (line {scenario.line}) "
                        f"is not tagged @{CLAUSE}{clause};\n  add the tag or take the id out of the comment",
                    )
            if tagged and step.type == "then" and not step.clauses:
                self._unannotated(step.node)
        for clause in tagged:
            if clause not in proven:
                self._problem(
                    _line_of_tag(scenario, CLAUSE + clause),
                    f"{scenario.name!r} is tagged @{CLAUSE}{clause}, but no step says that it proves it;\n"
                    f"  write `# clause: {clause}` directly above the step that does",
                )

    def check_backgrounds(self, backgrounds: Iterable[Iterable[AnnotatedStep]]) -> None:
        """The same for steps of Backgrounds, once all scenarios were checked."""
        for step in (step for steps in backgrounds for step in steps):
            for clause, line in step.clauses.items():
                if clause not in self._claimed_in_background:
                    self._problem(
                        line,
                        f"a step of the Background is annotated with {clause}, but no scenario below it is "
                        f"tagged @{CLAUSE}{clause}",
                    )
            if self._tagged_in_file and step.type == "then" and not step.clauses:
                self._unannotated(step.node)

    def check_strays(self) -> None:
        """An annotation must stand above a step; asked once all steps have been read."""
        self.problems += self._annotations.astray()

    def _check_id(self, line: int, clause: str) -> None:
        known = self._known()
        if known is not None and clause not in known:
            self._problem(line, f"unknown clause {clause}{nearest(clause, known)}; the clauses are in spec/")

    def _unannotated(self, step: StepNode) -> None:
        self._problem(
            step.line,
            f"{step.keyword} {step.text}: what this step demands is of no clause;\n"
            "  write `# clause: ID` directly above it, or make it a Given or When",
        )

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))


def _line_of_tag(scenario: ScenarioNode, name: str) -> int:
    """The tag's own line; the scenario's where it inherits the tag."""
    own = (*scenario.tags, *(tag for examples in scenario.examples for tag in examples.tags))
    return next((tag.line for tag in own if tag.name == name), scenario.line)
