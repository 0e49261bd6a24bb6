"""What the terminal shows of a run, below pytest's own report."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from _pytest.terminal import TerminalReporter

from harness.reports.statement import Statement
from harness.reports.writer import OutputWriter
from harness.spec.catalogue import load_catalogue
from harness.verdicts.model import ScenarioResult, Verdict, worst
from harness.verdicts.run import Run
from harness.verdicts.session import finished_run, unwritten

_MARKUP = {
    Verdict.CONFORMANT: {"green": True},
    Verdict.NONCONFORMANT: {"red": True},
    Verdict.INCONCLUSIVE: {"yellow": True},
    Verdict.NOT_RUN: {"yellow": True},
}
_NAMED = 3  # scenarios; of more the number is told


class Summary:
    """Verdicts on the terminal, below pytest's own report."""

    def __init__(self, writer: OutputWriter | None) -> None:
        self._writer = writer

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter, config: pytest.Config) -> None:
        run = finished_run(config)
        if run is not None:
            terminalreporter.section("verdicts")
            self._tell(terminalreporter, run)
        for part, why in unwritten(config).items():
            terminalreporter.write_line(f"missing: {part}: {why}", red=True)
        statement = self._writer.statement if self._writer else None
        if self._writer is not None and statement is not None:
            self._note(terminalreporter, statement)
            self._conclude(terminalreporter, statement, self._writer)

    def _tell(self, terminal: TerminalReporter, run: Run) -> None:
        counts = [f"{count} {verdict}" for verdict, count in run.totals().items() if count]
        terminal.write_line(f"scenarios: {', '.join(counts)}")
        if run.ended_early:
            terminal.write_line(f"the run did not get to its end: {run.ended_early}", yellow=True)
        for result in run.results:
            if result.known:
                told = f"{', '.join(_breached(result))} in {_place(result)}: {result.finding.reason}"
                terminal.write_line(f"known breach, {', '.join(result.known)}: {told}", yellow=True)
            elif result.verdict is Verdict.NONCONFORMANT:
                breached = _breached(result)
                told = f"breached: {', '.join(breached)} in {_place(result)}: {result.finding.reason}"
                terminal.write_line(told, red=True)
                for line in _stated(breached):
                    terminal.write_line(f"    {line}")
        for entry in run.no_longer_true:
            told = f"known breach of {entry.clause} happens no more, or not as told"
            terminal.write_line(f"{told}: {entry.in_words}", red=True)
        for line in _by_cause(run, Verdict.INCONCLUSIVE):
            terminal.write_line(f"inconclusive: {line}", yellow=True)
        for line in _by_cause(run, Verdict.NOT_VERIFIED):
            terminal.write_line(f"not verified: {line}")

    def _note(self, terminal: TerminalReporter, statement: Statement) -> None:
        for noted in statement.notes:
            often = len(noted.scenarios)
            where = f"{', '.join(noted.surfaces)}; {often} {'scenario' if often == 1 else 'scenarios'}"
            terminal.write_line(f"noted, not judged: {noted.ambiguity}: {noted.reading} ({where})")

    def _conclude(self, terminal: TerminalReporter, statement: Statement, writer: OutputWriter) -> None:
        decided = worst(result.verdict for result in statement.run.results)
        terminal.write_line(statement.sentence, bold=True, **_MARKUP.get(decided, {}))
        terminal.write_line(f"Statement of conformance: {writer.page}")


def _breached(result: ScenarioResult) -> list[str]:
    return [id_ for id_, one in result.clauses.items() if one.verdict is Verdict.NONCONFORMANT]


def _place(result: ScenarioResult) -> str:
    return f"{result.scenario.feature}:{result.scenario.line}"


def _stated(clauses: Iterable[str]) -> list[str]:
    """What the clauses state, one after the other."""
    known = load_catalogue().clauses
    return [f"{id_}: {known[id_].text}" for id_ in clauses if id_ in known]


def _by_cause(run: Run, verdict: Verdict) -> list[str]:
    """Each cause once, with the scenarios that it touched."""
    grouped: dict[str, list[ScenarioResult]] = {}
    for result in run.results:
        if result.verdict is verdict:
            grouped.setdefault(result.cause or result.finding.reason, []).append(result)
    return [_told(cause, results) for cause, results in grouped.items()]


def _told(cause: str, results: list[ScenarioResult]) -> str:
    places = ", ".join(_place(result) for result in results[:_NAMED])
    more = f" and {len(results) - _NAMED} more" if results[_NAMED:] else ""
    if len(results) == 1:
        return f"{results[0].finding.reason} ({places})"
    return f"{cause} ({len(results)} scenarios: {places}{more})"
