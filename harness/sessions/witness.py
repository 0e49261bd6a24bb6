"""What the system under test did while a step failed, as far as sessions, drivers and the system show it."""

from __future__ import annotations

import re
import time
from typing import Protocol, runtime_checkable

import pytest

from harness.collection.model import Step
from harness.evidence.actors import actors_of
from harness.foreign_text import message_of
from harness.lab import LabError
from harness.services.client import ServiceUnavailable
from harness.sessions.drivers import SessionFailed
from harness.targets.heartbeat import Heartbeat
from harness.targets.system import World
from harness.verdicts.witness import Observed

GONE_AFTER_S = 30.0
"""A system that nobody replaces and that does not answer for so long, in seconds, ends the run."""

_OURS = (LabError, ServiceUnavailable, SessionFailed)
_CRASHES = {4, 6, 7, 8, 11}  # SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV: no signal that is sent from outside
_ENDED = re.compile(
    r"the program (?:ended with exit code (?P<code>\d+)|was ended by signal (?P<signal>\d+))"
    r"|the application '[^']+' has crashed"
)


@runtime_checkable
class TellsErrors(Protocol):
    """An actor that knows which errors of its own the system has answered with."""

    def server_error(self, since: float) -> str:
        """The last one since then (seconds since the epoch), in words; empty when there was none."""


class SystemWitness:
    """Watches ``world`` for one test worker."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._heartbeat = Heartbeat(lambda: world.answers_at)
        self._acted_at = 0.0

    def step_begins(self, step: Step) -> None:
        if step.type != "then":  # what it brings about may be seen in the steps after it
            self._acted_at = time.time()
        self._heartbeat.begin()

    def step_ends(self) -> None:
        self._heartbeat.end()

    def testify(self, item: pytest.Item, error: BaseException) -> Observed:
        if fault := "" if isinstance(error, _OURS) else self._server_error(item):
            return Observed(fault=fault)
        silent_s = self._heartbeat.silence_s()
        if silent_s is not None:
            return Observed(silence=f"the portal did not answer for {max(1, round(silent_s))} s")
        return Observed(fault=_end_of_its_own(error))

    def _server_error(self, item: pytest.Item) -> str:
        tellers = (actor for actor in actors_of(item) if isinstance(actor, TellsErrors))
        return next(filter(None, (actor.server_error(self._acted_at) for actor in tellers)), "")

    def gone(self) -> str:
        if self._world.ended:
            return self._world.ended
        if self._world.is_replaced or self._heartbeat.comes_back(within_s=GONE_AFTER_S):
            return ""
        return f"{self._world.name} at {self._world.answers_at} has not answered for {GONE_AFTER_S:g} s"

    def close(self) -> None:
        """Watch no more."""
        self._heartbeat.close()


def _end_of_its_own(error: BaseException) -> str:
    """The driver's words for a program that has ended by itself, where ``error`` has them; else empty."""
    ended = _ENDED.search(message_of(error))
    if ended is None or (ended["signal"] and int(ended["signal"]) not in _CRASHES):
        return ""
    return ended.group()
