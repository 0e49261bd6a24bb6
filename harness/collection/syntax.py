"""Feature files as trees: gherkin-official's grammar, with lines that are looked at once.

``gherkin.parser.Parser`` is a table-driven parser made from the official grammar. As shipped it asks a
matcher about every kind of line at every line and builds a tree of dictionaries, 13 µs a line. Here the
grammar stays and the three parts that it takes from outside are ours: each line is classified once
(``_Line``), the questions of the grammar are answered from that (``_Grammar``), and its events build the
small tree below (``_TreeBuilder``). ``tests/harness/collection/test_syntax.py`` holds it to the tree and
the messages of the parser as shipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from gherkin.dialect import Dialect
from gherkin.errors import (
    AstBuilderException,
    CompositeParserException,
    NoSuchLanguageException,
    ParserException,
)
from gherkin.gherkin_line import GherkinLine
from gherkin.parser import Parser, ParserContext

_LANGUAGE = re.compile(r"#\s*language\s*:\s*([a-zA-Z\-_]+)\s*$")
_BY_FIRST = {"#": "Comment", "@": "TagLine", "|": "TableRow"}
_TEXT_MARKS = ('"""', "```")
# Around a cell: every space of Unicode but the line feed, which a cell can only have by its escape.
_BLANKS = (
    "\t\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)


class Tag(NamedTuple):
    """A tag without its ``@``, and the line it stands on."""

    name: str
    line: int


class Comment(NamedTuple):
    """A comment with its ``#``, stripped, and the line it stands on."""

    line: int
    text: str


@dataclass(slots=True)
class StepNode:
    """One step as written.

    Attributes:
        keyword: Without the space after it.
        kind: ``given``, ``when`` or ``then`` where the keyword says so, ``and`` for And and But, ``*``
            where the keyword stands for all of them.
        last_line: Last line of the step's table or text block; ``line`` where it has neither.
    """

    keyword: str
    kind: str
    text: str
    line: int
    last_line: int
    docstring: str | None = None
    table: list[tuple[str, ...]] | None = None


@dataclass(slots=True)
class Row:
    """One row of a table, cells stripped and unescaped."""

    line: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class ExamplesNode:
    """One Examples block; ``header`` is None where it has no table."""

    name: str
    line: int
    tags: list[Tag]
    header: Row | None = None
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class BlockNode:
    """A Background: its steps."""

    line: int
    steps: list[StepNode] = field(default_factory=list)


@dataclass(slots=True)
class RuleNode:
    """A Rule and what it gives its scenarios."""

    name: str
    line: int
    keyword: str
    tags: list[Tag]
    description: list[str] = field(default_factory=list)
    background: BlockNode | None = None


@dataclass(slots=True)
class ScenarioNode:
    """A scenario or an outline as written; ``outline`` tells which keyword it carries."""

    keyword: str
    outline: bool
    name: str
    line: int
    tags: list[Tag]
    rule: RuleNode | None
    description: list[str] = field(default_factory=list)
    steps: list[StepNode] = field(default_factory=list)
    examples: list[ExamplesNode] = field(default_factory=list)


@dataclass(slots=True)
class FeatureNode:
    """A whole file. ``line`` is 0 where the file has no Feature."""

    language: str = "en"
    keyword: str = ""
    name: str = ""
    line: int = 0
    tags: list[Tag] = field(default_factory=list)
    description: list[str] = field(default_factory=list)
    background: BlockNode | None = None
    rules: list[RuleNode] = field(default_factory=list)
    scenarios: list[ScenarioNode] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


class SyntaxFault(NamedTuple):
    """What gherkin says about a line it cannot place."""

    line: int
    message: str


class FeatureSyntaxError(ValueError):
    """The file is not Gherkin; ``faults`` are gherkin's own words, line by line (at most 11)."""

    def __init__(self, faults: list[SyntaxFault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"line {fault.line}: {fault.message}" for fault in faults))

    @classmethod
    def of_line(cls, line: int, message: str) -> FeatureSyntaxError:
        """One fault."""
        return cls([SyntaxFault(line, message)])


class _Keywords:
    """The keywords of one language, ready for one look at a line."""

    def __init__(self, language: str) -> None:
        dialect = Dialect.for_name(language)
        if dialect is None:
            raise KeyError(language)
        self.language = language
        kinds: dict[str, set[str]] = {}
        for kind, words in (
            ("given", dialect.given_keywords),
            ("when", dialect.when_keywords),
            ("then", dialect.then_keywords),
            ("and", dialect.and_keywords + dialect.but_keywords),
        ):
            for word in words:
                kinds.setdefault(word, set()).add(kind)
        self.step_kind = {word: next(iter(kind)) if len(kind) == 1 else "*" for word, kind in kinds.items()}
        self.step = _alternatives(kinds, "")
        titles: dict[str, set[str]] = {}
        for kind, words in (
            ("FeatureLine", dialect.feature_keywords),
            ("RuleLine", dialect.rule_keywords),
            ("BackgroundLine", dialect.background_keywords),
            ("ScenarioLine", dialect.scenario_keywords + dialect.scenario_outline_keywords),
            ("ExamplesLine", dialect.examples_keywords),
        ):
            for word in words:
                titles.setdefault(word, set()).add(kind)
        self.title_kinds = {word: frozenset(kind) for word, kind in titles.items()}
        self.title = _alternatives(titles, ":")
        self.outlines = frozenset(dialect.scenario_outline_keywords) - frozenset(dialect.scenario_keywords)


def _alternatives(words: dict[str, set[str]], after: str) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest_first))}){after}")


