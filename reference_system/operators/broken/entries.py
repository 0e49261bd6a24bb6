"""What the table says of one breach of one rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """It breaks these clauses, by id."""

    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """It breaks nothing that is documented, or does nothing to this rule; ``why``."""

    why: str


Entry = Broken | Nothing
Table = Mapping[str, Mapping[str, Entry]]
"""By rule and, below it, by breach: names, or patterns of names, of which the first that fits counts."""


def broken(*ids: str) -> Broken:
    """It breaks these clauses; each argument has one id or several between spaces."""
    return Broken(tuple(id_ for each in ids for id_ in each.split()))


# Entries that many rules share

NOT_SO_SOON = {
    "late-2s": Nothing("no article says how soon it has to be"),
    "late-8s": Nothing("no article says how soon it has to be"),
}
"""For what somebody waits for; that minutes are too long is plain without an article."""

MORE_THAN_ONCE = {
    "twice": Nothing("no article forbids that it happens again"),
    "again-after-*": Nothing("no article forbids that it happens again"),
}

NO_CASE = {"other-case*": Nothing("digits and Chinese characters have no case")}
NO_SPACES = {"no-spaces": Nothing("there are no spaces in it")}
NO_WIDTH = {"full-width*": Nothing("no article says how wide characters are")}
STYLE = {"other-case": Nothing("capitals are a matter of style; it says the same")}
NOBODYS = {
    "an-earlier-one": Nothing("it is the same at all times"),
    "another-user-s": Nothing("it is the same for everybody"),
}


def done(clauses: str) -> Mapping[str, Entry]:
    """Of an action that the clauses demand, once."""
    return {"not-done": broken(clauses), **NOT_SO_SOON, "late-*": broken(clauses), **MORE_THAN_ONCE}


def label(clauses: str) -> Mapping[str, Entry]:
    """Of a text that the clauses give letter by letter."""
    return {**STYLE, **NO_WIDTH, **NOBODYS, "*": broken(clauses)}


def chinese_label(clauses: str) -> Mapping[str, Entry]:
    """Of a text that the clauses give in Chinese."""
    return {**NO_CASE, **NO_SPACES, **NO_WIDTH, **NOBODYS, "*": broken(clauses)}


def only(breach: str, clauses: str) -> Mapping[str, Entry]:
    """Of a rule that can be broken in one way."""
    return {breach: broken(clauses), "*": Nothing("so it is")}


def opposite(clauses: str) -> Mapping[str, Entry]:
    """Of yes or no."""
    return {"opposite": broken(clauses)}


def harmless(why: str) -> Mapping[str, Entry]:
    """Of a rule whose breaches can be seen by nobody."""
    return {"*": Nothing(why)}
