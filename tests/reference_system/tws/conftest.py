"""Deviations are the process's: each test starts and ends with none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from reference_system import deviations


@pytest.fixture(scope="session")
def application() -> Any:
    """Qt's application, without a screen: one for all tests of the process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    needs = "Qt's libraries (Debian packages libegl1 libgl1)"
    widgets = pytest.importorskip("PySide6.QtWidgets", reason=needs, exc_type=ImportError)
    return widgets.QApplication.instance() or widgets.QApplication([])


@pytest.fixture(autouse=True)
def _documented_behaviour() -> Iterator[None]:
    deviations.switch_on([])
    yield
    deviations.switch_on([])
