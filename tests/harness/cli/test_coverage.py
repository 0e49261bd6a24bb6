"""``./ibkey coverage``: the features have the pairs that ``harness.spec.crossing`` promises."""

from __future__ import annotations

import subprocess
import sys

import pytest

from harness.cli import coverage
from harness.collection.crossed import Owed
from harness.spec.catalogue import load_catalogue
from harness.spec.crossing import CROSSINGS

ENDS_WITHIN_S = 60


def test_no_promised_pair_is_missing() -> None:
    asked = [sys.executable, "-m", "harness.cli", "coverage", "--pairs", "--missing"]
    answer = subprocess.run(asked, capture_output=True, text=True, timeout=ENDS_WITHIN_S, check=False)
    assert answer.returncode == coverage.OK, answer.stdout + answer.stderr
    assert answer.stdout.endswith(" excluded, 0 missing\n")


def pairs() -> list[Owed]:
    positives = CROSSINGS[-2]
    return [
        Owed(positives, ("TWS", "English"), None, "a.feature:7"),
        Owed(positives, ("TWS", "iPhone with Face ID"), None, ""),
        Owed(positives, ("TWS", "phone locked"), "nobody can", ""),
    ]


def counted(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    seen = coverage.Coverage(load_catalogue(), {}, {}, pairs())
    monkeypatch.setattr(coverage, "measure", lambda _: seen)
    return coverage.main(list(arguments))


def test_pairs_are_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert counted(monkeypatch) == coverage.MISSING
    assert "1 of 3 pairs crossed, 1 excluded, 1 missing (--pairs lists them)" in capsys.readouterr().out


def test_pairs_are_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert counted(monkeypatch, "--pairs") == coverage.MISSING
    listed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line]
    assert listed == [
        "positives",
        "TWS + English seen in a.feature:7",
        "TWS + iPhone with Face ID missing",
        "TWS + phone locked excluded: nobody can",
        "1 of 3 pairs crossed, 1 excluded, 1 missing",
    ]


def test_what_is_missing_is_listed_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert counted(monkeypatch, "--pairs", "--missing") == coverage.MISSING
    listed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line]
    assert listed[:-1] == ["positives", "TWS + iPhone with Face ID missing"]
