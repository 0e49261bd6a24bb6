"""Which version of the harness this is, told without anything having been set up."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path

from harness.setup.child_environment import child_environment

PROJECT = Path(__file__).resolve().parent.parent.parent
_GIT_WITHIN_S = 5.0


def version(project: Path = PROJECT) -> str:
    """The version and, in a checkout, its commit: ``0.1.0 (c97b396f4376, with changes)``."""
    told: str = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    commit = _commit(project)
    return f"{told} ({commit})" if commit else told


def _commit(project: Path) -> str:
    """Of the checkout; empty where there is none, or no git."""
    git = shutil.which("git")
    if git is None or not (project / ".git").exists():
        return ""
    try:
        ran = subprocess.run(
            [git, "-C", str(project), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
            env=child_environment(Path.home(), temporary=Path(tempfile.gettempdir())),
            capture_output=True,
            text=True,
            timeout=_GIT_WITHIN_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.strip().replace("-dirty", ", with changes")
