"""The version is told from a checkout, from a copy of one, and before anything is set up."""

from __future__ import annotations

import subprocess
from pathlib import Path

from harness.setup.version import version

PROJECT = '[project]\nname = "x"\nversion = "1.2.3"\n'


def git(folder: Path, *arguments: str) -> str:
    settings = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
    command = ["git", *settings, *arguments]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_of_a_checkout(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "x")
    git(tmp_path, "tag", "v9")
    commit = git(tmp_path, "rev-parse", "HEAD")[:12]
    assert version(tmp_path) == f"1.2.3 ({commit})"
    (tmp_path / "pyproject.toml").write_text(f"{PROJECT}# changed\n")
    assert version(tmp_path) == f"1.2.3 ({commit}, with changes)"


def test_of_a_copy(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    assert version(tmp_path) == "1.2.3"
