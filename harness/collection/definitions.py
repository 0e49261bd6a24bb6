"""Step definitions of pytest-bdd: which of them a step's words mean, and what each needs to be called.

pytest-bdd registers a definition as a fixture and looks through all fixtures at every step. Here the
definitions that a feature can see are indexed once and every text is bound once.
"""

from __future__ import annotations

import inspect
import os
import string
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pytest_bdd import parsers
from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.scenario import STEP_ARGUMENTS_RESERVED_NAMES
from pytest_bdd.steps import StepFunctionContext, StepNamePrefix, step_function_context_registry

from harness.collection.model import StepDefinition, StepType

if TYPE_CHECKING:
    from _pytest.fixtures import FixtureDef, FixtureManager
    from _pytest.nodes import Node

# Fields of ``parse`` whose conversion cannot fail once the expression has matched; all others (dates,
# types of the user's own) are part of the match: a ValueError there means "another definition's text".
_SURE_FIELD_TYPES = frozenset(" wWsSdlnbxogefF%D")


# Comparing a text with 500 definitions takes about 50 ms. A feature without its steps module has hundreds
# of undefined texts, of which the first say all there is to say.
_TEXTS_COMPARED = 25


class Definition:
    """One registered step function.

    Attributes:
        public: What evidence and reports are told about it.
        used: Whether a step of a collected feature was bound to it.
    """

    def __init__(self, context: StepFunctionContext) -> None:
        self.context = context
        self.function = context.step_func
        self.target_fixture = context.target_fixture
        self.pattern = context.parser.name
        code = getattr(inspect.unwrap(self.function), "__code__", None)
        self.public = StepDefinition(
            function=self.function,
            type=context.type,
            target_fixture=context.target_fixture,
            file=Path(code.co_filename) if code else Path("unknown"),
            line=code.co_firstlineno if code else 0,
            pattern=self.pattern,
        )
        self.used = False
        self.matches = _matcher(context.parser)
        self._call: Call | None = None
        self._needs: tuple[str, ...] | None = None
        known_parser = type(context.parser) in (parsers.string, parsers.parse, parsers.cfparse, parsers.re)
        self._names_differ = not known_parser  # a parser of the user's own may name what it likes
        self._text_can_fail = bool(context.converters) or not known_parser

    @property
    def where(self) -> str:
        """``file:line``, relative to the current folder where it lies below it."""
        return f"{_shown_path(self.public.file)}:{self.public.line}"

    @property
    def call(self) -> Call:
        """What the function takes; looked at when first bound."""
        if self._call is None:
            self._call = Call(self.function)
        return self._call

    def arguments(self, text: str) -> dict[str, Any]:
        """Values parsed from ``text`` and converted, by name; made anew at every call.

        Raises: whatever the parser or a converter raises.
        """
        parsed = self.context.parser.parse_arguments(text)
        if not parsed:
            return {}
        converters = self.context.converters
        if not converters:
            return parsed
        return {
            name: converters[name](value) if name in converters else value for name, value in parsed.items()
        }

    def needs(self, text: str) -> tuple[str, ...]:
        """Names of the function's parameters that ``text`` does not fill."""
        if self._needs is None or self._names_differ:
            names = self.arguments(text)
            self._needs = tuple(name for name in self.call.required if name not in names)
        return self._needs

    def fault(self, text: str) -> str | None:
        """Why the function could not be called for ``text``, in words, or None."""
        if not self.used and self.call.is_async:
            return (
                f"its definition is an `async def` ({self.where}), which nothing would await;\n"
                "  write a plain `def` and drive the event loop inside it"
            )
        if not self.used and self.call.positional_only:
            return (
                f"its definition ({self.where}) takes {self.call.positional_only[0]!r} by position only;\n"
                "  remove the `/`: step functions are called with names"
            )
        if self.used and not self._text_can_fail:
            return None
        try:
            arguments = self.arguments(text)
        except Exception as error:  # noqa: BLE001 - the converter is the user's code, and this is where it is told
            return f"its words cannot be converted ({self.where}): {type(error).__name__}: {error}"
        reserved = sorted(STEP_ARGUMENTS_RESERVED_NAMES.intersection(arguments))
        if reserved:
            return (
                f"its definition ({self.where}) has a field named {reserved[0]!r};\n"
                "  rename the field: pytest-bdd keeps that name for the step's table or text block"
            )
        return None


