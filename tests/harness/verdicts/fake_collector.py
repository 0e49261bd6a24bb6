"""A pytest plugin in place of the collector: items with scenarios, from functions of ``scenarios.py``.

``SCENARIOS`` there lists ``scenario(name, tags, *steps)``; a step is ``step(text, action, *clauses)`` and
its action a function of the item. ``set_up`` and ``tear_down`` are actions too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness.collection.model import Scenario, Step, StepDefinition
from harness.spec.vocabulary import SURFACES

Action = Callable[[pytest.Item], None]


class StepHooks:
    """The hooks that the collector calls."""

    @pytest.hookspec
    def pytest_ibkey_step_start(self, item: pytest.Item, step: Step) -> None:
        """A step begins."""

    @pytest.hookspec
    def pytest_ibkey_step_end(
        self, item: pytest.Item, step: Step, error: BaseException | None, duration_s: float
    ) -> None:
        """A step has ended."""


def nothing(item: pytest.Item) -> None:
    """An action that passes."""


@dataclass
class Told:
    """A scenario as told by a test."""

    name: str
    tags: tuple[str, ...]
    steps: list[tuple[str, Action, tuple[str, ...]]]
    set_up: Action = nothing
    tear_down: Action = nothing
    row: dict[str, str] = field(default_factory=dict)


def step(text: str, action: Action = nothing, *clauses: str) -> tuple[str, Action, tuple[str, ...]]:
    return text, action, clauses


def scenario(name: str, tags: str, *steps: tuple[str, Action, tuple[str, ...]], **more: Any) -> Told:
    return Told(name, tuple(tags.split()), list(steps), **more)


class FakeItem(pytest.Item):
    """Runs a told scenario as the collector's items run theirs."""

    def __init__(self, *, told: Told, line: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.told = told
        definition = StepDefinition(nothing, None, None, Path(__file__), 1)
        steps = tuple(
            Step(text.split()[0], "then", text.split(" ", 1)[1], line + 1 + at, clauses, definition)
            for at, (text, _, clauses) in enumerate(told.steps)
        )
        self.scenario = Scenario(
            id=self.nodeid,
            name=told.name,
            feature_name="Signing in",
            feature_description="",
            feature_file=Path("features/login/sign_in.feature"),
            line=line,
            tags=told.tags,
            clauses=tuple(tag.removeprefix("clause-") for tag in told.tags if tag.startswith("clause-")),
            surfaces=tuple(tag for tag in told.tags if tag in SURFACES),
            steps=steps,
            row=told.row,
        )

    def setup(self) -> None:
        self.told.set_up(self)

    def runtest(self) -> None:
        for one, (_, action, _) in zip(self.scenario.steps, self.told.steps, strict=True):
            self.ihook.pytest_ibkey_step_start(item=self, step=one)
            started = time.perf_counter()
            error: BaseException | None = None
            try:
                action(self)
            except BaseException as raised:
                error = raised
                raise
            finally:
                took = time.perf_counter() - started
                self.ihook.pytest_ibkey_step_end(item=self, step=one, error=error, duration_s=took)

    def teardown(self) -> None:
        self.told.tear_down(self)

    def reportinfo(self) -> tuple[Path, int, str]:
        return Path("features/login/sign_in.feature"), self.scenario.line, self.told.name


class ScenariosModule(pytest.Module):
    def collect(self) -> Iterator[FakeItem]:
        for at, told in enumerate(self.obj.SCENARIOS):
            yield FakeItem.from_parent(self, name=told.name, told=told, line=10 * (at + 1))


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(StepHooks)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.name == "scenarios.py":
        return ScenariosModule.from_parent(parent, path=file_path)
    return None