class _Line:
    """A line of the file as the grammar asks for it; stands for gherkin's Token and its GherkinLine."""

    __slots__ = ("kind", "matched", "number", "step", "stripped", "tags", "text", "title", "titles")

    def __init__(self, text: str, number: int, keywords: _Keywords) -> None:
        self.text = text
        self.number = number
        self.matched = self.step = self.title = ""
        self.titles: frozenset[str] = _NO_TITLES
        self.stripped = stripped = text.lstrip()
        if not stripped:
            self.kind = "Empty"
            return
        kind = _BY_FIRST.get(stripped[0])
        if kind is not None:
            self.kind = kind
            if kind == "TagLine":
                self.tags: list[Tag] | None = None
            return
        step = keywords.step.match(stripped)
        if step:
            self.kind = "StepLine"
            self.step = step[1]
        elif stripped.startswith(_TEXT_MARKS):
            self.kind = "DocStringSeparator"
            return
        else:
            self.kind = "Other"
        if ":" in stripped:
            title = keywords.title.match(stripped)
            if title:
                self.title = title[1]
                self.titles = keywords.title_kinds[title[1]]

    @property
    def line(self) -> _Line:
        """The token's GherkinLine, which gherkin's errors ask for its ``indent``."""
        return self

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.stripped)

    @property
    def location(self) -> dict[str, int]:
        return {"line": self.number, "column": self.indent + 1}

    def eof(self) -> bool:
        return self.kind == "EOF"

    def token_value(self) -> str:
        return "EOF" if self.kind == "EOF" else self.stripped


_NO_TITLES: frozenset[str] = frozenset()


class _Lines:
    """Hands out the lines; stands for gherkin's TokenScanner and, to its parser, for the TokenMatcher.

    Attributes:
        keywords: Of the language in force; a ``# language:`` line changes it.
    """

    def __init__(self, source: str) -> None:
        self._texts = source.split("\n")
        if not self._texts[-1]:
            self._texts.pop()  # what follows the end of the last line is no line
        self._read = 0
        self.keywords = _keywords_of("en")

    def read(self) -> _Line:
        self._read = number = self._read + 1
        if number <= len(self._texts):
            return _Line(self._texts[number - 1], number, self.keywords)
        end = _Line("", number, self.keywords)
        end.kind = "EOF"
        return end

    def reset(self) -> None:
        """What the parser asks of its matcher before the first line."""


@cache
def _keywords_of(language: str) -> _Keywords:
    return _Keywords(language)


