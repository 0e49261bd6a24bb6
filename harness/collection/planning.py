"""From a feature's tree to scenarios that can run: every step bound, every rule of writing checked.

What is wrong becomes a ``Problem`` with its line; a feature with problems has no scenarios.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Protocol, cast

from pytest_bdd.parser import render_string

from harness.collection.clause_rules import ClauseRules
from harness.collection.definition_index import DefinitionIndex
from harness.collection.definitions import Definition
from harness.collection.model import StepType
from harness.collection.names import base_name, row_ids
from harness.collection.outline_rules import outline_problems
from harness.collection.problems import Problem
from harness.collection.suggestions import nearest
from harness.collection.syntax import FeatureNode, RuleNode, ScenarioNode, StepNode, Tag
from harness.collection.tags import TagMarks, clauses_of

_BELOW = {"docstring": "text block", "datatable": "table"}  # what stands below a step, by pytest-bdd's name


@dataclass(slots=True, eq=False)
class PlannedStep:
    """A step with its words final and its definition found."""

    node: StepNode
    type: StepType
    text: str
    definition: Definition
    clauses: tuple[str, ...]
    docstring: str | None
    table: list[tuple[str, ...]] | None
    background: bool


@dataclass(slots=True, eq=False)
class PlannedScenario:
    """A scenario, or one row of an outline.

    Attributes:
        row_id: What stands in brackets in the node id, None for a plain scenario.
        line: Of the scenario or of the row.
        fixtures: Names of fixtures that the steps ask for and no earlier step provides.
        provided: Names that its steps provide by ``target_fixture``.
    """

    node: ScenarioNode
    base_name: str
    row_id: str | None
    row: dict[str, str]
    line: int
    tags: tuple[str, ...]
    clauses: tuple[str, ...]
    steps: list[PlannedStep]
    fixtures: frozenset[str]
    provided: frozenset[str]

    @property
    def rendered_name(self) -> str:
        """The scenario's name with the row's values filled in."""
        return render_string(self.node.name, self.row) if self.row else self.node.name


class Surroundings(Protocol):
    """What a feature's folder and the run say about it."""

    index: DefinitionIndex
    tags: TagMarks

    def known_clauses(self) -> Set[str] | None:
        """Ids of the catalogue; None where there is none and ids are not checked."""

    def has_fixture(self, name: str) -> bool:
        """Whether the feature can see a fixture of that name."""

    def fixture_names(self) -> Iterable[str]:
        """All that it can see, to suggest one from."""


@dataclass(slots=True)
class _TypedStep:
    """A step as written, with the type that its keyword has at its place.

    Attributes:
        clauses: Each clause of the comment above it, with the comment's line.
        has_fields: Whether a row may change its words.
    """

    node: StepNode
    type: StepType
    background: bool
    clauses: dict[str, int]
    has_fields: bool


