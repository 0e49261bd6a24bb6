"""A step definition of pytest-bdd: which words it matches and what it takes to call its function."""

from __future__ import annotations

import inspect
import os
import string
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

from pytest_bdd import parsers
from pytest_bdd.scenario import STEP_ARGUMENTS_RESERVED_NAMES
from pytest_bdd.steps import StepFunctionContext

from harness.collection.model import StepDefinition
from harness.spec.vocabulary import Surface
from harness.words import UnknownWord, Words

# Fields of ``parse`` whose conversion cannot fail once the expression has matched; all others (dates,
# types of the user's own) are part of the match: a ValueError there means "another definition's text".
_SURE_FIELD_TYPES = frozenset(" wWsSdlnbxogefF%D")


class Unusable(Exception):
    """A definition's function cannot be called for a text.

    Attributes:
        word: The word of the text that its vocabulary does not have, empty for every other fault.
    """

    def __init__(self, message: str, word: str = "") -> None:
        self.word = word
        super().__init__(message)


class Binding(NamedTuple):
    """What a step's words mean: a definition, and the surfaces that they speak of."""

    definition: Definition
    surfaces: tuple[Surface, ...]


class Definition(StepDefinition):
    """A registered step function with its words and what it takes to call it.

    Attributes:
        used: Whether a step of a collected feature was bound to it.
    """

    def __init__(self, context: StepFunctionContext) -> None:
        plain = inspect.unwrap(context.step_func)
        code = getattr(plain, "__code__", None)
        super().__init__(
            function=context.step_func,
            type=context.type,
            target_fixture=context.target_fixture,
            file=Path(code.co_filename) if code else Path("unknown"),
            line=code.co_firstlineno if code else 0,
            pattern=context.parser.name,
            sits_at=getattr(plain, "__globals__", {}).get("SITS_AT", ()),
        )
        self.context = context
        self.used = False
        self.matches = _matcher(context.parser)
        self._call: Call | None = None
        self._needs: tuple[str, ...] | None = None
        known_parser = type(context.parser) in (parsers.string, parsers.parse, parsers.cfparse, parsers.re)
        self._names_differ = not known_parser  # a parser of the user's own may name what it likes
        self._text_matters = bool(context.converters or _types_of_own(context.parser)) or not known_parser
        self._binding: Binding | None = None

    @property
    def where(self) -> str:
        """``file:line``, relative to the current folder where it lies below it."""
        return f"{_shown_path(self.file)}:{self.line}"

    @property
    def call(self) -> Call:
        """What the function takes; looked at when first bound."""
        if self._call is None:
            self._call = Call(self.function)
        return self._call

    def arguments(self, text: str) -> dict[str, Any]:
        """Values parsed from ``text`` and converted, by name.

        Made anew at every call, as pytest-bdd makes them: a step may change what a converter gave it.

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

    def words(self, text: str) -> dict[str, str]:
        """Words of vocabularies in ``text``, by what the vocabulary is of (``Words.what``)."""
        vocabularies = {
            name: one for name, one in (self.context.converters or {}).items() if isinstance(one, Words)
        }
        if not vocabularies:
            return {}
        parsed = self.context.parser.parse_arguments(text) or {}
        return {vocabularies[name].what: word for name, word in parsed.items() if name in vocabularies}

    def needs(self, text: str) -> tuple[str, ...]:
        """Names of the function's parameters that ``text`` does not fill."""
        if self._needs is None or self._names_differ:
            names = self.arguments(text)
            self._needs = tuple(name for name in self.call.required if name not in names)
        return self._needs

    def bound_to(self, text: str) -> Binding:
        """This definition with the surfaces that a step of this text speaks of.

        These are the only one at which its speaker may sit, and those of its words: a word speaks of a
        surface where it is converted to one, or to something with a ``surface``.

        Raises: Unusable, where the function cannot be called for ``text``.
        """
        if self._binding is not None:
            return self._binding
        if not self.used:
            self._check_function()
        arguments = self._checked_arguments(text)
        self.used = True
        own = self.sits_at if len(self.sits_at) == 1 else ()
        binding = Binding(self, tuple(dict.fromkeys((*own, *_spoken_of(arguments.values())))))
        if not self._text_matters:
            self._binding = binding
        return binding

    def _check_function(self) -> None:
        if self.call.is_async:
            raise Unusable(
                f"its definition is an `async def` ({self.where}), which nothing would await;\n"
                "  write a plain `def` and drive the event loop inside it"
            )
        if self.call.positional_only:
            raise Unusable(
                f"its definition ({self.where}) takes {self.call.positional_only[0]!r} by position only;\n"
                "  remove the `/`: step functions are called with names"
            )

    def _checked_arguments(self, text: str) -> dict[str, Any]:
        try:
            arguments = self.arguments(text)
        except UnknownWord as error:
            raise Unusable(str(error), error.word) from None
        except Exception as error:  # noqa: BLE001 - the converter is the user's code, and this is where it is told
            raise Unusable(
                f"its words cannot be converted ({self.where}): {type(error).__name__}: {error}"
            ) from None
        reserved = sorted(STEP_ARGUMENTS_RESERVED_NAMES.intersection(arguments))
        if reserved:
            raise Unusable(
                f"its definition ({self.where}) has a field named {reserved[0]!r};\n"
                "  rename the field: pytest-bdd keeps that name for the step's table or text block"
            )
        return arguments


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


def _matcher(parser: parsers.StepParser) -> Callable[[str], bool]:
    if type(parser) in (parsers.parse, parsers.cfparse):
        compiled = cast(parsers.parse, parser).parser
        parse = compiled.parse
        if _conversions_are_sure(parser.name) and not _types_of_own(parser):
            return lambda text: parse(text, evaluate_result=False) is not None
        is_matching = parser.is_matching
        return lambda text: parse(text, evaluate_result=False) is not None and is_matching(text)
    return parser.is_matching


def _types_of_own(parser: parsers.StepParser) -> bool:
    """Whether fields of the expression are of types that the user made."""
    return bool(getattr(getattr(parser, "parser", None), "_extra_types", None))


def _spoken_of(values: Iterable[object]) -> Iterator[Surface]:
    for value in values:
        surface = value if isinstance(value, Surface) else getattr(value, "surface", None)
        if isinstance(surface, Surface):
            yield surface


def _conversions_are_sure(pattern: str) -> bool:
    try:
        fields = list(string.Formatter().parse(pattern))
    except ValueError:
        return False
    return all(
        not spec or (spec[-1] in _SURE_FIELD_TYPES and not any(map(str.isalpha, spec[:-1])))
        for _, _, spec, _ in fields
    )


def _shown_path(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
