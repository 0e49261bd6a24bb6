"""What a run states: the verdict of each scenario and of each of its clauses, fit to cross processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from harness.collection.model import Scenario
from harness.foreign_text import LONGEST_NAME, beginning, on_one_line, visible


class Verdict(StrEnum):
    """What can be said of a clause or scenario; ``NOT_RUN`` only where a run was ended before its end."""

    CONFORMANT = "conformant"
    NONCONFORMANT = "nonconformant"
    NOT_VERIFIED = "not verified"
    INCONCLUSIVE = "inconclusive"
    NOT_RUN = "not run"


_BEST_FIRST = (
    Verdict.CONFORMANT,
    Verdict.NOT_VERIFIED,
    Verdict.NOT_RUN,
    Verdict.INCONCLUSIVE,
    Verdict.NONCONFORMANT,
)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that decides: breach over doubt, doubt over what was left out, anything over green."""
    return max(verdicts, key=_BEST_FIRST.index)


@dataclass(frozen=True, slots=True)
class ScenarioFacts:
    """A collected scenario without its steps: what reports and labels need, as plain JSON values.

    Attributes:
        id: The item's node id.
        feature: Path of the feature file, relative to the root of the run.
        line: Line of the scenario or of its Examples row.
        rule: Title of the Rule that it stands below, empty where it stands below none.
    """

    id: str
    feature: str
    line: int
    name: str
    feature_name: str
    tags: tuple[str, ...]
    clauses: tuple[str, ...]
    surfaces: tuple[str, ...]
    row: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""

    @classmethod
    def of(cls, scenario: Scenario) -> ScenarioFacts:
        return cls(
            id=scenario.id,
            feature=visible(scenario.feature_file.as_posix()),
            line=scenario.line,
            name=on_one_line(scenario.name, LONGEST_NAME),
            feature_name=on_one_line(scenario.feature_name, LONGEST_NAME),
            tags=scenario.tags,
            clauses=scenario.clauses,
            surfaces=scenario.surfaces,
            row={column: beginning(value, LONGEST_NAME) for column, value in scenario.row.items()},
            rule=scenario.rule,
        )

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), **{key: list(getattr(self, key)) for key in ("tags", "clauses", "surfaces")}}

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> ScenarioFacts:
        return cls(**_tuples(entry))


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Lists of JSON back to tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict and, unless it is conformant, why."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something only a human body does, as it was done: ``Act("touch the sensor", "lab")``."""

    what: str
    performer: str


@dataclass(frozen=True, slots=True)
class Note:
    """What was seen that speaks for one reading of an ambiguity; it is told and never judged.

    Attributes:
        ambiguity, key, reading: Of ``spec/ambiguities.yaml``: which one, and in words.
        observed: What was seen, in words, free of secrets.
        surface: Where.
    """

    ambiguity: str
    key: str
    reading: str
    observed: str
    surface: str


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What one scenario showed.

    Attributes:
        finding: Verdict of the scenario as a whole; the reason is free of secrets.
        clauses: What it says of each of its clauses, by id.
        step: The step that ended it, as written, with its line: ``(34, "Then ...")``; None if none did.
        cause: What others ended for, too, in words; empty where the reason says it all.
        attempts: How often it was run; the last one counts, unless one before was a breach.
        started: Seconds since the epoch; 0 when nothing was measured: not run, or its process died.
        allure_uuid: ``uuid`` of its Allure result, None when none was written.
        detail: What pytest tells of the failure, free of secrets; empty where nothing failed.
        screens: Pictures taken when it failed, as paths below the folder of the output.
        notes: What was seen of ambiguities, each once.
        versions: What was driven, as it told of itself: surface to text.
        known: Who knows of this breach, in words (``harness.verdicts.known``); empty where nobody does.
    """

    scenario: ScenarioFacts
    finding: Finding
    clauses: Mapping[str, Finding]
    step: tuple[int, str] | None = None
    acts: tuple[Act, ...] = ()
    attempts: int = 1
    started: float = 0.0
    duration_s: float = 0.0
    allure_uuid: str | None = None
    cause: str = ""
    detail: str = ""
    screens: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return self.finding.verdict

    @property
    def is_measured(self) -> bool:
        return self.started > 0

    def to_json(self) -> dict[str, Any]:
        """Plain values only: it travels between pytest-xdist's processes and into files."""
        return {
            "scenario": self.scenario.to_json(),
            "finding": [self.finding.verdict.value, self.finding.reason],
            "clauses": {id_: [one.verdict.value, one.reason] for id_, one in self.clauses.items()},
            "step": list(self.step) if self.step else None,
            "acts": [[act.what, act.performer] for act in self.acts],
            "attempts": self.attempts,
            "started": self.started,
            "duration_s": self.duration_s,
            "allure_uuid": self.allure_uuid,
            "cause": self.cause,
            "detail": self.detail,
            "screens": list(self.screens),
            "notes": [asdict(note) for note in self.notes],
            "versions": dict(self.versions),
            "known": list(self.known),
        }

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> ScenarioResult:
        step = entry["step"]
        return cls(
            scenario=ScenarioFacts.from_json(entry["scenario"]),
            finding=_finding(entry["finding"]),
            clauses={id_: _finding(one) for id_, one in entry["clauses"].items()},
            step=(step[0], step[1]) if step else None,
            acts=tuple(Act(what, performer) for what, performer in entry["acts"]),
            attempts=entry["attempts"],
            started=entry["started"],
            duration_s=entry["duration_s"],
            allure_uuid=entry["allure_uuid"],
            cause=entry["cause"],
            detail=entry["detail"],
            screens=tuple(entry["screens"]),
            notes=tuple(Note(**note) for note in entry["notes"]),
            versions=entry["versions"],
            known=tuple(entry["known"]),
        )


