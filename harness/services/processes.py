"""The processes behind services: each has a log, is waited for until it answers, and is ended at last."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.services.orphans import FOLDER_VARIABLE, end_with_parent, kill_tree
from harness.setup.child_environment import child_environment

PROJECT = Path(__file__).resolve().parent.parent.parent
START_WITHIN_S = 60.0
END_WITHIN_S = 3.0
ANSWER_WITHIN_S = 10.0
"""What does not answer a question for so long, in seconds, is taken for hung and replaced."""

Service = dict[str, Any]


class ServiceFailed(RuntimeError):
    """A service did not start; says which, and what it said last."""


@dataclass
class Started:
    """A service that answered, and the process behind it.

    Attributes:
        asked: Asks it something that it answers at once; returns when it has, whatever it said.
    """

    process: asyncio.subprocess.Process
    service: Service
    asked: Callable[[Service], Awaitable[None]]

    @property
    def lives(self) -> bool:
        """Whether the process runs, by the system's word: the event loop hears of an end somewhat later."""
        try:
            ended = os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:  # the event loop has heard of it
            return False
        return ended is None

    async def answers(self) -> bool:
        """Whether it answers within ``ANSWER_WITHIN_S``; one that was stopped, or hangs, does not."""
        try:
            await asyncio.wait_for(self.asked(self.service), ANSWER_WITHIN_S)
        except (OSError, EOFError, TimeoutError):
            return False
        return True

    async def kill(self) -> None:
        """End it with all that it started, as it does not listen."""
        kill_tree(self.process.pid)
        await self.process.wait()


async def ask_http(url: str) -> None:
    """Ask a server of HTTP for ``url`` and wait until it begins to answer. Raises: OSError, EOFError."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        writer.write(
            f"GET {where.path or '/'} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n".encode()
        )
        if not (await reader.readline()).startswith(b"HTTP/"):
            raise EOFError(f"{url} answered nothing")
    finally:
        writer.close()


class Processes:
    """Starts processes whose logs and temporary files lie in ``folder``, and ends them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._logs = folder / "logs"
        self._logs.mkdir(exist_ok=True)
        self._temp = folder / "tmp"
        self._temp.mkdir(exist_ok=True)
        self._home = folder / "home"
        self._home.mkdir(exist_ok=True)
        self._running: list[asyncio.subprocess.Process] = []
        self._spawning: set[asyncio.Task[asyncio.subprocess.Process]] = set()

    async def spawn(
        self,
        log: str,
        arguments: Sequence[str],
        variables: Mapping[str, str],
        *,
        stdin: bool = False,
        stdout: bool = False,
    ) -> asyncio.subprocess.Process:
        """Start a process. Whoever is cancelled meanwhile leaves it to ``end``.

        A start that is cancelled half-way may never return (CPython 3.11, ``asyncio.base_subprocess``), and
        with it the keeper would never end.
        """
        spawning = asyncio.create_task(self._create(log, arguments, variables, stdin, stdout))
        self._spawning.add(spawning)
        return await asyncio.shield(spawning)

    async def _create(
        self, log: str, arguments: Sequence[str], variables: Mapping[str, str], stdin: bool, stdout: bool
    ) -> asyncio.subprocess.Process:
        with (self._logs / f"{log}.log").open("ab") as file:
            process = await asyncio.create_subprocess_exec(
                *arguments,
                cwd=PROJECT,
                env={
                    **child_environment(self._home, temporary=self._temp),
                    FOLDER_VARIABLE: str(self.folder),
                    **variables,
                },
                preexec_fn=end_with_parent,
                stdin=asyncio.subprocess.PIPE if stdin else asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE if stdout else file,
                stderr=file,
                start_new_session=True,
            )
        self._running.append(process)
        return process

    async def start_program(
        self,
        log: str,
        module: str,
        *options: str,
        asked: Callable[[Service], Awaitable[None]],
        variables: Mapping[str, str] | None = None,
    ) -> Started:
        """Start ``python -m module``, which says in one line of JSON what it offers and ends with its input.

        Args:
            asked: See ``Started``.
        Raises: ServiceFailed.
        """
        arguments = [sys.executable, "-m", module, *options]
        process = await self.spawn(log, arguments, variables or {}, stdin=True, stdout=True)
        assert process.stdout is not None
        try:
            line = await asyncio.wait_for(process.stdout.readline(), START_WITHIN_S)
        except TimeoutError:
            raise self.failed(log, process, f"said nothing within {START_WITHIN_S:g} s") from None
        if not line:
            await process.wait()
            raise self.failed(log, process, f"ended with exit code {process.returncode}")
        return Started(process, json.loads(line), asked)

    async def until_it_answers(self, started: Started, log: str) -> Started:
        """Wait until a service that has just been started answers, at most ``START_WITHIN_S``.

        Raises: ServiceFailed.
        """
        loop, process = asyncio.get_running_loop(), started.process
        deadline = loop.time() + START_WITHIN_S
        while not await started.answers():
            if process.returncode is not None:
                raise self.failed(log, process, f"ended with exit code {process.returncode}")
            if loop.time() > deadline:
                raise self.failed(log, process, f"did not answer within {START_WITHIN_S:g} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 0.02)
        return started

    def failed(self, log: str, process: asyncio.subprocess.Process, what: str) -> ServiceFailed:
        """The failure to raise for a process, which is killed if it still runs."""
        if process.returncode is None:
            process.kill()
        lines = (self._logs / f"{log}.log").read_text(errors="replace").splitlines()
        lines = [line for line in lines if line.strip() and not line.lstrip().startswith("at ")]  # as Node's
        said = "\n  ".join(lines[-8:]) or "(nothing)"
        return ServiceFailed(f"{log} {what}; it said last:\n  {said}")

    async def end(self) -> None:
        """Ask every process to end; kill those that do not so soon."""
        await asyncio.gather(*self._spawning, return_exceptions=True)
        running = [process for process in self._running if process.returncode is None]
        for process in running:
            if process.stdin is not None:
                process.stdin.close()
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        waiting = [asyncio.create_task(process.wait()) for process in running]
        if waiting:
            await asyncio.wait(waiting, timeout=END_WITHIN_S)
        for process in running:
            if process.returncode is None:
                process.kill()
        if waiting:
            await asyncio.wait(waiting, timeout=END_WITHIN_S)
