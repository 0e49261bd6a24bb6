"""What a collected feature file consists of, as the runner, the evidence and the reports see it.

Made once at collection by ``harness.collection``; nothing in here changes while scenarios run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

StepType = Literal["given", "when", "then"]


@dataclass(frozen=True, slots=True)
class StepDefinition:
    """A step function registered by pytest-bdd's ``given``, ``when`` or ``then``, and where it stands.

    Attributes:
        type: None where it was registered by ``step`` and serves all three.
        line: 1-based; of the first decorator, where the words stand.
        pattern: The words as given to the decorator, fields and all.
    """

    function: Callable[..., Any]
    type: StepType | None
    target_fixture: str | None
    file: Path
    line: int
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a scenario, with the row's values filled in and bound to its definition.

    Attributes:
        keyword: As written, without the space after it (``"And"``).
        type: What the keyword means here; ``And`` and ``But`` take the type of the step before.
        line: 1-based line in the feature file.
        clauses: Ids from the ``# clause:`` comment directly above the step; in an outline those among
            them that the tags of the row name.
        arguments: Values parsed from the text, converted, by argument name; worked out when first looked at.
        background: Whether the step stands in a Background.
    """

    keyword: str
    type: StepType
    text: str
    line: int
    clauses: tuple[str, ...]
    definition: StepDefinition
    arguments: Mapping[str, Any] = field(default_factory=dict)
    docstring: str | None = None
    datatable: tuple[tuple[str, ...], ...] | None = None
    background: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, or one row of a scenario outline.

    Attributes:
        id: Stable and unique in a run: the item's node id (``features/a.feature::name[row]``).
        name: With the row's values filled in.
        feature_file: Relative to the root of the run.
        line: Line of the scenario, or of the Examples row; ``file:line`` selects either.
        tags: Without ``@``; of feature, rule, scenario and Examples block, in that order.
        clauses: Ids named by ``clause-`` tags.
        surfaces: Those of ``SURFACES`` among the tags.
        row: Column to value of the Examples row, empty for a plain scenario.
        description: The lines between the scenario's title and its first step, indentation removed.
    """

    id: str
    name: str
    feature_name: str
    feature_description: str
    feature_file: Path
    line: int
    tags: tuple[str, ...]
    clauses: tuple[str, ...]
    surfaces: tuple[str, ...]
    steps: tuple[Step, ...]
    row: dict[str, str] = field(default_factory=dict)
    description: str = ""
