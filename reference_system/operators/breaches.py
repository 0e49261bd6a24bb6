"""What can go wrong with a rule, by its kind."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from reference_system.context import context
from reference_system.deviations import Rule
from reference_system.operators import call as calls
from reference_system.operators.call import Call, Kind, choices, kind_of

Answer = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Breach:
    """What goes wrong. ``says`` tells it behind the sentence that the rule states."""

    says: str
    answer: Answer


ALPHABETS = (string.digits, string.ascii_uppercase, string.ascii_lowercase, string.punctuation)
PLACES: Mapping[str, Callable[[str], int]] = {
    "first": lambda _: 0,
    "middle": lambda text: len(text) // 2,
    "last": lambda text: len(text) - 1,
}


def _alphabet_of(character: str) -> str:
    return next((one for one in ALPHABETS if character and character in one), string.ascii_letters)


def _with(text: str, place: int, character: str) -> str:
    return text[:place] + character + text[place + 1 :]


def _full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


def _half_width(text: str) -> str:
    return "".join(chr(ord(one) - 0xFEE0) if "\uff01" <= one <= "\uff5e" else one for one in text)


# Another answer


def _changed(change: Callable[[Any], Any]) -> Answer:
    return lambda call: change(call.right())


def _off_at(place: Callable[[str], int]) -> Answer:
    def change(right: str) -> str:
        if not right:
            return right
        at = place(right)
        alphabet = _alphabet_of(right[at])
        return _with(right, at, alphabet[(alphabet.find(right[at]) + 1) % len(alphabet)])

    return _changed(change)


def _instead(*, of_another: bool) -> Answer:
    """An earlier answer in place of the right one: one about the same user, or about another."""

    def answer(call: Call) -> Any:
        right, user = call.right(), context().username
        past = call.past.setdefault("answers", [])
        earlier = [one for owner, one in past if (owner != user) is of_another and one != right]
        past.append((user, right))
        return earlier[-1] if earlier else right

    return answer


def _late(seconds: float) -> Answer:
    """The answer follows the truth only so long after."""

    def answer(call: Call) -> Any:
        right, now = call.right(), calls.clock.now()
        said, awaited, since = call.past.get(("late", call.subject), (right, right, now))
        if right != awaited:
            awaited, since = right, now
            calls.wake_in(seconds)
        if now - since >= timedelta(seconds=seconds):
            said = awaited
        call.past["late", call.subject] = said, awaited, since
        return said

    return answer


# A check that lets more pass


def _passed(judged: Any) -> bool:
    """A check answers False or None to what does not pass; to what does, what it is good for, maybe 0."""
    return judged is not None and judged is not False


def _passes_also(meant: Callable[[str], Iterable[str]]) -> Answer:
    """What was given passes as well where something else, for which it may have been meant, is right."""

    def answer(call: Call) -> Any:
        right = call.right()
        if _passed(right):
            return right
        return next(filter(_passed, map(call.right_for, meant(call.offered))), right)

    return answer


def _may_differ_at(place: Callable[[str], int]) -> Answer:
    def meant(offered: str) -> Iterable[str]:
        at = place(offered)
        return (_with(offered, at, one) for one in _alphabet_of(offered[at]))

    return _passes_also(lambda offered: meant(offered) if offered else ())


def _shortened(offered: str) -> Iterable[str]:
    return offered[:-1], offered[1:]


def _lengthened(offered: str) -> Iterable[str]:
    return (offered + one for one in _alphabet_of(offered[-1:]))


def _passes_again(*, of_another: bool) -> Answer:
    """What was right before passes: before for the same user, or only for another."""

    def answer(call: Call) -> Any:
        right, user = call.right(), context().username
        past = call.past.setdefault("passed", {})
        if _passed(right):
            past[user, call.offered] = right
            return right
        alike = ((owner, known) for (owner, offered), known in past.items() if offered == call.offered)
        return next((known for owner, known in alike if (owner != user) is of_another), right)

    return answer


# Something that is done


def _done_in(seconds: float) -> Answer:
    return lambda call: calls.clock.at(calls.clock.now() + timedelta(seconds=seconds), call.right)


def _done_again_in(seconds: float) -> Answer:
    def answer(call: Call) -> Any:
        done = call.right()
        _done_in(seconds)(call)
        return done

    return answer


def _twice(call: Call) -> Any:
    call.right()
    return call.right()


def _said(state: str) -> Answer:
    return _changed(lambda right: type(right)(state))


def _of_another_login(call: Call) -> Any:
    (login,) = call.args
    asked = call.past.setdefault("logins", {})
    asked[login.login_id] = login
    others = [one for id_, one in asked.items() if id_ != login.login_id]
    return call.rule.original(others[-1]) if others else call.right()


_PHONES = ("android", "iphone")
_STATES = ("waiting", "approved", "refused", "expired")

_BY_KIND: Mapping[Kind, Mapping[str, Breach]] = {
    Kind.PREDICATE: {"opposite": Breach("the contrary", _changed(lambda right: not right))},
    Kind.COUNT: {
        "one-more": Breach("one more", _changed(lambda right: right + 1)),
        "one-fewer": Breach("one fewer", _changed(lambda right: right - 1)),
    },
    Kind.DURATION: {
        "a-tenth-shorter": Breach("a tenth shorter", _changed(lambda right: right * 0.9)),
        "a-tenth-longer": Breach("a tenth longer", _changed(lambda right: right * 1.1)),
        "a-minute": Breach("a minute, whatever is demanded", _changed(lambda _: timedelta(minutes=1))),
        "endless": Breach("without an end", _changed(lambda _: timedelta(days=365_000))),
    },
    Kind.MOMENT: {
        "an-hour-early": Breach("an hour early", _changed(lambda right: right - timedelta(hours=1))),
        "an-hour-late": Breach("an hour late", _changed(lambda right: right + timedelta(hours=1))),
    },
    Kind.LIST: {
        "none": Breach("none", _changed(lambda _: [])),
        "twice": Breach("each twice", _changed(lambda right: [*right, *right])),
        "one-fewer": Breach("the last is missing", _changed(lambda right: right[:-1])),
    },
    Kind.PLACES: {
        "none": Breach("none", _changed(lambda _: [])),
        "twice": Breach("each twice", _changed(lambda right: [*right, *right])),
        "somewhere-else": Breach(
            "others", _changed(lambda right: [one for one in _PHONES if one not in right])
        ),
    },
    Kind.OPTIONAL: {"none": Breach("nothing", lambda _: None)},
    Kind.STATE: {
        **{f"says-{state}": Breach(f"it is said to be {state}", _said(state)) for state in _STATES},
        "another-login-s": Breach("that of another login", _of_another_login),
    },
    Kind.TEXT: {
        **{
            f"{place}-character-off": Breach(f"its {place} character is another one", _off_at(at))
            for place, at in PLACES.items()
        },
        "one-character-more": Breach("one character more", _changed(lambda right: right + right[-1:])),
        "one-character-fewer": Breach("its last character is missing", _changed(lambda right: right[:-1])),
        "empty": Breach("nothing", _changed(lambda _: "")),
        "no-spaces": Breach("its spaces are missing", _changed(lambda right: "".join(right.split()))),
        "other-case": Breach("capitals and small letters exchanged", _changed(str.swapcase)),
        "full-width": Breach("in full-width characters", _changed(_full_width)),
        "an-earlier-one": Breach("an earlier one of the user's", _instead(of_another=False)),
        "another-user-s": Breach("another user's", _instead(of_another=True)),
    },
    Kind.CHECK: {
        "right-one-fails": Breach("the right one fails", lambda _: None),
        **{
            f"{place}-character-may-differ": Breach(f"another {place} character passes", _may_differ_at(at))
            for place, at in PLACES.items()
        },
        "one-character-more-passes": Breach("with a character too many it passes", _passes_also(_shortened)),
        "one-character-fewer-passes": Breach(
            "without its last character it passes", _passes_also(_lengthened)
        ),
        "other-case-passes": Breach(
            "capitals and small letters pass alike",
            _passes_also(lambda offered: (offered.upper(), offered.lower(), offered.swapcase())),
        ),
        "full-width-passes": Breach(
            "full-width characters pass", _passes_also(lambda offered: (_half_width(offered),))
        ),
        "spaces-pass": Breach("spaces pass", _passes_also(lambda offered: ("".join(offered.split()),))),
        "an-earlier-one-passes": Breach("an earlier right one passes again", _passes_again(of_another=False)),
        "another-user-s-passes": Breach("another user's right one passes", _passes_again(of_another=True)),
    },
    Kind.ACTION: {
        "not-done": Breach("it is not done", lambda _: None),
        "twice": Breach("it is done twice", _twice),
    },
}

_TIMED: Mapping[tuple[Kind, str], tuple[str, Callable[[float], Answer]]] = {
    (Kind.STATE, "late"): ("it is told {} s late", _late),
    (Kind.ACTION, "late"): ("it is done {} s late", _done_in),
    (Kind.ACTION, "again-after"): ("it is done again {} s later", _done_again_in),
}
LISTED_S = (2, 8, 170, 3600)
"""Seconds that the list names; any other number works as well."""


def breach(rule: Rule[..., Any], name: str) -> Breach | None:
    """The breach of that name, if it fits the rule."""
    kind = kind_of(rule)
    timed = re.fullmatch("(.+)-([0-9]{1,6})s", name)
    if timed and (kind, timed[1]) in _TIMED:
        says, answer = _TIMED[kind, timed[1]]
        return Breach(says.format(timed[2]), answer(float(timed[2])))
    return _of(rule).get(name)


def names(rule: Rule[..., Any]) -> list[str]:
    """Names of the breaches that fit the rule, but for the timed ones."""
    return list(_of(rule))


def timed_names(rule: Rule[..., Any]) -> list[str]:
    """Names of the timed ones, with some durations."""
    kind = kind_of(rule)
    return [f"{name}-{seconds}s" for known, name in _TIMED if known is kind for seconds in LISTED_S]


def kind_of_breach(name: str) -> str:
    """What a breach is called whatever the time: ``late`` for ``late-8s``."""
    return re.sub("-[0-9]{1,6}s$", "", name)


def _of(rule: Rule[..., Any]) -> Mapping[str, Breach]:
    kind = kind_of(rule)
    if kind is Kind.CHOICE:
        return {f"is-{name}": Breach(f"always {name}", _always(one)) for name, one in choices(rule).items()}
    return _BY_KIND.get(kind, {})


def _always(answer: Any) -> Answer:
    return lambda _: answer
