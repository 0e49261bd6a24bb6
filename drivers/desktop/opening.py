"""Opening and closing sessions: where the program runs, how it is found on the bus, and cleaning up."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from Xlib.error import DisplayError  # type: ignore[import-untyped]

from drivers.desktop.accessibility import AccessibilityError, Bus, Ears, Ref, accessibility_address
from drivers.desktop.capabilities import Capabilities, told
from drivers.desktop.desk import DeskPool, DeskUnavailable, Program
from drivers.desktop.errors import SessionNotCreated
from drivers.desktop.permissions import Permissions
from drivers.desktop.seat import Seat
from drivers.desktop.session import Session, Subject
from drivers.desktop.stage import Stage
from drivers.desktop.standard import Standard
from drivers.desktop.tree import look
from drivers.desktop.xpath import Evaluator

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open session, the capabilities the client is told, and how to close it and all it holds."""

    session: Session
    capabilities: dict[str, Any]
    close: Callable[[], None]


class Opener:
    """Opens sessions, as far as the driver's owner permits."""

    def __init__(self, pool: DeskPool, permissions: Permissions, evaluator: Evaluator) -> None:
        self._pool, self._permissions, self._evaluator = pool, permissions, evaluator

    def open(self, capabilities: Capabilities, standard: Standard) -> Opened:
        """Start the program on a desk of its own, or attach to a running one, and wait for its window.

        Raises: SessionNotCreated.
        """
        self._permissions.require(capabilities)
        if capabilities.app is not None:
            return self._start(capabilities.app, capabilities, standard)
        assert capabilities.pid is not None
        return self._attach(capabilities.pid, capabilities, standard)

    def _start(self, command: tuple[str, ...], capabilities: Capabilities, standard: Standard) -> Opened:
        _require_executable(command[0], capabilities)
        try:
            desk = self._pool.take()
        except DeskUnavailable as error:
            raise SessionNotCreated(f"no desk: {error}") from error
        with contextlib.ExitStack() as held:
            held.callback(self._pool.give_back, desk)
            try:
                program = desk.start_program(command, capabilities.environment)
            except (OSError, ValueError) as error:  # ValueError: what no command line can hold
                raise SessionNotCreated(f"appium:app cannot be started: {error}") from error
            held.callback(program.end)
            session = self._join(desk.accessibility_address, desk.seat, program, capabilities, standard)
            held.callback(session.close)
            described = told(
                capabilities, standard, display=desk.display, address=desk.session_address, pid=program.pid
            )
            return Opened(session, described, held.pop_all().close)

    def _attach(self, pid: int, capabilities: Capabilities, standard: Standard) -> Opened:
        try:
            environment = psutil.Process(pid).environ()
        except psutil.Error as error:
            raise SessionNotCreated(f"appium:pid: there is no process {pid} to attach to") from error
        display = capabilities.display or environment.get("DISPLAY")
        address = capabilities.bus_address or environment.get("DBUS_SESSION_BUS_ADDRESS")
        for name, value in (("appium:display", display), ("appium:busAddress", address)):
            if not value:
                raise SessionNotCreated(f"{name} is not given and process {pid} does not tell it")
        assert display is not None
        assert address is not None
        if display not in self._pool.displays:
            self._pool.authority.learn(display, _authority_file(environment))
        try:
            seat = Seat(display, backdrop=False)
        except (DisplayError, OSError) as error:
            raise SessionNotCreated(f"appium:display: cannot open {display!r}: {error}") from error
        with contextlib.ExitStack() as held:
            held.callback(seat.close)
            try:
                accessibility = accessibility_address(address)
            # RuntimeError, ValueError: no address, or none of a Unix socket.
            except (AccessibilityError, OSError, RuntimeError, ValueError) as error:
                raise SessionNotCreated(
                    f"appium:busAddress: no accessibility bus at {address!r}: {error}"
                ) from error
            session = self._join(accessibility, seat, None, capabilities, standard)
            held.callback(seat.let_go)
            held.callback(session.close)
            described = told(capabilities, standard, display=display, address=address, pid=pid)
            return Opened(session, described, held.pop_all().close)

    def _join(
        self,
        address: str,
        seat: Seat,
        program: Program | None,
        capabilities: Capabilities,
        standard: Standard,
    ) -> Session:
        """Meet the program on the accessibility bus and wait for its first window."""
        with contextlib.ExitStack() as held:
            bus = Bus(address)
            held.callback(bus.close)
            ears = Ears(address)
            held.callback(ears.close)
            subject = _meet(bus, ears, seat, program, capabilities)
            session = Session(bus, ears, seat, subject, standard.timeouts, self._evaluator)
            held.pop_all()
            return session


def _authority_file(environment: Mapping[str, str]) -> Path:
    """Where a program looks for the cookie of its display."""
    return Path(environment.get("XAUTHORITY") or Path(environment.get("HOME", "/")) / ".Xauthority")


def _require_executable(name: str, capabilities: Capabilities) -> None:
    if shutil.which(name, path=capabilities.environment.get("PATH", os.environ.get("PATH"))) is None:
        raise SessionNotCreated(f"appium:app: {name!r} is not a program that can be run here")


def _meet(bus: Bus, ears: Ears, seat: Seat, program: Program | None, capabilities: Capabilities) -> Subject:
    within_s = capabilities.start_timeout_s
    pid_of: dict[str, int] = {}
    seen_without_window = False
    for _ in ears.looks(within_s=within_s, also=[program.pidfd] if program else []):
        if program is not None and (obituary := program.obituary()):
            raise SessionNotCreated(obituary)
        try:
            roots = bus.applications()
            for root in roots:
                if root.bus_name not in pid_of:
                    pid_of[root.bus_name] = bus.pid(root.bus_name)
            wanted = program.pids if program else {capabilities.pid}
            ours = next((root for root in roots if pid_of[root.bus_name] in wanted), None)
            if ours is None:
                continue
            seen_without_window = True
            pids = frozenset({pid_of[ours.bus_name]})
            windows = look(bus, ours, top=True, levels=2)
            Stage(bus, seat, ours, pids).reveal(windows)
            if any(window.showing for window in windows.children):
                toolkit = str(bus.get(ours, "Application", "ToolkitName"))
                return Subject(Ref(ours.bus_name, ours.path), pids, toolkit, program)
        except AccessibilityError as error:  # somebody comes or goes while one looks
            log.debug("while waiting for the program: %s", error)
    if seen_without_window:
        raise SessionNotCreated(f"the program showed no window within {within_s:g} s")
    raise SessionNotCreated(
        f"the program did not come to the accessibility bus within {within_s:g} s; is its toolkit accessible?"
        " (Swing needs java-atk-wrapper: -Djavax.accessibility.assistive_technologies="
        "org.GNOME.Accessibility.AtkWrapper)"
    )
