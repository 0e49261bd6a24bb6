"""Scenarios that a test module binds by pytest-bdd's ``@scenario`` or ``scenarios()``: they run there, once.

The module may have steps, marks and a test body for them, which the feature file knows nothing of.
"""

from __future__ import annotations

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.utils import registry_get_safe

from harness.collection.item import ScenarioItem


def without_bound(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The items without, and those for, scenarios of feature files that an item of a test module runs."""
    bound: set[tuple[str, int]] = set()
    for item in items:
        if isinstance(item, pytest.Function) and not isinstance(item, ScenarioItem):
            template = registry_get_safe(scenario_wrapper_template_registry, item.obj)
            if template is not None:
                bound.add((template.feature.filename, template.line_number))
    if not bound:
        return items, []
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        is_bound = isinstance(item, ScenarioItem) and (str(item.path), item.plan.node.line) in bound
        (left_out if is_bound else kept).append(item)
    return kept, left_out
