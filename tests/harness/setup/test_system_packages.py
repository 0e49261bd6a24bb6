from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from harness.setup import system_packages
from harness.setup.commands import Commands
from harness.setup.failure import SetupFailure
from harness.setup.system_packages import PARTS, Apt, Part

POLICY = """\
xvfb:
  Installed: (none)
  Candidate: 2:21.1.7
  Version table:
dbus-daemon:
  Installed: 1.14
  Candidate: 1.14
chromium:
  Installed: (none)
  Candidate: (none)
"""
XVFB = Part("Xvfb", "desktop", ("xvfb",), programs=("Xvfb",))
FONT = Part("a font", "fonts", ("fonts-a", "fonts-b"))
BROWSER = Part("headless Chromium", "browser", ("chromium-headless-shell", "chromium"))


def test_candidates_of_a_policy() -> None:
    assert system_packages.candidates(POLICY) == {"xvfb", "dbus-daemon"}


def test_the_first_package_known_to_apt_is_taken() -> None:
    packages, unknown = system_packages.choose([XVFB, FONT, BROWSER], frozenset({"xvfb", "fonts-b"}))
    assert packages == ["xvfb", "fonts-b"]
    assert unknown == [BROWSER]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system that has nothing."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr("sys.platform", "linux")
    (tmp_path / "bin").mkdir()
    return tmp_path


def test_a_bare_system_lacks_every_part(bare: Path) -> None:
    assert system_packages.missing(libraries=frozenset(), root=bare) == list(PARTS)


def test_parts_are_recognised_by_program_library_and_file(bare: Path) -> None:
    program = bare / "bin" / "Xvfb"
    program.touch()
    program.chmod(0o755)
    font = bare / "usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
    font.parent.mkdir(parents=True)
    font.touch()
    left = {part.name for part in system_packages.missing(libraries=frozenset({"libGL.so.1"}), root=bare)}
    assert {part.name for part in PARTS} - left == {"Xvfb", "libGL.so.1", "a font for Chinese"}


def test_nothing_is_missing_where_none_of_it_is_used(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert system_packages.missing(libraries=frozenset(), root=bare) == []


class FakeApt:
    """apt-get, apt-cache and dpkg that note their calls; ``update`` makes the lists known."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.calls = folder / "calls"
        self.program("dpkg", "exit 0")
        self.program(
            "apt-cache",
            f'shift; [ -e "{folder}/lists" ] || exit 0\n'
            'for name; do printf "%s:\\n  Installed: (none)\\n  Candidate: 1\\n" "$name"; done',
        )
        self.program(
            "apt-get",
            f'if [ "$1" = update ]; then [ -e "{folder}/offline" ] || touch "{folder}/lists"; exit 0; fi\n'
            f'if [ -e "{folder}/offline" ]; then\n'
            '  echo "E: Failed to fetch http://deb.example/x.deb  Could not resolve"; exit 100; fi\n'
            f'if [ -e "{folder}/stale" ]; then rm "{folder}/stale"\n'
            '  echo "E: Failed to fetch http://deb.example/x.deb  404  Not Found"; exit 100; fi\n',
        )

    def program(self, name: str, body: str) -> None:
        file = self.bin / name
        file.write_text(f'#!/bin/sh\necho "{name}" "$@" >>"{self.calls}"\n{body}\n')
        file.chmod(0o755)

    def said(self) -> list[str]:
        """The calls, less options."""
        return [
            " ".join(word for word in line.split() if not word.startswith("-") and "::" not in word)
            for line in self.calls.read_text().splitlines()
        ]


@pytest.fixture
def fake_apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeApt:
    fake = FakeApt(tmp_path)
    monkeypatch.setenv("PATH", f"{fake.bin}{os.pathsep}{os.environ['PATH']}")
    return fake


def apt(tmp_path: Path) -> Apt:
    return Apt(Commands(tmp_path / "logs"), allowed=True, turn=threading.Lock())


def test_lists_are_fetched_only_when_a_package_is_unknown(fake_apt: FakeApt, tmp_path: Path) -> None:
    apt(tmp_path).install_parts([XVFB, FONT])
    apt(tmp_path).install_parts([XVFB])
    assert fake_apt.said() == [
        "dpkg",
        "apt-cache policy xvfb fonts-a fonts-b",
        "apt-get update",
        "apt-cache policy xvfb fonts-a fonts-b",
        "apt-get install xvfb fonts-a",
        "dpkg",
        "apt-cache policy xvfb",
        "apt-get install xvfb",
    ]
    assert "install -y --no-install-recommends" in fake_apt.calls.read_text()


def test_stale_lists_are_fetched_and_installing_is_tried_once_more(fake_apt: FakeApt, tmp_path: Path) -> None:
    (tmp_path / "lists").touch()
    (tmp_path / "stale").touch()
    apt(tmp_path).install_parts([XVFB])
    assert fake_apt.said()[-3:] == ["apt-get install xvfb", "apt-get update", "apt-get install xvfb"]


def test_apt_without_network(fake_apt: FakeApt, tmp_path: Path) -> None:
    (tmp_path / "offline").touch()
    with pytest.raises(SetupFailure) as caught:
        apt(tmp_path).install_parts([XVFB])
    assert "The system packages could not be installed: the registry cannot be reached." in str(caught.value)
    assert "where: http://deb.example\n" in str(caught.value)
    assert fake_apt.said()[-1] == "apt-get install xvfb"


def test_lists_that_could_not_be_fetched_are_the_reason(fake_apt: FakeApt, tmp_path: Path) -> None:
    fake_apt.program(
        "apt-get",
        'case "$1" in update) echo "Err:1 http://deb.example/debian  Could not connect"; exit 0 ;; esac\n'
        'echo "E: Unable to locate package xvfb"; exit 100',
    )
    with pytest.raises(SetupFailure, match="the registry cannot be reached") as caught:
        apt(tmp_path).install_parts([XVFB])
    assert caught.value.where == "http://deb.example"


def test_a_browser_that_the_distribution_lacks_is_left_out(fake_apt: FakeApt, tmp_path: Path) -> None:
    (fake_apt.bin / "apt-cache").write_text("#!/bin/sh\n")
    apt(tmp_path).install_parts([BROWSER])
    assert fake_apt.said() == ["dpkg", "apt-get update"]


@pytest.mark.parametrize(("variable", "allowed"), [("", True), ("0", True), ("1", False), ("yes", False)])
def test_the_user_can_forbid_installing(
    fake_apt: FakeApt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, allowed: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert Apt.here(Commands(tmp_path), {"IBKEY_NO_APT": variable}).allowed is allowed
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not Apt.here(Commands(tmp_path), {}).allowed
    assert not fake_apt.calls.exists()


def test_the_command_to_type(fake_apt: FakeApt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    install = "sudo apt-get install -y --no-install-recommends xvfb fonts-a"
    assert system_packages.command_to_type([XVFB, FONT]) == f"sudo apt-get update && {install}"
    (tmp_path / "lists").touch()
    assert system_packages.command_to_type([XVFB, FONT]) == install
    assert fake_apt.said()[-1].startswith("apt-cache policy")
