"""What an operator sees of a rule: its kind, and each time that it is asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from reference_system.context import context
from reference_system.deviations import Rule


class Kind(StrEnum):
    """What a rule is about."""

    CHECK = "what a person gave is judged"
    PREDICATE = "yes or no"
    COUNT = "a whole number"
    DURATION = "a duration"
    MOMENT = "a moment"
    TEXT = "a text"
    LIST = "several things"
    STATE = "the state of a login"
    ACTION = "something that is done"
    OTHER = "anything else"


_BY_ANSWER = {
    "bool": Kind.PREDICATE,
    "int": Kind.COUNT,
    "timedelta": Kind.DURATION,
    "datetime": Kind.MOMENT,
    "str": Kind.TEXT,
    "LoginState": Kind.STATE,
    "None": Kind.ACTION,
}


def kind_of(rule: Rule[..., Any]) -> Kind:
    """The kind of a rule, by its signature.

    A check takes what a person ``typed``, or an ``Answer``, and says whether or what it is good for.
    """
    annotations = {name: _in_words(one) for name, one in rule.original.__annotations__.items()}
    first, answer = next(iter(annotations)), annotations["return"]
    judges = answer == "bool" or answer.endswith("| None")
    if judges and (first == "typed" or annotations[first] == "Answer"):
        return Kind.CHECK
    return Kind.LIST if answer.startswith("list[") else _BY_ANSWER.get(answer, Kind.OTHER)


def _in_words(annotation: object) -> str:
    """An annotation as it is written; it is an object where its module does not postpone its evaluation."""
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


class Clock(Protocol):
    """The lab's clock."""

    def now(self) -> datetime: ...

    def at(self, moment: datetime, action: Callable[[], object]) -> None: ...


class _MachineTime:
    """For a process without the lab's clock: nothing can be put off in it, and nobody is woken."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def at(self, moment: datetime, action: Callable[[], object]) -> None: ...


clock: Clock = _MachineTime()


def keep_time_by(kept: Clock) -> None:
    """Breaches that come late, or after a while, go by this clock from now on."""
    global clock
    clock = kept


def wake_in(seconds: float) -> None:
    """Have whoever waits look again then."""
    clock.at(clock.now() + timedelta(seconds=seconds), lambda: None)


@dataclass(slots=True)
class Call:
    """A rule is asked, while an operator deviation of it is in force.

    Attributes:
        past: What the deviation has noticed so far, by whatever it chooses.
    """

    rule: Rule[..., Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    past: dict[Hashable, Any]

    def right(self) -> Any:
        """What the rule demands."""
        return self.rule.original(*self.args, **self.kwargs)

    @property
    def offered(self) -> str:
        """What a person gave, where that is judged."""
        first = self.args[0]
        return first if isinstance(first, str) else str(first.offered)

    def right_for(self, offered: str) -> Any:
        """What the rule demands had the person given this."""
        first, *others = self.args
        if is_dataclass(first) and not isinstance(first, type):
            return self.rule.original(replace(first, **{"offered": offered}), *others, **self.kwargs)
        return self.rule.original(offered, *others, **self.kwargs)

    @property
    def subject(self) -> Hashable:
        """What the call is about: the same for later calls about the same."""
        return context().username, tuple(map(_identity, self.args))


def _identity(value: object) -> Hashable:
    for name in ("login_id", "factor_id", "token", "username"):
        if isinstance(known := getattr(value, name, None), str):
            return known
    return value if isinstance(value, str | int | timedelta) else id(value)
