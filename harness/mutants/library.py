"""mutmut, which makes the mutants: installed by the first command that needs it, for nobody else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from harness.errors import HarnessError
from harness.setup import stamps
from harness.setup.commands import CommandFailed, Commands
from harness.setup.layout import Layout, here
from harness.setup.python_packages import pip_environment, pip_settings, uv_environment

LOCK = Path(__file__).with_name("requirements.lock")


class NoLibrary(HarnessError):
    """mutmut could not be installed."""


def make_importable(layout: Layout | None = None) -> None:
    """Install what ``requirements.lock`` beside this file names, unless it is there, and let this process
    import it. Raises: NoLibrary."""
    layout = layout or here()
    lock = LOCK.read_text(encoding="utf-8")
    folder = layout.home / "mutants" / stamps.key_of(lock, sys.version, str(layout.root))
    if not stamps.marked(folder, folder.name):
        _install(layout, folder)
        stamps.mark(folder, folder.name)
    if str(folder) not in sys.path:
        sys.path.append(str(folder))


def _install(layout: Layout, folder: Path) -> None:
    commands = Commands(layout.logs)
    python = str(layout.python)
    pip_env = pip_environment(os.environ, layout.cache)
    uv = [str(layout.venv / "bin" / "uv"), "pip", "install", "--python", python, "--target", str(folder)]
    try:
        listing = commands.run([python, "-m", "pip", "config", "list"], log="mutants", env=pip_env)
        commands.run(
            [*uv, "--no-deps", "--require-hashes", "--requirements", str(LOCK)],
            log="mutants",
            env=uv_environment(os.environ, pip_settings(listing), layout.cache),
            cwd=layout.home,
        )
    except (CommandFailed, FileNotFoundError) as error:
        raise NoLibrary(f"mutmut cannot be installed ({layout.logs / 'mutants.log'}): {error}") from error
