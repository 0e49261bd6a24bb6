"""The browser of a test worker: one Chromium, and a context of its own for every scenario."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from harness.patience import Patience
from harness.services.browser_arguments import browser_arguments
from harness.services.client import Services, ServiceUnavailable
from harness.setup.child_environment import PROXIES, WINDOWS, child_environment
from harness.setup.environment import Environment
from harness.targets.system import Language

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Playwright

LOCALE = {"en": "en-US", "zh-Hant": "zh-TW"}


class Chromium:
    """A Chromium that is started by its first use, or attached to where ``./ibkey up`` keeps one.

    Args:
        headed: Show the window; needs a display.
        sandboxed: Keep what pages run apart from the user's files; not every machine can.
        trusted_keys: Asked at the start: ``World.trusted_keys``.
    """

    def __init__(
        self,
        environment: Environment,
        services: Services | None,
        *,
        headed: bool = False,
        sandboxed: bool = False,
        trusted_keys: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        self._environment, self._services = environment, services
        self._headed, self._sandboxed = headed, sandboxed
        self._trusted_keys = trusted_keys
        self._playwright: Playwright | None = None
        self._folder: Path | None = None
        self._browser: Browser | None = None

    def start(self) -> None:
        """Start it, where it is not running. Raises: ServiceUnavailable."""
        self._running()

    def _running(self) -> Browser:
        from playwright.sync_api import Error, sync_playwright

        if self._browser is not None and self._browser.is_connected():
            return self._browser
        if self._playwright is None:
            self._folder = self._own_folder()
            with _environment(child_environment(self._folder, also=self._passed_on())):
                self._playwright = sync_playwright().start()
        chromium = self._playwright.chromium
        if self._services is not None and self._services.warm and not self._headed:
            self._browser = chromium.connect(self._services.need("browser")["endpoint"])
            return self._browser
        found = self._environment.browser
        if found is None:
            raise ServiceUnavailable("no browser was found; ./ibkey doctor says where was looked")
        try:
            self._browser = chromium.launch(
                executable_path=found.path,
                headless=not self._headed,
                args=[*browser_arguments(), *self._trusting()],
                chromium_sandbox=self._sandboxed,
                timeout=30_000,
            )
        except Error as error:
            lines = str(error).strip().splitlines()
            said = [line.partition("[err] ")[2] for line in lines if "[err] " in line]
            reason = " / ".join([lines[0], *said[-3:]])
            raise ServiceUnavailable(f"the browser {found.path} did not start: {reason}") from error
        return self._browser

    def _passed_on(self) -> re.Pattern[str]:
        """Names of variables that the browser gets of the user's, besides what any program needs."""
        names = [WINDOWS.pattern] if self._headed else []
        if self._services is None:
            names.append(PROXIES.pattern)  # a deployed system may lie behind one
        return re.compile("|".join(names) or "(?!)", re.IGNORECASE)

    def _trusting(self) -> list[str]:
        keys = self._trusted_keys()
        return [f"--ignore-certificate-errors-spki-list={','.join(keys)}"] if keys else []

    def _own_folder(self) -> Path:
        """A folder for what Playwright and the browser leave lying about; the keeper removes it at last.

        Without a keeper its name has the form by which a later run finds what a killed one left.
        """
        within = self._services.folder if self._services is not None else None
        return Path(tempfile.mkdtemp(prefix=f"ibkey-{os.getpid()}-", dir=within))

    @contextmanager
    def context(
        self, base_url: str, language: Language, *, patience: Patience, traced: bool
    ) -> Iterator[BrowserContext]:
        """A browser context for one scenario, closed at its end; ``traced`` keeps what a failure needs."""
        from playwright.sync_api import Error

        try:
            context = self._running().new_context(base_url=base_url, locale=LOCALE[language])
        except Error:  # ended from outside, which nobody has noticed yet
            self.close()
            context = self._running().new_context(base_url=base_url, locale=LOCALE[language])
        context.set_default_timeout(patience.answered_s * 1000)
        if traced:
            context.tracing.start(snapshots=True)
        try:
            yield context
        finally:
            with suppress(Error):  # ended from outside; whoever used it was told
                context.close()

    def close(self) -> None:
        """End the browser, or let go of the kept one."""
        from playwright.sync_api import Error

        with suppress(Error):  # ended from outside
            if self._browser is not None:
                self._browser.close()
        if self._playwright is not None:
            self._playwright.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._browser = self._playwright = self._folder = None


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Processes started meanwhile, and what they start, have ``variables`` and no others."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def save_trace(context: BrowserContext, file: Path) -> None:
    """Write the Playwright trace of ``context`` so far to ``file`` (a zip for trace.playwright.dev)."""
    context.tracing.stop(path=file)
