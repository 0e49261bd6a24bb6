"""A step definition of pytest-bdd: which words it matches and what it takes to call its function."""

from __future__ import annotations

import inspect
import os
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from pytest_bdd import parsers
from pytest_bdd.scenario import STEP_ARGUMENTS_RESERVED_NAMES
from pytest_bdd.steps import StepFunctionContext

from harness.collection.model import StepDefinition

# Fields of ``parse`` whose conversion cannot fail once the expression has matched; all others (dates,
# types of the user's own) are part of the match: a ValueError there means "another definition's text".
_SURE_FIELD_TYPES = frozenset(" wWsSdlnbxogefF%D")


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


def _shown_path(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
