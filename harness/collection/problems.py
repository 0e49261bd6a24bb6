"""What is wrong with a feature file, all of it at once, each fault with file, line and what to do."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One fault; ``message`` may have further lines, indented, that say what to do.

    Attributes:
        line: 1-based line of the feature file.
    """

    line: int
    message: str


class FeatureProblems(Exception):
    """A feature file that cannot be collected.

    Its text is what pytest prints: one block per fault, each beginning with ``file:line:``.
    """

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = sorted(dict.fromkeys(problems))
        super().__init__("\n".join(f"{file}:{line}: {message}" for line, message in self.problems))
