"""A clause is well checked when three kinds of breach of it were noticed, or all that there are."""

from __future__ import annotations

import pytest

from harness.deviations.kinds import ClauseKinds, by_clause, enough
from harness.deviations.matrix import Departure, Kill

RED = ("a.feature::it locks", "7: Then it locks")


def breach(name: str, kind: str, *clauses: str) -> Departure:
    return Departure(name, clauses, "it breaks", kind=kind)


THERE = [
    breach("never-locks", "never-locks", "X-01"),
    breach("lock~one-more", "one-more", "X-01", "X-02"),
    breach("lock~one-more~on-tws", "one-more on one surface", "X-01"),
    breach("lock~one-fewer", "one-fewer", "X-01"),
    breach("lock~late-2s", "late", "X-02"),
    breach("lock~late-8s", "late", "X-02"),
    breach("lock~twice", "twice", "X-03"),
]


def test_kinds_by_what_became_of_them() -> None:
    matrix = [
        Kill("never-locks", "X-01", RED),
        Kill("lock~one-more", "X-01", RED),
        Kill("lock~one-more", "X-02", None),
        Kill("lock~late-2s", "X-02", None),
        Kill("lock~late-8s", "X-02", RED),
    ]
    assert by_clause(THERE, matrix, {"X-03": "nothing else is stated"}) == [
        ClauseKinds("X-01", ("never-locks", "one-more"), (), ("one-fewer", "one-more on one surface")),
        ClauseKinds("X-02", ("late",), ("one-more",), ()),
        ClauseKinds("X-03", (), (), ("twice",), "nothing else is stated"),
    ]


@pytest.mark.parametrize(
    ("one", "is_enough"),
    [
        (ClauseKinds("X", ("a", "b", "c"), ("d",), ("e",)), True),
        (ClauseKinds("X", ("a", "b"), (), ()), False),
        (ClauseKinds("X", ("a", "b"), (), (), "nothing else is stated"), True),
        (ClauseKinds("X", ("a",), ("b",), (), "nothing else is stated"), False),
        (ClauseKinds("X", ("a",), (), ("b",), "nothing else is stated"), False),
        (ClauseKinds("X", (), (), (), "nothing else is stated"), False),
    ],
)
def test_enough(one: ClauseKinds, is_enough: bool) -> None:
    assert one.is_enough is is_enough


def test_it_tells_what_is_missing() -> None:
    told = str(ClauseKinds("X-01", ("late",), ("twice",), (), "nothing else is stated"))
    assert told.split(None, 1) == [
        "X-01",
        "1 of 2 kinds killed: late; survived: twice; no more, as nothing else is stated",
    ]


def test_single_ones_and_operators_up_to_three_kinds_are_tried() -> None:
    names = [one.name for one in enough(THERE)]
    assert names == ["lock~late-2s", "lock~one-fewer", "lock~one-more", "lock~twice", "never-locks"]