class Call:
    """The parameters of a step function.

    Attributes:
        accepted: All that can be given by name.
        required: Those of them without a default, in order.
    """

    def __init__(self, function: Callable[..., object]) -> None:
        plain = inspect.unwrap(function)
        self.is_async = inspect.iscoroutinefunction(plain) or inspect.isasyncgenfunction(plain)
        self.is_generator = inspect.isgeneratorfunction(function)
        parameters = inspect.signature(function).parameters.values()
        named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
        self.accepted = frozenset(each.name for each in parameters if each.kind in named)
        self.required = tuple(
            each.name for each in parameters if each.kind in named and each.default is each.empty
        )
        self.positional_only = tuple(
            each.name
            for each in parameters
            if each.kind is inspect.Parameter.POSITIONAL_ONLY and each.default is each.empty
        )


class DefinitionIndex:
    """The definitions that the features of one folder can see.

    Binding a text costs the same with ten definitions and with a thousand: whole texts are looked up,
    patterns are found by the words before their first field, and a text seen before is remembered.
    """

    def __init__(self, visible: list[tuple[Definition, int]]) -> None:
        self.definitions = [definition for definition, _ in visible]
        self._depth = {id(definition): depth for definition, depth in visible}
        self._exact: dict[str, list[Definition]] = {}
        by_prefix: dict[str, list[Definition]] = {}
        for definition in self.definitions:
            parser = definition.context.parser
            if type(parser) is parsers.string:
                self._exact.setdefault(parser.name, []).append(definition)
            else:
                by_prefix.setdefault(_literal_prefix(parser).lower(), []).append(definition)
        self._by_prefix = by_prefix
        self._prefixes = sorted(by_prefix)
        self._shorter = _shorter_prefixes(self._prefixes)
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

    def matching(self, text: str) -> Iterator[Definition]:
        """Every definition whose words match, whatever its type."""
        yield from self._exact.get(text, ())
        lower = text.lower()
        at = bisect_right(self._prefixes, lower) - 1
        prefix = self._prefixes[at] if at >= 0 else None
        while prefix is not None:
            if lower.startswith(prefix):
                for definition in self._by_prefix[prefix]:
                    if definition.matches(text):
                        yield definition
            prefix = self._shorter[prefix]

    def _bind(self, type_: StepType, text: str) -> Definition | str:
        all_matching = list(self.matching(text))
        matching = [each for each in all_matching if each.public.type in (type_, None)]
        if not matching:
            from harness.collection.suggestions import undefined_step  # difflib, for the unlucky only

            self._compared += 1
            comparable = self.definitions if self._compared <= _TEXTS_COMPARED else []
            return undefined_step(comparable, all_matching, type_, text)
        if len(matching) > 1:
            matching = self._nearest(matching)
        if len(matching) > 1:
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


def _matcher(parser: parsers.StepParser) -> Callable[[str], bool]:
    if type(parser) in (parsers.parse, parsers.cfparse):
        compiled = cast(parsers.parse, parser).parser
        parse = compiled.parse
        if _conversions_are_sure(parser.name) and not getattr(compiled, "_extra_types", None):
            return lambda text: parse(text, evaluate_result=False) is not None
        is_matching = parser.is_matching
        return lambda text: parse(text, evaluate_result=False) is not None and is_matching(text)
    return parser.is_matching


def _conversions_are_sure(pattern: str) -> bool:
    try:
        fields = list(string.Formatter().parse(pattern))
    except ValueError:
        return False
    return all(
        not spec or (spec[-1] in _SURE_FIELD_TYPES and not any(map(str.isalpha, spec[:-1])))
        for _, _, spec, _ in fields
    )


def _literal_prefix(parser: parsers.StepParser) -> str:
    """What every matching text begins with, as far as it can be told from the pattern; letter case aside."""
    if isinstance(parser, parsers.parse):
        return _ascii_start(parser.name.partition("{")[0].partition("}")[0])
    if type(parser) is parsers.re:
        return _ascii_start(_regex_prefix(parser.name))
    return ""


def _regex_prefix(pattern: str) -> str:
    if "|" in pattern:
        return ""
    end = 0
    while end < len(pattern) and (pattern[end].isalnum() or pattern[end] in " _,'\"-"):
        end += 1
    if end < len(pattern) and pattern[end] in "*?{":
        end -= 1  # the last character may be absent
    return pattern[: max(end, 0)]


def _ascii_start(text: str) -> str:
    """The text up to the first character whose other case is not simply ``lower()``."""
    for at, character in enumerate(text):
        if not character.isascii() and character.lower() != character.upper():
            return text[:at]
    return text


def _shorter_prefixes(prefixes: list[str]) -> dict[str, str | None]:
    """For each of the sorted prefixes the longest other one that it begins with."""
    shorter: dict[str, str | None] = {}
    open_prefixes: list[str] = []
    for prefix in prefixes:
        while open_prefixes and not prefix.startswith(open_prefixes[-1]):
            open_prefixes.pop()
        shorter[prefix] = open_prefixes[-1] if open_prefixes else None
        open_prefixes.append(prefix)
    return shorter


def _shown_path(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
