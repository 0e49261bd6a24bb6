"""Desks: a virtual screen, a session bus and an accessibility bus where one program at a time runs."""

from __future__ import annotations

import fcntl
import logging
import os
import random
import select
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

from drivers.desktop.accessibility import AccessibilityError, accessibility_address
from drivers.desktop.authority import Authority
from drivers.desktop.processes import Spawner, descendants, end
from drivers.desktop.seat import Seat

log = logging.getLogger(__name__)

SCREEN = "1280x800x24"
START_WITHIN_S = 20.0
FOLDER_PREFIX = "ibkey-desktop-"
LONGEST_SOCKET_PATH = 107
LOOK_EVERY_S = 0.005

X_SOCKETS = Path("/tmp/.X11-unix")
DISPLAYS = (1000, 59_000)
"""Numbers that displays get: far from those of people, and of programs that count from 0."""

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
        authority: Who may use the screen.
    Raises: DeskUnavailable.
    """

    def __init__(self, folder: Path, spawner: Spawner, authority: Authority) -> None:
        self.folder, self._spawner, self._authority = folder, spawner, authority
        self._processes: list[subprocess.Popen[bytes]] = []
        self._programs_started = 0
        self._seat: Seat | None = None
        for program, package in _PACKAGE_OF_PROGRAM.items():
            if shutil.which(program) is None:
                raise DeskUnavailable(f"{program} is not installed (Debian package {package}). {INSTALL}")
        if len(str(folder / "at-spi" / "bus_00000")) > LONGEST_SOCKET_PATH:
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
        env["XAUTHORITY"] = str(self._authority.file)
        self.display = env["DISPLAY"] = self._start_screen(env)
        address = f"--address=unix:path={self.folder / 'session'}"
        self.session_address = env["DBUS_SESSION_BUS_ADDRESS"] = self._start_and_read(
            ["dbus-daemon", "--session", "--nofork", address, "--print-address={fd}"], env
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

    def _start_screen(self, env: Mapping[str, str]) -> str:
        """Start Xvfb; its display, once it answers there.

        It is given its number: one that looks for a free number itself (``-displayfd``) knows only by the
        abstract sockets which are taken, and takes over the socket of any other server that has none.
        """
        number = _free_display()
        # "local" is an abstract socket: it has no owner and no folder that keep others out.
        closed = ["-nolisten", "tcp", "-nolisten", "local", "-auth", str(self._authority.file)]
        log_file = self.folder / "Xvfb.log"
        with log_file.open("wb") as output:
            process = self._spawner.start(
                ["Xvfb", f":{number}", "-screen", "0", SCREEN, "-noreset", *closed], env=env, output=output
            )
        self._processes.append(process)
        ended = os.pidfd_open(process.pid)
        deadline = time.monotonic() + START_WITHIN_S
        try:
            while not _listens(process.pid, X_SOCKETS / f"X{number}"):
                if select.select([ended], [], [], LOOK_EVERY_S)[0] or time.monotonic() > deadline:
                    why = log_file.read_text(errors="replace").strip() or "it does not listen"
                    raise DeskUnavailable(f"Xvfb did not start: {why}")
        finally:
            os.close(ended)
        return f":{number}"

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
        """Screen and session bus still run, and the accessibility bus, started by the latter, is there."""
        running = bool(self._processes) and all(process.poll() is None for process in self._processes)
        return running and _accepts(self.accessibility_address)

    @property
    def seat(self) -> Seat:
        """Keyboard, pointer and eyes at this desk."""
        if self._seat is None:
            self._seat = Seat(self.display)
        return self._seat

    def start_program(self, command: Sequence[str], environment: Mapping[str, str]) -> Program:
        """Start a program here, in the driver's own working directory.

        Args:
            environment: Added to the desk's own.
        Raises: OSError.
        """
        self._programs_started += 1
        log_file = self.folder / f"program-{self._programs_started}.log"
        with log_file.open("wb") as output:
            process = self._spawner.start(command, env=self.environment | dict(environment), output=output)
        return Program(process, log_file)

    def close(self) -> None:
        """End everything on the desk and remove its folder."""
        if self._seat is not None:
            self._seat.close()
        for process in reversed(self._processes):
            end(process)
        self._processes.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


def _accepts(bus: str) -> bool:
    """Whether somebody listens at the address of a bus, ``unix:path=/run/bus_1,guid=...``."""
    kind, _, place = bus.removeprefix("unix:").partition(",")[0].partition("=")
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(f"\0{place}" if kind == "abstract" else place) == 0


def _free_display() -> int:
    """Number of a display that no server uses or has left something of."""
    while True:
        number = random.randrange(*DISPLAYS)
        if not Path(f"/tmp/.X{number}-lock").exists() and not (X_SOCKETS / f"X{number}").exists():
            return number


def _listens(pid: int, path: Path) -> bool:
    """Whether this very process listens at a Unix socket: what is not its own is told no cookie."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
        credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    listener, _, _ = struct.unpack("3i", credentials)
    return bool(listener == pid)


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
        self.authority = Authority(self._folder / "authority")
        self._guard = threading.Lock()
        self._free: list[Future[Desk]] = []
        self._desks: list[Desk] = []
        self._made = 0
        self._starters = ThreadPoolExecutor(thread_name_prefix="desk")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def displays(self) -> list[str]:
        """Displays of the pool's desks."""
        with self._guard:
            return [desk.display for desk in self._desks]

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
        desk = Desk(folder, self._spawner, self.authority)
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
