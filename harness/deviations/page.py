"""``matrix.html``: one self-contained page on what the suite notices, and whom it accuses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.deviations.matrix import Fate
from harness.deviations.outcomes import ACCUSED, HELD, NOT_TRIED, UNDECIDED, Matrix, Row
from harness.spec.catalogue import Article, load_catalogue

_TEMPLATE = Path(__file__).parent / "matrix.html.j2"
TONES = {
    Fate.KILLED.value: "good",
    HELD: "good",
    Fate.ELSEWHERE.value: "fair",
    Fate.UNDECIDED.value: "fair",
    UNDECIDED: "fair",
    Fate.SURVIVED.value: "bad",
    ACCUSED: "bad",
    NOT_TRIED: "none",
}


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one article."""

    article: Article
    rows: tuple[Row, ...]


def render(matrix: Matrix) -> str:
    """The page as HTML, with nothing to be loaded from elsewhere."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters.update(percent=percent, tone=TONES.__getitem__)
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(matrix=matrix, totals=matrix.totals, tables=_tables(matrix), kinds=_kinds)


def _tables(matrix: Matrix) -> list[Table]:
    """The articles that somebody breaks or is near to; those of which nothing is registered say nothing."""
    rows = [row for row in matrix.rows if any(row.deviations.values()) or any(row.variations.values())]
    tables = [
        Table(article, tuple(row for row in rows if row.clause.article == article.id))
        for article in load_catalogue().articles
    ]
    return [table for table in tables if table.rows]


def percent(rate: float | None) -> str:
    """``98.7 %``; an en dash where nothing was tried. Never 100 where something failed."""
    if rate is None:
        return "–"
    return "100 %" if rate == 1 else f"{min(99.9, rate * 100):.1f} %"


def _kinds(row: Row) -> str:
    """The words that the page's filter knows a row by."""
    words = [word for side in (row.deviations, row.variations) for word, names in side.items() if names]
    if not any(names for word, names in row.variations.items() if word != NOT_TRIED):
        words.append("no variation tried")
    return "|".join(words)
