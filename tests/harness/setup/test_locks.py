"""What the lock files promise: exact versions, checked contents, no addresses."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
NPM = REPOSITORY / "drivers" / "appium"
ENTRY = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+)(?: ; [^\\\n]*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)


def requirements() -> str:
    return (REPOSITORY / "requirements.lock").read_text()


def npm_lock() -> dict[str, dict[str, object]]:
    packages: dict[str, dict[str, object]] = json.loads((NPM / "package-lock.json").read_text())["packages"]
    return packages


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_python_package_is_pinned_with_hashes() -> None:
    pinned = {canonical(match[1]) for match in ENTRY.finditer(requirements())}
    lines = [line for line in requirements().splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert len(pinned) == len(lines)
    assert len(pinned) > 60


def test_every_wanted_python_package_is_in_the_lock() -> None:
    wanted = {
        canonical(re.split(r"[=<>\s]", line)[0])
        for line in (REPOSITORY / "requirements.in").read_text().splitlines()
        if line and not line.startswith("#")
    }
    assert wanted - {canonical(match[1]) for match in ENTRY.finditer(requirements())} == set()


def test_no_addresses_in_the_locks() -> None:
    assert "://" not in requirements()
    assert "index-url" not in requirements()
    assert [name for name, package in npm_lock().items() if "resolved" in package] == []


def test_every_npm_package_has_its_integrity() -> None:
    unchecked = [
        name
        for name, package in npm_lock().items()
        if name and "integrity" not in package and not package.get("inBundle")
    ]
    assert unchecked == []


def test_npm_pins_are_exact_and_in_the_lock() -> None:
    wanted: dict[str, str] = json.loads((NPM / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    lock = npm_lock()
    assert lock[""]["dependencies"] == wanted
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted


@pytest.mark.parametrize(
    "module", sorted((REPOSITORY / "harness" / "setup").glob("*.py")), ids=lambda path: path.name
)
def test_set_up_needs_nothing_that_it_has_yet_to_install(module: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    foreign = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names | {"harness"}}
    assert foreign == set()
    assert {name for name in imported if name.startswith("harness")} <= {
        name for name in imported if name.startswith("harness.setup")
    }
