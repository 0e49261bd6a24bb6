"""Named, deliberate breaches that the reference system can be told to commit.

A rule is one function that states one thing the articles demand. A deviation replaces exactly one rule
while it is switched on, and is registered right beside the rule it breaks::

    @rule
    def failures_to_lock() -> int:
        return 10

    @failures_to_lock.deviation(
        "locks-after-nine",
        clauses=["LOGIN-HELP-LCK01"],
        breaks="the account is locked after the ninth failure",
    )
    def _() -> int:
        return 9

The switches belong to the process: one reference system, one set of deviations.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")


@dataclass(frozen=True)
class Deviation:
    """A breach that can be switched on: its name, the clauses it breaks, and what it does, in words."""

    name: str
    clauses: tuple[str, ...]
    breaks: str
    rule: str


class UnknownDeviation(ValueError):
    """A deviation was asked for by a name that nobody registered."""

    def __init__(self, names: Iterable[str]) -> None:
        unknown = ", ".join(sorted(names))
        super().__init__(f"unknown deviation: {unknown} (known: {', '.join(sorted(_registry))})")


_registry: dict[str, Deviation] = {}
_switched_on: set[str] = set()


class Rule(Generic[P, R]):
    """A function that deviations can replace: calls go to the replacement in force, else to the original."""

    def __init__(self, original: Callable[P, R]) -> None:
        functools.update_wrapper(self, original)
        self.original = original
        self._replacements: dict[str, Callable[P, R]] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        for name, replacement in self._replacements.items():
            if name in _switched_on:
                return replacement(*args, **kwargs)
        return self.original(*args, **kwargs)

    @overload
    def __get__(self, instance: None, owner: type) -> Rule[P, R]: ...
    @overload
    def __get__(
        self: Rule[Concatenate[S, P], R], instance: S, owner: type | None = None
    ) -> Callable[P, R]: ...
    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else functools.partial(self, instance)

    def deviation(
        self, name: str, *, clauses: Sequence[str], breaks: str
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Register the decorated function as the deviation ``name`` of this rule.

        Args:
            name: Unique in the whole reference system; lower case, hyphens.
            clauses: Ids of the clauses whose scenarios must turn red at their own step.
            breaks: The breach as one would tell it to a person.
        Raises: ValueError, when the name is taken.
        """

        def register(replacement: Callable[P, R]) -> Callable[P, R]:
            if name in _registry:
                raise ValueError(f"deviation {name} is registered twice")
            where = f"{self.original.__module__}.{self.original.__qualname__}"
            _registry[name] = Deviation(name, tuple(clauses), breaks, where)
            self._replacements[name] = replacement
            return replacement

        return register


def rule(original: Callable[P, R]) -> Rule[P, R]:
    """Make ``original`` replaceable by deviations."""
    return Rule(original)


def registered() -> list[Deviation]:
    """All deviations of the modules imported so far, by name."""
    return [_registry[name] for name in sorted(_registry)]


def switched_on() -> frozenset[str]:
    """Names of the deviations in force."""
    return frozenset(_switched_on)


def switch_on(names: Iterable[str]) -> None:
    """Put exactly these deviations in force; an empty iterable restores the documented behaviour.

    Raises: UnknownDeviation, and nothing changes.
    """
    wanted = set(names)
    if unknown := wanted - _registry.keys():
        raise UnknownDeviation(unknown)
    _switched_on.clear()
    _switched_on.update(wanted)
