"""Desks: a virtual screen, a session bus and an accessibility bus where one program at a time runs."""

from __future__ import annotations

import fcntl
import logging
import os
import select
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

from drivers.desktop.accessibility import AccessibilityError, accessibility_address
from drivers.desktop.processes import Spawner, descendants, end
from drivers.desktop.seat import Seat

log = logging.getLogger(__name__)

SCREEN = "1280x800x24"
START_WITHIN_S = 20.0
FOLDER_PREFIX = "ibkey-desktop-"
LONGEST_SOCKET_PATH = 107

PACKAGES = (
    "xvfb dbus-daemon at-spi2-core libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 "
    "libxcb-render-util0 libxcb-randr0 libxcb-shape0 libxcb-xkb1 libxcb-xfixes0 libxkbcommon-x11-0 libegl1 "
    "libgl1 libfontconfig1 fonts-dejavu-core fonts-noto-cjk util-linux"
)
"""Debian and Ubuntu packages that a desk and a Qt program on it need."""

INSTALL = f"On Debian or Ubuntu: apt-get install -y {PACKAGES}"

_PACKAGE_OF_PROGRAM = {"Xvfb": "xvfb", "dbus-daemon": "dbus-daemon", "setpriv": "util-linux"}

# Settings of the caller's own desktop that would lead a program away from its desk.
_FOREIGN = (
    "DBUS_SESSION_BUS_ADDRESS",
    "AT_SPI_BUS_ADDRESS",
    "NO_AT_BRIDGE",
    "WAYLAND_DISPLAY",
    "XDG_SESSION_TYPE",
    "XAUTHORITY",
    "XMODIFIERS",
    "QT_IM_MODULE",
    "QT_QPA_PLATFORMTHEME",
    "QT_STYLE_OVERRIDE",
)


class DeskUnavailable(Exception):
    """A desk could not be set up; the message names what is missing and how to get it."""


class Program:
    """A program that the driver started on a desk, and what it wrote."""

    def __init__(self, process: subprocess.Popen[bytes], log_file: Path) -> None:
        self._process, self._log_file = process, log_file
        self.pidfd = os.pidfd_open(process.pid)
        """Readable once the program has ended."""

    @property
    def pid(self) -> int:
        """Process id of the program as it was started."""
        return self._process.pid

    @property
    def pids(self) -> set[int]:
        """The program's process and all below it: a launcher's window belongs to a child."""
        return {self._process.pid, *(p.pid for p in descendants(self._process.pid))}

    def obituary(self) -> str | None:
        """How the program ended, with its exit code and last words; ``None`` while it runs."""
        code = self._process.poll()
        if code is None:
            return None
        ended = f"ended with exit code {code}" if code >= 0 else f"was ended by signal {-code}"
        lines = self._log_file.read_text(errors="replace").splitlines()[-8:]
        said = "\n".join(lines)
        hint = f"\n{INSTALL}" if "xcb" in said else ""
        return f"the program {ended}" + (f"; its last output:\n{said}{hint}" if lines else "")

    def wait_ended(self, *, within_s: float) -> bool:
        """Whether the program has ended, given ``within_s`` to do so."""
        return bool(select.select([self.pidfd], [], [], within_s)[0])

    def kill(self) -> None:
        """End the program at once; from any thread. What it started is ended by ``end``."""
        self._process.kill()

    def end(self) -> None:
        """End the program and all it started; a second call does nothing."""
        if self.pidfd < 0:
            return
        end(self._process)
        os.close(self.pidfd)
        self.pidfd = -1
        self._log_file.unlink(missing_ok=True)


