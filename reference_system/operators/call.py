"""What an operator sees of a rule: its kind, and each time that it is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, Protocol, get_args, get_origin

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
    PLACES = "several places"
    STATE = "the state of a login"
    CHOICE = "one of a few"
    OPTIONAL = "something, or nothing"
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
    "list[str]": Kind.PLACES,
}
_SEVERAL = ("list[", "tuple[", "Sequence[")


def kind_of(rule: Rule[..., Any]) -> Kind:
    """The kind of a rule, by its signature.

    A check takes what a person ``typed``, or an ``Answer``, and says whether or what it is good for.
    """
    annotations = {name: _in_words(one) for name, one in rule.original.__annotations__.items()}
    first, answer = next(iter(annotations)), annotations["return"]
    judges = answer == "bool" or answer.endswith("| None")
    if judges and (first == "typed" or annotations[first] == "Answer"):
        return Kind.CHECK
    if answer in _BY_ANSWER:
        return _BY_ANSWER[answer]
    if answer.startswith(_SEVERAL):
        return Kind.LIST
    if answer.endswith("| None"):
        return Kind.OPTIONAL
    return Kind.CHOICE if choices(rule) else Kind.OTHER


def choices(rule: Rule[..., Any]) -> Mapping[str, Any]:
    """What a rule may answer, by name, where its signature lists it: ``Literal`` or enumeration."""
    answer: Any = rule.original.__annotations__["return"]
    if isinstance(answer, str):
        answer = answer if "[" in answer else rule.original.__globals__.get(answer)
    if isinstance(answer, str) and answer.startswith("Literal["):
        return {one: one for one in re.findall("[\"']([^\"']+)[\"']", answer)}
    if get_origin(answer) is Literal:
        return {one: one for one in get_args(answer)}
    if isinstance(answer, type) and issubclass(answer, StrEnum):
        return {one.value: one for one in answer}
    return {}


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


Proof = Callable[[str], str]
"""With what a phone, ``android`` or ``iphone``, proves its holder just now."""

proof_of: Proof = lambda _: ""  # noqa: E731 - for a process without phones


def know_proofs_by(known: Proof) -> None:
    """Breaches with one proof only ask this for it from now on."""
    global proof_of
    proof_of = known


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
