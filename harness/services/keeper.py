"""The keeper: one process that starts the services a run asks for, and ends them all when the run is gone.

``./ibkey run`` starts one for itself; ``./ibkey up`` keeps one for later runs. Its standard input is its
lifeline: when that closes, however the run ended, the keeper ends every process below it and removes its
folder.

Wire: a Unix socket ``keeper.sock`` in its folder; one JSON object a line, one request a connection::

    {"need": "reference-system", "worker": "gw0"}  ->  {"service": {...}} or {"error": "..."}

A service whose process has ended is started anew by the next request for it. Only the standard library is
imported here, so that services are starting some 50 ms after the command was typed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shlex
import shutil
import signal
import socket
import sys
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

from harness.services.browser_arguments import browser_arguments
from harness.services.orphans import adopt_orphans, end_descendants
from harness.services.ports import free_port
from harness.setup.environment import Environment, load

PROJECT = Path(__file__).resolve().parent.parent.parent
START_WITHIN_S = 60.0
END_WITHIN_S = 3.0

TWS = [sys.executable, "-m", "reference_system.tws"]
"""Command of the window that logs in to the reference system; its options follow."""

Service = dict[str, Any]


class ServiceFailed(RuntimeError):
    """A service did not start; says which, what it said last, and where its whole log is."""


@dataclass
class Started:
    """A service that answered, and the process behind it."""

    process: asyncio.subprocess.Process
    service: Service

    @property
    def lives(self) -> bool:
        """Whether the process runs, by the system's word: the event loop hears of an end somewhat later."""
        try:
            ended = os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:  # the event loop has heard of it
            return False
        return ended is None


