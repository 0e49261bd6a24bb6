"""HTTP servers of one event loop, each on a loopback port the system chose, for the run that started them.

Whoever reaches a port has no permission by that: see `loopback`.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable, Iterator

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loopback.doorkeeper import Doorkeeper
from loopback.http import OwnPeersOnly

STARTED_WITHIN_S = 10.0
STOPPED_WITHIN_S = 2
LARGEST_BODY = 1024 * 1024
"""Bytes that the body of a request may have."""


class BodyLimit:
    """Answers 413 to a request whose body is larger than ``largest`` bytes, said or sent."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self._app, self._largest = app, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = PlainTextResponse(f"refused: a body of more than {self._largest} bytes\n", 413)
        said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not said.isdigit() or int(said) > self._largest:
            await refusal(scope, receive, send)
            return
        received, refused = 0, False

        async def receive_some() -> Message:
            nonlocal received, refused
            message = await receive()
            received += len(message.get("body", b""))
            if received <= self._largest:
                return message
            if not refused:
                refused = True
                await refusal(scope, receive, send)
            return {"type": "http.disconnect"}

        async def send_unless_refused(message: Message) -> None:
            if not refused:
                await send(message)

        try:
            await self._app(scope, receive_some, send_unless_refused)
        except ClientDisconnect:
            if not refused:
                raise


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

    async def start(
        self,
        app: ASGIApp,
        *,
        keyed: bool = False,
        pages: bool = False,
        largest_body: int = LARGEST_BODY,
        before_stop: Callable[[], None] | None = None,
    ) -> str:
        """Serve an ASGI application; returns its address, once it listens.

        Args:
            keyed: Put an unguessable segment before every path: ``http://127.0.0.1:<port>/<key>``. Otherwise
                the address is ``http://127.0.0.1:<port>``.
            pages: A browser shows pages of it.
            largest_body: Of a request, in bytes.
            before_stop: Called when the server is about to end: makes requests that wait come back.
        Raises: RuntimeError, when it does not listen within `STARTED_WITHIN_S`.
        """
        key = secrets.token_urlsafe(16) if keyed else ""
        config = uvicorn.Config(
            Doorkeeper(BodyLimit(app, largest_body), key=key, pages=pages),
            http=OwnPeersOnly,
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
        return f"http://127.0.0.1:{listener.getsockname()[1]}" + (f"/{key}" if key else "")

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
