"""What earlier trials showed is there in the next one, whatever is wrong with the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.deviations.matrix import Kill
from harness.deviations.record import Record, departure_in, scenario_of
from harness.verdicts import Finding, ScenarioFacts, ScenarioResult, Verdict


def result(id_: str, seconds: float) -> ScenarioResult:
    facts = ScenarioFacts(id_, "a.feature", 3, id_, "A", (), ("X-01",), ("tws",))
    red = Finding(Verdict.NONCONFORMANT, "because")
    return ScenarioResult(facts, red, {"X-01": red}, started=1.0, duration_s=seconds)


def test_it_comes_back(tmp_path: Path) -> None:
    record, file = Record(), tmp_path / "kills.json"
    red = "a.feature::it locks[under late]"
    record.keep(
        {"late": [result(red, 2.31), result("a.feature::it waits[TWS-under late]", 0.0)]},
        [Kill("late", "X-01", (red, "7: Then")), Kill("late", "X-02", (red, "9: Then"))],
    )
    record.write(file)
    assert Record.read(file) == Record({"late": ["a.feature::it locks"]}, {"a.feature::it locks": 2.3})


def test_a_survivor_keeps_what_killed_it_before() -> None:
    record = Record({"late": ["a.feature::it locks"]})
    record.keep({"late": []}, [Kill("late", "X-01", None)])
    assert record.noticed == {"late": ["a.feature::it locks"]}


@pytest.mark.parametrize("content", [None, "", "[]", '{"others": 1}'])
def test_a_record_that_cannot_be_read_is_an_empty_one(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "kills.json"
    if content is not None:
        file.write_text(content)
    assert Record.read(file) == Record()


@pytest.mark.parametrize(
    ("id_", "plain"),
    [
        ("a.feature::it locks[under late]", "a.feature::it locks"),
        ("a.feature::it locks[TWS-10-under late]", "a.feature::it locks[TWS-10"),
        ("a.feature::it locks[under early]", "a.feature::it locks[under early]"),
    ],
)
def test_scenario_of(id_: str, plain: str) -> None:
    assert scenario_of(id_, "late") == plain


@pytest.mark.parametrize(
    "id_", ["a::it locks[under late~on-tws]", "a::under a roof[TWS-10-under late~on-tws]"]
)
def test_departure_in(id_: str) -> None:
    assert departure_in(id_) == "late~on-tws"
