"""A scenario as a pytest item: calls the step functions one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

import pytest
from _pytest.fixtures import FixtureDef, call_fixture_func
from _pytest.outcomes import XFailed

from harness.collection import failure_text
from harness.collection.bdd_hooks import BddHooks
from harness.collection.definitions import Definition
from harness.collection.model import Scenario, Step

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr

    from harness.collection.feature_file import FeatureFile
    from harness.collection.planning import PlannedScenario


class ScenarioItem(pytest.Function):
    """One scenario, or one row of an outline.

    Attributes:
        current_step: The step that runs; the failed one after a failure; None before and after the steps.
        failed_step: The step that raised something other than a skip.
        scenario: As evidence, verdicts and reports see it.
        failed_fixture: Name of the fixture that could not be set up for ``failed_step``; None where the step
            function itself raised. Then the check was not made, whatever the exception.
    """

    parent: FeatureFile

    def __init__(self, *, plan: PlannedScenario, marks: list[pytest.Mark], **node: Any) -> None:
        def scenario() -> None:
            __tracebackhide__ = True
            self._run_steps()

        super().__init__(callobj=scenario, **node)
        self.plan = plan
        if marks:
            self.own_markers[:0] = marks
            names = [mark.name for mark in marks]
            self.keywords.update(zip(names, marks, strict=True))
            self.extra_keyword_matches.update(names, plan.tags)
        if plan.row:
            self.extra_keyword_matches.add(plan.node.name)
        self.current_step: Step | None = None
        self.failed_step: Step | None = None
        self.failed_fixture: str | None = None
        self._error: BaseException | None = None
        self.scenario = self._make_scenario()

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the scenario stands: file, 0-based line, name."""
        return self.path, self.plan.line - 1, self.name

    def setup(self) -> None:
        """Set up the fixtures that no step asks for by itself, as for any test function."""
        self.current_step = self.failed_step = None
        self.failed_fixture = self._error = None
        super().setup()

    def repr_failure(self, excinfo: ExceptionInfo[BaseException]) -> str | TerminalRepr:  # type: ignore[override]
        """The scenario's steps and the assertion; with ``--tb=long`` also the whole stack."""
        if excinfo.value is not self._error:
            return super().repr_failure(excinfo)
        return failure_text.of_step(self, excinfo, super().repr_failure)

    def _make_scenario(self) -> Scenario:
        plan, feature = self.plan, self.parent.feature
        return Scenario(
            id=self.nodeid,
            name=plan.rendered_name,
            feature_name=feature.name,
            feature_description=_dedented(feature.description),
            feature_file=Path(self.parent.nodeid),
            line=plan.line,
            tags=plan.tags,
            clauses=plan.clauses,
            surfaces=plan.surfaces,
            steps=plan.steps,
            row=dict(plan.row),
            description=_dedented(plan.node.description),
            rule=plan.node.rule.name if plan.node.rule else "",
        )

    def _run_steps(self) -> None:
        __tracebackhide__ = True
        hook = self.ihook
        starts = _implemented(hook.pytest_ibkey_step_start)
        ends = _implemented(hook.pytest_ibkey_step_end)
        bdd = BddHooks.of(self)
        run_step = self._run_step
        if bdd:
            bdd.before_scenario()
        try:
            for step in self.plan.steps:
                self.current_step = step
                if starts:
                    starts(item=self, step=step)
                if not ends:
                    run_step(step, bdd)
                    continue
                started = perf_counter()
                try:
                    run_step(step, bdd)
                except BaseException as error:
                    ends(item=self, step=step, error=error, duration_s=perf_counter() - started)
                    raise
                ends(item=self, step=step, error=None, duration_s=perf_counter() - started)
            self.current_step = None
        finally:
            if bdd:
                bdd.after_scenario()

    def _run_step(self, step: Step, bdd: BddHooks | None) -> None:
        __tracebackhide__ = True
        definition = cast(Definition, step.definition)  # the collector's steps are bound to these
        function = definition.function
        if bdd:
            bdd.before_step(step, function)
        try:
            given = self._arguments(step, definition)
            if bdd:
                bdd.before_step_call(step, function, given)
            if definition.call.is_generator:
                result = call_fixture_func(function, self._request, given)
            else:
                result = function(**given)
        except BaseException as error:
            if not isinstance(error, (pytest.skip.Exception, XFailed)):
                self.failed_step = step
            self._error = error
            if bdd and isinstance(error, (Exception, pytest.fail.Exception)):
                bdd.step_error(step, function, error)
            raise
        if definition.target_fixture is not None:
            self._provide(definition.target_fixture, result)
        if bdd:
            bdd.after_step(step, function, given)

    def _arguments(self, step: Step, definition: Definition) -> dict[str, Any]:
        __tracebackhide__ = True
        call = definition.call
        accepted = call.accepted
        arguments = step.arguments
        given = {name: value for name, value in arguments.items() if name in accepted}
        if step.docstring is not None and "docstring" in accepted:
            given["docstring"] = step.docstring
        if step.datatable is not None and "datatable" in accepted:
            given["datatable"] = [list(row) for row in step.datatable]
        for name in call.required:
            if name not in given:
                given[name] = self._fixture(name)
        return given

    def _fixture(self, name: str) -> object:
        __tracebackhide__ = True
        if name == "request":
            return self._request
        self.failed_fixture = name
        value = self._request.getfixturevalue(name)
        self.failed_fixture = None
        self.funcargs[name] = value
        return value

    def _provide(self, name: str, value: object) -> None:
        """Make ``value`` the fixture ``name`` for the rest of the scenario.

        pytest-bdd writes the value into the definition that is active, which for a fixture of the session
        already in use reaches every later test; this replaces it in the item alone.
        """
        fixture: FixtureDef[object] = FixtureDef(
            config=self.config,
            baseid=None,
            argname=name,
            func=_provided,
            scope="function",
            params=None,
            node=self,
            _ispytest=True,
        )
        fixture.cached_result = (value, None, None)
        self._request._fixture_defs[name] = fixture
        self.funcargs[name] = value


def _provided() -> None:
    """Stands where the function of a fixture stands; never called, the value is there already."""


def _implemented(hook: Any) -> Callable[..., Any] | None:
    """The hook, None where nobody listens, so that steps do not pay for it."""
    return cast("Callable[..., Any]", hook) if hook.get_hookimpls() else None


def _dedented(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines).strip()
