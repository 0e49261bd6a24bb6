"""The catalogue of clauses: what the articles state, as kept in ``spec/``.

One YAML file per article. A file that does not have the form of ``Article`` and ``Clause`` below is an error
that names file, clause and key.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from harness.kept import kept
from harness.spec import vocabulary
from harness.spec.vocabulary import SURFACES

SPEC = Path(__file__).resolve().parent.parent.parent / "spec"

Testable = Literal["yes", "partly", "no"]
KINDS = ("precondition", "action", "expectation", "rule", "info", "troubleshooting")


_FORMS = (__file__, vocabulary.__file__)
"""The modules that say what a clause is."""


class CatalogueError(ValueError):
    """A file of the catalogue does not have the form it must have."""

    def __init__(self, file: Path, where: str, problem: str) -> None:
        super().__init__(f"{file}: {where}: {problem}")


@dataclass(frozen=True)
class Clause:
    """One testable statement of an article.

    Attributes:
        id: Stable and never reused, ``<article>-<step>[letter]`` or ``<article>-<topic><nn>``.
        step: Number or letter of the step in the article, None outside numbered steps.
        lines: Where the statement stands in the articles' edition, from 1 (``harness.spec.edition``).
        text: The statement, in our own words.
        surfaces: Where the statement is observed; the scenario runs once for each.
        needs: Capabilities a target must offer, of ``spec/capabilities.yaml``.
        testable: ``no`` needs a reason and has neither scenario nor counterexample.
        scenario: What would prove the clause.
        counterexample: A defect of the system under test that the scenario must catch.
        ui_labels: Exact labels on screen, in the article's language.
        numbers: Exact figures; the unit is in the key.
    """

    id: str
    article: str
    step: str | int | None
    lines: tuple[int, ...]
    text: str
    kind: str
    surfaces: tuple[str, ...]
    needs: tuple[str, ...]
    testable: Testable
    testable_reason: str | None = None
    scenario: str | None = None
    counterexample: str | None = None
    ui_labels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Article:
    """A support article and its clauses, in the article's order."""

    id: str
    title: str
    language: str
    applies_to: tuple[str, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Catalogue:
    """All articles; ``clauses`` by id; ``capabilities`` from word to meaning."""

    articles: tuple[Article, ...]
    clauses: Mapping[str, Clause]
    capabilities: Mapping[str, str]


def _yaml(file: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        raise CatalogueError(file, "cannot be read", str(error)) from error


def _clause(file: Path, article: str, entry: dict[str, Any], capabilities: Mapping[str, str]) -> Clause:
    where = f"clause {entry.get('id', '(without id)')}"
    listed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    try:
        clause = Clause(article=article, **listed)
    except TypeError as error:
        raise CatalogueError(file, where, str(error).removeprefix("Clause.__init__() ")) from error
    problems = {
        f"id must start with {article}-": not clause.id.startswith(f"{article}-"),
        f"kind must be one of {', '.join(KINDS)}": clause.kind not in KINDS,
        f"surfaces must be some of {', '.join(SURFACES)}": not set(clause.surfaces) <= set(SURFACES),
        "needs names a capability that spec/capabilities.yaml lacks": not set(clause.needs)
        <= set(capabilities),
        "lines must be whole numbers from 1": not clause.lines
        or any(not isinstance(line, int) or line < 1 for line in clause.lines),
        "testable must be 'yes', 'partly' or 'no'": clause.testable not in ("yes", "partly", "no"),
        "testable_reason is needed unless testable is 'yes'": clause.testable != "yes"
        and not clause.testable_reason,
        "scenario and counterexample go with testable clauses, and only with them": (clause.testable == "no")
        == bool(clause.scenario and clause.counterexample),
    }
    for problem, applies in problems.items():
        if applies:
            raise CatalogueError(file, where, problem)
    return clause


def _article_files(folder: Path) -> list[Path]:
    return sorted((folder / "articles").glob("*.yaml"))


def read_catalogue(folder: Path) -> Catalogue:
    """Read and check the catalogue in ``folder`` (``capabilities.yaml`` and ``articles/*.yaml``).

    Raises: CatalogueError, naming file, clause and key.
    """
    capabilities = _yaml(folder / "capabilities.yaml")
    articles = []
    clauses: dict[str, Clause] = {}
    for file in _article_files(folder):
        entry = _yaml(file)
        try:
            article = Article(
                id=entry["id"],
                title=entry["title"],
                language=entry["language"],
                applies_to=tuple(entry["applies_to"]),
                clauses=tuple(_clause(file, entry["id"], one, capabilities) for one in entry["clauses"]),
            )
        except KeyError as error:
            raise CatalogueError(file, "article", f"key {error} is missing") from error
        if article.id != file.stem:
            raise CatalogueError(file, "article", f"id {article.id} must be the name of the file")
        for clause in article.clauses:
            if clause.id in clauses:
                raise CatalogueError(file, f"clause {clause.id}", "the id is used twice")
            clauses[clause.id] = clause
        articles.append(article)
    return Catalogue(tuple(articles), clauses, capabilities)


@functools.cache
def load_catalogue() -> Catalogue:
    """The project's own catalogue; kept from run to run, as reading it costs 35 ms of CPU."""
    read = [SPEC / "capabilities.yaml", *_article_files(SPEC)]
    parts = [part for file in read for part in (file.name, file)]
    return kept("catalogue", [*parts, *map(Path, _FORMS)], lambda: read_catalogue(SPEC))
