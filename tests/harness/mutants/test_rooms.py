"""Which mutants there are, by room, module, function and name; a sample that other mutants do not disturb."""

from __future__ import annotations

import pytest

from harness.mutants.generator import Candidate
from harness.mutants.rooms import NoSuchModule, candidates_of, drawn, files


def test_all_modules_of_the_rooms() -> None:
    modules = set(files())
    assert {"authority.lock", "phones.apps.ibkr.activation.code", "portal.pages"} <= modules
    assert not {"tws.program", "phones.apps.camera", "lab.app", "authority.__init__"} & modules


def test_of_one_function() -> None:
    found = candidates_of(["authority.lock.failures_to_lock"])
    assert [one.make().becomes for one in found] == ["return 11"]
    assert candidates_of([found[0].name])[0].name == found[0].name


def test_a_room_that_is_not_judged() -> None:
    with pytest.raises(NoSuchModule, match=r"tws\.program is in none of authority"):
        candidates_of(["tws.program"])


def candidate(name: str) -> Candidate:
    return Candidate(name, "m", 1, range(1, 2), (), "", str, "")


def test_a_sample_is_the_seeds_and_keeps_what_is_left() -> None:
    there = [candidate(f"m.f:op:{number}") for number in range(100)]
    sample = drawn(there, 20, 7)
    assert len(sample) == 20
    assert drawn(there, 20, 7) == sample != drawn(there, 20, 8)
    without_ten = [one for one in there if one not in sample[:10]]
    assert set(sample[10:]) <= set(drawn(without_ten, 20, 7))
