"""A sample of the deviations is drawn by a seed that is said."""

from __future__ import annotations

import pytest

from harness.cli.deviations import sample

NAMES = [f"deviation-{number:03}" for number in range(100)]


def test_sample_is_the_seeds(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = sample(NAMES, 10, 7)
    assert len(drawn) == 10
    assert drawn == sorted(drawn) == sample(NAMES, 10, 7) != sample(NAMES, 10, 8)
    assert "10 of 100 deviations, drawn by --seed 7" in capsys.readouterr().out


def test_seed_made_up_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = sample(NAMES, 10, None)
    seed = int(capsys.readouterr().out.rsplit(" ", 1)[1])
    assert sample(NAMES, 10, seed) == drawn


def test_no_more_than_there_are() -> None:
    assert sample(NAMES[:3], 10, 7) == NAMES[:3]
