"""Appium with its drivers, Allure and a packaged Chromium, from ``drivers/appium/package-lock.json``."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from harness.setup import stamps
from harness.setup.commands import CommandFailed, Commands
from harness.setup.diagnosis import failed
from harness.setup.failure import SetupFailure
from harness.setup.layout import Layout

DRIVERS = ("uiautomator2", "xcuitest")


def npm_environment(environ: Mapping[str, str], layout: Layout, node: Path) -> dict[str, str]:
    """The environment for npm: the user's registry and certificates, our cache, no long waits.

    The npm of the Node wheel looks for its machine-wide settings beside itself; where the machine has an npm
    of its own, the settings of that one (a company's registry, usually) are used.
    """
    ours = {
        "npm_config_cache": str(layout.cache / "npm"),
        "npm_config_fetch_retries": "2",
        "npm_config_fetch_retry_mintimeout": "1000",
        "npm_config_fetch_retry_maxtimeout": "5000",
        "npm_config_update_notifier": "false",
        "NODE_USE_SYSTEM_CA": "1",
        "NODE_COMPILE_CACHE": str(layout.cache / "node"),
    }
    if (npm := shutil.which("npm", path=environ.get("PATH"))) is not None:
        machine_wide = Path(npm).parent.parent / "etc" / "npmrc"
        if machine_wide.is_file():
            ours["npm_config_globalconfig"] = str(machine_wide)
    return {**ours, **environ, "PATH": f"{node.parent}{os.pathsep}{environ.get('PATH', os.defpath)}"}


class NodePackages:
    """The folder of npm packages of one lock file."""

    def __init__(
        self,
        layout: Layout,
        commands: Commands,
        environ: Mapping[str, str] = os.environ,
        *,
        anew: bool = False,
    ) -> None:
        """``anew``: what was installed before is not used."""
        self._layout = layout
        self._usable = not anew
        self._commands = commands
        self._environ = dict(environ)
        # Appium's list of drivers holds absolute paths, so a moved checkout is a new one.
        self.key = stamps.key_of(layout.npm_manifest, layout.npm_lock, str(layout.root))

    @property
    def complete(self) -> bool:
        """Whether they were all installed, and nobody has since deleted what starts them."""
        programs = (self._layout.appium_main, self._layout.allure_cli)
        return (
            self._usable and stamps.marked(self._layout.appium, self.key) and all(map(Path.is_file, programs))
        )

    def install(self, node: Path) -> None:
        """Install everything in the lock and make sure that Appium finds both drivers.

        Args:
            node: The executable of the Node wheel.
        """
        if self.complete:
            return
        layout = self._layout
        draft = layout.temporary / f"appium-{os.getpid()}"
        draft.mkdir(parents=True)
        shutil.copyfile(layout.npm_manifest, draft / "package.json")
        shutil.copyfile(layout.npm_lock, draft / "package-lock.json")
        env = npm_environment(self._environ, layout, node)
        npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        # No script of these packages is needed; the one of Appium would look for drivers to install.
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=http"]
        try:
            self._commands.run([str(node), str(npm), "ci", *options], log="npm-packages", env=env, cwd=draft)
        except CommandFailed as error:
            raise failed(
                "The npm packages", error, where="the npm registry that npm is set up for"
            ) from error
        if layout.appium.exists():
            layout.appium.rename(layout.temporary / f"appium-before-{os.getpid()}")
        draft.rename(layout.appium)
        self._check_drivers(node, env)
        stamps.mark(layout.appium, self.key)
        self._usable = True

    def _check_drivers(self, node: Path, env: Mapping[str, str]) -> None:
        """Ask Appium for its drivers, which also makes the list that its server reads at every start."""
        home = self._layout.temporary / f"home-{os.getpid()}"
        home.mkdir(parents=True, exist_ok=True)
        main = self._layout.appium_main
        try:
            output = self._commands.run(
                [str(node), str(main), "driver", "list", "--installed", "--json"],
                log="npm-packages",
                env={**env, "HOME": str(home), "APPIUM_HOME": str(self._layout.appium)},
                cwd=self._layout.appium,
            )
        except CommandFailed as error:
            raise failed("Appium", error, where=str(main)) from error
        listed = json.loads(output[output.index("{") :])
        if absent := [driver for driver in DRIVERS if not listed.get(driver, {}).get("installed")]:
            raise SetupFailure(
                f"Appium does not find its drivers: {', '.join(absent)}.",
                where=str(self._layout.appium),
                remedy="compare drivers/appium/package.json with its lock file; ./ibkey setup tries again",
            )
