"""mutmut's operators, also in decorated functions; names that outlive other changes; what is left out."""

from __future__ import annotations

from textwrap import dedent

import pytest

from harness.mutants.generator import Candidate, candidates

DOCUMENTED = 'The user taps "Authenticate".'


def mutants(
    source: str, module: str = "authority.lock", departures: frozenset[int] = frozenset()
) -> list[Candidate]:
    return candidates(module, dedent(source), departures, DOCUMENTED)


def changes(found: list[Candidate]) -> set[str]:
    return {one.make().becomes for one in found if not one.excluded}


def excluded(found: list[Candidate]) -> dict[str, str]:
    return {one.make().becomes: one.excluded for one in found if one.excluded}


def test_rules_are_mutated() -> None:
    assert changes(mutants("@rule\ndef failures_to_lock() -> int:\n    return 10\n")) == {"return 11"}


def test_one_change_and_the_rest_as_it_was() -> None:
    source = "A = 1\n\n\ndef f(x):\n    # why\n    return x < 3\n"
    (mutant,) = [one.make() for one in mutants(source) if ":swap_op:" in one.name]
    assert mutant.source == source.replace("<", "<=")
    assert (mutant.was, mutant.becomes, mutant.line) == ("return x < 3", "return x <= 3", 6)
    assert mutant.name.startswith("authority.lock.f:swap_op:")


def test_names_outlive_changes_elsewhere() -> None:
    function = "def f(x):\n    return x < 3\n"
    before = {one.name for one in mutants(function)}
    after = {one.name for one in mutants(f"import os\n\nB = 2\n\n\n{function}")}
    assert before <= after
    assert {one.name for one in mutants(function.replace("3", "4"))}.isdisjoint(before)


def test_equal_changes_of_one_line_have_names_of_their_own() -> None:
    found = mutants("def f(x):\n    return 1 + x + 1\n")
    assert len({one.name for one in found}) == len(found)


@pytest.mark.parametrize(
    ("source", "module", "left_out", "why"),
    [
        ('def f(): journal.record("a", 1)', "authority.users", "def f(): journal.record(None, 1)", "journal"),
        ('def f(): raise Refused("no")', "authority.users", 'def f(): raise Refused("XXnoXX")', "error"),
        ('def f():\n    "Why"\n    return x < 1', "authority.users", '"XXWhyXX"', "docstring"),
        ("def f(): happenings.tell(LoginBegun(x))", "authority.users", None, "departures hear"),
        ("class P:\n    activity = A(1)", "phones.apps.ibkr.start", "activity = None", "names a screen"),
        ('x = kit.label(a, "note")', "phones.apps.ibkr.start", "x = kit.label(a, )", "laid out"),
        ("x = kit.row(a, gap=3)", "phones.apps.ibkr.start", "x = kit.row(a, gap=4)", "laid out"),
        ('T = {"a": ("Close", "x")}', "phones.apps.ibkr.words", 'T = {"a": ("CLOSE", "x")}', "words"),
        ('x = "two words"', "authority.users", 'x = "TWO WORDS"', "words"),
    ],
)
def test_left_out(source: str, module: str, left_out: str | None, why: str) -> None:
    found = excluded(mutants(source, module))
    told = found.values() if left_out is None else [found[left_out]]
    assert any(why in reason for reason in told)


@pytest.mark.parametrize(
    ("source", "module", "kept"),
    [
        ("x = kit.label(a, b)", "phones.apps.ibkr.start", "x = kit.label(None, b)"),
        ("x = kit.button(a, act, b)", "phones.apps.ibkr.start", "x = kit.button(a, None, b)"),
        ('T = {"a": ("Authenticate", "x")}', "phones.apps.ibkr.words", 'T = {"a": ("authenticate", "x")}'),
        ('T = {"a": ("Close", "x")}', "phones.apps.ibkr.words", 'T = {"A": ("Close", "x")}'),
        ("def f(): happenings.tell(NotificationSent(push.send(1)))", "authority.users", None),
        ("def f(): happenings.tell(LoginChanged(x))", "authority.users", None),
        ("x: int = 1", "authority.users", "x: int = 2"),
    ],
)
def test_kept(source: str, module: str, kept: str | None) -> None:
    found = changes(mutants(source, module))
    assert found if kept is None else kept in found


def test_what_departures_use_is_left_out() -> None:
    found = mutants("A = 1\nB = 1\n", departures=frozenset({2}))
    assert {one.line for one in found if one.excluded} == {2}


def test_annotations_imports_and_decorators_are_none() -> None:
    assert mutants('from a import b\n\n\n@d(1)\ndef f(x: "C") -> "D": pass\n') == []


@pytest.mark.parametrize(
    ("source", "known_as"),
    [
        ("A, B = 1, b()\n", {("A", "B")}),
        ("A = B = 1\n", {("A", "B")}),
        ("class C:\n    x: int = 1\n", {("x",)}),
        ('T = {"some-key": (1, 2)}\n', {("T",), ("some-key",)}),
        ("def f(): return 1\n", {()}),
    ],
)
def test_how_other_code_speaks_of_it(source: str, known_as: set[tuple[str, ...]]) -> None:
    assert {one.known_as for one in mutants(source)} == known_as


def test_statement_of_a_mutant() -> None:
    source = "def f(x):\n    a(\n        1,\n        x,\n    )\n    b()\n"
    (number,) = [one for one in mutants(source) if ":number:" in one.name]
    assert (number.line, number.statement) == (3, range(2, 6))
