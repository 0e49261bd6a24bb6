"""Feature files as pytest collects them: one node per file, one item per scenario or row."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.python import CallSpec, FunctionDefinition, Metafunc

from harness.collection.item import ScenarioItem
from harness.collection.planning import PlannedScenario, Planner
from harness.collection.problems import FeatureProblems, Problem
from harness.collection.syntax import FeatureNode, FeatureSyntaxError, parse_feature

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr

    from harness.collection.fixture_closure import Closure
    from harness.collection.run_state import RunState
    from harness.collection.surroundings import Surroundings


class FeatureFile(pytest.Module):
    """One ``.feature`` file; fixtures of scope ``module`` live as long as its scenarios run.

    Attributes:
        feature: The file's tree, once collected.
    """

    def __init__(self, *, state: RunState, **node: Any) -> None:
        super().__init__(**node)
        self._state = state
        self.feature = FeatureNode()

    def _getobj(self) -> types.ModuleType:
        """What ``request.module`` is: an empty module of the file's name."""
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        return module

    def collect(self) -> Iterable[ScenarioItem]:
        """The scenarios of the file.

        Raises: FeatureProblems, with everything that is wrong in the file.
        """
        state = self._state
        state.collected_files.add(self.path)
        try:
            self.feature = read_feature(self.path)
        except FeatureSyntaxError as error:
            raise FeatureProblems(self.nodeid, [Problem(*fault) for fault in error.faults]) from None
        assert self.parent is not None
        surroundings = state.surroundings(self.parent)
        planner = Planner(self.feature, surroundings)
        planned = planner.plan()
        items: list[ScenarioItem] = []
        for plan in planned:
            marks = surroundings.marks(plan)
            closure = surroundings.fixtures.closure(plan.fixtures, marks)
            for name, needed_by in closure.missing.items():
                if name not in plan.provided and not surroundings.tests_are_generated:
                    message = f"the fixture {needed_by!r}, used here, asks for {name!r}, which does not exist"
                    planner.problems.append(Problem(plan.line, message))
            if not planner.problems:
                items += self._items(plan, marks, closure, surroundings)
        if planner.problems:
            raise FeatureProblems(self.nodeid, planner.problems)
        return items

    def repr_failure(self, excinfo: ExceptionInfo[BaseException]) -> str | TerminalRepr:  # type: ignore[override]
        """The problems alone, without a stack."""
        if isinstance(excinfo.value, FeatureProblems):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def _items(
        self,
        plan: PlannedScenario,
        marks: list[pytest.Mark],
        closure: Closure,
        surroundings: Surroundings,
    ) -> Iterator[ScenarioItem]:
        name = plan.base_name
        if closure.parametrised or surroundings.tests_are_generated:
            yield from self._parametrised_items(plan, marks, closure)
        elif plan.row_id is None:
            yield ScenarioItem.from_parent(self, name=name, plan=plan, marks=marks, fixtureinfo=closure.info)
        else:
            yield ScenarioItem.from_parent(
                self,
                name=f"{name}[{plan.row_id}]",
                originalname=name,
                plan=plan,
                marks=marks,
                callspec=CallSpec(_idlist=(plan.row_id,)),
                fixtureinfo=closure.info,
            )

    def _parametrised_items(
        self, plan: PlannedScenario, marks: list[pytest.Mark], closure: Closure
    ) -> Iterator[ScenarioItem]:
        """One item for each set of parameters, as ``_pytest.python`` makes them for a function."""

        def scenario() -> None:
            """Stands for the scenario in ``pytest_generate_tests``."""

        scenario.pytestmark = marks  # type: ignore[attr-defined]
        info = dataclasses.replace(
            closure.whole,
            names_closure=list(closure.whole.names_closure),
            name2fixturedefs=dict(closure.whole.name2fixturedefs),
        )
        definition = FunctionDefinition.from_parent(
            self, name=plan.base_name, callobj=scenario, fixtureinfo=info
        )
        metafunc = Metafunc(definition, info, self.config, cls=None, module=self.obj, _ispytest=True)
        self.ihook.pytest_generate_tests(metafunc=metafunc)
        calls = metafunc._calls
        if calls:
            metafunc._recompute_direct_params_indices()
        row = () if plan.row_id is None else (plan.row_id,)
        for call in calls or [CallSpec()]:
            call_spec = dataclasses.replace(call, _idlist=(*row, *call._idlist))
            first = dict.fromkeys((*closure.info.names_closure, *call.params))
            yield ScenarioItem.from_parent(
                self,
                name=f"{plan.base_name}[{call_spec.id}]" if call_spec._idlist else plan.base_name,
                originalname=plan.base_name,
                plan=plan,
                marks=marks,
                callspec=call_spec if call_spec._idlist else None,
                fixtureinfo=dataclasses.replace(
                    info, argnames=(), names_closure=[name for name in info.names_closure if name in first]
                ),
            )


def read_feature(path: Path) -> FeatureNode:
    """The tree of the file.

    Raises: FeatureSyntaxError, also where the file is not UTF-8.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise FeatureSyntaxError.of_line(line, f"the file is not UTF-8: {error.reason}") from None
    return parse_feature(source)
