"""Steps that no scenario uses: listed at the end of the run, from all workers."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.collection.run_state import RUN_STATE, RunState

_FROM_WORKER = "ibkey_unused_steps"


class UnusedSteps:
    """A plugin that lists them once all features below the root's feature folders were collected.

    With ``--unused-steps`` it lists them whatever was collected.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._of_workers: list[list[str]] = []

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """In a worker of pytest-xdist: send the list along."""
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[_FROM_WORKER] = self._own()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """In the controller: take the list of a worker."""
        listed = getattr(node, "workeroutput", {}).get(_FROM_WORKER)
        if listed is not None:
            self._of_workers.append(listed)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the list, if there is one."""
        # Workers collect the same, so one list is as good as another.
        unused = self._of_workers[0] if self._of_workers else self._own()
        if unused:
            terminalreporter.section("steps that no scenario uses", sep="-")
            for line in unused:
                terminalreporter.write_line(line)

    def _own(self) -> list[str] | None:
        """``file:line: @type words`` of each; None where too little was collected to tell."""
        state = self._config.stash.get(RUN_STATE, None)
        if state is None or not (self._config.getoption("unused_steps") or self._is_whole_tree(state)):
            return None
        return [f"{each.where}: @{each.type or 'step'} {each.pattern}" for each in state.unused_definitions()]

    def _is_whole_tree(self, state: RunState) -> bool:
        collected = state.collected_files
        root = self._config.rootpath
        tops = {root / file.relative_to(root).parts[0] for file in collected if file.is_relative_to(root)}
        return bool(tops) and all(
            file in collected
            for top in tops
            for file in (top.rglob("*.feature") if top.is_dir() else _beside(top))
        )


def _beside(feature: Path) -> list[Path]:
    return list(feature.parent.glob("*.feature"))
