"""``junit.xml``: the statement for CI servers, in the form that Jenkins' schema (junit-10.xsd) allows.

One suite per feature file, which its ``file`` names; one case per scenario. Nonconformant is ``failure``,
inconclusive ``error``, not verified and not run are ``skipped``, each with its reason. What has no place of
its own in the form stands in ``system-out``: file and line, the clauses with their verdicts, and the screens
as ``[[ATTACHMENT|path]]``, which Jenkins and GitLab follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from harness.foreign_text import visible
from harness.reports.statement import Statement
from harness.verdicts.model import ScenarioResult, Verdict

_TAGS = {
    Verdict.NONCONFORMANT: "failure",
    Verdict.INCONCLUSIVE: "error",
    Verdict.NOT_VERIFIED: "skipped",
    Verdict.NOT_RUN: "skipped",
}


def render(statement: Statement, folder: Path) -> str:
    """The file as text.

    Args:
        folder: Of the output, for the paths of screens.
    """
    run = statement.run
    of_run = {"name": "ibkey", "time": _seconds(run.duration_s), **_counts(run.results)}
    root = Element("testsuites", of_run)
    for feature, results in _by_feature(run.results).items():
        suite = SubElement(root, "testsuite", _suite(feature, results, run.facts.started))
        properties = SubElement(suite, "properties")
        for name, value in _properties(statement):
            SubElement(properties, "property", name=name, value=visible(value))
        for result, name in zip(results, _names(results), strict=True):
            _add_case(suite, result, name, folder)
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _by_feature(results: Iterable[ScenarioResult]) -> dict[str, list[ScenarioResult]]:
    found: dict[str, list[ScenarioResult]] = {}
    for result in results:
        found.setdefault(result.scenario.feature, []).append(result)
    return found


def _counts(results: Iterable[ScenarioResult]) -> dict[str, str]:
    tags = Counter(_tag(result) or "passed" for result in results)
    return {"tests": str(tags.total()), "failures": str(tags["failure"]), "errors": str(tags["error"])}


def _suite(feature: str, results: list[ScenarioResult], started: float) -> dict[str, str]:
    skipped = sum(_tag(result) == "skipped" for result in results)
    at = min((result.started for result in results if result.is_measured), default=started)
    return {
        "name": results[0].scenario.feature_name or feature,
        "file": feature,
        "time": _seconds(sum(result.duration_s for result in results)),
        "timestamp": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "skipped": str(skipped),
        **_counts(results),
    }


def _properties(statement: Statement) -> Iterator[tuple[str, str]]:
    facts = statement.run.facts
    yield "target", facts.target
    yield from statement.details.items()
    yield "statement", statement.sentence
    yield "exit code", str(statement.exit_code)
    for part, why in statement.unwritten.items():
        yield f"missing: {part}", why


def _names(results: list[ScenarioResult]) -> Iterator[str]:
    """The scenarios' names, with their Rule and row where several have the same."""
    often = Counter(result.scenario.name for result in results)
    for result in results:
        scenario = result.scenario
        if often[scenario.name] == 1:
            yield visible(scenario.name)
            continue
        rule = f"{scenario.rule}: " if scenario.rule else ""
        row = f" [{', '.join(scenario.row.values())}]" if scenario.row else ""
        yield visible(f"{rule}{scenario.name}{row}")


def _tag(result: ScenarioResult) -> str | None:
    """A known breach does not fail a build, so it is told as left out, with its verdict as the type."""
    return "skipped" if result.known else _TAGS.get(result.verdict)


def _add_case(suite: Element, result: ScenarioResult, name: str, folder: Path) -> None:
    scenario = result.scenario
    classname = scenario.feature.removesuffix(".feature").strip("/").replace("/", ".")
    case = SubElement(suite, "testcase", name=name, classname=classname, time=_seconds(result.duration_s))
    if tag := _tag(result):
        reason = visible(result.finding.reason)
        told = SubElement(case, tag, type=result.verdict.value, message=reason)
        told.text = visible(result.detail or reason)
    lines = [f"{scenario.feature}:{scenario.line}", f"verdict: {result.verdict.value}"]
    lines += [f"clause {id_}: {one.verdict.value}" for id_, one in result.clauses.items()]
    lines += [f"known breach: {one}" for one in result.known]
    lines += [f"noted: {one.ambiguity}: {one.reading}: {one.observed}" for one in result.notes]
    lines += [f"[[ATTACHMENT|{folder / screen}]]" for screen in result.screens]
    SubElement(case, "system-out").text = visible("\n".join(lines))


def _seconds(duration_s: float) -> str:
    return f"{duration_s:.3f}"
