"""Makes projects of features and step definitions for the benchmarks, in temporary folders."""

from __future__ import annotations

from pathlib import Path

KEYWORDS = ("Given", "And", "And", "When", "And", "And", "Then", "And", "And", "And")
TYPES = ("given", "given", "given", "when", "when", "when", "then", "then", "then", "then")


def write_definitions(folder: Path, *, more: int = 0) -> None:
    """Write ``conftest.py``: ten definitions of steps that do nothing, and ``more`` that nothing uses."""
    lines = ["from pytest_bdd import given, parsers, then, when", ""]
    for number, type_ in enumerate(TYPES):
        lines += [
            f'@{type_}(parsers.parse("actor {{who:d}} does thing {number} in their way"))',
            f"def does_{number}(who):",
            "    pass",
            "",
        ]
    for number in range(more):
        lines += [
            f'@when(parsers.parse("somebody else does thing {number} with {{what}}"))',
            f"def another_{number}(what):",
            "    pass",
            "",
        ]
    (folder / "conftest.py").write_text("\n".join(lines))


def write_scenarios(folder: Path, *, scenarios: int, steps: int = 10, files: int = 50) -> None:
    """Write plain scenarios into ``features/``; every scenario has words of its own."""
    per_file = scenarios // files
    for file in range(files):
        lines = [f"Feature: Chapter {file}", ""]
        for number in range(per_file):
            lines.append(f"  Scenario: Actor {number} of chapter {file}")
            lines += [_step(place, str(file * per_file + number)) for place in range(steps)]
            lines.append("")
        _write_feature(folder, file, lines)


def write_outlines(folder: Path, *, scenarios: int, files: int = 50) -> None:
    """Write the same number of scenarios as rows of outlines, one outline a file."""
    per_file = scenarios // files
    for file in range(files):
        lines = [f"Feature: Chapter {file}", "", f"  Scenario Outline: Actor <who> of chapter {file}"]
        lines += [_step(place, "<who>") for place in range(len(KEYWORDS))]
        lines += ["", "    Examples:", "      | who |"]
        lines += [f"      | {file * per_file + number} |" for number in range(per_file)]
        _write_feature(folder, file, lines)


def write_pytest_bdd_test(folder: Path) -> None:
    """Write the Python file through which plain pytest-bdd sees the features."""
    (folder / "test_features.py").write_text('from pytest_bdd import scenarios\n\nscenarios("features")\n')


def _step(place: int, who: str) -> str:
    return f"    {KEYWORDS[place]} actor {who} does thing {place} in their way"


def _write_feature(folder: Path, number: int, lines: list[str]) -> None:
    features = folder / "features"
    features.mkdir(exist_ok=True)
    (features / f"chapter_{number:03}.feature").write_text("\n".join(lines) + "\n")
