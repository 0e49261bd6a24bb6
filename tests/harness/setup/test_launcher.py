"""The launcher ``ibkey`` as a shell runs it, in a checkout made of small stand-ins."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
NEWER_NS = 10_000_000_000


class Checkout:
    """A folder with the launcher and its inputs, and programs that write down how they were called."""

    def __init__(self, root: Path) -> None:
        self.root = root / "a check-out"
        self.programs = root / "programs"
        self.programs.mkdir()
        for name in (
            "ibkey",
            "requirements.lock",
            "drivers/appium/package.json",
            "drivers/appium/package-lock.json",
        ):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, self.root / name)
        (self.root / "harness" / "setup").mkdir(parents=True)
        (self.root / "harness" / "setup" / "anything.py").touch()
        self.calls = root / "calls"
        self.variables = root / "variables"

    def program(self, path: Path, *, version_ok: bool = True, setup_code: int = 0) -> None:
        """A Python that notes its arguments; ``-c`` (the version question) it answers with ``version_ok``."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            "#!/bin/sh\n"
            f'[ "$1" = -c ] && exit {0 if version_ok else 1}\n'
            f'echo "{path.name}" "$@" >>"{self.calls}"\n'
            f'/usr/bin/env >"{self.variables}"\n'
            f'[ "$2" = harness.setup ] && exit {setup_code}\n'
            "exit 7\n"
        )
        path.chmod(0o755)

    def make_ready(self, *, root: str | None = None) -> None:
        self.program(self.root / ".ibkey" / "venv" / "bin" / "python")
        stamp = self.root / ".ibkey" / "ready"
        stamp.write_text(f"{root or self.root}\n")

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", str(self.root / "ibkey"), *arguments],
            env={"PATH": str(self.programs), "HOME": str(self.root.parent), **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )

    def called(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def later(file: Path, than: Path) -> None:
    at = than.stat().st_mtime_ns + NEWER_NS
    os.utime(file, ns=(at, at))


def test_goes_straight_to_the_command_when_nothing_changed(checkout: Checkout) -> None:
    checkout.make_ready()
    # There is no program at all on PATH: finding out must not need one.
    done = checkout.run("run", "features/a b.feature:12", "-k", "x")
    assert checkout.called() == ["python -P -m harness.cli run features/a b.feature:12 -k x"]
    assert (done.returncode, done.stderr) == (7, "")


@pytest.mark.parametrize(
    "changed",
    ["ibkey", "requirements.lock", "drivers/appium/package.json", "drivers/appium/package-lock.json",
     "harness/setup/anything.py"],
)  # fmt: skip
def test_a_newer_input_calls_set_up(checkout: Checkout, changed: str) -> None:
    checkout.make_ready()
    later(checkout.root / changed, than=checkout.root / ".ibkey" / "ready")
    checkout.run("test")
    assert checkout.called() == ["python -m harness.setup", "python -P -m harness.cli test"]


def test_a_newer_playwright_browser_calls_set_up(checkout: Checkout, tmp_path: Path) -> None:
    checkout.make_ready()
    (tmp_path / "browsers").mkdir()
    later(tmp_path / "browsers", than=checkout.root / ".ibkey" / "ready")
    checkout.run("test", PLAYWRIGHT_BROWSERS_PATH=str(tmp_path / "browsers"))
    assert checkout.called()[0] == "python -m harness.setup"


def test_a_moved_checkout_calls_set_up(checkout: Checkout) -> None:
    checkout.make_ready(root="/where/it/was/before")
    checkout.run("test")
    assert checkout.called()[0] == "python -m harness.setup"


def test_first_use_calls_set_up_with_the_python_found(checkout: Checkout) -> None:
    checkout.program(checkout.programs / "python3", version_ok=False)
    checkout.program(checkout.programs / "python3.12")
    done = checkout.run("run")
    assert checkout.called() == ["python3.12 -m harness.setup"]
    assert done.returncode != 0  # this stand-in made no environment


def test_a_python_named_by_the_user_comes_first(checkout: Checkout, tmp_path: Path) -> None:
    checkout.program(checkout.programs / "python3")
    checkout.program(tmp_path / "mine")
    checkout.run("run", IBKEY_PYTHON=str(tmp_path / "mine"))
    assert checkout.called() == ["mine -m harness.setup"]


def test_a_named_python_that_is_too_old(checkout: Checkout, tmp_path: Path) -> None:
    checkout.program(checkout.programs / "python3")
    checkout.program(tmp_path / "old", version_ok=False)
    done = checkout.run("run", IBKEY_PYTHON=str(tmp_path / "old"))
    assert done.returncode == 2
    assert f"IBKEY_PYTHON={tmp_path / 'old'} is not a Python 3.11 or newer" in done.stderr
    assert checkout.called() == []


def test_no_python(checkout: Checkout) -> None:
    checkout.program(checkout.programs / "python3", version_ok=False)
    done = checkout.run("run")
    assert done.returncode == 2
    assert "no Python 3.11 or newer was found" in done.stderr
    assert "sudo apt-get install python3 python3-venv" in done.stderr


def test_failed_set_up_ends_the_command(checkout: Checkout) -> None:
    checkout.program(checkout.programs / "python3", setup_code=2)
    done = checkout.run("run")
    assert done.returncode == 2
    assert checkout.called() == ["python3 -m harness.setup"]


def test_the_doctor_comes_even_when_set_up_failed(checkout: Checkout) -> None:
    checkout.program(checkout.programs / "python3", setup_code=2)
    checkout.run("doctor")
    assert checkout.called() == ["python3 -m harness.setup", "python3 -m harness.setup.doctor"]


def test_setup_tries_again_what_failed(checkout: Checkout) -> None:
    checkout.make_ready()
    done = checkout.run("setup")
    assert checkout.called() == ["python -m harness.setup --again"]
    assert done.returncode == 0
    assert "the environment is ready" in done.stderr


def test_found_through_a_symbolic_link(checkout: Checkout, tmp_path: Path) -> None:
    checkout.make_ready()
    shutil.copy(shutil.which("readlink") or "", checkout.programs / "readlink")
    (tmp_path / "link").symlink_to(checkout.root / "ibkey")
    subprocess.run(
        ["/bin/sh", str(tmp_path / "link"), "run"],
        env={"PATH": str(checkout.programs)},
        check=False,
        capture_output=True,
        timeout=20,
    )
    assert checkout.called() == ["python -P -m harness.cli run"]


def test_settings_for_other_pythons_are_unset_and_named(checkout: Checkout) -> None:
    checkout.make_ready()
    checkout.run("doctor", PATH=os.defpath, PYTHONPATH="/nowhere", PYTHONWARNINGS="error", PYTHONUTF8="1")
    told = dict(line.partition("=")[::2] for line in checkout.variables.read_text().splitlines())
    assert told["IBKEY_UNSET"].split() == ["PYTHONPATH", "PYTHONWARNINGS"]
    assert told["PYTHONUTF8"] == "1"
    assert not {"PYTHONPATH", "PYTHONWARNINGS"} & told.keys()


@pytest.mark.parametrize("arguments", [["--help"], ["run", "-h"], ["setup", "--help"]])
def test_help_needs_no_set_up(checkout: Checkout, arguments: list[str]) -> None:
    checkout.program(checkout.programs / "python3")
    assert checkout.run(*arguments).returncode == 7
    assert checkout.called() == [" ".join(["python3 -m harness.cli", *arguments])]


def test_setup_hands_its_options_on(checkout: Checkout) -> None:
    checkout.program(checkout.programs / "python3")
    assert checkout.run("setup", "--anew").returncode == 0
    assert checkout.called() == ["python3 -m harness.setup --again --anew"]
