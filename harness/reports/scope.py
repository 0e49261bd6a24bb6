"""What there is to run in a folder of features, so that a run can say what it leaves out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from harness.collection import annotations as of_clauses
from harness.collection import names as of_scenarios
from harness.collection.annotations import stated_clauses
from harness.collection.feature_file import read_feature
from harness.collection.names import base_names, row_ids
from harness.collection.syntax import FeatureNode, FeatureSyntaxError
from harness.kept import kept
from harness.verdicts.model import Scope

_FORMS: tuple[str | Path, ...] = (Path(of_clauses.__file__), Path(of_scenarios.__file__))
"""The modules that say what a clause and a name look like."""

Held = tuple[list[str], list[str]]
"""Ids of scenarios, ids of clauses."""


def scope_of(features: Path, planned: Collection[str]) -> Scope:
    """What is in ``features`` beside the ``planned`` scenarios, whose ids begin at the folder above it."""
    files = sorted(features.rglob("*.feature"))
    parts = [*_FORMS, *map(str, files), *files]
    scenarios, clauses = kept("scope", parts, lambda: _read(features, files))
    return Scope(set(scenarios) <= set(planned), len(scenarios), tuple(clauses))


def _read(features: Path, files: list[Path]) -> Held:
    scenarios: list[str] = []
    clauses: dict[str, None] = {}
    for file in files:
        try:
            feature = read_feature(file)
        except FeatureSyntaxError:  # whoever collects it is told
            continue
        path = file.relative_to(features.parent).as_posix()
        scenarios += [f"{path}::{name}" for name in _names(feature)]
        clauses.update(dict.fromkeys(stated_clauses(feature)))
    return scenarios, list(clauses)


def _names(feature: FeatureNode) -> Iterator[str]:
    base = base_names(feature)
    for scenario in feature.scenarios:
        name = base[scenario.line]
        yield from [f"{name}[{row}]" for row in row_ids(scenario)] or [name]
