"""What a collected feature file consists of, as the runner, the evidence and the reports see it.

Made once at collection by ``harness.collection``; nothing in here changes while scenarios run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from harness.spec.vocabulary import Surface

StepType = Literal["given", "when", "then"]


@dataclass(eq=False)
class StepDefinition:
    """A step function registered by pytest-bdd's ``given``, ``when`` or ``then``, and where it stands.

    Attributes:
        type: None where it was registered by ``step`` and serves all three.
        line: 1-based; of the first decorator, where the words stand.
        pattern: The words as given to the decorator, fields and all.
        sits_at: Surfaces at which the speaker of its module may sit: the module's ``SITS_AT``.
    """

    function: Callable[..., Any]
    type: StepType | None
    target_fixture: str | None
    file: Path
    line: int
    pattern: str = ""
    sits_at: tuple[Surface, ...] = ()

    def arguments(self, text: str) -> Mapping[str, Any]:
        """Values that the words of a step give to the function, converted, by name."""
        return {}

    def words(self, text: str) -> Mapping[str, str]:
        """Words of vocabularies in a step's text, by what the vocabulary is of (``Words.what``)."""
        return {}


@dataclass(slots=True, eq=False)
class Step:
    """One line of a scenario, with the row's values filled in and bound to its definition.

    Attributes:
        keyword: As written, without the space after it (``"And"``).
        type: What the keyword means here; ``And`` and ``But`` take the type of the step before.
        line: 1-based line in the feature file.
        clauses: Ids of the clauses that the step states (``harness.collection.clause_rules``).
        background: Whether the step stands in a Background.
    """

    keyword: str
    type: StepType
    text: str
    line: int
    clauses: tuple[str, ...]
    definition: StepDefinition
    docstring: str | None = None
    datatable: list[tuple[str, ...]] | None = None
    background: bool = False

    @property
    def arguments(self) -> Mapping[str, Any]:
        """Values parsed from the text and converted, by argument name; anew at every look."""
        return self.definition.arguments(self.text)

    @property
    def words(self) -> Mapping[str, str]:
        """Words of vocabularies in the text, by what the vocabulary is of (``Words.what``)."""
        return self.definition.words(self.text)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, or one row of a scenario outline.

    Attributes:
        id: Stable and unique in a run: the item's node id (``features/a.feature::name[row]``).
        name: With the row's values filled in.
        feature_file: Relative to the root of the run.
        line: Line of the scenario, or of the Examples row; ``file:line`` selects either.
        tags: Without ``@``; of feature, rule, scenario and Examples block, in that order.
        clauses: Ids of the clauses that its steps state.
        surfaces: Those that its steps speak of, in the order of ``SURFACES``.
        rule: Title of the Rule that it stands below, empty where it stands below none.
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
    steps: Sequence[Step]
    row: dict[str, str] = field(default_factory=dict)
    description: str = ""
    rule: str = ""
