from __future__ import annotations

from pathlib import Path

from harness.collection.feature_file import read_feature
from harness.collection.names import base_name, row_ids

LONG = "long " * 1000


def test_names_can_be_shown_on_a_terminal_and_stay_apart(tmp_path: Path) -> None:
    file = tmp_path / "odd.feature"
    file.write_text(
        "Feature: Odd\n"
        "  Scenario: \x1b[31mred \u202e\n    Given a\n"
        f"  Scenario: {LONG}one\n    Given a\n"
        f"  Scenario: {LONG}two\n    Given a\n"
        "  Scenario Outline: o\n    Given <a>\n    Examples:\n      | a |\n      | \x07 |\n"
    )
    red, one, two, outline = read_feature(file).scenarios
    assert base_name(red) == r"\u001b(31mred \u202e"
    assert base_name(one) != base_name(two)
    assert base_name(one)[:300] == base_name(two)[:300] == LONG[:300]
    assert len(base_name(one)) < 320
    assert row_ids(outline) == [r"\u0007"]
