"""What only the system's packages offer: virtual screen, accessibility bus, Qt's libraries, fonts, a browser.

Each part is looked for by what it brings (a program, a library, a file), so that it does not matter which
distribution, or who, installed it. Only installing is a matter of Debian and Ubuntu.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.setup.commands import CommandFailed, Commands
from harness.setup.diagnosis import failed

Purpose = Literal["desktop", "fonts", "browser"]


@dataclass(frozen=True)
class Part:
    """Something the system has or lacks.

    Attributes:
        name: What it is called outside of any distribution.
        packages: Debian packages that bring it, the first one known to the machine being taken.
        programs, libraries, files: What shows that it is there; any program, every library, any file (a
            glob pattern below the root of the file system).
    """

    name: str
    purpose: Purpose
    packages: tuple[str, ...]
    programs: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def _qt(soname: str, package: str) -> Part:
    return Part(soname, "desktop", (package,), libraries=(soname,))


# Libraries: what ldd says of PySide6's xcb platform plug-in and QtWidgets, less what those depend on anyway.
PARTS = (
    Part("Xvfb", "desktop", ("xvfb",), programs=("Xvfb",)),
    Part("dbus-daemon", "desktop", ("dbus-daemon", "dbus"), programs=("dbus-daemon",)),
    Part(
        "at-spi2-core",
        "desktop",
        ("at-spi2-core",),
        files=("usr/libexec/at-spi-bus-launcher", "usr/lib*/at-spi2-core/at-spi-bus-launcher"),
    ),
    _qt("libxcb-cursor.so.0", "libxcb-cursor0"),
    _qt("libxcb-icccm.so.4", "libxcb-icccm4"),
    _qt("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    _qt("libxcb-image.so.0", "libxcb-image0"),
    _qt("libxcb-render-util.so.0", "libxcb-render-util0"),
    _qt("libxcb-randr.so.0", "libxcb-randr0"),
    _qt("libxcb-shape.so.0", "libxcb-shape0"),
    _qt("libxcb-xkb.so.1", "libxcb-xkb1"),
    _qt("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    _qt("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    _qt("libEGL.so.1", "libegl1"),
    _qt("libGL.so.1", "libgl1"),
    _qt("libfontconfig.so.1", "libfontconfig1"),
    Part("DejaVu Sans", "fonts", ("fonts-dejavu-core",), files=("usr/share/fonts/**/DejaVuSans.ttf",)),
    Part(
        "a font for Chinese",
        "fonts",
        ("fonts-noto-cjk",),
        files=(
            "usr/share/fonts/**/*[Cc][Jj][Kk]*",
            "usr/share/fonts/**/*Sans?[HT][CK]*",
            "usr/share/fonts/**/wqy-*",
            "usr/share/fonts/**/uming*",
        ),
    ),
    Part(
        "headless Chromium",
        "browser",
        ("chromium-headless-shell", "chromium"),
        programs=("chromium-headless-shell", "chromium", "google-chrome-stable", "google-chrome", "chrome"),
    ),
)
_LDCONFIG = ("/sbin/ldconfig", "/usr/sbin/ldconfig")


def missing(*, libraries: frozenset[str] | None = None, root: Path = Path("/")) -> list[Part]:
    """The parts that this Linux system lacks; none elsewhere, where none of them is used.

    Args:
        libraries: Sonames that the dynamic linker knows; asked of it by default.
    """
    if sys.platform != "linux":
        return []
    known = linker_knows() if libraries is None else libraries
    return [part for part in PARTS if not _present(part, known, root)]


def _present(part: Part, libraries: frozenset[str], root: Path) -> bool:
    return (
        any(shutil.which(program) for program in part.programs)
        or (bool(part.libraries) and libraries.issuperset(part.libraries))
        or any(next(root.glob(pattern), None) is not None for pattern in part.files)
    )


def linker_knows() -> frozenset[str]:
    """Sonames in the dynamic linker's cache; empty where it keeps none."""
    program = next((path for path in _LDCONFIG if Path(path).exists()), None)
    if program is None:
        return frozenset()
    listing = subprocess.run([program, "-p"], capture_output=True, text=True, check=False, timeout=10).stdout
    return frozenset(line.split()[0] for line in listing.splitlines()[1:] if line.strip())


