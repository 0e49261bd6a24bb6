"""Which lines of the reference system serve its deviations and variations only: mutants there mutate nothing
that is ever judged."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

_REGISTER = {"deviation", "variation", "replaces", "hears"}


def departure_lines(source: str, used_elsewhere: Iterable[str] = ()) -> set[int]:
    """Lines of the code that only departures use: their functions, and what nothing else refers to.

    Args:
        used_elsewhere: Names that other modules use.
    """
    kept = set(used_elsewhere)
    module = ast.parse(source)
    statements = list(_statements(module.body))
    helpers = {one.name for one in statements if isinstance(one, ast.FunctionDef) and _registers_inside(one)}
    theirs = [one for one in statements if _is_departure(one, helpers)]
    while True:
        everywhere, in_departures = _names(module.body), _names(theirs)
        more = [
            one
            for one in module.body
            if one not in theirs
            and (defined := _defined(one))
            and not defined & kept
            and all(0 < everywhere[name] == in_departures[name] for name in defined)
        ]
        if not more:
            return {line for one in theirs for line in range(_first_line(one), (one.end_lineno or 0) + 1)}
        theirs += more


def names_used(files: Iterable[Path]) -> dict[Path, set[str]]:
    """The names that each file takes from elsewhere: imported ones and attributes."""
    return {
        file: {name for node in ast.walk(ast.parse(file.read_bytes())) for name in _foreign(node)}
        for file in files
    }


def _foreign(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.Attribute):
        yield node.attr


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Those of a module, and those of its classes."""
    for one in body:
        yield one
        if isinstance(one, ast.ClassDef):
            yield from _statements(one.body)


def _is_departure(statement: ast.stmt, helpers: set[str]) -> bool:
    if isinstance(statement, ast.FunctionDef):
        return statement.name in helpers or any(map(_registers, statement.decorator_list))
    if isinstance(statement, ast.ClassDef):
        return False
    return any(_registers(node) or _calls(node, helpers) for node in ast.walk(statement))


def _registers(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return (isinstance(called, ast.Attribute) and called.attr in _REGISTER) or _calls(node, _REGISTER)


def _calls(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def _registers_inside(function: ast.FunctionDef) -> bool:
    return any(_registers(node) for statement in function.body for node in ast.walk(statement))


def _names(statements: Iterable[ast.stmt]) -> Counter[str]:
    """How often each name is read below the statements."""
    nodes = (node for one in statements for node in ast.walk(one))
    return Counter(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


def _defined(statement: ast.stmt) -> set[str]:
    """Names that departures may have for themselves; a rule is the system's, whoever speaks of it."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        is_rule = any(isinstance(one, ast.Name) and one.id == "rule" for one in statement.decorator_list)
        return set() if is_rule else {statement.name}
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(one.lineno for one in decorators)])
