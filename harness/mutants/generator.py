"""The mutants of a module: each of mutmut's operators at each place that can change what is served."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from harness.mutants.exclusions import Place, why_excluded
from harness.mutants.operators import OPERATORS, MetadataWrapper, PositionProvider, cst


@dataclass(frozen=True)
class Mutant:
    """One change of one place.

    Attributes:
        name: Module, function, operator and a mark of the line and the change: other lines may come and go.
        line: Number of the first line that it changes.
        was, becomes: The changed lines before and after, without indentation.
        source: The whole module with the change.
    """

    name: str
    module: str
    line: int
    was: str
    becomes: str
    source: str


@dataclass(frozen=True)
class Candidate:
    """A mutant whose source is made only when it is wanted: that takes as long as finding twenty.

    Attributes:
        statement: The lines of the statement that it changes.
        known_as: Of what is made when the module is imported: the names, or the key of the table's entry, by
            which other code speaks of it.
        excluded: Why it cannot be noticed; empty: it may be.
    """

    name: str
    module: str
    line: int
    statement: range
    known_as: tuple[str, ...]
    excluded: str
    _make: Callable[[], str]
    _before: str

    def make(self) -> Mutant:
        """The mutant itself."""
        after = self._make()
        was, becomes = _changed(self._before, after)
        return Mutant(self.name, self.module, self.line, was, becomes, after)


def candidates(module: str, source: str, departures: Collection[int], documented: str) -> list[Candidate]:
    """All mutants of ``source``, those that can change nothing with the reason.

    Args:
        module: Such as ``authority.lock``.
        departures: Lines that only deviations and variations use.
        documented: What the articles say, as the clauses tell it.
    """
    visitor = _Visitor(module, source, departures, documented)
    visitor.wrapper.visit(visitor)
    return visitor.found


class _Visitor(cst.CSTVisitor):  # type: ignore[misc]  # installed later than mypy looks
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, module: str, source: str, departures: Collection[int], documented: str) -> None:
        super().__init__()
        self.wrapper = MetadataWrapper(cst.parse_module(source))
        self.found: list[Candidate] = []
        self._module, self._source = module, source
        self._lines = source.split("\n")
        self._departures, self._documented = departures, documented
        self._within: list[Any] = []
        self._seen: Counter[str] = Counter()

    def on_visit(self, node: Any) -> bool:
        if isinstance(node, cst.Annotation | cst.Decorator | cst.ImportFrom | cst.Import):
            return False
        self._within.append(node)
        for kind, operator in OPERATORS:
            if isinstance(node, kind):
                for mutated in operator(node):
                    self._add(node, mutated, operator.__name__.removeprefix("operator_"))
        return True

    def on_leave(self, original_node: Any) -> None:
        if self._within and self._within[-1] is original_node:
            self._within.pop()

    def _add(self, node: Any, mutated: Any, operator: str) -> None:
        code = self.wrapper.module.code_for_node
        position = self.get_metadata(PositionProvider, self._positioned(node), None)
        line = 1 if position is None else position.start.line
        before, after = code(node), code(mutated)
        function = ".".join(self._enclosing()) or "(module)"
        key = "\0".join((function, operator, self._lines[line - 1].strip(), before, after))
        self._seen[key] += 1
        mark = hashlib.sha256(f"{key}\0{self._seen[key]}".encode()).hexdigest()[:8]
        place = Place(
            self._module, function, operator, line in self._departures, tuple(self._within), before, mutated
        )
        module = self.wrapper.module
        self.found.append(
            Candidate(
                f"{self._module}.{function}:{operator}:{mark}",
                self._module,
                line,
                self._statement(),
                self._known_as(),
                why_excluded(place, self._documented),
                lambda: module.deep_replace(node, mutated).code,
                self._source,
            )
        )

    def _statement(self) -> range:
        statements = (cst.SimpleStatementLine, cst.BaseCompoundStatement)
        innermost = next((one for one in reversed(self._within) if isinstance(one, statements)), None)
        if innermost is None:
            return range(1, 2)
        position = self.get_metadata(PositionProvider, innermost)
        return range(position.start.line, position.end.line + 1)

    def _known_as(self) -> tuple[str, ...]:
        if any(isinstance(one, cst.FunctionDef) for one in self._within):
            return ()
        for one in reversed(self._within):
            if isinstance(one, cst.DictElement) and isinstance(one.key, cst.SimpleString):
                return (one.key.value.strip("\"'"),)
            if isinstance(one, cst.Assign):
                targets = (self.wrapper.module.code_for_node(target.target) for target in one.targets)
                return tuple(name.strip() for target in targets for name in target.split(","))
            if isinstance(one, cst.AnnAssign):
                return (self.wrapper.module.code_for_node(one.target),)
        return ()

    def _positioned(self, node: Any) -> Any:
        """``node``, or what it is in: an operator has no position of its own."""
        for one in (node, *reversed(self._within)):
            if self.get_metadata(PositionProvider, one, None) is not None:
                return one
        return node

    def _enclosing(self) -> Iterator[str]:
        for one in self._within:
            if isinstance(one, cst.FunctionDef | cst.ClassDef):
                yield one.name.value


def _changed(before: str, after: str) -> tuple[str, str]:
    """The lines that differ, joined; nothing else of the module."""
    old, new = before.split("\n"), after.split("\n")
    start = next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return _joined(old[start : len(old) - end]), _joined(new[start : len(new) - end])


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)
