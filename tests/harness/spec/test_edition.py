"""Each line of the articles is accounted for, and another edition says what has to be read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from harness.spec.catalogue import CatalogueError, load_catalogue
from harness.spec.edition import (
    Changes,
    Edition,
    WithoutClause,
    compare,
    hash_of,
    read_edition,
    stale_clauses,
    untraced,
)

LINES = ["Tap the icon.", "", "Type the code.", "Figure 3", "Tap DONE."]


def edition_of(lines: list[str]) -> Edition:
    return Edition(
        "a test", "", tuple(map(hash_of, lines)), (WithoutClause((4,), "caption", "says nothing"),)
    )


def test_every_line_has_a_clause_or_a_reason() -> None:
    assert untraced(read_edition(), load_catalogue()) == []


def test_clauses_rest_on_lines_that_exist() -> None:
    last = len(read_edition().hashes)
    beyond = {one.id: one.lines for one in load_catalogue().clauses.values() if max(one.lines) > last}
    assert beyond == {}


def test_untraced_line_is_found() -> None:
    edition = read_edition()
    longer = replace(edition, hashes=(*edition.hashes, None, hash_of("One more rule.")))
    assert untraced(longer, load_catalogue()) == [len(edition.hashes) + 2]


@pytest.mark.parametrize(
    ("other", "changes"),
    [
        (LINES, Changes((), ())),
        (["Tap  the icon. ", "", "", "Type the code.", "Figure 3", "Tap DONE."], Changes((), ())),
        (["Tap the icon.", "Type the codes.", "Figure 3", "Tap DONE."], Changes((3,), (2,))),
        (["Tap the icon.", "Type the code.", "Tap DONE."], Changes((4,), ())),
        (["Read this.", *LINES], Changes((), (1,))),
        ([], Changes((1, 3, 4, 5), ())),
    ],
    ids=["same", "white space", "changed", "gone", "new", "empty"],
)
def test_compare(other: list[str], changes: Changes) -> None:
    assert compare(edition_of(LINES), other) == changes


def test_stale_clauses_rest_on_changed_lines() -> None:
    catalogue = load_catalogue()
    line = catalogue.clauses["LOGIN-SEAMLESS-01a"].lines[0]
    stale = stale_clauses(Changes((line,), ()), catalogue)
    assert "LOGIN-SEAMLESS-01a" in {clause.id for clause in stale}
    assert all(line in clause.lines for clause in stale)


def test_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "edition.yaml"
    file.write_text("edition: x\nlines: []\n")
    with pytest.raises(CatalogueError, match=r"edition\.yaml: edition: 'sha256'"):
        read_edition(file)