class Planner:
    """Plans one feature file; ``problems`` is complete after ``plan``."""

    def __init__(self, feature: FeatureNode, surroundings: Surroundings) -> None:
        self._feature = feature
        self._surroundings = surroundings
        self._rules = ClauseRules(feature.comments, surroundings.known_clauses)
        self._backgrounds: dict[int, list[_TypedStep]] = {}
        self._in_rows: dict[tuple[int, str], list[str]] = {}
        self.problems: list[Problem] = []

    def plan(self) -> list[PlannedScenario]:
        """All scenarios of the file, those with problems as far as they can be planned."""
        feature, rules = self._feature, self._rules
        if not feature.line:
            self._problem(1, "the file has no Feature")
        elif not feature.scenarios:
            self._problem(feature.line, f"the feature {feature.name!r} has no scenario")
        self._check_tags()
        self._check_names()
        planned = [each for scenario in feature.scenarios for each in self._plan_scenario(scenario)]
        rules.check_backgrounds(self._backgrounds.values())
        rules.check_strays()
        self.problems += rules.problems
        for (line, _), messages in self._in_rows.items():
            others = len(set(messages)) - 1
            self._problem(line, messages[0] + (f"\n  and {others} more row(s) alike" if others else ""))
        return planned

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))

    def _check_tags(self) -> None:
        tags: dict[Tag, None] = dict.fromkeys(self._feature.tags)
        for scenario in self._feature.scenarios:
            rule_tags = scenario.rule.tags if scenario.rule else ()
            tags.update(dict.fromkeys((*rule_tags, *scenario.tags)))
            for examples in scenario.examples:
                tags.update(dict.fromkeys(examples.tags))
        for tag in tags:
            fault = self._surroundings.tags.fault(tag.name)
            if fault:
                self._problem(tag.line, fault)
            else:
                self._rules.check_tag(tag)

    def _check_names(self) -> None:
        first: dict[str, ScenarioNode] = {}
        for scenario in self._feature.scenarios:
            name = base_name(scenario)
            if not scenario.name:
                self._problem(
                    scenario.line, "the scenario has no name, so its result could not be told from others"
                )
            elif name in first:
                self._problem(
                    scenario.line,
                    f"the name {scenario.name!r} is taken by the scenario in line {first[name].line};\n"
                    "  give each scenario of a file its own name",
                )
            else:
                first[name] = scenario

    def _plan_scenario(self, scenario: ScenarioNode) -> list[PlannedScenario]:
        title = scenario.name
        if not scenario.steps:
            self._problem(
                scenario.line, f"the scenario {title!r} has no steps, so it would pass whatever happens"
            )
        steps = self._background_steps(scenario.rule) + self._typed(scenario.steps, background=False)
        rule_tags = scenario.rule.tags if scenario.rule else []
        tags = tuple([tag.name for tag in (*self._feature.tags, *rule_tags, *scenario.tags)])
        name = base_name(scenario)
        if not scenario.examples:
            if scenario.outline:
                self._problem(
                    scenario.line, f"the outline {title!r} has no Examples, so nothing of it would run"
                )
                return []
            self._rules.check_scenario(scenario, steps, tags)
            return [self._planned(scenario, name, steps, tags, None, {}, scenario.line)]
        self.problems += outline_problems(scenario, [step.node for step in steps if step.background])
        every_tag = tags + tuple(tag.name for examples in scenario.examples for tag in examples.tags)
        self._rules.check_scenario(scenario, steps, every_tag)
        ids = iter(row_ids(scenario))
        planned: list[PlannedScenario] = []
        for examples in scenario.examples:
            header = examples.header.cells if examples.header else ()
            block_tags = tags + tuple(tag.name for tag in examples.tags)
            for row in examples.rows:
                values = dict(zip(header, row.cells, strict=True))
                planned.append(self._planned(scenario, name, steps, block_tags, next(ids), values, row.line))
        return planned

    def _background_steps(self, rule: RuleNode | None) -> list[_TypedStep]:
        steps: list[_TypedStep] = []
        for background in (self._feature.background, rule.background if rule else None):
            if background is None:
                continue
            typed = self._backgrounds.get(background.line)
            if typed is None:
                typed = self._backgrounds[background.line] = self._typed(background.steps, background=True)
            steps += typed
        return steps

    def _typed(self, nodes: list[StepNode], *, background: bool) -> list[_TypedStep]:
        typed: list[_TypedStep] = []
        type_: StepType | None = None
        for node in nodes:
            if node.kind in ("given", "when", "then"):
                type_ = cast(StepType, node.kind)
            elif type_ is None:
                self._problem(
                    node.line,
                    f"{node.keyword!r} begins the steps, so it repeats no type: {node.keyword} {node.text}\n"
                    "  begin with Given, When or Then",
                )
                type_ = "given"
            fields = "<" in node.text or node.docstring is not None or node.table is not None
            typed.append(_TypedStep(node, type_, background, self._rules.annotated(node), fields))
        return typed

    def _planned(
        self,
        scenario: ScenarioNode,
        name: str,
        steps: list[_TypedStep],
        tags: tuple[str, ...],
        row_id: str | None,
        row: dict[str, str],
        line: int,
    ) -> PlannedScenario:
        clauses = clauses_of(tags) if tags else ()
        planned: list[PlannedStep] = []
        wanted: set[str] = set()
        provided: set[str] = set()
        complete = True
        bind = self._surroundings.index.bind
        has_fixture = self._surroundings.has_fixture
        for step in steps:
            node = step.node
            text, docstring, table = node.text, node.docstring, node.table
            if row and step.has_fields:
                text = render_string(text, row)
                docstring = docstring and render_string(docstring, row)
                table = table and [tuple(render_string(cell, row) for cell in cells) for cells in table]
            definition = bind(step.type, text)
            if isinstance(definition, str):
                self._in_rows.setdefault((node.line, ""), []).append(definition)
                complete = False  # the missing step might have provided what a later one asks for
                continue
            for argument, below in (("docstring", docstring), ("datatable", table)):
                if below is not None and argument not in definition.call.accepted:
                    message = self._untaken(definition, argument, step.type, text)
                    self._in_rows.setdefault((node.line, argument), []).append(message)
            for need in definition.needs(text):
                if need in provided or need in wanted:
                    continue
                if (need == "docstring" and docstring is not None) or (
                    need == "datatable" and table is not None
                ):
                    continue
                if need == "request" or has_fixture(need):
                    wanted.add(need)
                elif complete:
                    message = self._unfilled(definition, need, step.type, text)
                    self._in_rows.setdefault((node.line, need), []).append(message)
                    provided.add(need)  # told once is enough
            if definition.target_fixture:
                provided.add(definition.target_fixture)
            proven = tuple(clause for clause in step.clauses if clause in clauses) if step.clauses else ()
            planned.append(
                PlannedStep(node, step.type, text, definition, proven, docstring, table, step.background)
            )
        fixtures, provided_names = frozenset(wanted), frozenset(provided)
        return PlannedScenario(
            scenario, name, row_id, row, line, tags, clauses, planned, fixtures, provided_names
        )

    def _untaken(self, definition: Definition, argument: str, type_: str, text: str) -> str:
        return (
            f"{type_.capitalize()} {text}: the {_BELOW[argument]} below it would be ignored;\n"
            f"  its definition ({definition.where}) has no parameter {argument!r}"
        )

    def _unfilled(self, definition: Definition, need: str, type_: str, text: str) -> str:
        message = f"{type_.capitalize()} {text}: its definition ({definition.where}) asks for {need!r},\n  "
        if need in _BELOW:
            return f"{message}but the step has no {_BELOW[need]} below it"
        near = nearest(need, set(self._surroundings.fixture_names()))
        return (
            f"{message}which is no fixture, no field of its words, no target_fixture of an earlier step{near}"
        )
