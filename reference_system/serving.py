"""HTTP servers of one event loop, each on a loopback port the system chose."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

STARTED_WITHIN_S = 10.0
STOPPED_WITHIN_S = 2


class _Server(uvicorn.Server):
    """One of several servers in a process: it leaves signals to the process and tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class Servers:
    """Starts servers one by one, ends them together."""

    def __init__(self) -> None:
        self._running: list[tuple[_Server, asyncio.Task[None]]] = []
        self._before_stop: list[Callable[[], None]] = []

    async def start(self, app: Any, *, before_stop: Callable[[], None] | None = None) -> str:
        """Serve an ASGI application; returns its address, ``http://127.0.0.1:<port>``, once it listens.

        Args:
            before_stop: Called when the server is about to end: makes requests that wait come back.
        Raises: RuntimeError, when it does not listen within `STARTED_WITHIN_S`.
        """
        config = uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            loop="asyncio",
            log_config=None,
            access_log=False,
            server_header=False,
            # Clients keep connections for the next scenario; one closed while it is reused is a flake.
            timeout_keep_alive=3600,
            timeout_graceful_shutdown=STOPPED_WITHIN_S,
        )
        listener = _listener()
        server = _Server(config)
        if before_stop is not None:
            self._before_stop.append(before_stop)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        self._running.append((server, task))
        listening = asyncio.create_task(server.listening.wait())
        await asyncio.wait({task, listening}, timeout=STARTED_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
        if not listening.done():
            listening.cancel()
            raise RuntimeError(f"the server of {type(app).__name__} did not start; the log says why")
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    async def stop(self) -> None:
        """End all servers; requests under way get `STOPPED_WITHIN_S` seconds."""
        for release in self._before_stop:
            release()
        for server, _ in self._running:
            server.should_exit = True
        await asyncio.gather(*(task for _, task in self._running), return_exceptions=True)
        self._running.clear()


def _listener() -> socket.socket:
    # The protocol is named because asyncio switches Nagle's delay, 44 ms an answer, off only where it is.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    return listener
