"""Which Chromium the web surface runs in.

Looked for in this order: the one named by the user, Playwright's own, the system's, the headless one inside
the npm package ``@sparticuz/chromium``. Among equals a headless shell comes before a full browser: the same
scenarios take less than half the time in it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from harness.setup import stamps
from harness.setup.child_environment import child_environment
from harness.setup.commands import CommandFailed, Commands
from harness.setup.diagnosis import failed
from harness.setup.failure import SetupFailure
from harness.setup.layout import Layout
from harness.setup.system_packages import linker_knows

Kind = Literal["headless-shell", "chromium"]
Source = Literal["named", "playwright", "system", "npm"]

NAMED_BY = "IBKEY_BROWSER"
ON_THE_SYSTEM = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
)
ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@dataclass(frozen=True)
class Browser:
    """A Chromium to launch.

    Attributes:
        path: What to start.
        kind: A headless shell cannot show a window.
        source: Who brought it.
        program: The browser itself, where ``path`` is a script of ours that sets variables first.
    """

    path: Path
    kind: Kind
    source: Source
    program: Path | None = None


class NoSuchBrowser(Exception):
    """The browser that the user named is not there."""

    def __init__(self, named: str) -> None:
        self.named = named
        super().__init__(
            f"no browser {named!r}: name an executable Chromium or Chrome, by path or as a command "
            f"(--browser or {NAMED_BY}), or name none to let ./ibkey find one"
        )


def named_by_user(named: str) -> Browser:
    """The browser at a path, or of a command on PATH.

    Raises: NoSuchBrowser.
    """
    path = shutil.which(named)
    if path is None:
        raise NoSuchBrowser(named)
    return Browser(Path(path).absolute(), _kind(path), "named")


def on_this_machine(environ: Mapping[str, str] = os.environ) -> Iterator[Browser]:
    """Playwright's browsers and the system's, best first."""
    for path in sorted(_playwright_browsers(environ), key=_preference, reverse=True):
        yield Browser(path, _kind(path), "playwright")
    for command in ON_THE_SYSTEM:
        if (found := shutil.which(command, path=environ.get("PATH"))) is not None:
            yield Browser(Path(found), _kind(command), "system")
    if sys.platform == "darwin":
        yield from (Browser(Path(path), "chromium", "system") for path in ON_A_MAC if Path(path).exists())


def _kind(path: str | Path) -> Kind:
    return "headless-shell" if re.search(r"headless[-_]shell", Path(path).name) else "chromium"


def playwright_cache(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that ``playwright install`` downloads to."""
    if named := environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(named)
    caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path(environ.get("HOME", "/nonexistent")) / caches / "ms-playwright"


