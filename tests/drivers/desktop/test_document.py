"""The driver's document names every command and every option."""

from __future__ import annotations

import re
import subprocess
import sys

from drivers.desktop.commands import IN_SESSION
from tests.drivers.desktop.conftest import ROOT

DOCUMENT = (ROOT / "docs" / "desktop_driver.md").read_text()


def test_every_command_is_named_and_no_other() -> None:
    named = set()
    for verbs, path in re.findall(r"((?:GET|POST|DELETE)(?:, (?:GET|POST|DELETE))*) `(/[^`]*)`", DOCUMENT):
        named |= {(verb, path) for verb in verbs.split(", ")}
    assert named == {(verb, path) for verb, path, _ in IN_SESSION}


def test_every_option_is_named() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "drivers.desktop", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    options = set(re.findall(r"^  (--[a-z-]+)", run.stdout, re.MULTILINE))
    assert options == set(re.findall(r"^\| `(--[a-z-]+)", DOCUMENT, re.MULTILINE))
