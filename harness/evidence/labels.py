"""What Allure is told about a scenario besides its steps: labels, links, parameters, ids."""

from __future__ import annotations

import hashlib
import html
import os
import platform
import socket
from collections.abc import Collection
from functools import cache
from pathlib import PurePosixPath

from allure_commons.model2 import Label, Link, Parameter, TestResult

from harness.spec.catalogue import load_catalogue
from harness.verdicts.model import Note, ScenarioFacts

CLAUSE_PAGE = "../conformance.html"
"""Where a clause is explained, seen from ``allure-report/index.html``."""


def describe(result: TestResult, scenario: ScenarioFacts) -> None:
    """Fill in what is known before the scenario runs. Ids are the same in every run of the same scenario."""
    path, _, _ = scenario.id.partition("::")
    result.name = scenario.name
    result.fullName = f"{scenario.feature}: {scenario.name}"
    result.descriptionHtml = _description(scenario)
    result.testCaseId = _id(f"{path}::{scenario.rule}::{scenario.name}")
    result.historyId = _id(scenario.id)
    rule = [scenario.rule] if scenario.rule else []
    result.titlePath = [*PurePosixPath(scenario.feature).parts, scenario.feature_name, *rule]
    result.parameters = [Parameter(name=name, value=value) for name, value in scenario.row.items()]
    result.labels = [Label(name=name, value=value) for name, value in _labels(scenario)]
    result.links = [
        Link(type="clause", name=clause, url=f"{CLAUSE_PAGE}#{clause}") for clause in scenario.clauses
    ]


def _description(scenario: ScenarioFacts) -> str:
    """Where the scenario stands and what its clauses state.

    The clauses are linked here, too: of ``links`` Allure 3 only follows those with http, mailto or tel.
    """
    catalogue = load_catalogue().clauses if scenario.clauses else {}
    stated = "".join(
        f'<li><a href="{CLAUSE_PAGE}#{id_}">{id_}</a> {html.escape(catalogue[id_].text)}</li>'
        for id_ in scenario.clauses
        if id_ in catalogue
    )
    place = f"<code>{html.escape(scenario.feature)}:{scenario.line}</code>"
    return f"<p>{place}</p><ul>{stated}</ul>" if stated else f"<p>{place}</p>"


def tell_notes(result: TestResult, notes: Collection[Note]) -> None:
    """What was seen of ambiguities, in the description, and the ambiguities as labels and tags."""
    told = "".join(
        f"<li>{note.ambiguity}, {html.escape(note.surface)}: {html.escape(note.observed)}. "
        f"It speaks for: {html.escape(note.reading)}</li>"
        for note in notes
    )
    if told:
        result.descriptionHtml = f"{result.descriptionHtml or ''}<p>Noted, not judged:</p><ul>{told}</ul>"
    for ambiguity in dict.fromkeys(note.ambiguity for note in notes):
        result.labels += [Label(name="ambiguity", value=ambiguity), Label(name="tag", value=ambiguity)]


def _id(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _labels(scenario: ScenarioFacts) -> list[tuple[str, str]]:
    labels = [("epic", chapter(scenario.feature))]
    labels += [("feature", title) for title in _articles(scenario)]
    labels.append(("story", scenario.rule or scenario.feature_name))
    labels += [("clause", clause) for clause in scenario.clauses]
    labels += [("surface", surface) for surface in scenario.surfaces]
    labels += [("tag", tag) for tag in (*scenario.clauses, *scenario.surfaces)]
    labels += [("tag", tag) for tag in scenario.tags if tag == "negative"]
    labels += [
        ("severity", tag.removeprefix("severity-")) for tag in scenario.tags if tag.startswith("severity-")
    ][-1:]
    return labels + _machine()


def chapter(feature: str) -> str:
    """The folder of a feature file, as a heading: ``features/log_in/x.feature`` → ``Log in``."""
    folder = PurePosixPath(feature).parent.name
    return folder.replace("_", " ").replace("-", " ").capitalize() or "Features"


def _articles(scenario: ScenarioFacts) -> list[str]:
    """Titles of the articles that the clauses come from."""
    if not scenario.clauses:
        return []
    catalogue = load_catalogue()
    named = [catalogue.clauses[id_].article for id_ in scenario.clauses if id_ in catalogue.clauses]
    titles = {article.id: f"{article.id}: {article.title}" for article in catalogue.articles}
    return [titles.get(id_, id_) for id_ in dict.fromkeys(named)]


@cache
def _machine() -> list[tuple[str, str]]:
    return [
        ("host", socket.gethostname()),
        ("thread", f"{os.getpid()}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"),
        ("framework", "ibkey"),
        ("language", f"python {platform.python_version()}"),
    ]
