"""The browser that runs attach to: no port, and nothing in it of a run that was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import sync_playwright

from harness.services.client import Services
from harness.setup.environment import load

ENDS_WITHIN_S = 20.0
pytestmark = pytest.mark.skipif(load().browser is None, reason="no browser was found")


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    services = Services.start("browser")
    yield services
    services.close()


def pages_open(services: Services) -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect(services.need("browser")["endpoint"])
        return sum(len(context.pages) for context in browser.contexts)


def killed_run(services: Services) -> None:
    """A client that opens a page and is killed before it can close it."""
    program = f"""
        import os, signal
        from playwright.sync_api import sync_playwright
        browser = sync_playwright().start().chromium.connect({services.need("browser")["endpoint"]!r})
        browser.new_context().new_page()
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    assert done.returncode == -signal.SIGKILL


def test_nothing_listens_on_a_port(services: Services) -> None:
    browser = Path(services.need("browser")["endpoint"])
    assert browser.is_relative_to(services.folder)
    assert services.folder.stat().st_mode & 0o077 == 0
    keeper = services._keeper
    assert keeper is not None
    below = psutil.Process(keeper.pid).children(recursive=True)
    assert any("headless" in process.name() for process in below)
    assert not [port for process in below for port in process.net_connections("inet")]


def test_pages_of_a_killed_run_are_closed_when_the_next_begins(services: Services) -> None:
    killed_run(services)
    assert pages_open(services) == 1
    assert services.claim()
    assert pages_open(services) == 0


def test_it_is_replaced_when_the_browser_ends(services: Services) -> None:
    before = services.need("browser")["endpoint"]
    keeper = services._keeper
    assert keeper is not None
    (program,) = [
        one
        for one in psutil.Process(keeper.pid).children()
        if "harness.services.kept_browser" in one.cmdline()
    ]
    for one in program.children(recursive=True):
        if "headless" in one.name():
            one.kill()
    program.wait(ENDS_WITHIN_S)
    assert services.need("browser")["endpoint"] != before
    assert pages_open(services) == 0
