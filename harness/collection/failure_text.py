"""What pytest prints for a failed step: the scenario, its steps with their outcomes, and the assertion.

The harness's own stack says nothing about the product; ``--tb=long`` shows it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import _pytest
import pluggy
from _pytest._code.code import ReprEntryNative, Traceback

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr, TracebackEntry

    from harness.collection.item import ScenarioItem

_OWN_FOLDERS = (
    str(Path(__file__).parent) + os.sep,
    str(Path(_pytest.__file__).parent) + os.sep,
    str(Path(pluggy.__file__).parent) + os.sep,
)
_LongForm = Callable[["ExceptionInfo[BaseException]"], "str | TerminalRepr"]


def of_step(
    item: ScenarioItem, excinfo: ExceptionInfo[BaseException], long_form: _LongForm
) -> str | TerminalRepr:
    """The text for an exception that rose in the step ``item.current_step``.

    Args:
        long_form: pytest's own text, used for ``--tb=long`` and the other styles that ask for it.
    """
    if item.config.getoption("fulltrace", False) or item.config.getoption("tbstyle", "auto") not in (
        "auto",
        "short",
    ):
        text = long_form(excinfo)
        add_section = getattr(text, "addsection", None)
        if add_section:
            add_section("scenario", steps_with_outcome(item))
        return text
    text = excinfo.getrepr(
        style="short" if getattr(excinfo.value, "pytrace", True) else "value",
        showlocals=item.config.getoption("showlocals", False),
        abspath=Path.cwd() != item.config.invocation_params.dir,
        tbfilter=_first_and_last,
        chain=False,
    )
    heading = ReprEntryNative([f"{steps_with_outcome(item)}\n\n"])
    text.reprtraceback.reprentries = [heading, *text.reprtraceback.reprentries]
    return text


def steps_with_outcome(item: ScenarioItem) -> str:
    """The scenario with a ✓, ✗ or – before each step, and where the failing one and its function stand."""
    scenario = item.scenario
    file = scenario.feature_file.as_posix()
    current = item.current_step
    lines = [f"Scenario: {scenario.name}", f"{file}:{scenario.line}", ""]
    mark = "✓"
    for step in scenario.steps:
        if step is current:
            where = f"{step.definition.file}:{step.definition.line}"
            relative = os.path.relpath(step.definition.file, item.config.invocation_params.dir)
            if not relative.startswith(".."):
                where = f"{relative}:{step.definition.line}"
            lines.append(f"  ✗ {step.keyword} {step.text}")
            lines.append(f"      {file}:{step.line}   {step.definition.function.__name__} in {where}")
            if item.failed_fixture:
                lines.append(
                    f"      the fixture {item.failed_fixture!r} that it asks for could not be set up"
                )
            mark = "–"
        else:
            lines.append(f"  {mark} {step.keyword} {step.text}")
    return "\n".join(lines)


def _first_and_last(excinfo: ExceptionInfo[BaseException]) -> Traceback:
    """The entry of the step function or fixture, and the one where the exception rose."""
    shown = [entry for entry in excinfo.traceback if not _is_own(entry) and not entry.ishidden(excinfo)]
    if not shown:
        shown = list(excinfo.traceback)[-1:]
    return Traceback([shown[0], shown[-1]] if len(shown) > 1 else shown)


def _is_own(entry: TracebackEntry) -> bool:
    return str(entry.path).startswith(_OWN_FOLDERS)
