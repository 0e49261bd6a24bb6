"""Code that only deviations and variations use is found, and nothing that the system itself uses."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from harness.mutants.departures import departure_lines, names_used

SOURCE = dedent(
    """\
    LIMIT = 10
    NEVER = 99
    SHARED = 3

    @rule
    def limit():
        return LIMIT

    @limit.deviation(
        "no-limit", breaks="..."
    )
    def _():
        return NEVER + SHARED + _more()

    def _more():
        return 1

    def _registers(name):
        late = deviation(name)

        @late.hears(Happening)
        def _(happening, place):
            pass

    _registers("late")

    class Page:
        @rule
        def text(self):
            return SHARED

        @text.variation("other-words")
        def _(self):
            return "other"

    def unused():
        return 1
    """
)


def lines_of(*texts: str) -> set[int]:
    return {number for number, line in enumerate(SOURCE.split("\n"), 1) if line.strip() in texts}


def test_lines_of_departures() -> None:
    found = departure_lines(SOURCE)
    assert lines_of("NEVER = 99", "return NEVER + SHARED + _more()", "def _more():") <= found
    assert lines_of("def _registers(name):", "late = deviation(name)", '_registers("late")') <= found
    assert lines_of('return "other"', '"no-limit", breaks="..."') <= found


def test_lines_of_the_system() -> None:
    found = departure_lines(SOURCE)
    assert not found & lines_of("LIMIT = 10", "return LIMIT", "SHARED = 3", "return SHARED", "class Page:")
    assert not found & lines_of("def unused():")


def test_what_another_module_uses_is_the_systems() -> None:
    assert not departure_lines(SOURCE, used_elsewhere={"NEVER"}) & lines_of("NEVER = 99")


def test_names_used(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text("from a import b as c\nimport d\nd.e(f)\n")
    assert names_used([file]) == {file: {"b", "e"}}
