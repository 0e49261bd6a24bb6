"""What the terminal shows of a run, below pytest's own report."""

from __future__ import annotations

import pytest
from _pytest.terminal import TerminalReporter

from harness.reports.writer import OutputWriter
from harness.verdicts.model import Verdict, worst
from harness.verdicts.run import Run
from harness.verdicts.session import finished_run, unwritten

_MARKUP = {
    Verdict.CONFORMANT: {"green": True},
    Verdict.NONCONFORMANT: {"red": True},
    Verdict.INCONCLUSIVE: {"yellow": True},
    Verdict.NOT_RUN: {"yellow": True},
}


class Summary:
    """Verdicts on the terminal, below pytest's own report."""

    def __init__(self, writer: OutputWriter | None) -> None:
        self._writer = writer

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter, config: pytest.Config) -> None:
        run = finished_run(config)
        if run is not None:
            self._tell(terminalreporter, run)
        for part, why in unwritten(config).items():
            terminalreporter.write_line(f"missing: {part}: {why}", red=True)

    def _tell(self, terminalreporter: TerminalReporter, run: Run) -> None:
        terminalreporter.section("verdicts")
        counts = [f"{count} {verdict}" for verdict, count in run.totals().items() if count]
        terminalreporter.write_line(f"scenarios: {', '.join(counts)}")
        for result in run.results:
            if result.verdict is Verdict.NONCONFORMANT:
                breached = [
                    id_ for id_, one in result.clauses.items() if one.verdict is Verdict.NONCONFORMANT
                ]
                where = f"{result.scenario.feature}:{result.scenario.line}"
                told = f"breached: {', '.join(breached)} in {where}: {result.finding.reason}"
                terminalreporter.write_line(told, red=True)
        for reason in _reasons(run, Verdict.INCONCLUSIVE):
            terminalreporter.write_line(f"inconclusive: {reason}", yellow=True)
        for reason in _reasons(run, Verdict.NOT_VERIFIED):
            terminalreporter.write_line(f"not verified: {reason}")
        statement = self._writer.statement if self._writer else None
        if self._writer is not None and statement is not None:
            terminalreporter.write_line(statement.sentence, bold=True, **_MARKUP.get(_worst(run), {}))
            terminalreporter.write_line(f"Statement of conformance: {self._writer.page}")


def _worst(run: Run) -> Verdict:
    return worst(result.verdict for result in run.results)


def _reasons(run: Run, verdict: Verdict) -> list[str]:
    """Each reason once, with the number of scenarios that share it."""
    counted: dict[str, int] = {}
    for result in run.results:
        if result.verdict is verdict:
            counted[result.finding.reason] = counted.get(result.finding.reason, 0) + 1
    return [reason if count == 1 else f"{reason} ({count} scenarios)" for reason, count in counted.items()]