def _finding(entry: list[str]) -> Finding:
    return Finding(Verdict(entry[0]), entry[1])


@dataclass(frozen=True, slots=True)
class Scope:
    """What there is to run, beside what a run was told to.

    Attributes:
        is_whole: Whether all of it was selected.
        scenarios: How many there are in the features.
        clauses: Ids of the clauses that one of them states.
    """

    is_whole: bool = True
    scenarios: int = 0
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a statement rests on.

    Attributes:
        harness: Version and, in a checkout, commit.
        edition: Name of the articles' edition that the clauses were read from; its and the clauses' SHA-256.
        machine: Operating system, its release, architecture.
        job: Address of the CI job, empty where there is none.
        builds: Of the system under test, as given: part to build.
        programs: That drive it: name to version.
    """

    harness: str = ""
    edition: str = ""
    edition_sha256: str = ""
    catalogue_sha256: str = ""
    seed: int = 0
    host: str = ""
    machine: str = ""
    python: str = ""
    job: str = ""
    builds: Mapping[str, str] = field(default_factory=dict)
    programs: Mapping[str, str] = field(default_factory=dict)

    def in_words(self) -> dict[str, str]:
        """Label to text, for those who read it; what is not known is left out."""
        builds = {f"Build of {part}": build for part, build in self.builds.items()}
        told = {
            "Harness": self.harness,
            "Articles": self.edition and f"{self.edition} (SHA-256 {self.edition_sha256[:16]})",
            "Catalogue of clauses": self.catalogue_sha256 and f"SHA-256 {self.catalogue_sha256[:16]}",
            "Host": self.host and f"{self.host} ({self.machine}, Python {self.python})",
            **self.programs,
            "CI job": self.job,
        }
        return {**builds, **{label: text for label, text in told.items() if text}}


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What was tested and how, for the reports.

    Attributes:
        target: Name of the target, as a release manager knows it.
        details: More about it, label to text (addresses, versions); shown as given.
        deviations: Deliberate breaches that were switched on.
        started: Seconds since the epoch.
        arguments: What was asked of the run, as typed after ``run``.
        scope: What there was to run.
        provenance: What the statement rests on.
        complete: Whether anything less than all that the catalogue promises is no success.
    """

    target: str = "embedded reference system"
    details: Mapping[str, str] = field(default_factory=dict)
    deviations: tuple[str, ...] = ()
    started: float = 0.0
    arguments: tuple[str, ...] = ()
    scope: Scope = Scope()
    provenance: Provenance = Provenance()
    complete: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "details": dict(self.details),
            "deviations": list(self.deviations),
            "started": self.started,
            "arguments": list(self.arguments),
            "scope": asdict(self.scope),
            "provenance": asdict(self.provenance),
            "complete": self.complete,
        }

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> RunFacts:
        parts = {
            "scope": Scope(**_tuples(entry["scope"])),
            "provenance": Provenance(**entry["provenance"]),
        }
        return cls(**{**_tuples(entry), **parts})
