"""The language of the phone's ``sh``, as far as it is spoken over adb.

Understood: words with quotes, escapes and ``$NAME``, ``$?``; ``;`` ``&&`` ``||`` ``|``; redirections of files
and of one stream into another; assignments; ``( ... )``. Not understood, and said so: command substitution,
background jobs, control flow, here-documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import lark

_GRAMMAR = r"""
start: _separator* [list]
list: and_or (_separator+ and_or)* _separator*
and_or: pipeline ((AND|OR) pipeline)*
pipeline: stage ("|" stage)*
stage: (WORD | redirect)+ -> command
     | "(" start ")" redirect* -> group
redirect: REDIRECT WORD
_separator: ";" | NEWLINE

AND: "&&"
OR: "||"
REDIRECT.2: /[0-9]?(>>|>&|>|<)/
WORD: /([^\s;&|<>()'"\\`$#]|\\[\s\S]|'[^']*'|"([^"\\`$]|\\[\s\S]|\$(?!\())*"|\$(?!\()|(?<=[^\s;&|()])#)+/
COMMENT: /(?<![^\s;&|()])#[^\n]*/
NEWLINE: /\n+/
SPACE: /([ \t\r]|\\\n)+/
%ignore SPACE
%ignore COMMENT
"""
_PARSER = lark.Lark(_GRAMMAR, parser="lalr")
_PART = re.compile(
    r"""'(?P<single>[^']*)'|"(?P<double>(?:[^"\\]|\\[\s\S])*)"|\\(?P<escaped>[\s\S])|(?P<bare>[^'"\\]+)"""
)
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+|\?))")


class ShellSyntaxError(ValueError):
    """A command line that the phone's shell does not understand."""


@dataclass(frozen=True)
class Part:
    """A piece of a word: ``quoted`` text is never split nor matched against file names."""

    text: str
    quoted: bool
    expands: bool


Word = tuple[Part, ...]


@dataclass(frozen=True)
class Redirect:
    """``stream`` goes to a file (``>``, ``>>``), comes from one (``<``), or joins another stream (``>&``)."""

    stream: int
    kind: Literal[">", ">>", "<", ">&"]
    target: Word


@dataclass(frozen=True)
class Command:
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True)
class Group:
    """A list in parentheses."""

    body: Script
    redirects: tuple[Redirect, ...]


Stage = Command | Group
Pipeline = tuple[Stage, ...]


@dataclass(frozen=True)
class Step:
    """A pipeline and when it runs: always, or by how the one before it ended."""

    when: Literal["always", "after success", "after failure"]
    pipeline: Pipeline


Script = tuple[Step, ...]


@lru_cache(maxsize=512)
def parse(text: str) -> Script:
    """The steps of a command line.

    Raises: ShellSyntaxError, with the words of the phone's shell and the unexpected character's column.
    """
    try:
        tree = _PARSER.parse(text)
    except lark.UnexpectedInput as error:
        column = getattr(error, "column", len(text))
        seen = text[column - 1 : column + 11] if isinstance(column, int) and column > 0 else ""
        what = f"'{seen}' at column {column}" if seen else "end of line"
        raise ShellSyntaxError(f"syntax error: unexpected {what}") from error
    return _script(tree)


def expand_variables(text: str, variables: dict[str, str]) -> str:
    """``text`` with ``$NAME``, ``${NAME}`` and ``$?`` replaced; what is unset becomes empty."""
    return _VARIABLE.sub(lambda match: variables.get(match[1] or match[2], ""), text)


def _script(tree: lark.Tree[lark.Token]) -> Script:
    steps: list[Step] = []
    for body in _trees(tree):
        for and_or in _trees(body):
            when: Literal["always", "after success", "after failure"] = "always"
            for child in and_or.children:
                if isinstance(child, lark.Token):
                    when = "after success" if child.type == "AND" else "after failure"
                else:
                    steps.append(Step(when, tuple(_stage(stage) for stage in _trees(child))))
    return tuple(steps)


def _stage(tree: lark.Tree[lark.Token]) -> Stage:
    redirects = tuple(_redirect(child) for child in _trees(tree) if child.data == "redirect")
    if tree.data == "group":
        return Group(_script(next(child for child in _trees(tree) if child.data == "start")), redirects)
    return Command(tuple(_word(child) for child in tree.children if isinstance(child, lark.Token)), redirects)


def _redirect(tree: lark.Tree[lark.Token]) -> Redirect:
    operator, target = (str(child) for child in tree.children)
    kind = operator.lstrip("0123456789")
    digits = operator[: -len(kind)]
    stream = int(digits) if digits else 0 if kind == "<" else 1
    return Redirect(stream, kind, _word(target))  # type: ignore[arg-type]  # the grammar has no other operator


def _word(text: str) -> Word:
    parts: list[Part] = []
    for match in _PART.finditer(text):
        if match["single"] is not None:
            parts.append(Part(match["single"], quoted=True, expands=False))
        elif match["double"] is not None:
            unescaped = re.sub(r'\\(["\\`])', r"\1", match["double"])
            parts.append(Part(unescaped, quoted=True, expands=True))
        elif match["escaped"] is not None:
            parts.append(Part(match["escaped"], quoted=True, expands=False))
        else:
            parts.append(Part(match["bare"], quoted=False, expands=True))
    return tuple(parts)


def _trees(tree: lark.Tree[lark.Token]) -> list[lark.Tree[lark.Token]]:
    return [child for child in tree.children if isinstance(child, lark.Tree)]
