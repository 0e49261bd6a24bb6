"""Names of operator deviations: which there are, and what one of them makes of its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from reference_system import deviations
from reference_system.deviations import Deviation, Rule
from reference_system.operators.breaches import Breach, breach, names, timed_names
from reference_system.operators.call import Call, Kind, kind_of
from reference_system.operators.conditions import AFTER, PHONES, SURFACES, TIMES, Condition, condition

OF_LOGINS = ("reference_system.authority", "reference_system.login_rules")
"""Where rules are that hold at every login surface."""
OF_PHONES = ("reference_system.phones.", "reference_system.authority.factors.ib_key")
"""Where rules are that hold on every phone."""

ASKED_AGAIN = (Kind.CHECK, Kind.PREDICATE, Kind.LIST, Kind.ACTION)
"""Kinds of rule for which it matters how often they were asked before."""
LOOKED_AT = (Kind.STATE, Kind.PREDICATE)
"""Kinds of rule that are asked again and again about the same."""

LEFT_OUT: Mapping[str, str] = {
    "*.on-*-button~*": "its answers name what a page does; they are no texts that anybody reads",
    "*.on-malformed-username~*": "as above",
    "*.after-*~*": "as above",
    "*.page-after-login~*": "as above",
    "*.new-challenge~*-off*": "one random number is as good as another",
}
"""Patterns of names that make no sense, and why."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A rule, what goes wrong with it, and where and when."""

    name: str
    rule: Rule[..., Any]
    breach: Breach
    conditions: tuple[Condition, ...]

    def described(self) -> Deviation:
        """As a deviation that does nothing yet."""
        says = ", ".join([self.breach.says, *(one.says for one in self.conditions)])
        return Deviation(self.name, self.rule.clauses, f"{_stated(self.rule)} - But: {says}")

    def made(self) -> Deviation:
        """The deviation."""
        deviation = self.described()

        @deviation.replaces(self.rule)
        def _(*args: Any, **kwargs: Any) -> Any:
            call = Call(self.rule, args, kwargs, deviation.past)
            holds = [one.holds(call) for one in self.conditions]  # each has to notice the call
            committed = all(holds)
            return self.breach.answer(call) if committed else call.right()

        return deviation


def operator(name: str) -> Operator | None:
    """The operator of that name; None where the name has no sense."""
    rule_name, *parts = name.split("~")
    rule = deviations.rules().get(rule_name)
    if rule is None or not parts:
        return None
    wrong, *when = breach(kind_of(rule), parts[0]), *map(condition, parts[1:])
    if wrong is None or None in when:
        return None
    return Operator(name, rule, wrong, tuple(one for one in when if one is not None))


def make(name: str) -> Deviation | None:
    """The operator deviation of that name; None where the name has no sense."""
    known = operator(name)
    return None if known is None else known.made()


def all_operators() -> Iterator[Operator]:
    """The operators that make sense, rule by rule."""
    for rule_name, rule in sorted(deviations.rules().items()):
        if rule.clauses:
            listed = (name for name in _names(rule_name, rule) if why_left_out(name) is None)
            yield from filter(None, map(operator, listed))


def why_left_out(name: str) -> str | None:
    """Why the operator of that name makes no sense; None: it does."""
    return next((why for pattern, why in LEFT_OUT.items() if fnmatch(name, pattern)), None)


def _names(rule_name: str, rule: Rule[..., Any]) -> Iterator[str]:
    kind, module = kind_of(rule), rule.original.__module__
    where = [*(SURFACES if module.startswith(OF_LOGINS) else ())]
    where += PHONES if module.startswith(OF_PHONES) else ()
    times = [*(TIMES if kind in ASKED_AGAIN else ()), *(AFTER if kind in LOOKED_AT else ())]
    for breaches, conditions in ((names(kind), [*where, *times]), (timed_names(kind), where)):
        for wrong in breaches:
            yield f"{rule_name}~{wrong}"
            yield from (f"{rule_name}~{wrong}~{one}" for one in conditions)


def _stated(rule: Rule[..., Any]) -> str:
    return (rule.original.__doc__ or rule.name).splitlines()[0]


deviations.made_by(make)
