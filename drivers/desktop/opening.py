"""Opening and closing sessions: where the program runs, how it is found on the bus, and cleaning up."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil
from Xlib.error import DisplayError  # type: ignore[import-untyped]

from drivers.desktop.accessibility import AccessibilityError, Bus, Ears, Ref, accessibility_address
from drivers.desktop.capabilities import AUTOMATION_NAME, PLATFORM_NAME, Capabilities, Timeouts
from drivers.desktop.desk import DeskPool, DeskUnavailable, Program
from drivers.desktop.errors import SessionNotCreated
from drivers.desktop.seat import Seat
from drivers.desktop.session import Session, Subject
from drivers.desktop.tree import look

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open session, the capabilities the client is told, and how to close it and all it holds."""

    session: Session
    capabilities: dict[str, Any]
    close: Callable[[], None]


def open_session(capabilities: Capabilities, timeouts: Timeouts, pool: DeskPool) -> Opened:
    """Start the program on a desk of its own, or attach to a running one, and wait for its window.

    Raises: SessionNotCreated.
    """
    if capabilities.app is not None:
        return _start(capabilities.app, capabilities, timeouts, pool)
    return _attach(capabilities, timeouts)


def _start(
    command: tuple[str, ...], capabilities: Capabilities, timeouts: Timeouts, pool: DeskPool
) -> Opened:
    _require_executable(command[0], capabilities)
    try:
        desk = pool.take()
    except DeskUnavailable as error:
        raise SessionNotCreated(f"no desk: {error}") from error
    with contextlib.ExitStack() as held:
        held.callback(pool.give_back, desk)
        try:
            program = desk.start_program(command, capabilities.environment, capabilities.working_directory)
        except OSError as error:
            raise SessionNotCreated(f"appium:app cannot be started: {error}") from error
        held.callback(program.end)
        session = _join(desk.accessibility_address, desk.seat, program, capabilities, timeouts)
        held.callback(session.close)
        told = _told(capabilities, desk.display, desk.session_address, program.pid)
        return Opened(session, told, held.pop_all().close)


def _attach(capabilities: Capabilities, timeouts: Timeouts) -> Opened:
    pid = capabilities.pid
    assert pid is not None
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
    try:
        seat = Seat(display, backdrop=False)
    except (DisplayError, OSError) as error:
        raise SessionNotCreated(f"appium:display: cannot open {display!r}: {error}") from error
    with contextlib.ExitStack() as held:
        held.callback(seat.close)
        try:
            accessibility = accessibility_address(address)
        except (AccessibilityError, OSError) as error:
            raise SessionNotCreated(
                f"appium:busAddress: no accessibility bus at {address!r}: {error}"
            ) from error
        session = _join(accessibility, seat, None, capabilities, timeouts)
        held.callback(seat.let_go)
        held.callback(session.close)
        return Opened(session, _told(capabilities, display, address, pid), held.pop_all().close)


def _require_executable(name: str, capabilities: Capabilities) -> None:
    folder = capabilities.working_directory
    if folder is not None and not folder.is_dir():
        raise SessionNotCreated(f"appium:workingDirectory: {folder} is not a folder")
    where = name if folder is None or "/" not in name else str(folder / name)
    if shutil.which(where, path=capabilities.environment.get("PATH", os.environ.get("PATH"))) is None:
        raise SessionNotCreated(f"appium:app: {name!r} is not a program that can be run here")


def _told(capabilities: Capabilities, display: str, address: str, pid: int) -> dict[str, Any]:
    """Capabilities as the client is told them; the environment is left out, it may hold secrets."""
    return {
        "platformName": PLATFORM_NAME,
        "appium:automationName": AUTOMATION_NAME,
        **({"appium:app": list(capabilities.app)} if capabilities.app else {}),
        "appium:pid": pid,
        "appium:display": display,
        "appium:busAddress": address,
        "appium:newCommandTimeout": capabilities.new_command_timeout,
    }


def _join(
    address: str, seat: Seat, program: Program | None, capabilities: Capabilities, timeouts: Timeouts
) -> Session:
    """Meet the program on the accessibility bus and wait for its first window."""
    with contextlib.ExitStack() as held:
        bus = Bus(address)
        held.callback(bus.close)
        ears = Ears(address)
        held.callback(ears.close)
        session = Session(bus, ears, seat, _meet(bus, ears, program, capabilities), timeouts)
        held.pop_all()
        return session


def _meet(bus: Bus, ears: Ears, program: Program | None, capabilities: Capabilities) -> Subject:
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
            if any(w.showing for w in look(bus, ours, top=True, levels=2).children):
                toolkit = str(bus.get(ours, "Application", "ToolkitName"))
                pids = frozenset({pid_of[ours.bus_name]})
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
