"""Which lines of the judged rooms each scenario runs, as a recorded run has shown."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from harness.mutants.rooms import FOLDER, files
from harness.setup.layout import here
from harness.setup.stamps import key_of, write_whole

IMPORT = ""
"""In place of a scenario: what runs when the system starts."""


@dataclass(frozen=True)
class Run:
    """What one scenario ran.

    Attributes:
        id: The scenario's; ``IMPORT`` of what ran before any.
        family: The scenario or outline that it is, or is a row of.
        lines: Line numbers by file.
    """

    id: str
    family: str
    seconds: float
    lines: Mapping[str, list[int]]


class Reach:
    """The recorded runs."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs = {run.id: run for run in runs}
        self._files = {module: str(file) for module, file in files().items()}
        self._text = {
            file: Path(file).read_text(encoding="utf-8").split("\n") for file in self._files.values()
        }

    @property
    def scenarios(self) -> list[str]:
        return [id_ for id_ in self.runs if id_ != IMPORT]

    def of(self, module: str, statement: range, known_as: Collection[str] = ()) -> list[str]:
        """The scenarios that run a statement, given by its lines, the likeliest to tell first.

        What ran when the system started is told by whoever runs a line that names it, then by whoever runs
        anything of the module later; by anybody, where there is nothing else.

        Args:
            known_as: How other lines of the rooms name it.
        """
        file = self._files[module]
        started = set(self.runs[IMPORT].lines.get(file, ())) if IMPORT in self.runs else set()
        later = {id_: set(self.runs[id_].lines.get(file, ())) for id_ in self.scenarios}
        reaching = self._ordered([id_ for id_, lines in later.items() if not lines.isdisjoint(statement)])
        if not started.isdisjoint(statement):
            naming = self._lines_that_name(known_as)
            speaking = [id_ for id_ in self.scenarios if self._runs_any(id_, naming)]
            others = [id_ for id_, lines in later.items() if lines] or self.scenarios
            reaching = list(dict.fromkeys([*reaching, *self._ordered(speaking), *self._ordered(others)]))
        return reaching

    def _lines_that_name(self, known_as: Collection[str]) -> dict[str, set[int]]:
        if not known_as:
            return {}
        name = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, known_as))})(?![\w-])")
        return {
            file: {number for number, line in enumerate(lines, 1) if name.search(line)}
            for file, lines in self._text.items()
        }

    def _runs_any(self, id_: str, lines: Mapping[str, set[int]]) -> bool:
        return any(not lines.get(file, set()).isdisjoint(ran) for file, ran in self.runs[id_].lines.items())

    def _ordered(self, ids: list[str]) -> list[str]:
        """The quickest of each family, then the second of each: rows of one outline tell much the same."""
        rank: Counter[str] = Counter()
        ranked = []
        for id_ in sorted(ids, key=lambda one: self.runs[one].seconds):
            run = self.runs[id_]
            ranked.append((rank[run.family], run.seconds, id_))
            rank[run.family] += 1
        return [id_ for _, _, id_ in sorted(ranked)]


def record_file() -> Path:
    """Where what is known of the reference system as it is now is kept."""
    sources = [file for file in sorted(FOLDER.rglob("*")) if file.suffix in (".py", ".html", ".js")]
    return here().home / "mutants" / f"reach-{key_of(*sources)}.json"


def read(file: Path) -> Reach:
    """What is known; nothing where nobody recorded it."""
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        entries = []
    return Reach(Run(**entry) for entry in entries)


def write(file: Path, reach: Reach) -> None:
    """Keep it for later; what was known of earlier sources is dropped."""
    for older in file.parent.glob("reach-*.json"):
        older.unlink()
    write_whole(file, json.dumps([asdict(run) for run in reach.runs.values()]))
