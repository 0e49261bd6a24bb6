"""``./ibkey test``: everything the project checks about itself; ends with pytest's closing line."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
CODE = (
    "conftest.py",
    "harness",
    "steps",
    "pages",
    "loopback",
    "drivers",
    "reference_system",
    "tests",
    "benchmarks",
)
BIN = Path(sys.executable).parent
LONGEST_S = 240
"""A test that takes longer hangs: it fails by its name, with all threads' stacks, instead of the whole."""

CHECKS = {
    "ruff": [str(BIN / "ruff"), "check", *CODE],
    "ruff format": [str(BIN / "ruff"), "format", "--check", *CODE],
    "mypy": [str(BIN / "mypy"), *CODE],
    "import-linter": [str(BIN / "lint-imports"), "--no-cache"],
}


def main(arguments: list[str]) -> int:
    """Run all checks, then the tests; 0 when everything passed. Further ``arguments`` are pytest's."""
    parser = argparse.ArgumentParser(
        prog="./ibkey test",
        usage="%(prog)s [PATH...] [pytest options]",
        description=__doc__,
        allow_abbrev=False,
    )
    _, arguments = parser.parse_known_args(arguments)
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=PROJECT, stdin=subprocess.DEVNULL, check=False).returncode:
            failed.append(name)
    print("== pytest", flush=True)
    pytest = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "pytest_bdd.plugin",
        "-p",
        "xdist",
        "-p",
        "pytest_timeout",
        f"--timeout={LONGEST_S}",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "-q",
    ]
    variables = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    tests = subprocess.run(
        [*pytest, *(arguments or ["tests"])],
        cwd=PROJECT,
        env=variables,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if failed:
        print(f"failed before the tests: {', '.join(failed)}", file=sys.stderr)
        return tests.returncode or 1
    return tests.returncode