@dataclass(frozen=True)
class Apt:
    """Debian's package manager, as far as this user may use it.

    Attributes:
        allowed: Whether set-up may install: the user is root and did not say otherwise (IBKEY_NO_APT).
    """

    commands: Commands
    allowed: bool
    # Set-up's steps run side by side; apt takes one caller at a time.
    turn: threading.Lock

    @classmethod
    def here(cls, commands: Commands, environ: Mapping[str, str] = os.environ) -> Apt:
        allowed = os.geteuid() == 0 and _present_here() and environ.get("IBKEY_NO_APT", "") in ("", "0")
        return cls(commands, allowed, threading.Lock())

    def install_parts(self, parts: Sequence[Part]) -> None:
        """Install what brings ``parts``; a browser that this distribution does not have is left out."""
        with self.turn:
            self._mend()
            fetching = ""
            packages, unknown = choose(parts, self._candidates(parts))
            if unknown:
                fetching = self._update()
                packages, unknown = choose(parts, self._candidates(parts))
            # The npm packages bring a browser, for distributions that have none.
            needed = [part.packages[0] for part in unknown if part.purpose != "browser"]
            if packages or needed:
                self._install([*packages, *needed], fetching)

    def install_package(self, package: str) -> None:
        """Install one package by name."""
        with self.turn:
            self._mend()
            fetching = "" if package in self._known([package]) else self._update()
            self._install([package], fetching)

    def _candidates(self, parts: Sequence[Part]) -> frozenset[str]:
        return self._known([package for part in parts for package in part.packages])

    def _known(self, packages: Sequence[str]) -> frozenset[str]:
        return candidates(
            self.commands.run(["apt-cache", "policy", *packages], log="apt", env=_environment())
        )

    def _mend(self) -> None:
        """Finish what an interrupted run left half configured; does nothing otherwise."""
        try:
            self.commands.run(["dpkg", "--configure", "-a"], log="apt", env=_environment())
        except CommandFailed as error:
            raise failed("The system packages", error, where="dpkg") from error

    def _update(self) -> str:
        """Fetch the lists of packages; what apt said of it.

        One of several sources may be down: whether that matters shows when packages are installed.
        """
        try:
            return self.commands.run(["apt-get", "update", *_OPTIONS], log="apt", env=_environment())
        except CommandFailed as error:
            return error.output

    def _install(self, packages: Sequence[str], fetching: str) -> None:
        """Install ``packages``; ``fetching`` tells why one may be unknown: its list could not be fetched."""
        command = ["apt-get", "install", "-y", "--no-install-recommends", *_OPTIONS, *packages]
        for first in (True, False):
            try:
                self.commands.run(command, log="apt", env=_environment())
                return
            except CommandFailed as error:
                # Lists older than the server's files name versions that are gone.
                if first and "Failed to fetch" in error.output:
                    fetching = self._update()
                    continue
                whole = CommandFailed(error.argv, error.code, fetching + error.output, error.log)
                raise failed("The system packages", whole, where="apt's sources") from error


_OPTIONS = (
    "-q",
    "-o", "DPkg::Lock::Timeout=120",
    "-o", "Acquire::Retries=1",
    "-o", "Acquire::http::Timeout=20",
    "-o", "Dpkg::Use-Pty=0",
)  # fmt: skip


def _environment() -> dict[str, str]:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}


def _present_here() -> bool:
    return shutil.which("apt-get") is not None and shutil.which("dpkg") is not None


def candidates(policy: str) -> frozenset[str]:
    """Names of the packages that ``apt-cache policy`` could install or has installed."""
    found = re.findall(r"^(\S+):\n  Installed: .*\n  Candidate: (.*)$", policy, re.MULTILINE)
    return frozenset(name for name, version in found if version != "(none)")


def choose(parts: Sequence[Part], known: frozenset[str]) -> tuple[list[str], list[Part]]:
    """The packages to install for ``parts``, and the parts for which apt knows no package."""
    packages: list[str] = []
    unknown: list[Part] = []
    for part in parts:
        first = next((package for package in part.packages if package in known), None)
        if first is None:
            unknown.append(part)
        else:
            packages.append(first)
    return packages, unknown


def in_words(names: Sequence[str]) -> str:
    """Names of parts for a sentence, the libraries only counted: ``"Xvfb, dbus-daemon and 13 libraries"``."""
    words = [name for name in names if not name.startswith("lib")]
    if count := len(names) - len(words):
        words.append(f"{count} {'library' if count == 1 else 'libraries'} of Qt's")
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def command_to_type(parts: Sequence[Part]) -> str:
    """The one command that would install ``parts``, or a sentence where the package manager is unknown."""
    if not _present_here():
        return "install, with your system's package manager: " + ", ".join(part.name for part in parts)
    names = [package for part in parts for package in part.packages]
    listing = subprocess.run(
        ["apt-cache", "policy", *names],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
        timeout=30,
    ).stdout
    packages, unknown = choose(parts, candidates(listing))
    needed = [part.packages[0] for part in unknown if part.purpose != "browser"]
    sudo = "" if os.geteuid() == 0 else "sudo "
    install = f"{sudo}apt-get install -y --no-install-recommends {' '.join([*packages, *needed])}"
    return f"{sudo}apt-get update && {install}" if needed else install
