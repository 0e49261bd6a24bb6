"""The keeper: one process that starts the services a run asks for, and ends them all when the run is gone.

``./ibkey run`` starts one for itself; ``./ibkey up`` keeps one for later runs. Its standard input is its
lifeline: when that closes, however the run ended, the keeper ends every process below it and removes its
folder.

Wire: a Unix socket ``keeper.sock`` in its folder; one JSON object a line, one request a connection::

    {"need": "reference-system", "worker": "gw0"}  ->  {"service": {...}} or {"error": "..."}
    {"begin": "run"}                               ->  {"service": {}}: what the run before left is closed
    {"host": ["harness.mutants.host", ...], "worker": "gw0"}  ->  {"service": {...}}: the worker's reference
                                                       system, from now on started by that module
    {"answer": "now"}                              ->  {"service": {}}: the keeper itself does not hang

A service whose process has ended, or does not answer a question within 10 s, is started anew by the next
request for it. Only the standard library is
imported here, so that services are starting some 50 ms after the command was typed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import shlex
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from harness.services.devices import Devices
from harness.services.orphans import adopt_orphans, end_all_of, end_descendants
from harness.services.processes import (
    ANSWER_WITHIN_S,
    END_WITHIN_S,
    Processes,
    Service,
    ServiceFailed,
    Started,
    ask_http,
)
from harness.services.stopped import LOOK_EVERY_S, StoppedProcesses, tell
from harness.setup.environment import Environment, load

SOCKET = "keeper.sock"
TWS = [sys.executable, "-m", "reference_system.tws"]
"""Command of the window that logs in to the reference system; its options follow."""


class Keeper:
    """Starts each service once, on request, and starts it again when its process has ended."""

    def __init__(self, folder: Path, environment: Environment) -> None:
        self.environment = environment
        self._folder = folder
        self._processes = Processes(folder)
        self._devices = Devices(self._processes, environment)
        self._started: dict[str, Started] = {}
        self._hosts: dict[str, list[str]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def end(self) -> None:
        """End every service."""
        await self._processes.end()

    async def need(self, name: str, worker: str) -> Service:
        """The service ``name``, started if it is not running; ``worker`` tells reference systems apart.

        Raises: ServiceFailed.
        """
        starters: dict[str, Callable[[], Awaitable[Started]]] = {
            "reference-system": lambda: self._reference_system(worker),
            "appium": self._appium,
            "adb": self._devices.start_adb,
            "desktop": self._desktop,
            "browser": self._browser,
        }
        if name not in starters:
            raise ServiceFailed(f"there is no service {name!r} (there are: {', '.join(starters)})")
        key = f"{name}-{worker}" if name == "reference-system" else name
        async with self._locks.setdefault(key, asyncio.Lock()):
            if name == "appium":
                await self._end_appium_without_adb()
            running = self._started.get(key)
            if running is None or not await self._is_of_use(name, running):
                self._started[key] = running = await starters[name]()
        if name in ("reference-system", "appium"):
            await self._introduce_phones()
        return running.service

    async def _is_of_use(self, name: str, running: Started) -> bool:
        """Whether a service that was started can be lent; one that hangs is told of, and killed."""
        if not running.lives:
            return False
        if await running.answers():
            return True
        if running.lives:
            sys.stderr.write(f"ibkey: {name} did not answer for {ANSWER_WITHIN_S:g} s; it is replaced\n")
            await running.kill()
        return False

    async def host(self, command: list[str], worker: str) -> Service:
        """End the worker's reference system, and start it by the module and options in ``command``.

        Raises: ServiceFailed.
        """
        key = f"reference-system-{worker}"
        async with self._locks.setdefault(key, asyncio.Lock()):
            self._hosts[worker] = command
            running = self._started.pop(key, None)
            if running is not None and running.lives:
                await running.kill()
        return await self.need("reference-system", worker)

    async def _reference_system(self, worker: str) -> Started:
        return await self._processes.start_program(
            f"reference-system-{worker}",
            *self._hosts.get(worker, ()),
            "reference_system",
            "--lifeline",
            asked=lambda service: ask_http(service["lab_url"]),
        )

    async def _desktop(self) -> Started:
        desktop = self.environment.desktop
        if not desktop.available:
            raise ServiceFailed(
                f"no desktop: {', '.join(desktop.missing)} missing; install with: {desktop.command}"
            )
        started = await self._processes.start_program(
            "desktop",
            "drivers.desktop",
            *("--lifeline", "--warm", "--allow", shlex.join(TWS)),
            asked=lambda service: ask_http(f"{service['desktop_url']}/status"),
        )
        started.service["tws"] = TWS
        return started

    async def _browser(self) -> Started:
        browser = self.environment.browser
        if browser is None:
            raise ServiceFailed("no browser was found; ./ibkey doctor says where was looked")
        home = self._folder / "browser"
        (home / "tmp").mkdir(parents=True, exist_ok=True)
        return await self._processes.start_program(
            "browser",
            "harness.services.kept_browser",
            str(browser.path),
            asked=lambda _: self._tell_browser("answer"),
            variables={"HOME": str(home), "TMPDIR": str(home / "tmp"), "XDG_RUNTIME_DIR": str(home)},
        )

    async def begin_run(self) -> Service:
        """Tell the browser that a new run begins: it closes the pages that a killed one left open."""
        async with self._locks.setdefault("browser", asyncio.Lock()):
            browser = self._started.get("browser")
            if browser is not None and browser.lives:
                with contextlib.suppress(OSError, EOFError, TimeoutError):  # the next request replaces it
                    await asyncio.wait_for(self._tell_browser("begin"), ANSWER_WITHIN_S)
        return {}

    async def _tell_browser(self, what: str) -> None:
        """Have the program of the browser do something. Raises: OSError, EOFError."""
        process = self._started["browser"].process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{what}\n".encode())
        if not await process.stdout.readline():
            raise EOFError("it has ended")

    async def _appium(self) -> Started:
        await self.need("adb", "")
        return await self._devices.start_appium()

    async def _end_appium_without_adb(self) -> None:
        """An Appium whose adb server is of no use finds no phone any more: both are started anew."""
        adb, appium = self._started.get("adb"), self._started.get("appium")
        if adb is not None and appium is not None and appium.lives and not await self._is_of_use("adb", adb):
            await appium.kill()

    async def _introduce_phones(self) -> None:
        adb = self._started.get("adb")
        if adb is not None and adb.lives:
            phones = [
                phone for started in self._started.values() for phone in started.service.get("phones", ())
            ]
            await self._devices.introduce(phones, adb)


async def _answer(keeper: Keeper, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    reply: dict[str, Any]
    try:
        request = json.loads(await reader.readline())
        if "answer" in request:
            reply = {"service": {}}
        elif "begin" in request:
            reply = {"service": await keeper.begin_run()}
        elif "host" in request:
            reply = {"service": await keeper.host(request["host"], request["worker"])}
        else:
            reply = {"service": await keeper.need(request["need"], request.get("worker", "main"))}
    except ServiceFailed as error:
        reply = {"error": str(error)}
    except (ValueError, KeyError, TypeError) as error:
        reply = {"error": f"a request must be a JSON object with the key need: {error!r}"}
    except OSError as error:
        reply = {"error": f"a service could not be started: {error}"}
    with contextlib.suppress(ConnectionError):
        writer.write(json.dumps(reply).encode() + b"\n")
        await writer.drain()
    writer.close()


async def _until_lifeline_closes(stopped: asyncio.Event) -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while await reader.read(1024):
        pass
    stopped.set()


async def _keep(folder: Path, services: list[str]) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    keeper = Keeper(folder, load())
    working = {asyncio.create_task(_until_lifeline_closes(stopped))}
    working |= {asyncio.create_task(_start(keeper, *_named(name))) for name in services}
    working.add(asyncio.create_task(_end_stopped_processes(folder)))

    def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not stopped.is_set():
            answering = asyncio.create_task(_answer(keeper, reader, writer))
            working.add(answering)
            answering.add_done_callback(working.discard)

    server = await asyncio.start_unix_server(answer, folder / SOCKET)
    await stopped.wait()
    server.close()
    # First those who start services, so that none is started after the ending of all.
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)
    await keeper.end()


async def _end_stopped_processes(folder: Path) -> None:
    below = StoppedProcesses(str(folder))
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        tell(below.end())


async def _start(keeper: Keeper, name: str, worker: str) -> None:
    with contextlib.suppress(ServiceFailed):  # whoever asks for the service is told
        await keeper.need(name, worker)


def _named(service: str) -> tuple[str, str]:
    name, _, worker = service.partition(":")
    return name, worker or "main"


def main() -> None:
    """Keep services until the lifeline closes or a signal comes, then leave nothing behind."""
    parser = argparse.ArgumentParser(prog="keeper")
    parser.add_argument("folder", type=Path)
    parser.add_argument("services", nargs="*", help="services to start at once, NAME or NAME:WORKER")
    options = parser.parse_args()
    adopt_orphans()
    end_all_of(options.folder)  # what a keeper left that was killed in this run
    (options.folder / SOCKET).unlink(missing_ok=True)
    try:
        asyncio.run(_keep(options.folder, options.services))
    finally:
        end_descendants(within_s=END_WITHIN_S)
        shutil.rmtree(options.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
