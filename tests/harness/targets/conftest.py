"""What tests of targets share."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.services.client import Services
from harness.setup.environment import load
from harness.targets.embedded import Embedded
from harness.targets.state import RUN_VARIABLE


@pytest.fixture(autouse=True)
def state_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own, and a run of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv(RUN_VARIABLE, "this run")
    return tmp_path


@pytest.fixture
def embedded(tmp_path: Path) -> Embedded:
    """The embedded system of a machine that lacks nothing; none of its services is started."""
    return Embedded(Services(tmp_path), load(), "main")
