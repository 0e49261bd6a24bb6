"""``python -m drivers.desktop``: serve until SIGTERM, SIGINT or, with ``--lifeline``, end of standard input.

Prints one line of JSON when it listens: ``{"desktop_url": "http://127.0.0.1:PORT/KEY"}``. The key is new with
each start, and told nowhere else: whoever has it may start what ``--allow`` names and see and use it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import secrets
import shlex
import signal
import socket
import sys
import threading
from collections.abc import Generator

import uvicorn

from drivers.desktop.desk import DeskPool
from drivers.desktop.opening import Opener
from drivers.desktop.permissions import Permissions
from drivers.desktop.processes import Spawner, adopt_orphans, descendants, end_all
from drivers.desktop.server import Endpoint
from drivers.desktop.xpath import Evaluator
from loopback.doorkeeper import Doorkeeper
from loopback.http import OwnPeersOnly


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m drivers.desktop", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 (default): any free one")
    parser.add_argument("--warm", action="store_true", help="start a first desk at once")
    parser.add_argument("--lifeline", action="store_true", help="end when standard input ends")
    parser.add_argument(
        "--allow", type=_command, action="append", default=[], metavar="COMMAND",
        help="a program that clients may start, as one would type it; arguments that follow are their choice"
        " (may be repeated; without it nothing can be started)",
    )  # fmt: skip
    parser.add_argument(
        "--allow-variable", action="append", default=[], metavar="NAME",
        help="an environment variable that clients may set for a program (may be repeated)",
    )  # fmt: skip
    parser.add_argument(
        "--attach", action="store_true",
        help="let clients attach to running programs that --allow names, wherever their window is",
    )  # fmt: skip
    arguments = parser.parse_args()
    permissions = Permissions(
        tuple(arguments.allow), frozenset(arguments.allow_variable), attach=arguments.attach
    )
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    adopt_orphans()
    try:
        listener = _listen(arguments.port)
    except OSError as error:
        sys.exit(f"cannot listen on 127.0.0.1:{arguments.port}: {error}")
    with listener, DeskPool(Spawner()) as pool, Evaluator() as evaluator:
        # Where the X libraries of this process look for cookies.
        os.environ["XAUTHORITY"] = str(pool.authority.file)
        if arguments.warm:
            pool.warm()
        opener = Opener(pool, permissions, evaluator)
        asyncio.run(_serve(listener, Endpoint(opener), lifeline=arguments.lifeline))
    # Daemons that detached from their desk are our children now.
    end_all(descendants(os.getpid()))


def _command(line: str) -> tuple[str, ...]:
    try:
        command = tuple(shlex.split(line))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{line!r}: {error}") from error
    if not command:
        raise argparse.ArgumentTypeError("an empty command")
    return command


def _listen(port: int) -> socket.socket:
    # asyncio turns Nagle's algorithm off only on sockets that say they are TCP: without the third argument
    # every answer is 40 ms late.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


async def _serve(listener: socket.socket, endpoint: Endpoint, *, lifeline: bool) -> None:
    key = secrets.token_urlsafe(32)
    config = uvicorn.Config(
        Doorkeeper(endpoint.app, key=key), http=OwnPeersOnly, ws="none", loop="asyncio", lifespan="off",
        log_config=None, access_log=False, log_level="warning", timeout_graceful_shutdown=5,
    )  # fmt: skip
    server = _Server(config)
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, server.stop)
    if lifeline:
        _stop_at_end_of_input(server)
    port = listener.getsockname()[1]
    print(json.dumps({"desktop_url": f"http://127.0.0.1:{port}/{key}"}), flush=True)  # noqa: T201
    watch = asyncio.create_task(endpoint.end_idle_sessions())
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    await server.stopped.wait()
    await endpoint.close()
    await serving
    watch.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watch


class _Server(uvicorn.Server):
    """A server that ends by ``stop`` only: uvicorn's own way ends with the signal killing the process."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.stopped = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    def stop(self) -> None:
        """Serve no more; open requests are given a moment."""
        self.should_exit = True
        self.stopped.set()


def _stop_at_end_of_input(server: _Server) -> None:
    loop = asyncio.get_running_loop()

    def watch() -> None:
        while os.read(0, 4096):
            pass
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            loop.call_soon_threadsafe(server.stop)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


if __name__ == "__main__":
    main()
