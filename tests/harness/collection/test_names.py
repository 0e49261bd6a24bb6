from __future__ import annotations

from pathlib import Path

from harness.collection.feature_file import read_feature
from harness.collection.names import base_names, row_ids

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
    feature = read_feature(file)
    red, one, two, _ = base_names(feature).values()
    assert red == r"\u001b(31mred \u202e"
    assert one != two
    assert one[:300] == two[:300] == LONG[:300]
    assert len(one) < 320
    assert row_ids(feature.scenarios[-1]) == [r"\u0007"]
