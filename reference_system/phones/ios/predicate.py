"""Predicate strings: the part of NSPredicate's format that finding elements uses.

Comparisons of an attribute with a literal (``==``, ``!=``, ``<``, ``>``, ``<=``, ``>=``, ``CONTAINS``,
``BEGINSWITH``, ``ENDSWITH``, ``LIKE``, ``MATCHES``, ``IN``, ``BETWEEN``, with ``[c]``, ``[d]``, ``[cd]``),
joined by ``AND``, ``OR``, ``NOT`` and parentheses; ``MATCHES`` with a literal only. Anything else is refused,
never guessed.
Source: Apple, Predicate Programming Guide, "Predicate Format String Syntax".
"""

from __future__ import annotations

import functools
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, VisitError

from reference_system.phones.expressions import ExpressionRefused, check_length
from reference_system.phones.expressions.aside import Aside
from reference_system.phones.expressions.pattern import Pattern
from reference_system.phones.ios.element import Element
from reference_system.phones.ios.errors import InvalidSelector
from reference_system.phones.model.widget import Bounds

Condition = Callable[[Element], bool]
Operand = Callable[[Element], object]


@dataclass(frozen=True, slots=True)
class Literal:
    """A text as it stands in the predicate."""

    text: str

    def __call__(self, _: Element) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Fits:
    """A comparison by ``MATCHES``."""

    value: Operand
    pattern: Pattern
    fold: Callable[[str], str]

    def __call__(self, element: Element) -> bool:
        value = self.value(element)
        return isinstance(value, str) and self.pattern.fits(self.fold(value))

    async def learn(self, elements: Iterable[Element], aside: Aside) -> None:
        """Look at the elements that it is to be asked about."""
        values = (self.value(element) for element in elements)
        await self.pattern.learn((self.fold(value) for value in values if isinstance(value, str)), aside)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate as a condition, and its comparisons that must look at the elements first."""

    holds: Condition
    matches: tuple[Fits, ...]


_GRAMMAR = r"""
    ?start: either
    ?either: both (_OR both)*
    ?both: negated (_AND negated)*
    ?negated: _NOT negated -> negation
        | "(" either ")"
        | comparison
    comparison: operand OPERATOR [OPTIONS] operand
        | TRUEPREDICATE -> always
        | FALSEPREDICATE -> never
    ?operand: STRING -> string
        | NUMBER -> number
        | TRUE -> true
        | FALSE -> false
        | NIL -> nothing
        | "{" [operand ("," operand)*] "}" -> aggregate
        | KEY -> key

    OPERATOR: /==|=>|=<|!=|<>|<=|>=|=|<|>/
        | /(CONTAINS|BEGINSWITH|ENDSWITH|LIKE|MATCHES|IN|BETWEEN)\b/i
    OPTIONS: /\[[cdCD]{1,2}\]/
    _AND.3: /AND\b|&&/i
    _OR.3: /OR\b|\|\|/i
    _NOT.3: /NOT\b|!(?!=)/i
    TRUEPREDICATE.3: /TRUEPREDICATE\b/i
    FALSEPREDICATE.3: /FALSEPREDICATE\b/i
    TRUE.2: /(TRUE|YES)\b/i
    FALSE.2: /(FALSE|NO)\b/i
    NIL.2: /(NIL|NULL)\b/i
    KEY: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*/
    NUMBER: /-?\d+(\.\d+)?/
    STRING: /"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/

    %import common.WS
    %ignore WS
