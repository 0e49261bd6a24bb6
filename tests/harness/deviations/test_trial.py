"""Which deviations or variations are tried: those named, or a sample drawn by a seed that is said."""

from __future__ import annotations

import pytest

from harness.deviations.matrix import Departure
from harness.deviations.names import UnknownName
from harness.deviations.trial import chosen, options, sample

NAMES = [f"deviation-{number:03}" for number in range(100)]


def test_sample_is_the_seeds(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = sample(NAMES, 10, 7)
    assert len(drawn) == 10
    assert drawn == sorted(drawn) == sample(NAMES, 10, 7) != sample(NAMES, 10, 8)
    assert "10 of 100, drawn by --seed 7" in capsys.readouterr().out


def test_seed_made_up_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = sample(NAMES, 10, None)
    seed = int(capsys.readouterr().out.rsplit(" ", 1)[1])
    assert sample(NAMES, 10, seed) == drawn


def test_no_more_than_there_are() -> None:
    assert sample(NAMES[:3], 10, 7) == NAMES[:3]


def departure(name: str) -> Departure:
    return Departure(name, ("X-01",), "says")


def test_unknown_name_is_told_with_the_nearest() -> None:
    asked = options("deviations", None).parse_args(["lock-never"])
    with pytest.raises(UnknownName, match="there is no deviation lock-never; did you mean 'locks-never'"):
        chosen({"locks-never": departure("locks-never")}, asked, "deviations")


def test_chosen_in_the_order_asked_for() -> None:
    there = {name: departure(name) for name in ("a", "b", "c")}
    names = [
        one.name for one in chosen(there, options("deviations", None).parse_args(["c", "a"]), "deviations")
    ]
    assert names == ["c", "a"]
    assert len(chosen(there, options("deviations", None).parse_args([]), "deviations")) == 3


def test_for_three_kinds_of_each_clause_operators_are_taken_in() -> None:
    parser = options("deviations", None)
    parser.add_argument("--per-clause", action="store_true")
    names = ("single", "rule~late", "rule~late~on-tws", "rule~twice", "rule~twice~on-tws")
    there = {
        name: Departure(name, ("X-01",), "says", kind=name.removeprefix("rule~").replace("~", " "))
        for name in names
    }
    asked = [
        [one.name for one in chosen(there, parser.parse_args(line), "deviations")]
        for line in (["--per-clause"], ["--per-clause", "rule~twice~on-tws"])
    ]
    assert asked == [["rule~late", "rule~twice", "single"], ["rule~twice~on-tws"]]
