"""The command line: exit codes, and one clear message for what is wrong with a command."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from harness.cli.__main__ import main
from harness.cli.run import joined, workers

ENDS_WITHIN_S = 60


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where these commands look for an ``./ibkey up``: none but their own."""
    file = tmp_path / "up.json"
    monkeypatch.setenv("IBKEY_UP", str(file))
    return file


def ibkey(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=ENDS_WITHIN_S,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_unknown_command() -> None:
    answer = ibkey("dance")
    assert answer.returncode == 2
    assert "there is no command 'dance'" in answer.stderr
    assert "run" in answer.stderr


def test_a_fault_of_ours_has_no_exit_code_of_a_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: list[str]) -> int:
        raise KeyError("a fault of ours")

    monkeypatch.setattr("harness.cli.coverage.main", broken)
    assert main(["coverage"]) == 3
    said = capsys.readouterr().err
    assert "in broken" in said
    assert said.endswith("ibkey coverage: an internal error of the harness: KeyError: 'a fault of ours'\n")


@pytest.mark.parametrize("asked", ["--version", "-V"])
def test_version(asked: str) -> None:
    told = ibkey(asked)
    assert told.returncode == 0
    assert re.fullmatch(r"ibkey \d+\.\d+\.\d+( \([0-9a-f]{7,}(, with changes)?\))?\n", told.stdout)


def test_help() -> None:
    answer = ibkey("--help")
    assert answer.returncode == 0
    for command in ("run", "test", "up", "doctor", "coverage", "deviations", "report"):
        assert command in answer.stdout


def test_help_of_the_checks_runs_none() -> None:
    answer = ibkey("test", "--help")
    assert answer.returncode == 0
    assert answer.stdout.startswith("usage: ./ibkey test")


def test_help_of_run_has_our_options_before_the_rare_ones_of_pytest() -> None:
    said = ibkey("run", "--help").stdout
    assert said.index("--target=FILE") < said.index("--collect-only")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--target", "nowhere.toml"], "target file nowhere.toml cannot be read"),
        (["--deviation", "pigs-fly"], "there is no deviation pigs-fly"),
        (["--deviation=pigs-fly"], "there is no deviation pigs-fly"),
        (["features/nowhere.feature"], "nowhere.feature"),
        (["README.md"], "README.md is no feature: `run` takes .feature files and folders of them"),
        (["steps/login.py"], "steps/login.py is no feature"),
        (["--maxfail=many"], "ibkey run: error: argument --maxfail: invalid int value: 'many'"),
        (["-n", "many"], "ibkey run: error: argument -n/--numprocesses"),
        (["--evidence", "much"], "--evidence: invalid choice: 'much'"),
        (["-n", "2", "-k", "login and"], "-k 'login and' is no expression: at column 10: expected"),
        (["-n", "2", "-m", "(tws"], "-m '(tws' is no expression: at column 5: expected"),
        (["--build", "portal"], "--build portal: write PART=BUILD, such as --build portal=4711"),
    ],
)
def test_wrong_option_of_run(arguments: list[str], said: str, tmp_path: Path) -> None:
    answer = ibkey("run", f"--output={tmp_path}", *arguments)
    assert answer.returncode == 2
    assert said in answer.stdout + answer.stderr
    assert "Traceback" not in answer.stdout + answer.stderr


def test_a_full_disk_is_no_breach(tmp_path: Path) -> None:
    answer = ibkey("run", f"--output={tmp_path}", "--junitxml=/dev/full", "--collect-only")
    assert answer.returncode == 2
    assert "No space left on device; make room" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_no_deviations_of_a_deployed_system(tmp_path: Path) -> None:
    target = tmp_path / "target.toml"
    target.write_text('name = "staging"')
    answer = ibkey("run", f"--output={tmp_path}", "--target", str(target), "--deviation", "lock-never")
    assert answer.returncode == 2
    assert "--deviation makes the reference system commit a breach" in answer.stderr
    assert not (tmp_path / "conformance.json").exists()


def test_features_elsewhere_have_steps_of_their_own_beside_ours(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "from pytest_bdd import when\n@when('it rains')\ndef rains(): ...\n"
    )
    own = tmp_path / "features/own.feature"
    own.parent.mkdir()
    own.write_text(
        "Feature: Own\n  Scenario: One\n    Given the user has no second factor\n    When it rains\n"
    )
    answer = ibkey("run", "--collect-only", "-q", f"{own}::One")
    assert "1 test collected" in answer.stdout


def test_run_takes_the_scenarios_of_a_folder_and_no_tests(tmp_path: Path) -> None:
    (tmp_path / "own.feature").write_text(
        "Feature: Own\n  Scenario: One\n    Given the user has no second factor\n"
    )
    (tmp_path / "test_own.py").write_text("def test_own(): ...\n")
    answer = ibkey("run", "--collect-only", "-q", str(tmp_path))
    assert answer.returncode == 0
    assert "own.feature::One" in answer.stdout
    assert "1 test collected" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [([], ["main"]), (["-n", "2"], ["gw0", "gw1"]), (["-n3"], ["gw0", "gw1", "gw2"]), (["-n=1"], ["gw0"])],
)
def test_reference_systems_started_early(arguments: list[str], expected: list[str]) -> None:
    assert workers(arguments) == expected


def test_values_of_own_options_are_no_paths_to_collect() -> None:
    typed = ["-n", "2", "--output", "there", "features/a.feature", "--deviation=x", "--evidence"]
    assert joined(typed) == ["-n", "2", "--output=there", "features/a.feature", "--deviation=x", "--evidence"]


@contextmanager
def up() -> Iterator[tuple[subprocess.Popen[str], dict[str, object]]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "harness.cli", "up", "--json"],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.wait(ENDS_WITHIN_S)


def happenings(said: dict[str, object]) -> list[str]:
    """What the journal of a system that is up tells of."""
    token = {"Authorization": f"Bearer {said['lab_token']}"}
    return [entry["what"] for entry in httpx.get(f"{said['lab_url']}/journal", headers=token).json()]


def test_up_says_where_everything_is_and_runs_attach(tmp_path: Path, kept: Path) -> None:
    with up() as (process, said):
        assert set(said) == {
            "portal_url",
            "lab_url",
            "lab_token",
            "appium_url",
            "desktop_url",
            "phones",
            "users",
        }
        users = said["users"]
        assert isinstance(users, list)
        assert {"none", "ib-key-android", "ib-key-iphone"} <= {user["second_factor"] for user in users}
        assert httpx.get(f"{said['portal_url']}/v1/api/tickle").status_code == 401
        assert json.loads(kept.read_text())["pid"] == process.pid
        assert happenings(said)
        again = ibkey("up")
        assert again.returncode == 2
        assert "is running already" in again.stderr
        run = ibkey(
            "run", "features/help/usernames.feature", "-k", "lower and Portal", f"--output={tmp_path}"
        )
        assert run.returncode == 0, run.stdout
        assert httpx.get(f"{said['portal_url']}/sso/Login").status_code == 200  # the run left it alone
        assert "session opened" not in happenings(said)  # and as new
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(ENDS_WITHIN_S) == 0
        assert not kept.exists()
