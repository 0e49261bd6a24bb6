"""An HTTP server that listens nowhere: it answers connections that are made within the process."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState


class InsideServer:
    """Serves ``app`` to whoever calls `connect`."""

    def __init__(self, app: ASGIApp) -> None:
        self._config = uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=3600,
        )
        self._config.load()
        self._state = ServerState()

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to it."""
        ours, theirs = socket.socketpair()
        await asyncio.get_running_loop().connect_accepted_socket(self._answering, theirs)
        return await asyncio.open_connection(sock=ours)

    async def close(self) -> None:
        """Hang up on everybody, and end what is being answered."""
        for connection in list(self._state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        for task in list(self._state.tasks):
            task.cancel()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)

    def _answering(self) -> HttpToolsProtocol:
        return HttpToolsProtocol(self._config, self._state, app_state={})
