"""What holds for all tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from harness.setup.browser import Browser as Installed
from harness.setup.browser import first_that_runs
from harness.setup.environment import NoEnvironment, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_configure() -> None:
    """Hear Ctrl-C, so that the programs which tests start and interrupt hear it too.

    A shell has a command that it starts in the background (``./ibkey test &`` in a script) ignore Ctrl-C, and
    with it all that this command starts.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser that set-up found, started; Playwright is imported only by tests that ask for it."""
    from playwright.sync_api import sync_playwright

    installed = _installed()
    if installed is None:
        pytest.skip("no browser on this machine (./ibkey doctor says where was looked)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed.path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def _installed() -> Installed | None:
    try:
        return load().browser
    except NoEnvironment:
        return first_that_runs()