class Keeper:
    """Starts each service once, on request, and starts it again when its process has ended."""

    def __init__(self, folder: Path, environment: Environment) -> None:
        self.folder = folder
        self.environment = environment
        self.logs = folder / "logs"
        self.logs.mkdir()
        self.temp = folder / "tmp"
        self.temp.mkdir()
        self._processes: list[asyncio.subprocess.Process] = []
        self._spawning: set[asyncio.Task[asyncio.subprocess.Process]] = set()
        self._started: dict[str, Started] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def end(self) -> None:
        """Ask every service to end; kill those that do not so soon."""
        await asyncio.gather(*self._spawning, return_exceptions=True)
        running = [process for process in self._processes if process.returncode is None]
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

    async def need(self, name: str, worker: str) -> Service:
        """The service ``name``, started if it is not running; ``worker`` tells reference systems apart.

        Raises: ServiceFailed.
        """
        starters: dict[str, Callable[[], Awaitable[Started]]] = {
            "reference-system": lambda: self._reference_system(worker),
            "appium": self._appium,
            "adb": self._adb,
            "desktop": self._desktop,
            "browser": self._browser,
        }
        if name not in starters:
            raise ServiceFailed(f"there is no service {name!r} (there are: {', '.join(starters)})")
        key = f"{name}-{worker}" if name == "reference-system" else name
        async with self._locks.setdefault(key, asyncio.Lock()):
            running = self._started.get(key)
            if name == "appium" and running is not None:
                await self._end_without_adb(running)
            if running is None or not running.lives:
                self._started[key] = running = await starters[name]()
        if name in ("reference-system", "appium"):
            await self._introduce_phones()
        return running.service

    async def _reference_system(self, worker: str) -> Started:
        return await self._spawn_python(f"reference-system-{worker}", "reference_system")

    async def _desktop(self) -> Started:
        desktop = self.environment.desktop
        if not desktop.available:
            raise ServiceFailed(
                f"no desktop: {', '.join(desktop.missing)} missing; install with: {desktop.command}"
            )
        started = await self._spawn_python("desktop", "drivers.desktop", "--warm", "--allow", shlex.join(TWS))
        started.service["tws"] = TWS
        return started

    async def _spawn_python(self, log: str, module: str, *options: str) -> Started:
        arguments = [sys.executable, "-m", module, "--lifeline", *options]
        process = await self._spawn(log, arguments, {}, stdin=True, stdout=True)
        assert process.stdout is not None
        try:
            line = await asyncio.wait_for(process.stdout.readline(), START_WITHIN_S)
        except TimeoutError:
            raise self._failed(log, process, f"said nothing within {START_WITHIN_S:g} s") from None
        if not line:
            await process.wait()
            raise self._failed(log, process, f"ended with exit code {process.returncode}")
        return Started(process, json.loads(line))

    async def _adb(self) -> Started:
        if self.environment.adb is None:
            raise ServiceFailed("adb is not installed; ./ibkey doctor says why")
        port = free_port()
        process = await self._spawn(
            "adb",
            [str(self.environment.adb), "-P", str(port), "nodaemon", "server"],
            self._device_variables(port),
        )
        await self._until(lambda: _connects(port), "adb", process)
        return Started(process, {"port": port})

    async def _appium(self) -> Started:
        environment = self.environment
        if environment.node is None or environment.appium_main is None:
            raise ServiceFailed("Appium is not installed; ./ibkey doctor says why")
        adb_port = (await self.need("adb", ""))["port"]
        port = free_port()
        options = ["--address", "127.0.0.1", "--port", str(port), "--log-level", "warn", "--log-no-colors"]
        process = await self._spawn(
            "appium",
            [str(environment.node), str(environment.appium_main), "server", *options],
            {**self._device_variables(adb_port), "APPIUM_HOME": str(environment.appium_home)},
        )
        url = f"http://127.0.0.1:{port}"
        await self._until(lambda: _answers(f"{url}/status"), "appium", process)
        return Started(process, {"appium_url": url, "adb_port": adb_port})

    async def _end_without_adb(self, appium: Started) -> None:
        """An Appium whose adb server has ended finds no phone any more; it ends too, and both start anew."""
        if appium.lives and not self._started["adb"].lives:
            appium.process.kill()
            await appium.process.wait()

    async def _browser(self) -> Started:
        browser = self.environment.browser
        if browser is None:
            raise ServiceFailed("no browser was found; ./ibkey doctor says where was looked")
        profile = self.folder / "browser"
        process = await self._spawn(
            "browser",
            [
                str(browser.path),
                *browser_arguments(),
                "--remote-debugging-port=0",
                f"--user-data-dir={profile}",
            ],
            self._own_folders("browser-home"),
        )
        announced = profile / "DevToolsActivePort"
        announced.unlink(missing_ok=True)  # an earlier one's
        await self._until(
            lambda: announced.exists() and announced.read_text().count("\n"), "browser", process
        )
        port = announced.read_text().split()[0]
        return Started(process, {"cdp_url": f"http://127.0.0.1:{port}"})

    async def _introduce_phones(self) -> None:
        """Tell the adb server of every virtual Android phone, as an emulator does, until it lists them."""
        adb = self._started.get("adb")
        if adb is None or not adb.lives:
            return
        port = adb.service["port"]
        for started in list(self._started.values()):
            for phone in started.service.get("phones", ()):
                if "adb_port" in phone and phone.get("introduced_to") != port:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.write(_adb_message(f"host:emulator:{phone['adb_port']}"))
                    await writer.drain()
                    writer.close()
                    phone["introduced_to"] = port
                    await self._until_listed(port, phone["udid"])

    async def _until_listed(self, adb_port: int, serial: str) -> None:
        """Wait until adb has shaken hands with a phone; adb's own word is read as long as it speaks."""
        reader, writer = await asyncio.open_connection("127.0.0.1", adb_port)
        writer.write(_adb_message("host:track-devices"))
        try:
            async with asyncio.timeout(START_WITHIN_S):
                await reader.readexactly(len(b"OKAY"))
                while f"{serial}\tdevice" not in await _adb_block(reader):
                    continue
        except (TimeoutError, asyncio.IncompleteReadError):
            raise ServiceFailed(f"adb did not find the virtual phone {serial}") from None
        finally:
            writer.close()

    def _own_folders(self, name: str) -> dict[str, str]:
        home = self.folder / name
        (home / "tmp").mkdir(parents=True, exist_ok=True)
        return {"HOME": str(home), "TMPDIR": str(home / "tmp"), "XDG_RUNTIME_DIR": str(home)}

    def _device_variables(self, adb_port: int) -> dict[str, str]:
        """Own HOME and TMPDIR, and an Android SDK that consists of adb: all the driver needs of one."""
        variables = self._own_folders("devices")
        sdk = self.folder / "devices" / "android-sdk"
        tools = sdk / "platform-tools"
        if not tools.exists() and self.environment.adb is not None:
            tools.mkdir(parents=True)
            (tools / "adb").symlink_to(self.environment.adb)
        return {
            **variables,
            "ANDROID_HOME": str(sdk),
            "ANDROID_SDK_ROOT": str(sdk),
            "ANDROID_ADB_SERVER_PORT": str(adb_port),
            # Emulators of other runs stay theirs: no scan of the usual ports. Looking for USB and for phones
            # in the network, which this server has nothing to do with, would hold its first answer up by 3 s.
            "ADB_LOCAL_TRANSPORT_MAX_PORT": "5553",
            "ADB_USB": "0",
            "ADB_MDNS": "0",
        }

    async def _spawn(
        self,
        log: str,
        arguments: list[str],
        variables: Mapping[str, str],
        *,
        stdin: bool = False,
        stdout: bool = False,
    ) -> asyncio.subprocess.Process:
        """Start a process. Whoever is cancelled meanwhile leaves it to ``end``.

        A start that is cancelled half-way may never return (CPython 3.11, ``asyncio.base_subprocess``), and
        with it the keeper would never end.
        """
        spawning = asyncio.create_task(self._create_process(log, arguments, variables, stdin, stdout))
        self._spawning.add(spawning)
        return await asyncio.shield(spawning)

    async def _create_process(
        self, log: str, arguments: list[str], variables: Mapping[str, str], stdin: bool, stdout: bool
    ) -> asyncio.subprocess.Process:
        with (self.logs / f"{log}.log").open("ab") as file:
            process = await asyncio.create_subprocess_exec(
                *arguments,
                cwd=PROJECT,
                env={**os.environ, "TMPDIR": str(self.temp), **variables},
                stdin=asyncio.subprocess.PIPE if stdin else asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE if stdout else file,
                stderr=file,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    async def _until(self, ready: Callable[[], Any], log: str, process: asyncio.subprocess.Process) -> None:
        """Wait until ``ready()``, at most ``START_WITHIN_S``; the process must live that long."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + START_WITHIN_S
        while not await asyncio.to_thread(ready):
            if process.returncode is not None:
                raise self._failed(log, process, f"ended with exit code {process.returncode}")
            if loop.time() > deadline:
                raise self._failed(log, process, f"did not answer within {START_WITHIN_S:g} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 0.02)

    def _failed(self, log: str, process: asyncio.subprocess.Process, what: str) -> ServiceFailed:
        if process.returncode is None:
            process.kill()
        lines = (self.logs / f"{log}.log").read_text(errors="replace").splitlines()
        lines = [line for line in lines if line.strip() and not line.lstrip().startswith("at ")]  # as Node's
        said = "\n  ".join(lines[-8:]) or "(nothing)"
        return ServiceFailed(f"{log} {what}; it said last:\n  {said}")


def _adb_message(request: str) -> bytes:
    return b"%04x" % len(request) + request.encode()


async def _adb_block(reader: asyncio.StreamReader) -> str:
    return (await reader.readexactly(int(await reader.readexactly(4), 16))).decode()


def _connects(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
        return True
    return False


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5.0):
            return True
    except (URLError, OSError):
        return False


async def _answer(keeper: Keeper, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    reply: dict[str, Any]
    try:
        request = json.loads(await reader.readline())
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

    def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not stopped.is_set():
            answering = asyncio.create_task(_answer(keeper, reader, writer))
            working.add(answering)
            answering.add_done_callback(working.discard)

    server = await asyncio.start_unix_server(answer, folder / "keeper.sock")
    await stopped.wait()
    server.close()
    # First those who start services, so that none is started after the ending of all.
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)
    await keeper.end()


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
    try:
        asyncio.run(_keep(options.folder, options.services))
    finally:
        end_descendants(within_s=END_WITHIN_S)
        shutil.rmtree(options.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
