"""Looking at everything a run needs, and saying in plain words what is wrong and what to do.

Works without the virtual environment, for the day when that is what is wrong:
``python3 -m harness.setup.doctor``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from harness.setup import browser as browsers
from harness.setup.child_environment import child_environment, set_aside
from harness.setup.commands import Commands
from harness.setup.environment import Environment, NoEnvironment, load
from harness.setup.layout import Layout, here
from harness.setup.node_packages import DRIVERS
from harness.setup.python_packages import PythonPackages
from harness.setup.system_packages import in_words

ANSWER_WITHIN_S = 20.0
"""Most answer in one; what has not answered by then is slow, and nobody knows whether it is whole."""
ROOM_FOR_RUNS_BYTES = 500_000_000
SETUP = "run ./ibkey setup"
ANEW = "run ./ibkey setup --anew"
"""What to do about a part of the environment that set-up finished and something broke since."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    Attributes:
        name: What was looked at.
        ok: Whether a run can use it.
        detail: What was found.
        remedy: What to do when it is not ok, else "".
        slow: Whether it did not answer in time, so that it is not known to be wrong.
    """

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    slow: bool = False


def examine(
    layout: Layout | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    without: Collection[str] = (),
    more: Sequence[Callable[[], Finding]] = (),
) -> list[Finding]:
    """Look at everything, side by side; what this machine has takes two seconds, and if it is busy, longer.

    Args:
        without: Names of what is not needed here, such as ``appium`` for a target that has its own.
        more: To be looked at besides.
    """
    layout = layout or here()
    try:
        environment = load(layout, environ)
    except NoEnvironment as error:
        described = Finding("environment", False, str(error), SETUP)
        looks: list[Callable[[], Finding]] = [lambda: described]
    except browsers.NoSuchBrowser as error:
        no_browser = Finding("browser", False, str(error), f"correct or unset {browsers.NAMED_BY}")
        environment = load(layout, {})
        looks = [*_looks_at(environment, without), lambda: no_browser]
    else:
        looks = [*_looks_at(environment, without), lambda: _browser(environment)]
    always: list[Callable[[], Finding]] = [
        _python,
        lambda: _virtual_environment(layout),
        *looks,
        _loopback,
        lambda: _disk(layout),
        lambda: _variables(environ),
        *more,
    ]
    with ThreadPoolExecutor(max_workers=len(always)) as threads:
        return list(threads.map(lambda look: look(), always))


def as_text(findings: Sequence[Finding]) -> str:
    """The findings for a person: a line each, and under what is wrong what to do."""
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        state = "slow" if finding.slow else "ok" if finding.ok else "MISSING"
        lines.append(f"{state:7}  {finding.name:{width}}  {finding.detail}")
        if not finding.ok:
            lines.append(f"{'':7}  {'':{width}}  → {finding.remedy}")
    return "\n".join(lines)


def _slow(name: str, program: str) -> Finding:
    detail = f"{program} did not answer within {ANSWER_WITHIN_S:g} s (load {os.getloadavg()[0]:.0f})"
    return Finding(name, True, detail, slow=True)


def _looks_at(environment: Environment, without: Collection[str]) -> list[Callable[[], Finding]]:
    looks: dict[str, Callable[[Environment], Finding]] = {
        "node": _node,
        "appium": _appium,
        "allure": _allure,
        "adb": _adb,
        "desktop": _desktop,
        "fonts": _fonts,
    }
    return [partial(look, environment) for name, look in looks.items() if name not in without]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= (3, 11)
    return Finding(
        "python", ok, f"{version} at {sys.executable}", "" if ok else "install Python 3.11 or newer"
    )


def _virtual_environment(layout: Layout) -> Finding:
    name = "python packages"
    try:
        packages = PythonPackages(layout, Commands(layout.logs))
    except OSError as error:
        return Finding(
            name, False, f"{error.filename}: {error.strerror}", "check out the whole repository again"
        )
    if not layout.python.exists():
        return Finding(name, False, f"{layout.venv} is not there", SETUP)
    if not packages.complete:
        return Finding(name, False, f"{layout.venv} was not made from {layout.requirements.name}", SETUP)
    pinned = dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+) \\$", packages.lock, re.MULTILINE))
    present = {
        re.sub(r"[-_.]+", "-", match[1]).lower(): match[2]
        for folder in (layout.venv / "lib").glob("python*/site-packages/*.dist-info")
        if (match := re.fullmatch(r"(.+)-([^-]+)\.dist-info", folder.name))
    }
    other = sorted(package for package, version in pinned.items() if present.get(package) != version)
    if other:
        told = f"not as {layout.requirements.name} pins them: {', '.join(other)}"
        return Finding(name, False, told, ANEW)
    return Finding(name, True, f"{len(pinned)} as pinned in {layout.requirements.name}")


def _node(environment: Environment) -> Finding:
    if environment.node is None:
        return Finding("node", False, environment.why_not("node"), SETUP)
    return _answers("node", [str(environment.node), "--version"], r"v([\d.]+)")


def _adb(environment: Environment) -> Finding:
    if environment.adb is None:
        return Finding("adb", False, environment.why_not("adb"), SETUP)
    return _answers("adb", [str(environment.adb), "version"], r"Version ([\d.]+)")


def _answers(name: str, command: Sequence[str], version: str, remedy: str = SETUP) -> Finding:
    """Whether a program tells its version; its path stands before the last word of ``command``."""
    program = command[-2]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=ANSWER_WITHIN_S,
            env=child_environment(Path("/nonexistent"), temporary=Path(tempfile.gettempdir())),
        )
    except subprocess.TimeoutExpired:
        return _slow(name, program)
    except OSError as error:
        return Finding(name, False, f"{program}: {error}", remedy)
    if done.returncode != 0 or not (found := re.search(version, done.stdout)):
        lines = (done.stderr or done.stdout).strip().splitlines() or [""]
        said = next((line for line in lines if "Error" in line), lines[-1])  # Node tells much more
        return Finding(name, False, f"{program} ended with exit code {done.returncode}: {said}", remedy)
    return Finding(name, True, f"{found[1]} at {program}")


def _appium(environment: Environment) -> Finding:
    if environment.appium_main is None or environment.appium_home is None:
        return Finding("appium", False, environment.why_not("appium_main"), SETUP)
    modules = environment.appium_home / "node_modules"
    versions = {name: _version(modules / f"appium-{name}-driver") for name in DRIVERS}
    if absent := [name for name, version in versions.items() if version is None]:
        lacking = f"{modules} lacks the drivers {', '.join(absent)}"
        return Finding("appium", False, lacking, ANEW)
    answer = _npm_program("appium", environment, environment.appium_main)
    if not answer.ok:
        return answer
    drivers = ", ".join(f"{name} {version}" for name, version in versions.items())
    return Finding("appium", True, f"{answer.detail} with {drivers}")


def _allure(environment: Environment) -> Finding:
    if environment.allure_cli is None or environment.appium_home is None:
        return Finding("allure", False, environment.why_not("allure_cli"), SETUP)
    return _npm_program("allure", environment, environment.allure_cli)


def _npm_program(name: str, environment: Environment, main: Path) -> Finding:
    """Whether the program ``main`` of the npm packages is whole enough to start."""
    if environment.node is None:
        return Finding(name, False, environment.why_not("node"), SETUP)
    return _answers(name, [str(environment.node), str(main), "--version"], r"([\d.]+)", ANEW)


def _version(package: Path) -> str | None:
    try:
        return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])
    except (FileNotFoundError, ValueError, KeyError):
        return None


def _browser(environment: Environment) -> Finding:
    name = "browser"
    remedy = (
        f"install chromium-headless-shell, Chromium or Chrome, or name one: {browsers.NAMED_BY}=/path/to/it"
    )
    found = environment.browser
    if found is None:
        return Finding(name, False, environment.why_not("browser"), remedy)
    try:
        wrong = browsers.page_complaint(found, sandboxed=False, within_s=ANSWER_WITHIN_S)
    except subprocess.TimeoutExpired:
        return _slow(name, str(found.path))
    if wrong:
        return Finding(name, False, f"{found.path} showed no page: {wrong}", remedy)
    refused = browsers.sandbox_refused(found, within_s=ANSWER_WITHIN_S)
    sandbox = f"; a target's pages run without its sandbox: {refused}" if refused else ""
    return Finding(name, True, f"{found.kind} ({found.source}) at {found.path}{sandbox}")


def _desktop(environment: Environment) -> Finding:
    desktop = environment.desktop
    if desktop.available:
        return Finding("desktop", True, "Xvfb, accessibility bus and Qt's libraries are installed")
    if not desktop.command:
        return Finding("desktop", False, environment.why_not("desktop"), "run the desktop surface on Linux")
    return Finding("desktop", False, f"the system lacks {in_words(desktop.missing)}", desktop.command)


def _fonts(environment: Environment) -> Finding:
    missing = environment.fonts_missing
    if not missing:
        return Finding("fonts", True, "Latin and Chinese")
    if environment.fonts:
        return Finding("fonts", True, f"the system lacks {', '.join(missing)}; Noto Sans TC is used instead")
    return Finding("fonts", False, f"the system lacks {', '.join(missing)}", environment.desktop.command)


def _loopback() -> Finding:
    """Whether a server on a free port of 127.0.0.1 can be reached, as every part of a run has to be."""
    name = "loopback"
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(ANSWER_WITHIN_S)
            address = server.getsockname()
            with socket.create_connection(address, timeout=ANSWER_WITHIN_S):
                server.accept()[0].close()
    except OSError as error:
        remedy = "allow programs to listen on 127.0.0.1 and to reach each other there"
        return Finding(name, False, f"127.0.0.1: {error}", remedy)
    return Finding(name, True, "ports of 127.0.0.1 can be opened and reached")


def _disk(layout: Layout) -> Finding:
    free = shutil.disk_usage(layout.root).free
    ok = free >= ROOM_FOR_RUNS_BYTES
    detail = f"{free / 1e9:.1f} GB free at {layout.root}"
    return Finding("disk", ok, detail, "" if ok else f"free at least {ROOM_FOR_RUNS_BYTES / 1e9:.1f} GB")


def _variables(environ: Mapping[str, str]) -> Finding:
    """Which of the user's variables do not reach the programs of a run; never a fault."""
    aside = set_aside(environ)
    detail = f"set aside for the programs of a run: {', '.join(aside)}" if aside else "none is in the way"
    return Finding("variables", True, detail)


def main() -> int:
    findings = examine()
    sys.stdout.write(as_text(findings) + "\n")
    return 0 if all(finding.ok for finding in findings) else 2


if __name__ == "__main__":
    sys.exit(main())
