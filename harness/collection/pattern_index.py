"""Finds the few definitions whose pattern a text could match, without trying all of them.

A definition stands under one whole word of its pattern, the one that fewest others have: whatever the fields
of ``the phone shows "{text}" within {n:g} s`` are, the text has the word *phone*. Patterns without a whole
word (Chinese has no spaces) stand under the characters before their first field.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from pytest_bdd import parsers

from harness.collection.definitions import Definition

# The letters beyond ASCII that a case-insensitive expression takes for an ASCII one; lower() leaves them.
_LIKE_ASCII = re.compile("[\u017f\u0130\u0131\u212a]")


class PatternIndex:
    """Definitions by what every text that they match must contain."""

    def __init__(self, definitions: list[Definition]) -> None:
        self._definitions = definitions
        self._exact: dict[str, list[Definition]] = {}
        self._by_word: dict[str, list[Definition]] = {}
        self._by_prefix: dict[str, list[Definition]] = {}
        worded: list[tuple[Definition, set[str], str]] = []
        for definition in definitions:
            parser = definition.context.parser
            if type(parser) is parsers.string:
                self._exact.setdefault(parser.name, []).append(definition)
            else:
                pieces = _fixed_pieces(parser)
                worded.append((definition, _whole_words(pieces), _lowered(pieces[0])))
        frequency = Counter(word for _, words, _ in worded for word in words)
        for definition, words, prefix in worded:
            if words:
                rarest = min(words, key=lambda word: (frequency[word], -len(word), word))
                self._by_word.setdefault(rarest, []).append(definition)
            else:
                self._by_prefix.setdefault(prefix, []).append(definition)
        self._prefixes = sorted(self._by_prefix)
        self._shorter = _shorter_prefixes(self._prefixes)

    def candidates(self, text: str) -> Iterator[Definition]:
        """Every definition that matches ``text``, and a few that do not."""
        if not text.isascii() and _LIKE_ASCII.search(text):
            yield from self._definitions
            return
        yield from self._exact.get(text, ())
        lower = text.lower()
        for word in dict.fromkeys(lower.split(" ")):
            yield from self._by_word.get(word, ())
        at = bisect_right(self._prefixes, lower) - 1
        prefix = self._prefixes[at] if at >= 0 else None
        while prefix is not None:
            if lower.startswith(prefix):
                yield from self._by_prefix[prefix]
            prefix = self._shorter[prefix]


def _fixed_pieces(parser: parsers.StepParser) -> list[str]:
    """The text between the fields, from before the first to behind the last."""
    if type(parser) in (parsers.parse, parsers.cfparse):
        pieces = [""]
        try:
            for literal, field, _, _ in string.Formatter().parse(parser.name):
                pieces[-1] += literal
                if field is not None:
                    pieces.append("")
        except ValueError:  # parse is more lenient than Python's own formats
            return [parser.name.partition("{")[0].partition("}")[0], ""]
        return pieces
    if type(parser) is parsers.re and not parser.regex.flags & re.VERBOSE:
        return [_regex_prefix(parser.name), ""]
    return ["", ""]


def _regex_prefix(pattern: str) -> str:
    if "|" in pattern:
        return ""
    end = 0
    while end < len(pattern) and (pattern[end].isalnum() or pattern[end] in " _,'\"-"):
        end += 1
    if end < len(pattern) and pattern[end] in "*?{":
        end -= 1  # the last character may be absent
    return pattern[: max(end, 0)]


def _whole_words(pieces: list[str]) -> set[str]:
    """The words that no field touches, in lower case."""
    words: set[str] = set()
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        parts = piece.split(" ")
        first_whole = 0 if place == 0 else 1
        end_whole = len(parts) if place == last else len(parts) - 1
        whole = parts[first_whole:end_whole]
        words.update(part.lower() for part in whole if part and _lowered(part) == part.lower())
    return words


def _lowered(text: str) -> str:
    """In lower case, up to the first character whose other case is not simply ``lower()``."""
    for at, character in enumerate(text):
        if not character.isascii() and character.lower() != character.upper():
            return text[:at].lower()
    return text.lower()


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
