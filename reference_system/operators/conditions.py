"""Where and when a breach is committed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from reference_system.context import context
from reference_system.operators import call as calls
from reference_system.operators.call import Call


@dataclass(frozen=True, slots=True)
class Condition:
    """Where or when; ``says`` tells it behind the breach, ``kind`` whatever the place or the time."""

    kind: str
    says: str
    holds: Callable[[Call], bool]


def _at(surface: str) -> Callable[[Call], bool]:
    return lambda _: context().surface == surface


def _with(phone: str) -> Callable[[Call], bool]:
    return lambda _: context().phone == phone


def _by(proof: str) -> Callable[[Call], bool]:
    return lambda _: calls.proof_of(context().phone) == proof


def _at_time(matches: Callable[[int], bool]) -> Callable[[Call], bool]:
    """The how manieth time the rule is asked for this user."""

    def holds(call: Call) -> bool:
        times: int = call.past.get(("times", context().username), 0) + 1
        call.past["times", context().username] = times
        return matches(times)

    return holds


def _after(seconds: float) -> Callable[[Call], bool]:
    """So long after the rule was first asked about the same; whoever waits for it is woken then."""

    def holds(call: Call) -> bool:
        now = calls.clock.now()
        if ("first", call.subject) not in call.past:
            call.past["first", call.subject] = now
            calls.wake_in(seconds)
        first: datetime = call.past["first", call.subject]
        return now - first >= timedelta(seconds=seconds)

    return holds


SURFACES: Mapping[str, Condition] = {
    f"on-{surface}": Condition("on one surface", f"at {name} only", _at(surface))
    for surface, name in (("client-portal", "Client Portal"), ("webtrader", "WebTrader"), ("tws", "TWS"))
}
PHONES: Mapping[str, Condition] = {
    f"with-{phone}": Condition("with one phone", f"with {name} only", _with(phone))
    for phone, name in (("android", "Android phones"), ("iphone", "iPhones"))
}
PROOFS: Mapping[str, Condition] = {
    f"with-{proof}": Condition("with one proof", f"where {name} proves the holder only", _by(proof))
    for proof, name in (
        ("pin", "the PIN"),
        ("fingerprint", "a fingerprint"),
        ("touch-id", "Touch ID"),
        ("face-id", "Face ID"),
        ("passcode", "the passcode"),
    )
}
TIMES: Mapping[str, Condition] = {
    name: Condition("at the n-th time", says, _at_time(matches))
    for name, says, matches in (
        ("the-first-time", "only the first time", lambda times: times == 1),
        ("from-the-second-time", "from the second time on", lambda times: times >= 2),
        ("the-third-time", "only the third time", lambda times: times == 3),
    )
}
AFTER = ("after-5s", "after-60s", "after-3600s")
"""Those that the list names; any other number of seconds works as well."""


def condition(name: str) -> Condition | None:
    """The condition of that name."""
    after = re.fullmatch("after-([0-9]{1,6})s", name)
    if after:
        return Condition("after a while", f"{after[1]} s after it was first asked", _after(float(after[1])))
    return {**SURFACES, **PHONES, **PROOFS, **TIMES}.get(name)
