"""Which definition a step's words mean.

pytest-bdd registers a definition as a fixture and looks through all fixtures at every step. Here the
definitions that a feature can see are indexed once and every text is bound once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.steps import StepFunctionContext, StepNamePrefix, step_function_context_registry

from harness.collection.definitions import Binding, Definition, Unusable
from harness.collection.model import StepType
from harness.collection.pattern_index import PatternIndex

if TYPE_CHECKING:
    from _pytest.fixtures import FixtureDef, FixtureManager
    from _pytest.nodes import Node

# Comparing a text with 500 definitions takes about 50 ms. A feature without its steps module has hundreds
# of undefined texts, of which the first say all there is to say.
_TEXTS_COMPARED = 25


class Unbound(NamedTuple):
    """Why a step's words mean nothing that can run.

    Attributes:
        word: The word among them that its vocabulary does not have, empty for every other fault.
    """

    message: str
    word: str = ""


class Visible(NamedTuple):
    """A definition that a feature can see, and how far down the tree of folders it was registered."""

    definition: Definition
    depth: int


class DefinitionIndex:
    """The definitions that the features of one folder can see.

    Binding a text costs the same with ten definitions and with a thousand (``PatternIndex``), and a text
    seen before costs nothing.

    Args:
        elsewhere: Gives the definitions that exist and cannot be seen from here; for messages.
    """

    def __init__(self, visible: list[Visible], elsewhere: Callable[[], list[Definition]] = list) -> None:
        self.definitions = [each.definition for each in visible]
        self._depth = {id(each.definition): each.depth for each in visible}
        self._elsewhere = elsewhere
        self._patterns = PatternIndex(self.definitions)
        self._bound: dict[tuple[str, str], Binding | Unbound] = {}
        self._compared = 0

    def bind(self, type_: StepType, text: str) -> Binding | Unbound:
        """What ``text`` means as a step of ``type_``."""
        key = (type_, text)
        bound = self._bound.get(key)
        if bound is None:
            bound = self._bound[key] = self._bind(type_, text)
        return bound

    def _bind(self, type_: StepType, text: str) -> Binding | Unbound:
        all_matching = [each for each in self._patterns.candidates(text) if each.matches(text)]
        matching = [each for each in all_matching if each.type in (type_, None)]
        if not matching:
            return Unbound(self._undefined(type_, text, all_matching))
        if len(matching) > 1:
            matching = self._nearest(matching)
        if len(matching) > 1:
            matching.sort(key=lambda each: (each.file, each.line))
            places = "".join(f"\n    {each.where}: {each.pattern}" for each in matching)
            return Unbound(
                f"{len(matching)} definitions match this step: {type_.capitalize()} {text}{places}\n"
                "  make their words differ, or delete one"
            )
        try:
            return matching[0].bound_to(text)
        except Unusable as fault:
            return Unbound(f"{type_.capitalize()} {text}: {fault}", fault.word)

    def _undefined(self, type_: StepType, text: str, other_types: list[Definition]) -> str:
        from harness.collection.suggestions import undefined_step  # difflib, for the unlucky only

        self._compared += 1
        comparable = self.definitions if self._compared <= _TEXTS_COMPARED else []
        unseen = [] if other_types else [each for each in self._elsewhere() if each.matches(text)]
        return undefined_step(comparable, other_types, unseen, type_, text)

    def _nearest(self, matching: list[Definition]) -> list[Definition]:
        """Those of the conftest.py nearest to the feature, which win over others as its fixtures do."""
        deepest = max(self._depth[id(each)] for each in matching)
        kept: dict[tuple[object, str | None], Definition] = {}
        for each in matching:
            if self._depth[id(each)] == deepest:  # the same function under two decorators is one definition
                kept.setdefault((each.function, each.target_fixture), each)
        return list(kept.values())


class DefinitionRegistry:
    """Indexes for the folders of one session; folders that see the same definitions share one."""

    def __init__(self, fixture_manager: FixtureManager) -> None:
        self._fixture_manager = fixture_manager
        self._definitions: dict[int, Definition] = {}
        self._by_content: dict[tuple[tuple[int, int], ...], DefinitionIndex] = {}

    def index_for(self, node: Node) -> DefinitionIndex:
        """The index for the features directly below ``node``."""
        visible = self._visible(node)
        content = tuple((id(definition), depth) for definition, depth in visible)
        index = self._by_content.get(content)
        if index is None:
            index = self._by_content[content] = DefinitionIndex(visible, partial(self._unseen, visible))
        return index

    def definitions(self) -> list[Definition]:
        """Every definition that a collected feature could see."""
        return list(self._definitions.values())

    def _visible(self, node: Node) -> list[Visible]:
        depth_of = {id(parent): depth for depth, parent in enumerate(reversed(list(node.iter_parents())))}
        visible: dict[int, Visible] = {}
        for name in self._step_names():
            for fixture in getfixturedefs(self._fixture_manager, name, node) or ():
                context = step_function_context_registry.get(fixture.func)
                if context is not None:
                    definition = self._definition(context)
                    visible[id(context)] = Visible(definition, _depth(fixture, depth_of))
        return list(visible.values())

    def _unseen(self, visible: list[Visible]) -> list[Definition]:
        """Definitions of other folders, and of the test modules that were collected so far."""
        seen = {id(definition.context) for definition, _ in visible}
        registered = self._fixture_manager._arg2node2fixturedefs
        fixtures = (
            each for name in self._step_names() for some in registered[name].values() for each in some
        )
        contexts = (step_function_context_registry.get(fixture.func) for fixture in fixtures)
        return [Definition(each) for each in contexts if each is not None and id(each) not in seen]

    def _step_names(self) -> Iterator[str]:
        for name in get_fixture_names(self._fixture_manager):
            if name.startswith(StepNamePrefix.step_def.value):
                yield name

    def _definition(self, context: StepFunctionContext) -> Definition:
        definition = self._definitions.get(id(context))
        if definition is None:
            definition = self._definitions[id(context)] = Definition(context)
        return definition


def _depth(fixture: FixtureDef[object], depth_of: Mapping[int, int]) -> int:
    node = getattr(fixture, "node", None)
    return depth_of.get(id(node), 0)
