"""The fixture ``project``: a small project to collect features in."""

from __future__ import annotations

import pytest

from tests.harness.collection.project import STEPS, Project


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with steps for doors and no feature."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    made = Project(pytester)
    made.write(conftest=STEPS)
    pytester.makeini("[pytest]\naddopts = --strict-markers\nmarkers = slow: takes long\n")
    return made
