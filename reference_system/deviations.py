"""Named, deliberate departures from how the reference system usually is: breaches, and permitted variations.

A rule is one function that states one thing the articles demand. A deviation replaces it while it is switched
on, and is registered right beside the rule it breaks::

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

A deviation that needs to know more than the rule brings that along: it hears what happens
(`reference_system.happenings`) and has a memory of its own. The system it breaks does nothing for it::

    forgetful = deviation("nine-after-a-call", clauses=["LOGIN-HELP-LCK01"], breaks="...")

    @forgetful.hears(CallTaken)
    def _(call: CallTaken, _means: Means) -> None:
        forgetful.memory.add(call.username)

    @forgetful.replaces(failures_to_lock)
    def _() -> int:
        return 9 if context().username in forgetful.memory else 10

A variation is registered the same way. It breaks nothing: a system that is so is as correct as ours, and no
scenario may turn red::

    @failures_message.variation(
        "lock-is-told-in-other-words",
        near=["LOGIN-HELP-LCK04"],
        differs="the message about the lock is worded otherwise",
        permitted="the article says that access is refused, not in which words",
    )
    def _() -> str:
        return "Please come back tomorrow."

The switches belong to the process: one reference system, one set of departures.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

P = ParamSpec("P")
Q = ParamSpec("Q")
R = TypeVar("R")
S = TypeVar("S")
H = TypeVar("H")
T = TypeVar("T")
D = TypeVar("D", bound="Departure")

Listener = Callable[[H, Any], None]
"""Hears a happening, and the place of it: what `Happenings` was given as such."""


@dataclass(eq=False)
class Departure:
    """Something that can be switched on.

    Attributes:
        clauses: Ids of the clauses that it is about.
        rule: The rule, or the kind of happening, beside which it is registered, ``module.name``.
        memory: What it has noticed since it was switched on, or since the last `forget`.
        past: The same, under names.
    """

    name: str
    clauses: tuple[str, ...]
    rule: str = field(default="", kw_only=True)
    memory: set[Any] = field(default_factory=set, repr=False, kw_only=True)
    past: dict[Hashable, Any] = field(default_factory=dict, repr=False, kw_only=True)

    def first(self, of: object, now: T) -> T:
        """``now`` as it was when this was first asked ``of`` the same thing; nothing else is remembered."""
        for known, then in self.memory:
            if known is of:
                return then  # type: ignore[no-any-return]
        self.memory.add((of, now))
        return now

    def replaces(self, replaced: Rule[P, R]) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """The decorated function takes the place of the rule ``replaced``."""
        self.rule = self.rule or f"{replaced.original.__module__}.{replaced.original.__qualname__}"

        def register(replacement: Callable[P, R]) -> Callable[P, R]:
            replaced.replacements[self.name] = replacement
            return replacement

        return register

    def hears(self, kind: type[H]) -> Callable[[Listener[H]], Listener[H]]:
        """The decorated function is called with each happening of this kind, and the place of it."""
        self.rule = self.rule or f"{kind.__module__}.{kind.__qualname__}"

        def register(listener: Listener[H]) -> Listener[H]:
            _listeners[kind].append((self.name, listener))
            return listener

        return register


@dataclass(eq=False)
class Deviation(Departure):
    """A breach of ``clauses``; ``breaks`` says in words what it does."""

    breaks: str


@dataclass(eq=False)
class Variation(Departure):
    """Another way to be correct, near ``clauses``.

    Attributes:
        differs: What is otherwise, in words.
        permitted: Why the articles permit it.
    """

    differs: str
    permitted: str


class UnknownDeviation(ValueError):
    """A deviation or variation was asked for by a name that nobody registered."""

    def __init__(self, names: Iterable[str]) -> None:
        unknown = ", ".join(sorted(names))
        super().__init__(f"unknown deviation: {unknown} (known: {', '.join(sorted(_registry))})")


Maker = Callable[[str], "Departure | None"]

_registry: dict[str, Departure] = {}
_makers: list[Maker] = []
_made: dict[str, Departure] = {}
_rules: dict[str, Rule[..., Any]] = {}
_switched_on: set[str] = set()
_listeners: defaultdict[type, list[tuple[str, Listener[Any]]]] = defaultdict(list)


class Rule(Generic[P, R]):
    """A function that deviations can replace: calls go to the replacement in force, else to the original."""

    def __init__(self, original: Callable[P, R]) -> None:
        functools.update_wrapper(self, original)
        self.original = original
        self.replacements: dict[str, Callable[P, R]] = {}
        _rules[self.name] = self

    @property
    def name(self) -> str:
        """Where it stands, such as ``authority.lock.failures-to-lock``."""
        where = f"{self.original.__module__}.{self.original.__qualname__}"
        return where.removeprefix("reference_system.").replace("_", "-").lower()

    @property
    def clauses(self) -> tuple[str, ...]:
        """Ids of the clauses that deviations of it break."""
        broken = (_registry[name] for name in self.replacements if name in _registry)
        return tuple(
            dict.fromkeys(clause for one in broken if isinstance(one, Deviation) for clause in one.clauses)
        )

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        for name, replacement in self.replacements.items():
            if name in _switched_on:
                return replacement(*args, **kwargs)
        return self.original(*args, **kwargs)

    @overload
    def __get__(self, instance: None, owner: type) -> Rule[P, R]: ...
    @overload
    def __get__(
        self: Rule[Concatenate[S, Q], R], instance: S, owner: type | None = None
    ) -> Callable[Q, R]: ...
    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else functools.partial(self, instance)

    def deviation(
        self, name: str, *, clauses: Sequence[str], breaks: str
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Register the decorated function as the whole of the deviation ``name``. Arguments: `deviation`."""
        return deviation(name, clauses=clauses, breaks=breaks).replaces(self)

    def variation(
        self, name: str, *, near: Sequence[str], differs: str, permitted: str
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Register the decorated function as the whole of the variation ``name``. Arguments: `variation`."""
        return variation(name, near=near, differs=differs, permitted=permitted).replaces(self)


def rule(original: Callable[P, R]) -> Rule[P, R]:
    """Make ``original`` replaceable by deviations."""
    return Rule(original)


def deviation(name: str, *, clauses: Sequence[str], breaks: str) -> Deviation:
    """A new deviation; what it replaces and hears is registered with it.

    Args:
        name: Unique in the whole reference system; lower case, hyphens.
        clauses: Ids of the clauses whose scenarios must turn red at their own step.
        breaks: The breach as one would tell it to a person.
    Raises: ValueError, when the name is taken.
    """
    return _register(Deviation(name, tuple(clauses), breaks))


def variation(name: str, *, near: Sequence[str], differs: str, permitted: str) -> Variation:
    """A new variation; what it replaces and hears is registered with it.

    Args:
        name: Unique in the whole reference system, deviations included; lower case, hyphens.
        near: Ids of the clauses whose scenarios could be misled by it.
        differs, permitted: What is otherwise, and why the articles permit it.
    Raises: ValueError, when the name is taken.
    """
    return _register(Variation(name, tuple(near), differs, permitted))


def _register(departure: D) -> D:
    if departure.name in _registry:
        raise ValueError(f"{departure.name} is registered twice")
    _registry[departure.name] = departure
    return departure


def hear(happening: object, place: object) -> None:
    """Let the departures in force hear what happened."""
    for name, listener in _listeners[type(happening)]:
        if name in _switched_on:
            listener(happening, place)


def listens(name: str) -> bool:
    """Whether the departure of that name hears anything."""
    return any(name == listener for of_kind in _listeners.values() for listener, _ in of_kind)


def registered() -> list[Deviation]:
    """All deviations of the modules imported so far, by name."""
    return [one for one in _by_name() if isinstance(one, Deviation)]


def variations() -> list[Variation]:
    """All variations of the modules imported so far, by name."""
    return [one for one in _by_name() if isinstance(one, Variation)]


def rules() -> Mapping[str, Rule[..., Any]]:
    """All rules of the modules imported so far, by name."""
    return _rules


def made_by(maker: Maker) -> None:
    """Have ``maker`` make departures whose names nobody registered; None: it does not know the name."""
    _makers.append(maker)


def known(names: Iterable[str]) -> frozenset[str]:
    """Those of the names that can be switched on."""
    return frozenset(name for name in names if _departure(name) is not None)


def _departure(name: str) -> Departure | None:
    if name not in _registry and name not in _made:
        made = (maker(name) for maker in _makers)
        new = next((one for one in made if one is not None), None)
        if new is None:
            return None
        _made[name] = new
    return _registry.get(name) or _made[name]


def _by_name() -> list[Departure]:
    return [_registry[name] for name in sorted(_registry)]


def switched_on() -> frozenset[str]:
    """Names of the departures in force."""
    return frozenset(_switched_on)


def switch_on(names: Iterable[str]) -> None:
    """Put exactly these departures in force; an empty iterable restores what is usual.

    Raises: UnknownDeviation, and nothing changes.
    """
    wanted = set(names)
    if unknown := wanted - known(wanted):
        raise UnknownDeviation(unknown)
    forget()
    _switched_on.clear()
    _switched_on.update(wanted)


def forget() -> None:
    """Empty the memories of all departures: the system has been reset."""
    for one in (*_registry.values(), *_made.values()):
        one.memory.clear()
        one.past.clear()