"""

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1)
    return chr(int(code[1:], 16)) if code[0] in "uU" and len(code) > 1 else _ESCAPES.get(code, code)


def _text(token: Token) -> str:
    return re.sub(r"\\([uU][0-9A-Fa-f]{4}|.)", _unescaped, token[1:-1], flags=re.DOTALL)


def _folded(text: str, options: str) -> str:
    text = _without_marks(text) if "d" in options else text
    return text.casefold() if "c" in options else text


def _without_marks(text: str) -> str:
    split = unicodedata.normalize("NFD", text)
    return "".join(character for character in split if not unicodedata.combining(character))


@functools.lru_cache(maxsize=512)
def _like(pattern: str) -> re.Pattern[str]:
    """``?`` is one character, ``*`` any number of them; a backslash takes their meaning away.

    What stands between two ``*`` is taken where it first fits, and no other place is tried.
    """
    pieces = [""]
    for part in re.findall(r"\\.|.", pattern, flags=re.DOTALL):
        if part == "*":
            pieces.append("")
        else:
            pieces[-1] += "." if part == "?" else re.escape(part[-1])
    first, *between = pieces
    last = f".*{between.pop()}" if between else ""
    return re.compile(first + "".join(f"(?>.*?{piece})" for piece in between) + last, re.DOTALL)


_ON_TEXT: dict[str, Callable[[str, str], bool]] = {
    "CONTAINS": lambda text, part: part in text,
    "BEGINSWITH": lambda text, part: text.startswith(part),
    "ENDSWITH": lambda text, part: text.endswith(part),
    "LIKE": lambda text, pattern: _like(pattern).fullmatch(text) is not None,
}
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    "=<": operator.le,
    ">=": operator.ge,
    "=>": operator.ge,
}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, bool | int | float) else None


def _equal(left: object, right: object, options: str) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return _folded(left, options) == _folded(right, options)
    if _number(left) is not None and _number(right) is not None:
        return _number(left) == _number(right)
    return left is None and right is None


def _compare(sign: str, left: object, right: object, options: str) -> bool:
    if sign in ("==", "="):
        return _equal(left, right, options)
    if sign in ("!=", "<>"):
        return not _equal(left, right, options)
    if sign in _ORDER:
        low, high = _number(left), _number(right)
        return low is not None and high is not None and _ORDER[sign](low, high)
    if sign == "IN":
        if isinstance(right, list):
            return any(_equal(left, item, options) for item in right)
        return (
            isinstance(left, str)
            and isinstance(right, str)
            and _folded(left, options) in _folded(right, options)
        )
    if sign == "BETWEEN":
        value = _number(left)
        ends = [_number(item) for item in right] if isinstance(right, list) else []
        low, high = ends if len(ends) == 2 else (None, None)
        return value is not None and low is not None and high is not None and low <= value <= high
    if not (isinstance(left, str) and isinstance(right, str)):
        return False
    return _ON_TEXT[sign](_folded(left, options), _folded(right, options))


class _Compile(Transformer[Token, Condition]):
    """Turns the parsed predicate into a function; ``matches`` are the comparisons it met by ``MATCHES``."""

    def __init__(self) -> None:
        super().__init__()
        self.matches: list[Fits] = []

    def string(self, parts: list[Token]) -> Operand:
        return Literal(_text(parts[0]))

    def number(self, parts: list[Token]) -> Operand:
        number = float(parts[0])
        return lambda _: number

    def true(self, _: list[Token]) -> Operand:
        return lambda _: True

    def false(self, _: list[Token]) -> Operand:
        return lambda _: False

    def nothing(self, _: list[Token]) -> Operand:
        return lambda _: None

    def aggregate(self, parts: list[Operand | None]) -> Operand:
        items = [part for part in parts if part is not None]
        return lambda element: [item(element) for item in items]

    def key(self, parts: list[Token]) -> Operand:
        name, *inner = parts[0].split(".")
        probe = Element("", "", Bounds())
        try:
            value = probe.attribute(name)
        except KeyError as error:
            raise InvalidSelector(f"unknown attribute '{name}' in a predicate") from error
        for part in inner:
            if not isinstance(value, dict) or part not in value:
                raise InvalidSelector(f"unknown attribute '{parts[0]}' in a predicate")

        def read(element: Element) -> object:
            found = element.attribute(name)
            for part in inner:
                found = found[part] if isinstance(found, dict) else None
            return found

        return read

    def comparison(self, parts: list[Operand | Token | None]) -> Condition:
        left, sign, given, right = parts
        assert callable(left)
        assert callable(right)
        name = str(sign).upper()
        options = str(given or "").lower()
        if name == "MATCHES":
            return self._match(left, right, options)
        return lambda element: _compare(name, left(element), right(element), options)

    def _match(self, left: Operand, right: Operand, options: str) -> Condition:
        if not isinstance(right, Literal):
            raise InvalidSelector("MATCHES takes a regular expression in quotation marks")
        fold = _without_marks if "d" in options else str
        try:
            fits = Fits(left, Pattern(fold(right.text), ignore_case="c" in options), fold)
        except re.error as error:
            raise InvalidSelector(f"'{right.text}' is not a regular expression: {error}") from error
        self.matches.append(fits)
        return fits

    def always(self, _: list[Token]) -> Condition:
        return lambda _: True

    def never(self, _: list[Token]) -> Condition:
        return lambda _: False

    def negation(self, parts: list[Condition]) -> Condition:
        return lambda element: not parts[0](element)

    def both(self, parts: list[Condition]) -> Condition:
        return lambda element: all(part(element) for part in parts)

    def either(self, parts: list[Condition]) -> Condition:
        return lambda element: any(part(element) for part in parts)


_PARSER = Lark(_GRAMMAR, parser="lalr", maybe_placeholders=True)


@functools.lru_cache(maxsize=512)
def compiled(text: str) -> Predicate:
    """The predicate as a function.

    Raises: InvalidSelector, for a string that is no predicate, or names an attribute no element has.
    """
    compiler = _Compile()
    try:
        check_length(text)
        return Predicate(compiler.transform(_PARSER.parse(text)), tuple(compiler.matches))
    except VisitError as error:
        if isinstance(error.orig_exc, InvalidSelector):
            raise error.orig_exc from None
        raise
    except LarkError as error:
        raise InvalidSelector(f"'{text}' is not a predicate: {str(error).splitlines()[0]}") from error
    except (ExpressionRefused, RecursionError) as error:
        why = error if isinstance(error, ExpressionRefused) else "is nested too deeply"
        raise InvalidSelector(f"the predicate {why}") from error


async def matching(text: str, elements: list[Element], aside: Aside) -> list[Element]:
    """Those of ``elements`` the predicate holds for.

    Raises: InvalidSelector; also for a regular expression that is broken, or takes too long.
    """
    predicate = compiled(text)
    for match in predicate.matches:
        try:
            await match.learn(elements, aside)
        except ExpressionRefused as refused:
            raise InvalidSelector(f"a regular expression in '{text}' {refused}") from refused
    return [element for element in elements if predicate.holds(element)]
