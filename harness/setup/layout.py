"""Where things lie in ``.ibkey/``, and which files of the checkout decide what is in there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """Paths of one checkout; ``root`` is absolute and resolved."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / ".ibkey"

    @property
    def venv(self) -> Path:
        """A symbolic link to the virtual environment in use."""
        return self.home / "venv"

    @property
    def venvs(self) -> Path:
        """Virtual environments, each named by what it was made from and by the process that made it."""
        return self.home / "venvs"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def appium(self) -> Path:
        """The npm packages; also Appium's home."""
        return self.home / "appium"

    @property
    def appium_main(self) -> Path:
        return self.appium / "node_modules" / "appium" / "index.js"

    @property
    def allure_cli(self) -> Path:
        return self.appium / "node_modules" / "allure" / "cli.js"

    @property
    def chromium(self) -> Path:
        """The unpacked Chromium of the npm package, where the machine has no browser."""
        return self.home / "chromium"

    @property
    def browsers(self) -> Path:
        """Scripts that start a browser with what the system lacks."""
        return self.home / "browsers"

    @property
    def fonts_conf(self) -> Path:
        """Fontconfig's settings for browsers, where the system lacks fonts."""
        return self.home / "fonts.conf"

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def temporary(self) -> Path:
        """Half-made things; what is found here at a start was left by an interrupted one."""
        return self.home / "tmp"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def environment_file(self) -> Path:
        return self.home / "environment.json"

    @property
    def memory_file(self) -> Path:
        """What the last set-up could not do, so that the next need not try again at once."""
        return self.home / "memory.json"

    @property
    def ready(self) -> Path:
        """The stamp that the launcher compares with its inputs; its only line is the root."""
        return self.home / "ready"

    @property
    def claim(self) -> Path:
        return self.home / "lock"

    @property
    def requirements(self) -> Path:
        return self.root / "requirements.lock"

    @property
    def npm_manifest(self) -> Path:
        return self.root / "drivers" / "appium" / "package.json"

    @property
    def npm_lock(self) -> Path:
        return self.root / "drivers" / "appium" / "package-lock.json"


def here() -> Layout:
    """The layout of the checkout that this file belongs to."""
    return Layout(Path(__file__).resolve().parents[2])
