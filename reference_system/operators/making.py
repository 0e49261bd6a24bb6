"""Names of operator deviations: which there are, and what one of them makes of its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from inspect import signature
from typing import Any

from reference_system import deviations
from reference_system.deviations import Deviation, Rule
from reference_system.operators.breaches import Breach, breach, kind_of_breach, names, timed_names
from reference_system.operators.broken import TABLE, Broken, Nothing, entry, scope
from reference_system.operators.broken.scope import Scopes, speaks_of
from reference_system.operators.call import Call, Kind, kind_of
from reference_system.operators.conditions import (
    AFTER,
    PHONES,
    PROOFS,
    SURFACES,
    TIMES,
    Condition,
    condition,
)

OF_LOGINS = ("authority.credentials.", "authority.factors.", "authority.lock.", "login-rules.")
"""Rules that hold at every login surface."""
OF_PHONES = ("phones.", "authority.factors.ib-key.")
"""Rules that hold on every phone."""
OF_PROOFS = (
    "authority.factors.ib-key.",
    "phones.apps.ibkr.",
    "phones.model.apps.",
    "phones.model.notifications.",
)
"""Rules of a phone that has asked, or is going to ask, for a proof."""
ASKED_AGAIN = (Kind.CHECK, Kind.PREDICATE, Kind.ACTION, Kind.PLACES)
"""Kinds of rule for which it matters how often they were asked before."""
LOOKED_AT = (Kind.STATE, Kind.PREDICATE)
"""Kinds of rule that are asked again and again about the same."""

_DRAWN = "it is asked at every drawing: the n-th time is nothing that anybody could name"
_AT_ONCE = "it is asked at an act, and about nothing that lasts"
_STANDING = (
    "*.is-live *.offers-* *.is-offered *.challenge-link-is-shown *.response-box-is-* *.can-be-had *.scans "
    "*.captures-by-itself *.opens-on *.picture-* *.can-generate"
)
_ACTS = (
    "authority.support.* *.is-allowed *.opens-without-second-factor *.lets-download *.accepts "
    "*.asks-for-camera *.logging-out-ends-session *.can-generate"
)
_STILL = "portal.articles.* *.passcode-activates"


def _all(rules: str, when: str, why: str) -> Mapping[str, str]:
    return {f"{rule}~*~{when}": why for rule in rules.split()}


LEFT_OUT: Mapping[str, str] = {
    "tws.*~after-*": "TWS has no clock of its own: the same is told it by the server (state-told)",
    "*~an-earlier-*~the-first-time": "there is no earlier one the first time",
    "*~another-user-s*~the-first-time": "the first time nobody else was there before",
    **_all(_STANDING, "*-time", _DRAWN),
    **_all(_ACTS, "after-*", _AT_ONCE),
    **_all(_STILL, "*-time", "it is the same at every look"),
    **_all(_STILL, "after-*", "it is the same at every look"),
}
"""Patterns of names that make no sense, and why; what breaks no clause is left out, too (``broken``)."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A rule, what goes wrong with it, and where and when.

    Attributes:
        kind: What goes wrong, whatever rule and seconds, and whether not everywhere or not always.
    """

    name: str
    rule: Rule[..., Any]
    breach: Breach
    conditions: tuple[Condition, ...]

    @property
    def kind(self) -> str:
        return " ".join([kind_of_breach(self.name.split("~")[1]), *(one.kind for one in self.conditions)])

    def described(self) -> Deviation:
        """As a deviation that does nothing yet."""
        says = ", ".join([self.breach.says, *(one.says for one in self.conditions)])
        return Deviation(self.name, broken_by(self.name), f"{_stated(self.rule)} - But: {says}")

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
    wrong, *when = breach(rule, parts[0]), *map(condition, parts[1:])
    if wrong is None or None in when:
        return None
    return Operator(name, rule, wrong, tuple(one for one in when if one is not None))


def make(name: str) -> Deviation | None:
    """The operator deviation of that name; None where the name has no sense."""
    known = operator(name)
    return None if known is None else known.made()


def all_operators() -> Iterator[Operator]:
    """The operators that make sense and break something, rule by rule."""
    for rule_name, rule in sorted(deviations.rules().items()):
        if rule_name in TABLE:
            listed = (name for name in _names(rule_name, rule) if why_left_out(name) is None)
            yield from filter(None, map(operator, listed))


def why_left_out(name: str) -> str | None:
    """Why the operator of that name makes no sense or breaks nothing; None: it does."""
    rule_name, breach_name, *conditions_named = name.split("~")
    said = entry(rule_name, breach_name)
    if isinstance(said, Nothing):
        return said.why
    if why := next((why for pattern, why in LEFT_OUT.items() if fnmatch(name, pattern)), None):
        return why
    if not conditions_named and (twin := _twin(rule_name, breach_name)):
        return f"it is in effect the same as {twin}"
    if not broken_by(name):
        return f"no clause that it breaks speaks of what is {' and '.join(conditions_named)}"
    return None


def broken_by(name: str) -> tuple[str, ...]:
    """Ids of the clauses that the operator of that name breaks."""
    rule_name, breach_name, *conditions_named = name.split("~")
    said = entry(rule_name, breach_name)
    clauses = said.clauses if isinstance(said, Broken) else ()
    for one in conditions_named:
        clauses = tuple(clause for clause in clauses if speaks_of(clause, one, _scopes_of(one)))
    return clauses


def _twin(rule_name: str, breach_name: str) -> str | None:
    """The single deviation that answers as the breach does, of a rule that is asked about nothing."""
    rule = deviations.rules().get(rule_name)
    wrong = None if rule is None else breach(rule, breach_name)
    if rule is None or wrong is None or signature(rule.original).parameters:
        return None
    answer = wrong.answer(Call(rule, (), {}, {}))
    singles = (one.name for one in deviations.registered() if one.name in rule.replacements)
    alike = (one for one in singles if not deviations.listens(one) and rule.replacements[one]() == answer)
    return None if answer == rule.original() else next(alike, None)


def _scopes_of(named: str) -> Scopes:
    """The table that says which clauses speak of the condition; an empty one where all do."""
    known = ((SURFACES, scope.SURFACES), (PHONES, scope.PHONES), (PROOFS, scope.PROOFS))
    return next((scopes for conditions, scopes in known if named in conditions), {})


def _names(rule_name: str, rule: Rule[..., Any]) -> Iterator[str]:
    kind = kind_of(rule)
    times = [*(TIMES if kind in ASKED_AGAIN else ()), *(AFTER if kind in LOOKED_AT else ())]
    timed = timed_names(rule)
    for wrong in (*names(rule), *timed):
        name = f"{rule_name}~{wrong}"
        yield name
        for condition_named in (*_where(name), *(() if wrong in timed else times)):
            yield f"{name}~{condition_named}"


def _where(name: str) -> Iterator[str]:
    """The conditions of place that leave something out of what the breach of that name breaks anywhere."""
    clauses = broken_by(name)
    of_logins = name.startswith(OF_LOGINS)
    of_proofs = name.startswith(OF_PROOFS)
    for conditions, scopes, fit in (
        (SURFACES, scope.SURFACES, of_logins),
        (PHONES, scope.PHONES, name.startswith(OF_PHONES)),
        (PROOFS, scope.PROOFS, of_proofs),
    ):
        spoken_of = [
            one for one in conditions if fit and any(speaks_of(clause, one, scopes) for clause in clauses)
        ]
        if len(spoken_of) > 1:
            yield from spoken_of


def _stated(rule: Rule[..., Any]) -> str:
    return (rule.original.__doc__ or rule.name).splitlines()[0]


deviations.made_by(make)
