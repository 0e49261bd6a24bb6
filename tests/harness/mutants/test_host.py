"""The host: a program with one module of another source, and the lines it runs."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ANSWERS_WITHIN_S = 20.0


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A package ``served``: its program prints what ``served.rules.limit`` returns for each line it reads."""
    package = tmp_path / "served"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "rules.py").write_text("def limit(word):\n    if word:\n        return 10\n    return 0\n")
    (package / "__main__.py").write_text(
        "import sys\nfrom served.rules import limit\nprint(sys.argv[1:], flush=True)\n"
        "for line in sys.stdin:\n    print(limit(line.strip()), flush=True)\n"
    )
    return tmp_path


def hosted(program: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "harness.mutants.host", *options, "served", "--lifeline"],
        cwd=program,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_one_module_is_of_another_source(program: Path) -> None:
    source = program / "mutant.py"
    source.write_text((program / "served" / "rules.py").read_text().replace("10", "11"))
    process = hosted(program, "--module", "served.rules", "--source", str(source))
    said, _ = process.communicate("x\n", timeout=ANSWERS_WITHIN_S)
    assert said.split("\n")[:2] == ["['--lifeline']", "11"]
    assert hosted(program).communicate("x\n", timeout=ANSWERS_WITHIN_S)[0].split("\n")[1] == "10"


def taken(address: Path) -> dict[str, list[int]]:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(address))
        return {Path(file).name: lines for file, lines in json.load(connection.makefile("rb")).items()}


def test_lines_are_told_since_the_last_time(program: Path) -> None:
    address = program / "reach"
    process = hosted(program, "--reach", str(address), "--folder", str(program / "served"))
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()
    assert 1 in taken(address)["rules.py"]
    for word, lines in (("x", [1, 2, 3]), ("", [1, 2, 4])):
        process.stdin.write(f"{word}\n")
        process.stdin.flush()
        process.stdout.readline()
        assert taken(address)["rules.py"] == lines
    process.communicate(timeout=ANSWERS_WITHIN_S)
