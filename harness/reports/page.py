"""``conformance.html``: one self-contained page for a release manager."""

from __future__ import annotations

import marshal
import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.kept import kept
from harness.reports.history import Change
from harness.reports.standing import Standing
from harness.reports.statement import SURFACE_NAMES, Statement, report_address
from harness.spec.catalogue import Article, Clause
from harness.verdicts.clauses import Cell, ClauseResult
from harness.verdicts.model import ScenarioResult, Verdict

SYMBOLS = {
    Verdict.CONFORMANT: "✓",
    Verdict.NONCONFORMANT: "✗",
    Verdict.INCONCLUSIVE: "?",
    Verdict.NOT_VERIFIED: "–",
    Verdict.NOT_RUN: "·",
}
_WORST_FIRST = (Verdict.NONCONFORMANT, Verdict.INCONCLUSIVE, Verdict.NOT_VERIFIED, Verdict.CONFORMANT)
_TONES = {
    Standing.BREACHED: Verdict.NONCONFORMANT,
    Standing.UNDECIDED: Verdict.INCONCLUSIVE,
    Standing.NOT_VERIFIED: Verdict.NOT_VERIFIED,
    Standing.NOT_RUN: Verdict.NOT_RUN,
    Standing.WITHOUT_SCENARIO: Verdict.NOT_RUN,
    Standing.NOT_IN_RUN: Verdict.NOT_RUN,
}
_TEMPLATE = Path(__file__).parent / "conformance.html.j2"


@dataclass(frozen=True, slots=True)
class Reason:
    """Cells that share a verdict for the same reason.

    Attributes:
        cells: Clause id and surface names, in the order of the catalogue.
        report: Address of a scenario that says so, None without Allure results.
    """

    text: str
    cells: tuple[tuple[str, tuple[str, ...]], ...]
    report: str | None


@dataclass(frozen=True, slots=True)
class Tile:
    """How many testable clauses stand where, in the colours of a verdict."""

    number: int
    label: str
    more: str
    tone: Verdict


@dataclass(frozen=True, slots=True)
class ArticleTable:
    """One article's clauses; ``surfaces`` are its columns."""

    article: Article
    surfaces: tuple[str, ...]
    clauses: tuple[ClauseResult, ...]
    left_out: tuple[Clause, ...]


def render(statement: Statement) -> str:
    """The page as HTML, with nothing to be loaded from elsewhere."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters.update(
        day=_day,
        minutes=_minutes,
        symbol=SYMBOLS.__getitem__,
        slug=_slug,
        surface=_surface,
        typed=shlex.join,
    )

    def compiled() -> bytes:
        return marshal.dumps(
            environment.compile(_TEMPLATE.read_text(encoding="utf-8"), filename=str(_TEMPLATE))
        )

    code = kept("conformance.html", [_TEMPLATE, Path(__file__), jinja2.__version__, sys.version], compiled)
    template = jinja2.Template.from_code(environment, marshal.loads(code), environment.make_globals(None))
    return template.render(_view(statement))


def _view(statement: Statement) -> dict[str, Any]:
    results = {result.scenario.id: result for result in statement.run.results}
    return {
        "statement": statement,
        "run": statement.run,
        "facts": statement.run.facts,
        "tone": _tone(statement),
        "verdicts": list(Verdict),
        "tiles": list(_tiles(statement)),
        "tables": list(_tables(statement)),
        "breaches": list(_reasons(statement, results, Verdict.NONCONFORMANT)),
        "inconclusive": list(_reasons(statement, results, Verdict.INCONCLUSIVE)),
        "not_verified": list(_reasons(statement, results, Verdict.NOT_VERIFIED)),
        "known": [result for result in statement.run.results if result.known],
        "not_run": [result for result in statement.run.results if result.verdict is Verdict.NOT_RUN],
        "without_clause": [
            result
            for result in statement.run.results
            if not result.clauses and result.verdict not in (Verdict.CONFORMANT, Verdict.NOT_RUN)
        ],
        "changes": _changes(statement.comparison.changes),
        "address": lambda cell: _address(results, cell),
        "report_of": report_address,
        "articles_left_out": _articles_left_out(statement),
        "Verdict": Verdict,
    }


def _tiles(statement: Statement) -> Iterator[Tile]:
    """Where all testable clauses stand: their numbers add up to the promise."""
    count = statement.standing_totals
    conformant = count[Standing.CONFORMANT] + count[Standing.IN_PART]
    yield Tile(conformant, "conformant", f"{count[Standing.IN_PART]} of them in part", Verdict.CONFORMANT)
    for standing, verdict in _TONES.items():
        yield Tile(count[standing], standing.value, "", verdict)


def _tone(statement: Statement) -> Verdict:
    totals = statement.clause_totals
    for verdict in (Verdict.NONCONFORMANT, Verdict.INCONCLUSIVE, Verdict.NOT_RUN, Verdict.CONFORMANT):
        if totals[verdict] or statement.run.totals()[verdict]:
            return verdict
    return Verdict.NOT_VERIFIED


def _tables(statement: Statement) -> Iterator[ArticleTable]:
    for article in statement.catalogue.articles:
        clauses = tuple(one for one in statement.clauses if one.clause.article == article.id)
        if not clauses:
            continue
        used = {surface for clause in clauses for surface in clause.cells}
        ordered = [surface for surface in SURFACE_NAMES if surface in used]
        named = {one.clause.id for one in clauses}
        left_out = tuple(clause for clause in article.clauses if clause.id not in named)
        yield ArticleTable(article, (*ordered, *sorted(used - set(ordered))), clauses, left_out)


def _articles_left_out(statement: Statement) -> list[Article]:
    named = {clause.clause.article for clause in statement.clauses}
    return [article for article in statement.catalogue.articles if article.id not in named]


def _reasons(statement: Statement, results: dict[str, ScenarioResult], verdict: Verdict) -> Iterator[Reason]:
    grouped: dict[str, dict[str, list[str]]] = {}
    reports: dict[str, str | None] = {}
    for clause in statement.clauses:
        for surface, cell in clause.cells.items():
            if cell.verdict is verdict:
                reason = cell.finding.reason or "no reason was given"
                grouped.setdefault(reason, {}).setdefault(clause.clause.id, []).append(_surface(surface))
                reports.setdefault(reason, _address(results, cell))
    for reason, cells in grouped.items():
        yield Reason(
            reason, tuple((id_, tuple(surfaces)) for id_, surfaces in cells.items()), reports[reason]
        )


def _changes(
    changes: Iterable[Change],
) -> list[tuple[Verdict, Verdict, tuple[tuple[str, tuple[str, ...]], ...]]]:
    """Cells that changed in the same way together, what got worst first."""
    grouped: dict[tuple[Verdict, Verdict], dict[str, list[str]]] = {}
    for change in changes:
        cells = grouped.setdefault((change.before, change.now), {})
        cells.setdefault(change.clause, []).append(_surface(change.surface))
    ordered = sorted(grouped, key=lambda ways: _WORST_FIRST.index(ways[1]))
    return [
        (before, now, tuple((id_, tuple(surfaces)) for id_, surfaces in grouped[before, now].items()))
        for before, now in ordered
    ]


def _address(results: dict[str, ScenarioResult], cell: Cell) -> str | None:
    return report_address(results[cell.decided_by])


def _surface(surface: str) -> str:
    return SURFACE_NAMES.get(surface, surface)


def _slug(verdict: Verdict | str) -> str:
    return str(verdict).replace(" ", "-")


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%-d %B %Y, %H:%M UTC")


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s"
    return f"{whole // 60} min {whole % 60} s"
