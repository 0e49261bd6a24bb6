"""Which definition a step's words mean.

pytest-bdd registers a definition as a fixture and looks through all fixtures at every step. Here the
definitions that a feature can see are indexed once and every text is bound once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.steps import StepFunctionContext, StepNamePrefix, step_function_context_registry

from harness.collection.definitions import Definition
from harness.collection.model import StepType
from harness.collection.pattern_index import PatternIndex

if TYPE_CHECKING:
    from _pytest.fixtures import FixtureDef, FixtureManager
    from _pytest.nodes import Node

# Comparing a text with 500 definitions takes about 50 ms. A feature without its steps module has hundreds
# of undefined texts, of which the first say all there is to say.
_TEXTS_COMPARED = 25


class DefinitionIndex:
    """The definitions that the features of one folder can see.

    Binding a text costs the same with ten definitions and with a thousand (``PatternIndex``), and a text
    seen before costs nothing.
    """

    def __init__(self, visible: list[tuple[Definition, int]]) -> None:
        self.definitions = [definition for definition, _ in visible]
        self._depth = {id(definition): depth for definition, depth in visible}
        self._patterns = PatternIndex(self.definitions)
        self._bound: dict[tuple[str, str], Definition | str] = {}
        self._compared = 0

    def bind(self, type_: StepType, text: str) -> Definition | str:
        """The definition that ``text`` means as a step of ``type_``, or in words why there is none."""
        key = (type_, text)
        bound = self._bound.get(key)
        if bound is None:
            bound = self._bound[key] = self._bind(type_, text)
            if isinstance(bound, Definition):
                bound.used = True
        return bound

    def _bind(self, type_: StepType, text: str) -> Definition | str:
        all_matching = [each for each in self._patterns.candidates(text) if each.matches(text)]
        matching = [each for each in all_matching if each.public.type in (type_, None)]
        if not matching:
            from harness.collection.suggestions import undefined_step  # difflib, for the unlucky only

            self._compared += 1
            comparable = self.definitions if self._compared <= _TEXTS_COMPARED else []
            return undefined_step(comparable, all_matching, type_, text)
        if len(matching) > 1:
            matching = self._nearest(matching)
        if len(matching) > 1:
            matching.sort(key=lambda each: (each.public.file, each.public.line))
            places = "".join(f"\n    {each.where}: {each.pattern}" for each in matching)
            return (
                f"{len(matching)} definitions match this step: {type_.capitalize()} {text}{places}\n"
                "  make their words differ, or delete one"
            )
        fault = matching[0].fault(text)
        if fault:
            return f"{type_.capitalize()} {text}: {fault}"
        return matching[0]

    def _nearest(self, matching: list[Definition]) -> list[Definition]:
        """Without those that a conftest.py nearer to the feature defines anew, as fixtures are."""
        kept: dict[tuple[object, str | None], Definition] = {}
        for definition in matching:
            overridden = any(
                other.pattern == definition.pattern and self._depth[id(other)] > self._depth[id(definition)]
                for other in matching
            )
            if not overridden:  # the same function under two decorators is one definition
                kept.setdefault((definition.function, definition.target_fixture), definition)
        return list(kept.values())


class DefinitionRegistry:
    """Indexes for the folders of one session; folders that see the same definitions share one."""

    def __init__(self, fixture_manager: FixtureManager) -> None:
        self._fixture_manager = fixture_manager
        self._definitions: dict[int, Definition] = {}
        self._by_node: dict[Node, DefinitionIndex] = {}
        self._by_content: dict[tuple[tuple[int, int], ...], DefinitionIndex] = {}

    def index_for(self, node: Node) -> DefinitionIndex:
        """The index for the features directly below ``node``."""
        index = self._by_node.get(node)
        if index is None:
            visible = self._visible(node)
            content = tuple((id(definition), depth) for definition, depth in visible)
            index = self._by_content.get(content)
            if index is None:
                index = self._by_content[content] = DefinitionIndex(visible)
            self._by_node[node] = index
        return index

    def definitions(self) -> list[Definition]:
        """Every definition that a collected feature could see."""
        return list(self._definitions.values())

    def _visible(self, node: Node) -> list[tuple[Definition, int]]:
        depth_of = {id(parent): depth for depth, parent in enumerate(reversed(list(node.iter_parents())))}
        visible: dict[int, tuple[Definition, int]] = {}
        for name in get_fixture_names(self._fixture_manager):
            if not name.startswith(StepNamePrefix.step_def.value):
                continue
            for fixture in getfixturedefs(self._fixture_manager, name, node) or ():
                context = step_function_context_registry.get(fixture.func)
                if context is not None:
                    definition = self._definition(context)
                    visible[id(context)] = (definition, _depth(fixture, depth_of))
        return list(visible.values())

    def _definition(self, context: StepFunctionContext) -> Definition:
        definition = self._definitions.get(id(context))
        if definition is None:
            definition = self._definitions[id(context)] = Definition(context)
        return definition


def _depth(fixture: FixtureDef[object], depth_of: Mapping[int, int]) -> int:
    node = getattr(fixture, "node", None)
    return depth_of.get(id(node), 0)
