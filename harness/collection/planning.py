"""From a feature's tree to scenarios that can run: every step bound, every rule of writing checked.

What is wrong becomes a ``Problem`` with its line; a feature with problems has no scenarios.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

from harness.collection.clause_rules import ClauseRules, Clauses, Said
from harness.collection.definition_index import DefinitionIndex, Unbound
from harness.collection.definitions import Definition
from harness.collection.fields import filler
from harness.collection.model import Step, StepType
from harness.collection.names import base_names, row_ids
from harness.collection.outline_rules import outline_problems
from harness.collection.problems import Problem
from harness.collection.syntax import BlockNode, FeatureNode, ScenarioNode, StepNode, Tag
from harness.collection.tags import TagMarks
from harness.spec.vocabulary import SURFACES, Surface
from harness.words import nearest

_BELOW = {"docstring": "text block", "datatable": "table"}  # what stands below a step, by pytest-bdd's name
_NO_ROW: Mapping[str, str] = {}


@dataclass(slots=True, eq=False)
class PlannedScenario:
    """A scenario, or one row of an outline.

    Attributes:
        row_id: What stands in brackets in the node id, None for a plain scenario.
        line: Of the scenario or of the row.
        clauses: Those that its steps state, in their order.
        surfaces: Those that its steps speak of, in the order of ``SURFACES``.
        fixtures: Names of fixtures that the steps ask for and no earlier step provides.
        provided: Names that its steps provide by ``target_fixture``.
    """

    node: ScenarioNode
    base_name: str
    row_id: str | None
    row: Mapping[str, str]
    line: int
    tags: tuple[str, ...]
    clauses: tuple[str, ...]
    surfaces: tuple[str, ...]
    steps: list[Step]
    fixtures: frozenset[str]
    provided: frozenset[str]

    @property
    def rendered_name(self) -> str:
        """The scenario's name with the row's values filled in."""
        return filler(self.row)(self.node.name)


class Surroundings(Protocol):
    """What a feature's folder and the run say about it."""

    index: DefinitionIndex
    tags: TagMarks

    def clauses(self) -> Clauses | None:
        """The catalogue; None where there is none and ids are not checked."""

    def has_fixture(self, name: str) -> bool:
        """Whether the feature can see a fixture of that name."""

    def fixture_names(self) -> Iterable[str]:
        """All that it can see, to suggest one from."""


@dataclass(slots=True)
class _TypedStep:
    """A step as written, with the type that its keyword has at its place.

    Attributes:
        said: What the comments directly above it say.
        docstring: Its text block without the indentation that all lines share, as pytest-bdd hands it on.
        has_fields: Whether a row may change its words.
    """

    node: StepNode
    type: StepType
    background: bool
    said: Said
    docstring: str | None
    has_fields: bool


@dataclass(slots=True, eq=False)
class _Template:
    """A scenario before its rows: its steps, and for each of them what says which clauses it states."""

    node: ScenarioNode
    name: str
    steps: list[_TypedStep]
    said: list[Said]


