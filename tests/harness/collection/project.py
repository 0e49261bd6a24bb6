"""A small project in a temporary folder, run by a pytest of its own with the collector loaded."""

from __future__ import annotations

import textwrap

import pytest

PLUGINS = ("-p", "pytest_bdd.plugin", "-p", "harness.collection.plugin", "-p", "no:cacheprovider")
STEPS = """
    from pytest_bdd import given, when, then, parsers

    @given("a door", target_fixture="door")
    def door():
        return {"open": False}

    @when(parsers.parse("{who} opens it"))
    def opens(door, who):
        door["open"] = True

    @then("it is open")
    def is_open(door):
        assert door["open"], "the door is shut"
"""
FEATURE = """
    Feature: Doors

      Scenario: A door opens
        Given a door
        When Ann opens it
        Then it is open
"""


class Project:
    """Writes files and runs pytest on them.

    Attributes:
        plugins: Options that load what is tested.
    """

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.plugins = list(PLUGINS)

    def write(self, **files: str) -> None:
        """Write files; ``conftest`` stands for conftest.py, every other name for features/NAME.feature."""
        for name, text in files.items():
            path = f"{name}.py" if name == "conftest" else f"features/{name}.feature"
            self.write_at(path, text)

    def write_at(self, path: str, text: str) -> None:
        """Write one file; the text loses its common indentation and a first empty line."""
        target = self.pytester.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def run(self, *options: str) -> pytest.RunResult:
        """Run pytest in this process, caches off."""
        return self.pytester.runpytest_inprocess(*self.plugins, *options)

    def problems(self, *options: str) -> str:
        """What a run prints that must fail at collection, with nothing run."""
        result = self.run(*options)
        text = result.stdout.str()
        assert result.ret == pytest.ExitCode.INTERRUPTED, text
        assert result.parseoutcomes().keys() <= {"error", "errors", "warnings"}, text
        return text

    def node_ids(self, *options: str) -> list[str]:
        """The scenarios that a run would run."""
        result = self.run("--collect-only", "-q", *options)
        return [line for line in result.outlines if "::" in line]