class _TreeBuilder:
    """Builds the tree from what the grammar has recognised; stands for gherkin's AstBuilder."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.feature = FeatureNode()
        self._tags: list[Tag] = []
        self._rule: RuleNode | None = None
        self._steps: list[StepNode] = []
        self._scenario: ScenarioNode | None = None
        self._description: list[str] = []
        self._table: list[Row] = []
        self._text: list[str] | None = None
        self._text_mark = ""
        self._text_indent = 0

    def get_result(self) -> FeatureNode:
        return self.feature

    def start_rule(self, rule: str) -> None:
        if rule in ("DataTable", "ExamplesTable"):
            self._table = []
        elif rule == "DocString":
            self._text = []

    def end_rule(self, rule: str) -> None:
        if rule == "DataTable":
            self._check_cells()
            step = self._last_step()
            step.table = [row.cells for row in self._table]
            step.last_line = self._table[-1].line
        elif rule == "ExamplesTable":
            self._check_cells()
            assert self._scenario is not None
            examples = self._scenario.examples[-1]
            examples.header, *examples.rows = self._table
        elif rule == "DocString":
            self._last_step().docstring = "\n".join(self._text or ())
            self._text = None
        elif rule == "Description":
            while self._description and not self._description[-1]:
                self._description.pop()

    def build(self, token: _Line, keywords: _Keywords) -> None:
        matched = token.matched
        if matched == "StepLine":
            text = token.stripped[len(token.step) :].strip()
            line = token.number
            self._steps.append(
                StepNode(token.step.rstrip(), keywords.step_kind[token.step], text, line, line)
            )
        elif matched == "Empty":
            pass
        elif matched == "Comment":
            self.feature.comments.append(Comment(token.number, token.stripped.rstrip()))
        elif matched == "TagLine":
            self._tags += token.tags or ()
        elif matched == "TableRow":
            self._table.append(Row(token.number, _cells(token.stripped)))
        elif matched == "Other":
            self._add_text(token)
        elif matched == "DocStringSeparator":
            self._last_step().last_line = token.number
            self._text_indent = token.indent
        elif matched != "EOF" and matched != "Language":
            self._add_title(token, matched, keywords)

    def _add_title(self, token: _Line, matched: str, keywords: _Keywords) -> None:
        name = token.stripped[len(token.title) + 1 :].strip()
        line, tags, self._tags = token.number, self._tags, []
        feature = self.feature
        self._description = []
        if matched == "ScenarioLine":
            outline = token.title in keywords.outlines
            scenario = ScenarioNode(token.title, outline, name, line, tags, self._rule, self._description)
            self._scenario = scenario
            self._steps = scenario.steps
            feature.scenarios.append(scenario)
        elif matched == "ExamplesLine":
            assert self._scenario is not None
            self._scenario.examples.append(ExamplesNode(name, line, tags))
        elif matched == "BackgroundLine":
            background = BlockNode(line)
            self._steps = background.steps
            if self._rule is None:
                feature.background = background
            else:
                self._rule.background = background
        elif matched == "RuleLine":
            self._rule = RuleNode(name, line, token.title, tags, self._description)
            feature.rules.append(self._rule)
        else:
            feature.language, feature.keyword = keywords.language, token.title
            feature.name, feature.line, feature.tags = name, line, tags
            feature.description = self._description

    def _add_text(self, token: _Line) -> None:
        text = token.text.rstrip("\r")
        if self._text is None:
            self._description.append(text)
            return
        text = text[self._text_indent :] if token.indent >= self._text_indent else token.stripped.rstrip("\r")
        escaped = '\\"\\"\\"' if self._text_mark == '"""' else "\\`\\`\\`"
        self._text.append(text.replace(escaped, self._text_mark))

    def is_text_mark(self, token: _Line) -> bool:
        """Whether the line opens a text block or closes the one that is open."""
        if not self._text_mark:
            if token.kind != "DocStringSeparator":
                return False
            self._text_mark = token.stripped[:3]
            return True
        if not token.stripped.startswith(self._text_mark):
            return False
        self._text_mark = ""
        return True

    def _last_step(self) -> StepNode:
        return self._steps[-1]

    def _check_cells(self) -> None:
        for row in self._table:
            if len(row.cells) != len(self._table[0].cells):
                raise AstBuilderException(
                    "inconsistent cell count within the table", {"line": row.line, "column": 0}
                )


def _cells(row: str) -> tuple[str, ...]:
    row = row.strip()
    cells = row.split("|")[1:-1]
    if "\\" in row:
        cells = [cell for cell, _ in GherkinLine.split_table_cells(row)]
    return tuple([cell.strip(_BLANKS) for cell in cells])


# Its signatures name gherkin's own token, scanner and matcher, for which ours stand.
_OfficialGrammar: Any = Parser


