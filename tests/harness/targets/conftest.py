"""What tests of targets share."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.services.client import Services
from harness.setup.environment import load
from harness.targets.embedded import Embedded


@pytest.fixture
def embedded(tmp_path: Path) -> Embedded:
    """The embedded system of a machine that lacks nothing; none of its services is started."""
    return Embedded(Services(tmp_path), load(), "main")
