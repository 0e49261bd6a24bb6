"""pytest plugin: writes the run's output, and keeps it readable at any moment.

What an earlier run left is removed when the first scenario starts, so a run that fails before (a misspelt
step, a wrong option) leaves the last good reports alone. Each finished scenario goes to ``run.jsonl`` at
once; the statement of conformance follows at the end of the session, also after Ctrl-C, then Allure's report.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile

import pytest

from harness.option_group import option_group
from harness.reports.choice import output_of
from harness.reports.summary import Summary
from harness.reports.writer import OutputWriter, UnwrittenSender
from harness.verdicts.session import is_worker


def pytest_addoption(parser: pytest.Parser) -> None:
    group = option_group(parser)
    group.addoption(
        "--output",
        type=Path,
        metavar="DIR",
        help="write Allure results and report, conformance.html and .json and junit.xml there",
    )
    group.addoption(
        "--no-allure-report",
        action="store_true",
        help="write the Allure results only; `./ibkey report` makes the report of them",
    )
    group.addoption(
        "--complete",
        action="store_true",
        help="exit code 3 unless every testable clause of the catalogue is conformant on all its surfaces",
    )


@pytest.hookimpl(tryfirst=True)  # before pytest's own junitxml plugin looks at its option
def pytest_configure(config: pytest.Config) -> None:
    output = output_of(config)
    if config.option.collectonly:
        return
    if is_worker(config):
        config.pluginmanager.register(UnwrittenSender(), "ibkey-unwritten-sender")
        return
    if output is None:
        config.pluginmanager.register(Summary(None), "ibkey-summary")
        return
    try:
        output.folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=output.folder).close()
    except OSError as error:
        raise pytest.UsageError(f"--output {output.folder} cannot be written to: {error.strerror}") from error
    config.option.xmlpath = None  # pytest's own report has other words and other numbers
    writer = OutputWriter(config, output)
    config.pluginmanager.register(writer, "ibkey-output")
    config.pluginmanager.register(Summary(writer), "ibkey-summary")