class Desk:
    """Xvfb, a private session bus and its accessibility bus, up until ``close``.

    Args:
        folder: A new folder of the desk's own, for sockets and logs.
    Raises: DeskUnavailable.
    """

    def __init__(self, folder: Path, spawner: Spawner) -> None:
        self.folder, self._spawner = folder, spawner
        self._processes: list[subprocess.Popen[bytes]] = []
        self._programs_started = 0
        self._seat: Seat | None = None
        for program, package in _PACKAGE_OF_PROGRAM.items():
            if shutil.which(program) is None:
                raise DeskUnavailable(f"{program} is not installed (Debian package {package}). {INSTALL}")
        if len(str(folder / "at-spi" / "bus_00")) > LONGEST_SOCKET_PATH:
            raise DeskUnavailable(f"{folder} is too long a path for sockets; set TMPDIR to a shorter folder")
        folder.mkdir(mode=0o700, parents=True)
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        env = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
        # A settings daemon must neither read nor write the caller's own desktop settings.
        env |= {"XDG_RUNTIME_DIR": str(self.folder), "GSETTINGS_BACKEND": "memory", "LC_ALL": "C.UTF-8"}
        number = self._start_and_read(
            ["Xvfb", "-displayfd", "{fd}", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"], env
        )
        self.display = env["DISPLAY"] = f":{number}"
        socket = f"--address=unix:path={self.folder / 'session'}"
        self.session_address = env["DBUS_SESSION_BUS_ADDRESS"] = self._start_and_read(
            ["dbus-daemon", "--session", "--nofork", socket, "--print-address={fd}"], env
        )
        try:
            self.accessibility_address = accessibility_address(self.session_address)
        except (AccessibilityError, OSError) as error:
            raise DeskUnavailable(
                f"no accessibility bus (Debian package at-spi2-core): {error}. {INSTALL}"
            ) from error
        self.environment = env | {
            "AT_SPI_BUS_ADDRESS": self.accessibility_address,
            "XMODIFIERS": "@im=none",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_SCALE_FACTOR": "1",
            "GDK_BACKEND": "x11",
            "GTK_MODULES": "gail:atk-bridge",
            # No window manager reparents windows here; Java has to be told.
            "_JAVA_AWT_WM_NONREPARENTING": "1",
        }

    def _start_and_read(self, command: list[str], env: Mapping[str, str]) -> str:
        """Start a part of the desk; return the line it writes to ``{fd}`` when it is ready."""
        name = command[0]
        log_file = self.folder / f"{name}.log"
        read_end, write_end = os.pipe()
        with log_file.open("wb") as output, os.fdopen(read_end) as report:
            arguments = [part.replace("{fd}", str(write_end)) for part in command]
            process = self._spawner.start(arguments, env=env, output=output, pass_fds=[write_end])
            os.close(write_end)
            self._processes.append(process)
            readable, _, _ = select.select([report], [], [], START_WITHIN_S)
            said = report.readline().strip() if readable else ""
        if not said:
            why = log_file.read_text(errors="replace").strip() or f"no word within {START_WITHIN_S:g} s"
            raise DeskUnavailable(f"{name} did not start: {why}")
        return said

    @property
    def alive(self) -> bool:
        """Both the screen and the bus still run."""
        return bool(self._processes) and all(process.poll() is None for process in self._processes)

    @property
    def seat(self) -> Seat:
        """Keyboard, pointer and eyes at this desk."""
        if self._seat is None:
            self._seat = Seat(self.display)
        return self._seat

    def start_program(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path | None
    ) -> Program:
        """Start a program here.

        Args:
            environment: Added to the desk's own.
            folder: Where the program starts; the driver's own working directory when ``None``.
        Raises: OSError.
        """
        self._programs_started += 1
        log_file = self.folder / f"program-{self._programs_started}.log"
        with log_file.open("wb") as output:
            process = self._spawner.start(
                command, env=self.environment | dict(environment), output=output, cwd=folder
            )
        return Program(process, log_file)

    def close(self) -> None:
        """End everything on the desk and remove its folder."""
        if self._seat is not None:
            self._seat.close()
        for process in reversed(self._processes):
            end(process)
        self._processes.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


class DeskPool:
    """Desks kept between sessions: taken, given back, started when none is free.

    The pool's folder carries a lock, so that the next pool finds and removes what a killed one left.
    """

    def __init__(self, spawner: Spawner) -> None:
        self._spawner = spawner
        _remove_abandoned_folders()
        self._folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
        # Locked under another name first: a pool that starts at this moment must not find it unlocked.
        self._lock_file = (self._folder / "locking").open("w")
        fcntl.flock(self._lock_file, fcntl.LOCK_EX)
        (self._folder / "locking").rename(self._folder / "lock")
        self._guard = threading.Lock()
        self._free: list[Future[Desk]] = []
        self._desks: list[Desk] = []
        self._made = 0
        self._starters = ThreadPoolExecutor(thread_name_prefix="desk")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start one more desk in the background."""
        with self._guard:
            self._free.append(self._starters.submit(self._make))

    def take(self) -> Desk:
        """A desk for one session; waits for one that is being warmed rather than start another.

        Raises: DeskUnavailable.
        """
        while True:
            with self._guard:
                free = self._free.pop() if self._free else None
            if free is None:
                return self._make()
            desk = free.result()
            if desk.alive:
                return desk
            self._discard(desk)

    def give_back(self, desk: Desk) -> None:
        """Keep a desk whose program has ended for the next session; one that is broken is cleared away."""
        if not desk.alive:
            self._discard(desk)
            return
        desk.seat.let_go()
        ready: Future[Desk] = Future()
        ready.set_result(desk)
        with self._guard:
            self._free.append(ready)

    def close(self) -> None:
        """End all desks, remove their folders."""
        self._starters.shutdown()
        for desk in list(self._desks):
            self._discard(desk)
        self._lock_file.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make(self) -> Desk:
        with self._guard:
            self._made += 1
            folder = self._folder / str(self._made)
        desk = Desk(folder, self._spawner)
        log.info("desk %s is up on display %s", folder.name, desk.display)
        with self._guard:
            self._desks.append(desk)
        return desk

    def _discard(self, desk: Desk) -> None:
        with self._guard:
            self._desks.remove(desk)
        desk.close()


def _remove_abandoned_folders() -> None:
    """Remove folders of pools whose process was killed: nobody holds their lock any more."""
    for lock in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*/lock"):
        try:
            with lock.open("w") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent, ignore_errors=True)
        except OSError:  # in use, somebody else's, or just removed
            continue
