from __future__ import annotations

from pathlib import Path

from harness.reports.scope import scope_of

FEATURE = """
Feature: Some
  Rule: ART-1 a statement
    Scenario: plain
      Then a
  Scenario Outline: rows
    # clause: ART-<n>
    Then <n>
    Examples:
      | n |
      | 2 |
      | 3 |
  Scenario Outline: other rows
    # clause: ART-4, ART-5
    Then <m>
    Examples:
      | m |
      | x |
"""
IDS = ["plain", "rows[2]", "rows[3]", "other rows[x]"]


def test_what_the_features_hold(tmp_path: Path) -> None:
    features = tmp_path / "features"
    features.mkdir()
    (features / "some.feature").write_text(FEATURE)
    (features / "broken.feature").write_text("Feature")
    ids = [f"features/some.feature::{name}" for name in IDS]
    scope = scope_of(features, ["features/other.feature::more", *ids])
    assert (scope.is_whole, scope.scenarios) == (True, 4)
    assert set(scope.clauses) == {"ART-1", "ART-2", "ART-3", "ART-4", "ART-5"}
    assert not scope_of(features, ids[1:]).is_whole


def test_where_there_are_none_all_was_selected(tmp_path: Path) -> None:
    assert scope_of(tmp_path / "features", ["a"]).is_whole
