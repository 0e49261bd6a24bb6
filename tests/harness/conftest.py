"""What holds for all tests of the harness."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness import secrets


@pytest.fixture(autouse=True)
def no_secrets() -> Iterator[None]:
    """No test finds what another has registered; the register is one for the whole process."""
    secrets.forget_all()
    yield
    secrets.forget_all()