class _Grammar(_OfficialGrammar):  # type: ignore[misc]
    """The official grammar, asking ``_Line`` instead of a matcher, and telling ``_TreeBuilder``."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        self._builder = _TreeBuilder()
        super().__init__(self._builder)
        # Parser.match_token makes this table anew for every line.
        self._states = {
            int(name.removeprefix("match_token_at_")): getattr(self, name)
            for name in dir(Parser)
            if name.startswith("match_token_at_")
        }

    def match_token(self, state: int, token: _Line, context: ParserContext) -> int:
        next_state: int = self._states[state](token, context)
        return next_state

    def start_rule(self, context: ParserContext, rule_type: str) -> None:
        self._builder.start_rule(rule_type)

    def end_rule(self, context: ParserContext, rule_type: str) -> None:
        try:
            self._builder.end_rule(rule_type)
        except ParserException as error:
            self.add_error(context, error)

    def build(self, context: ParserContext, token: _Line) -> None:
        self._builder.build(token, self._lines.keywords)

    def match_EOF(self, context: ParserContext, token: _Line) -> bool:
        if token.kind == "EOF":
            token.matched = "EOF"
            return True
        return False

    def match_Empty(self, context: ParserContext, token: _Line) -> bool:
        if token.kind == "Empty":
            token.matched = "Empty"
            return True
        return False

    def match_Comment(self, context: ParserContext, token: _Line) -> bool:
        if token.kind == "Comment":
            token.matched = "Comment"
            return True
        return False

    def match_TableRow(self, context: ParserContext, token: _Line) -> bool:
        if token.kind == "TableRow":
            token.matched = "TableRow"
            return True
        return False

    def match_StepLine(self, context: ParserContext, token: _Line) -> bool:
        if token.kind == "StepLine":
            token.matched = "StepLine"
            return True
        return False

    def match_FeatureLine(self, context: ParserContext, token: _Line) -> bool:
        if "FeatureLine" in token.titles:
            token.matched = "FeatureLine"
            return True
        return False

    def match_RuleLine(self, context: ParserContext, token: _Line) -> bool:
        if "RuleLine" in token.titles:
            token.matched = "RuleLine"
            return True
        return False

    def match_BackgroundLine(self, context: ParserContext, token: _Line) -> bool:
        if "BackgroundLine" in token.titles:
            token.matched = "BackgroundLine"
            return True
        return False

    def match_ScenarioLine(self, context: ParserContext, token: _Line) -> bool:
        if "ScenarioLine" in token.titles:
            token.matched = "ScenarioLine"
            return True
        return False

    def match_ExamplesLine(self, context: ParserContext, token: _Line) -> bool:
        if "ExamplesLine" in token.titles:
            token.matched = "ExamplesLine"
            return True
        return False

    def match_DocStringSeparator(self, context: ParserContext, token: _Line) -> bool:
        if self._builder.is_text_mark(token):
            token.matched = "DocStringSeparator"
            return True
        return False

    def match_Other(self, context: ParserContext, token: _Line) -> bool:
        if token.kind != "EOF":
            token.matched = "Other"
            return True
        return False

    def match_TagLine(self, context: ParserContext, token: _Line) -> bool:
        if token.kind != "TagLine":
            return False
        if token.tags is None:
            try:
                items = GherkinLine(token.text, token.number).tags
            except ParserException as error:
                self.add_error(context, error)
                return False
            token.tags = [Tag(item["text"][1:], token.number) for item in items]
        token.matched = "TagLine"
        return True

    def match_Language(self, context: ParserContext, token: _Line) -> bool:
        language = _LANGUAGE.match(token.stripped)
        if not language:
            return False
        try:
            self._lines.keywords = _keywords_of(language[1])
        except KeyError:
            self.add_error(
                context,
                NoSuchLanguageException(language[1], {"line": token.number, "column": token.indent + 1}),
            )
            return False
        token.matched = "Language"
        return True


def parse_feature(source: str) -> FeatureNode:
    """The tree of a feature file's text.

    Raises: FeatureSyntaxError, where gherkin finds lines that it cannot place.
    """
    lines = _Lines(source)
    try:
        tree: FeatureNode = _Grammar(lines).parse(lines, lines)
    except CompositeParserException as error:
        raise FeatureSyntaxError([_fault(each) for each in error.errors]) from None
    return tree


def _fault(error: ParserException) -> SyntaxFault:
    _, _, message = str(error).partition("): ")  # "(line:column): message"
    return SyntaxFault(error.location["line"], message)
