"""The pytest plugin: feature files are collected and run directly.

Load it with ``-p harness.collection.plugin`` or ``pytest_plugins``. Step definitions stay pytest-bdd's.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from pathlib import Path

import pytest
import pytest_bdd.plugin
from _pytest.nodeid import NodeId

from harness.collection import hooks
from harness.collection.bound_by_modules import without_bound
from harness.collection.feature_file import FeatureFile
from harness.collection.run_state import RunState
from harness.collection.selection import with_node_ids, without_lines
from harness.collection.tags import HELP, check_keywords, register_markers
from harness.collection.unused_steps import UnusedSteps


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Make our hooks known."""
    pluginmanager.add_hookspecs(hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our options."""
    group = parser.getgroup("features", f"features; {HELP}", after="general")
    group.addoption(
        "--unused-steps",
        action="store_true",
        help="list the step definitions that no scenario uses, also when only some features were collected",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Let pytest load the conftest.py of a feature that is named with a line, as of one named without."""
    named = early_config.known_args_namespace.file_or_dir
    named[:] = without_lines(named, early_config.invocation_params.dir)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register markers and turn ``FILE:LINE`` into node ids.

    Raises: pytest.UsageError, where a line is in no scenario, ``-m`` names an unknown marker, or ``-k`` or
        ``-m`` is no expression.
    """
    if not config.pluginmanager.is_registered(pytest_bdd.plugin):
        raise pytest.UsageError("harness.collection.plugin needs pytest-bdd: add `-p pytest_bdd.plugin`")
    check_keywords(config.option.keyword)
    register_markers(config, lambda: config.hook.pytest_ibkey_known_clauses(config=config))
    config.pluginmanager.register(UnusedSteps(config), "ibkey-unused-steps")
    config.args[:] = with_node_ids(config.args, config.invocation_params.dir)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without the garbage collector, and leave what was collected out of its later rounds.

    All of it lives until the end of the run; with 5,000 scenarios looking through it again and again takes
    0.4 s of the collection and 0.2 s of the end.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return (yield)
    finally:
        if not gc.get_freeze_count():  # not again for a pytest inside a pytest, whose objects shall go
            gc.freeze()
        if was_enabled:
            gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out scenarios that a test module of pytest-bdd's runs."""
    items[:], left_out = without_bound(items)
    if left_out:
        config.hook.pytest_deselected(items=left_out)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> FeatureFile | None:
    """Collect ``.feature`` files."""
    if file_path.suffix != ".feature":
        return None
    # pytest has no name for a file outside of the root; messages, results and --lf need one.
    outside = not file_path.is_relative_to(parent.config.rootpath)
    feature: FeatureFile = FeatureFile.from_parent(
        parent,
        path=file_path,
        nodeid=NodeId(path=file_path.as_posix()) if outside else None,
        state=RunState.of(parent.session),
    )
    return feature