def _playwright_browsers(environ: Mapping[str, str]) -> Iterator[Path]:
    cache = playwright_cache(environ)
    for pattern in (
        "chromium_headless_shell-*/*/headless_shell",
        "chromium_headless_shell-*/*/chrome-headless-shell",
        "chromium-*/chrome-linux*/chrome",
        "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    ):
        yield from cache.glob(pattern)


def _preference(path: Path) -> tuple[bool, int]:
    revision = re.search(r"chromium(?:_headless_shell)?-(\d+)", str(path))
    return _kind(path) == "headless-shell", int(revision[1]) if revision else 0


def complaint(browser: Browser, *, within_s: float = 20.0) -> str | None:
    """What is wrong when ``browser`` is asked for its version; None when it answers."""
    try:
        answer = subprocess.run(
            [str(browser.path), "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=within_s,
        )
    except OSError as error:
        return str(error)
    except subprocess.TimeoutExpired:
        return f"{browser.path} --version did not end within {within_s:g} s"
    if answer.returncode == 0:
        return None
    said = (answer.stderr or answer.stdout).strip().splitlines()
    return said[-1] if said else f"{browser.path} --version ended with exit code {answer.returncode}"


_PAGE = "<title>ibkey</title>"


def page_complaint(browser: Browser, *, sandboxed: bool, within_s: float) -> str | None:
    """What is wrong when ``browser`` is to show a small page; None when it shows it.

    Raises: subprocess.TimeoutExpired, when it has shown nothing yet, which tells nothing about it.
    """
    with tempfile.TemporaryDirectory(prefix="ibkey-browser-", ignore_cleanup_errors=True) as home:
        command = [
            *(str(browser.path), "--headless", *([] if sandboxed else ["--no-sandbox"]), "--disable-gpu"),
            *("--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"),
            *(f"--user-data-dir={home}/profile", "--dump-dom", f"data:text/html,{_PAGE}"),
        ]
        try:
            running = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                env=child_environment(Path(home)),
                start_new_session=True,  # what is named may be a script that starts the browser
            )
        except OSError as error:
            return error.strerror
        try:
            shown, said = running.communicate(timeout=within_s)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
    if _PAGE in shown:
        return None
    lines = [line for line in said.splitlines() if line.strip()]
    told = [line for line in lines if "sandbox" in line.lower()] if sandboxed else lines[-1:]
    return told[0].rpartition("] ")[2] if told else f"it ended with exit code {running.returncode}"


def sandbox_refused(browser: Browser, *, within_s: float = 20.0) -> str | None:
    """Why ``browser`` does not start in its sandbox here; None when it does.

    The sandbox keeps a page that breaks out of its renderer from the user's files. It needs a user other than
    root, and namespaces that not every container and system lets users make.
    """
    if os.geteuid() == 0:
        return "Chromium has none for root"
    try:
        return page_complaint(browser, sandboxed=True, within_s=within_s)
    except subprocess.TimeoutExpired:
        return f"it did not show a page within {within_s:g} s"


def first_that_runs(environ: Mapping[str, str] = os.environ) -> Browser | None:
    """The best browser of this machine that answers, None where there is none."""
    return next((browser for browser in on_this_machine(environ) if complaint(browser) is None), None)


_UNPACK = """
const { default: chromium, inflate } = await import(process.argv[1]);
console.log(await chromium.executablePath());
if (process.argv[2]) console.log(await inflate(process.argv[2]));
"""


def packaged(layout: Layout) -> Browser | None:
    """The unpacked browser of the npm package, if it was unpacked."""
    manifest = _package(layout) / "package.json"
    if not manifest.exists() or not stamps.marked(layout.chromium, stamps.key_of(manifest)):
        return None
    found = Browser(layout.chromium / "chromium", "headless-shell", "npm")
    libraries = layout.chromium / "al2023" / "lib"
    return started_with(found, {"LD_LIBRARY_PATH": str(libraries)}, layout) if libraries.exists() else found


def _package(layout: Layout) -> Path:
    return layout.appium / "node_modules" / "@sparticuz" / "chromium"


def started_with(browser: Browser, variables: Mapping[str, str], layout: Layout) -> Browser:
    """The same browser, started by a script in ``.ibkey`` that sets ``variables`` first.

    So that whoever starts it need not know what this machine lacks.
    """
    script = layout.browsers / "-".join([browser.path.name, *sorted(name.lower() for name in variables)])
    settings = [f"export {name}={shlex.quote(value)}" for name, value in sorted(variables.items())]
    text = "\n".join(["#!/bin/sh", *settings, f'exec {shlex.quote(str(browser.path))} "$@"', ""])
    if not script.exists() or script.read_text(encoding="utf-8") != text:
        stamps.write_whole(script, text)
        script.chmod(0o755)
    return replace(browser, path=script, program=browser.program or browser.path)


def unpack(layout: Layout, commands: Commands, node: Path) -> Browser:
    """Unpack the browser of the npm package into ``.ibkey/chromium``, with what the system lacks for it.

    Raises: SetupFailure, when it does not unpack or does not start.
    """
    package = _package(layout)
    draft = layout.temporary / f"chromium-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    script = ["--input-type=module", "--eval", _UNPACK, (package / "build" / "index.js").as_uri()]
    needs_libraries = sys.platform == "linux" and not _has_network_security_services()
    extra = [str(package / "bin" / "al2023.tar.br")] if needs_libraries else []
    try:
        commands.run(
            [str(node), *script, *extra],
            log="browser",
            env={**os.environ, "TMPDIR": str(draft)},
            cwd=layout.appium,
        )
    except CommandFailed as error:
        raise failed("The headless Chromium", error, where=str(layout.chromium)) from error
    shutil.rmtree(layout.chromium, ignore_errors=True)
    draft.rename(layout.chromium)
    stamps.mark(layout.chromium, stamps.key_of(package / "package.json"))
    browser = packaged(layout)
    wrong = complaint(browser) if browser else "it was unpacked without its executable"
    if browser is None or wrong:
        raise SetupFailure(
            f"The headless Chromium of the npm packages does not start: {wrong}",
            where=str(layout.chromium / "chromium"),
            remedy=f"install Chromium or Chrome, or name one: {NAMED_BY}=/path/to/chrome ./ibkey ...",
        )
    return browser


def _has_network_security_services() -> bool:
    return {"libnss3.so", "libnspr4.so", "libexpat.so.1"} <= linker_knows()
