"""What earlier trials showed: which scenario noticed which deviation, and how long each scenario takes.

It only decides what is tried first; a trial without a record says the same, later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from harness.deviations.matrix import Kill
from harness.setup.layout import Layout
from harness.verdicts.model import ScenarioResult


def record_file(project: Path) -> Path:
    """Where the record of this checkout lies."""
    return Layout(project).home / "kills.json"


@dataclass
class Record:
    """Scenarios are named by their ids without the deviation that they ran under.

    Attributes:
        noticed: By deviation, the scenarios that killed it for one of its clauses.
        seconds: How long a scenario took when it was last run to its end.
    """

    noticed: dict[str, list[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Record:
        """What is kept there; an empty record where there is none that can be read."""
        try:
            return cls(**json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def keep(self, results: Mapping[str, Iterable[ScenarioResult]], matrix: Iterable[Kill]) -> None:
        """Add what a trial has shown; ``results`` are by deviation."""
        for name, ran in results.items():
            for one in ran:
                if one.is_measured and one.duration_s:
                    self.seconds[scenario_of(one.scenario.id, name)] = round(one.duration_s, 1)
        killed: dict[str, list[str]] = {}
        for kill in matrix:
            if kill.killed_by is not None:
                killed.setdefault(kill.deviation, []).append(scenario_of(kill.killed_by[0], kill.deviation))
        self.noticed |= {name: list(dict.fromkeys(scenarios)) for name, scenarios in killed.items()}

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False), encoding="utf-8")


def scenario_of(id_: str, name: str) -> str:
    """The id of a scenario without the parameter that names what it ran under."""
    under = f"under {name}]"
    return id_.removesuffix(under).removesuffix("[").removesuffix("-") if id_.endswith(under) else id_


def departure_in(id_: str) -> str:
    """The name of what the scenario of that id ran under."""
    return id_.rpartition("under ")[2].removesuffix("]")
