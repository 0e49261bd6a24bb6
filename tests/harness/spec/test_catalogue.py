"""The catalogue is read strictly: what is wrong with a file is said with file, clause and key."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from harness.spec.catalogue import CatalogueError, load_catalogue, read_catalogue

CLAUSE = {
    "id": "X-01",
    "step": 1,
    "lines": [7],
    "text": "The user does something.",
    "kind": "action",
    "surfaces": ["tws"],
    "needs": ["push"],
    "testable": "yes",
    "scenario": "Do it.",
    "counterexample": "It cannot be done.",
}


def written(folder: Path, **changes: object) -> Path:
    """A catalogue of one clause, with ``changes`` made to it; None takes a key away."""
    clause = {key: value for key, value in {**CLAUSE, **changes}.items() if value is not None}
    article = {"id": "X", "title": "T", "language": "en", "applies_to": ["tws"], "clauses": [clause]}
    (folder / "articles").mkdir()
    (folder / "articles" / "X.yaml").write_text(yaml.safe_dump(article))
    (folder / "capabilities.yaml").write_text("push: notifications arrive\n")
    return folder


def test_own_catalogue() -> None:
    catalogue = load_catalogue()
    assert len(catalogue.articles) == 15
    assert len(catalogue.clauses) == 332
    assert catalogue.clauses["LOGIN-HELP-LCK01"].numbers == {"failures_to_lock": 10, "window_hours": 24}


def test_clause_without_changes_is_read(tmp_path: Path) -> None:
    assert read_catalogue(written(tmp_path)).clauses["X-01"].needs == ("push",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "Y-01"}, "id must start with X-"),
        ({"kind": "wish"}, "kind must be one of"),
        ({"surfaces": ["watch"]}, "surfaces must be some of"),
        ({"needs": ["luck"]}, "spec/capabilities.yaml lacks"),
        ({"testable": "maybe"}, "testable must be"),
        ({"testable": "partly"}, "testable_reason is needed"),
        ({"counterexample": None}, "scenario and counterexample go with testable clauses"),
        ({"lines": []}, "lines must be whole numbers from 1"),
        ({"lines": [0]}, "lines must be whole numbers from 1"),
        ({"lines": ["7"]}, "lines must be whole numbers from 1"),
        ({"colour": "red"}, "colour"),
        ({"text": None}, "text"),
    ],
)
def test_wrong_clause(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(CatalogueError, match=said) as raised:
        read_catalogue(written(tmp_path, **changes))
    assert "X.yaml" in str(raised.value)
    assert "clause" in str(raised.value)
