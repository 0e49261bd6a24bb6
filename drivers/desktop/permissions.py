"""What the owner of the driver lets its clients do: a client that reaches the driver may do this, no more."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from drivers.desktop.capabilities import Capabilities
from drivers.desktop.errors import SessionNotCreated


@dataclass(frozen=True, slots=True)
class Permissions:
    """Programs, variables and screens that a session may use.

    ``commands``: programs that may be started, each as the first parts of a command line; what follows them
    is the client's choice. ``variables``: names of environment variables that a client may set for a program.
    ``attach``: whether a client may attach to programs that the driver did not start; it then has the
    keyboard, pointer and picture of their whole screen.
    """

    commands: tuple[tuple[str, ...], ...] = ()
    variables: frozenset[str] = frozenset()
    attach: bool = False

    def require(self, capabilities: Capabilities) -> None:
        """Raises: SessionNotCreated, when more is asked for; says what is allowed."""
        if unknown := capabilities.environment.keys() - self.variables:
            raise SessionNotCreated(
                f"appium:environment: {', '.join(sorted(unknown))} may not be set"
                f" (allowed: {', '.join(sorted(self.variables)) or 'none'}; more by --allow-variable)"
            )
        if capabilities.app is not None:
            self._require_command("appium:app", capabilities.app)
        if capabilities.pid is not None:
            self._require_process(capabilities.pid)

    def _require_process(self, pid: int) -> None:
        try:
            process = psutil.Process(pid)
            command, ours = process.cmdline(), os.getpid() in (parent.pid for parent in process.parents())
        except psutil.Error as error:
            raise SessionNotCreated(f"appium:pid: there is no process {pid} to attach to") from error
        if ours:
            return
        if not self.attach:
            raise SessionNotCreated(
                f"appium:pid: process {pid} was not started by this driver;"
                " it lets clients attach to others when it is itself started with --attach"
            )
        self._require_command("appium:pid", command)

    def _require_command(self, capability: str, command: Sequence[str]) -> None:
        if any(tuple(command[: len(allowed)]) == allowed for allowed in self.commands):
            return
        told = "; ".join(shlex.join(allowed) for allowed in self.commands) or "none"
        raise SessionNotCreated(
            f"{capability}: this program is not allowed here (allowed: {told}; more by --allow)"
        )
