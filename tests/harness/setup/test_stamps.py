from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from harness.setup import stamps


def test_the_key_follows_contents_and_order(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    file.write_text("a==1")
    before = stamps.key_of(file, "3.11")
    os.utime(file)
    assert stamps.key_of(file, "3.11") == before
    assert stamps.key_of("3.11", file) != before
    assert stamps.key_of("a==13.11", "") != before
    file.write_text("a==2")
    assert stamps.key_of(file, "3.11") != before


def test_a_folder_without_marker_is_not_complete(tmp_path: Path) -> None:
    assert not stamps.marked(tmp_path / "missing", "k")
    assert not stamps.marked(tmp_path, "k")
    stamps.mark(tmp_path, "k")
    assert stamps.marked(tmp_path, "k")
    assert not stamps.marked(tmp_path, "other")


def test_writing_leaves_the_old_text_or_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    stamps.write_whole(file, "old")

    def dies(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", dies)
    with pytest.raises(KeyboardInterrupt):
        stamps.write_whole(file, "new")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_input_changed_during_set_up_is_newer_than_the_stamp(tmp_path: Path) -> None:
    began_ns = time.time_ns() - 1_000_000_000
    changed_meanwhile = tmp_path / "requirements.lock"
    changed_meanwhile.touch()
    stamps.set_ready(tmp_path / "ready", tmp_path, as_of_ns=began_ns)
    assert changed_meanwhile.stat().st_mtime_ns > (tmp_path / "ready").stat().st_mtime_ns
    assert (tmp_path / "ready").read_text() == f"{tmp_path}\n"
