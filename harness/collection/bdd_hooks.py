"""pytest-bdd's hooks for a scenario that its own runner does not run.

The objects they get are pytest-bdd's, made by its own parser, and only where somebody listens: a conftest.py,
a plugin, or one of pytest-bdd's reports (``--cucumberjson``, ``--gherkin-terminal-reporter``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import pytest_bdd.plugin
from pytest_bdd.gherkin_parser import Scenario
from pytest_bdd.parser import Feature, FeatureParser, Rule, ScenarioTemplate
from pytest_bdd.parser import Step as BddStep

if TYPE_CHECKING:
    from harness.collection.item import ScenarioItem
    from harness.collection.model import Step

_HOOKS = (
    "pytest_bdd_before_scenario",
    "pytest_bdd_after_scenario",
    "pytest_bdd_before_step",
    "pytest_bdd_before_step_call",
    "pytest_bdd_after_step",
    "pytest_bdd_step_error",
)
_WANTED = pytest.StashKey[bool]()


class BddHooks:
    """Calls the hooks for one run of one item, in pytest-bdd's order."""

    def __init__(self, item: ScenarioItem) -> None:
        plan = item.plan
        parsed = _parsed(item)
        self._hook = item.ihook
        self._feature = parsed.feature
        self._scenario = parsed.templates[plan.node.line].render(plan.row)
        self._scenario.name = plan.rendered_name
        self._request = item._request
        self._steps: dict[int, BddStep] = {
            id(step): _as_run(made, step) for step, made in zip(plan.steps, self._scenario.steps, strict=True)
        }
        self._given: dict[str, Any] = {}

    @classmethod
    def of(cls, item: ScenarioItem) -> BddHooks | None:
        """The hooks for the item, None where nobody listens."""
        stash = item.config.stash
        wanted = stash.get(_WANTED, None)
        if wanted is None:
            wanted = stash[_WANTED] = _is_wanted(item.config)
        return cls(item) if wanted else None

    def before_scenario(self) -> None:
        self._hook.pytest_bdd_before_scenario(
            request=self._request, feature=self._feature, scenario=self._scenario
        )

    def after_scenario(self) -> None:
        self._hook.pytest_bdd_after_scenario(
            request=self._request, feature=self._feature, scenario=self._scenario
        )

    def before_step(self, step: Step, function: Callable[..., object]) -> None:
        self._given = {}
        self._hook.pytest_bdd_before_step(**self._common(step, function))

    def before_step_call(self, step: Step, function: Callable[..., object], given: dict[str, Any]) -> None:
        self._given = given
        self._hook.pytest_bdd_before_step_call(**self._common(step, function), step_func_args=given)

    def after_step(self, step: Step, function: Callable[..., object], given: dict[str, Any]) -> None:
        self._hook.pytest_bdd_after_step(**self._common(step, function), step_func_args=given)

    def step_error(self, step: Step, function: Callable[..., object], error: BaseException) -> None:
        self._hook.pytest_bdd_step_error(
            **self._common(step, function), step_func_args=self._given, exception=error
        )

    def _common(self, step: Step, function: Callable[..., object]) -> dict[str, Any]:
        return {
            "request": self._request,
            "feature": self._feature,
            "scenario": self._scenario,
            "step": self._steps[id(step)],
            "step_func": function,
        }


class _Parsed(FeatureParser):
    """pytest-bdd's tree of a file, and its scenarios by line: by name it keeps one where Rules share it."""

    def __init__(self, basedir: str, filename: str) -> None:
        super().__init__(basedir, filename)
        self.templates: dict[int, ScenarioTemplate] = {}
        self.feature = self.parse()

    def parse_scenario(
        self, scenario_data: Scenario, feature: Feature, rule: Rule | None = None
    ) -> ScenarioTemplate:
        template = super().parse_scenario(scenario_data, feature, rule)
        self.templates[template.line_number] = template
        return template


_PARSED = pytest.StashKey[_Parsed]()


def _parsed(item: ScenarioItem) -> _Parsed:
    """pytest-bdd's tree of the item's file; its own cache would outlive a change of the file."""
    stash = item.parent.stash
    if _PARSED not in stash:
        stash[_PARSED] = _Parsed(str(item.path.parent), item.path.name)
    return stash[_PARSED]


def _as_run(made: BddStep, step: Step) -> BddStep:
    """pytest-bdd's step with the words, text block and table that the step function is given."""
    made.name, made.docstring = step.text, step.docstring
    for row, cells in zip(made.datatable.rows if made.datatable else (), step.datatable or (), strict=True):
        for cell, value in zip(row.cells, cells, strict=True):
            cell.value = value
    return made


def _is_wanted(config: pytest.Config) -> bool:
    if config.getoption("cucumber_json_path", None) or config.getoption("gherkin_terminal_reporter", False):
        return True
    return any(
        implementation.plugin is not pytest_bdd.plugin
        for name in _HOOKS
        for implementation in getattr(config.hook, name).get_hookimpls()
    )
