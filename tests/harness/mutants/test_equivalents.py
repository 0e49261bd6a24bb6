"""The reviewed list: patterns of names, each with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from harness.mutants import equivalents


def test_an_entry_means_what_its_patterns_match(tmp_path: Path) -> None:
    file = tmp_path / "equivalents.yaml"
    file.write_text("- mutants: ['authority.users.Users.create:*']\n  change: c\n  reason: the lab's own\n")
    entries = equivalents.read(file)
    assert equivalents.reason_of("authority.users.Users.create:number:0123abcd", entries) == "the lab's own"
    assert equivalents.reason_of("authority.users.Users.find:number:0123abcd", entries) == ""


def test_an_entry_without_a_reason_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "equivalents.yaml"
    file.write_text("- mutants: ['a']\n  change: c\n")
    with pytest.raises(ValidationError, match="reason"):
        equivalents.read(file)


def test_the_projects_list_is_well_formed_and_says_nothing_twice() -> None:
    patterns = [pattern for entry in equivalents.read() for pattern in entry.mutants]
    assert len(patterns) == len(set(patterns))
    assert all(":" in pattern for pattern in patterns)
