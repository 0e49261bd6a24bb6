"""The form of ``conformance.json``, and its JSON Schema: ``docs/conformance.schema.json``.

After a change here: ``.ibkey/venv/bin/python -m harness.reports.conformance_schema``. Within a ``format`` new
keys may come, and none goes or changes its type or its meaning.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from harness.reports.standing import Standing
from harness.verdicts.model import Verdict

PUBLISHED = Path(__file__).resolve().parent.parent.parent / "docs" / "conformance.schema.json"


class _Form(BaseModel):
    """Has these keys and no others; in the published schema it may have more, as later versions do."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Provenance(_Form):
    """What the statement rests on; a text is empty where something is not known."""

    harness: str
    edition: str
    edition_sha256: str
    catalogue_sha256: str
    seed: int
    host: str
    machine: str
    python: str
    job: str
    builds: dict[str, str]
    programs: dict[str, str]


class StepReached(_Form):
    """The step that ended a scenario."""

    line: int
    text: str


class ScenarioNote(_Form):
    """What a scenario saw of an ambiguity."""

    ambiguity: str
    reading: str
    observed: str
    surface: str


class Scenario(_Form):
    """One scenario, or one row of its Examples."""

    id: str
    feature: str
    line: int
    name: str
    rule: str
    surfaces: list[str]
    clauses: list[str]
    verdict: Verdict
    reason: str
    attempts: int
    duration_s: float
    step: StepReached | None
    clause_verdicts: dict[str, Verdict]
    report: str | None
    known: list[str]
    notes: list[ScenarioNote]


class Cell(_Form):
    """A clause on one surface."""

    verdict: Verdict
    reason: str
    scenarios: list[str]


class Clause(_Form):
    """A clause that the run's scenarios state."""

    id: str
    article: str
    verdict: Verdict
    standing: Standing | None
    scenarios: list[str]
    reason: str
    text: str
    testable: Literal["yes", "partly", "no"]
    surfaces: dict[str, Cell]


class Act(_Form):
    """What only a human body does, by whom it was done, and how often."""

    act: str
    performer: str
    times: int


class Change(_Form):
    """A clause on a surface whose verdict is another one than when it was last measured."""

    clause: str
    surface: str
    before: Verdict
    now: Verdict
    measured_before: str


class Observation(_Form):
    """What was seen, where, by which scenarios."""

    observed: str
    surface: str
    scenarios: list[str]


class Note(_Form):
    """A reading of an ambiguity that showed."""

    ambiguity: str
    reading: str
    speaks_for: str
    issue: str
    chosen: str
    observed: list[Observation]


class KnownBreach(_Form):
    """A breach that was known; whether it happens as it is told, where its scenarios gave a verdict."""

    clause: str
    owner: str
    ticket: str
    expires: str
    surface: str
    scenario: str
    reason: str
    happens: bool


class Conformance(_Form):
    """The statement of conformance, for programs."""

    format: Literal[1]
    target: str
    target_details: dict[str, str]
    provenance: Provenance
    versions: dict[str, list[str]]
    started: str
    duration_s: float
    statement: str
    exit_code: Literal[0, 1, 3, 5]
    unwritten: dict[str, str]
    ended_early: str | None
    deviations: list[str]
    totals: dict[Verdict, int]
    clause_totals: dict[Verdict, int]
    partial: bool
    scenarios_in_features: int
    testable_clauses: int
    standing_totals: dict[Standing, int]
    scenarios: list[Scenario]
    clauses: list[Clause]
    acts: list[Act]
    last_run: str | None
    changes: list[Change]
    notes: list[Note]
    known: list[KnownBreach]
    without_scenario: list[str]
    not_in_run: list[str]


def schema() -> str:
    """The JSON Schema as text; it lets keys be that it does not know."""
    made = Conformance.model_json_schema(mode="serialization")
    for form in (made, *made["$defs"].values()):
        form.pop("additionalProperties", None)
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PUBLISHED.write_text(schema(), encoding="utf-8")