class Planner:
    """Plans one feature file; ``problems`` is complete after ``plan``."""

    def __init__(self, feature: FeatureNode, surroundings: Surroundings) -> None:
        self._feature = feature
        self._surroundings = surroundings
        self._rules = ClauseRules(feature, surroundings.clauses)
        self._names = base_names(feature)
        self._backgrounds: dict[int, list[_TypedStep]] = {}
        self._in_rows: dict[tuple[int, str], list[str]] = {}
        self.problems: list[Problem] = []

    def plan(self) -> list[PlannedScenario]:
        """All scenarios of the file, those with problems as far as they can be planned."""
        feature = self._feature
        if not feature.line:
            self._problem(1, "the file has no Feature")
        elif not feature.scenarios:
            self._problem(feature.line, f"the feature {feature.name!r} has no scenario")
        self._check_tags()
        self._check_names()
        planned = [each for scenario in feature.scenarios for each in self._plan_scenario(scenario)]
        self._rules.check_strays()
        self.problems += self._rules.problems
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
            if fault := self._surroundings.tags.fault(tag.name):
                self._problem(tag.line, fault)

    def _check_names(self) -> None:
        first: dict[str, ScenarioNode] = {}
        for scenario in self._feature.scenarios:
            name = self._names[scenario.line]
            if not scenario.name:
                self._problem(
                    scenario.line, "the scenario has no name, so its result could not be told from others"
                )
            elif name in first:
                self._problem(
                    scenario.line,
                    f"the name {scenario.name!r} is taken by the scenario in line {first[name].line};\n"
                    "  give each scenario of a file, or of a Rule, its own name",
                )
            else:
                first[name] = scenario

    def _plan_scenario(self, scenario: ScenarioNode) -> list[PlannedScenario]:
        title = scenario.name
        if not scenario.steps:
            self._problem(
                scenario.line, f"the scenario {title!r} has no steps, so it would pass whatever happens"
            )
        template = self._template(scenario)
        rule_tags = scenario.rule.tags if scenario.rule else []
        tags = tuple([tag.name for tag in (*self._feature.tags, *rule_tags, *scenario.tags)])
        if not scenario.examples:
            if scenario.outline:
                self._problem(
                    scenario.line, f"the outline {title!r} has no Examples, so nothing of it would run"
                )
                return []
            return [self._planned(template, tags, None, _NO_ROW, scenario.line)]
        self.problems += outline_problems(scenario, [step.node for step in template.steps], template.said)
        ids = iter(row_ids(scenario))
        planned: list[PlannedScenario] = []
        for examples in scenario.examples:
            header = examples.header.cells if examples.header else ()
            block_tags = tags + tuple(tag.name for tag in examples.tags)
            for row in examples.rows:
                values = dict(zip(header, row.cells, strict=True))
                planned.append(self._planned(template, block_tags, next(ids), values, row.line))
        return planned

    def _template(self, scenario: ScenarioNode) -> _Template:
        backgrounds = (self._feature.background, scenario.rule.background if scenario.rule else None)
        blocks = [self._of_background(each) for each in backgrounds if each is not None]
        blocks.append(self._typed(scenario.steps, background=False))
        steps = [step for block in blocks for step in block]
        silence: list[Said] = [()] * len(steps)
        said = self._rules.said_of(scenario, blocks) if self._rules.speaks_of_clauses else silence
        return _Template(scenario, self._names[scenario.line], steps, said)

    def _of_background(self, background: BlockNode) -> list[_TypedStep]:
        typed = self._backgrounds.get(background.line)
        if typed is None:
            typed = self._backgrounds[background.line] = self._typed(background.steps, background=True)
        return typed

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
            said = self._rules.directly_above(node)
            docstring = None if node.docstring is None else textwrap.dedent(node.docstring)
            fields = "<" in node.text or docstring is not None or node.table is not None
            typed.append(_TypedStep(node, type_, background, said, docstring, fields))
        return typed

    def _planned(
        self,
        template: _Template,
        tags: tuple[str, ...],
        row_id: str | None,
        row: Mapping[str, str],
        line: int,
    ) -> PlannedScenario:
        steps: list[Step] = []
        surfaces: set[Surface] = set()
        clauses: dict[str, None] = {}
        wanted: set[str] = set()
        provided: set[str] = set()
        complete = True
        fill = filler(row)
        speaks_of_clauses = self._rules.speaks_of_clauses
        bind = self._surroundings.index.bind
        has_fixture = self._surroundings.has_fixture
        for step, said in zip(template.steps, template.said, strict=True):
            node = step.node
            text, docstring, table = node.text, step.docstring, node.table
            if row and step.has_fields:
                text = fill(text)
                docstring = docstring and fill(docstring)
                table = table and [tuple(map(fill, cells)) for cells in table]
            stated: tuple[str, ...] = ()
            if speaks_of_clauses:
                stated = self._rules.ids(said, fill, line)
                clauses.update(dict.fromkeys(stated))
                if step.type == "then":
                    self._rules.check_then(node, stated)
            bound = bind(step.type, text)
            if isinstance(bound, Unbound):
                self._unbound(node, bound, line)
                complete = False  # the missing step might have provided what a later one asks for
                continue
            definition, spoken_of = bound
            if spoken_of:
                surfaces.update(spoken_of)
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
            steps.append(
                Step(
                    node.keyword,
                    step.type,
                    text,
                    node.line,
                    stated,
                    definition,
                    docstring,
                    table,
                    step.background,
                )
            )
        if speaks_of_clauses:
            self._rules.check_scenario(template.node, clauses)
        return PlannedScenario(
            template.node,
            template.name,
            row_id,
            row,
            line,
            tags,
            tuple(clauses),
            tuple([each.value for each in SURFACES if each in surfaces]) if surfaces else (),
            steps,
            frozenset(wanted),
            frozenset(provided),
        )

    def _unbound(self, step: StepNode, unbound: Unbound, row_line: int) -> None:
        """A word that a row brought is told at the row, everything else once for all rows at the step."""
        if unbound.word and unbound.word not in step.text:
            self._problem(row_line, f"{unbound.message}\n  in the step of line {step.line}")
        else:
            self._in_rows.setdefault((step.line, ""), []).append(unbound.message)

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
