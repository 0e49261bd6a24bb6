"""Connections of others, and requests that never end, are hung up on."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from loopback import http
from loopback.http import OwnPeersOnly

NOBODY = 65534
ASK = """
import os, socket, sys
"".encode("idna")  # what getaddrinfo imports, while this user may still read it
os.setuid(int(sys.argv[2]))
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
    try:
        connection.sendall(b"GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
        print(connection.makefile("rb").read())
    except ConnectionError:
        print(b"")
"""


async def _hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


@contextlib.asynccontextmanager
async def _served() -> AsyncIterator[int]:
    app = Starlette(routes=[Route("/", _hello, methods=["GET", "POST"])])
    server = uvicorn.Server(
        uvicorn.Config(
            app, http=OwnPeersOnly, ws="none", log_config=None, lifespan="off", timeout_graceful_shutdown=1
        )
    )
    listener = socket.create_server(("127.0.0.1", 0))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await serving
        listener.close()


async def _asked_as(user: int, port: int) -> str:
    asking = await asyncio.create_subprocess_exec(
        sys.executable, "-S", "-c", ASK, str(port), str(user), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await asking.communicate()
    return said.decode()


def test_own_user_is_answered() -> None:
    async def scene() -> None:
        async with _served() as port:
            assert "hello" in await _asked_as(os.geteuid(), port)

    asyncio.run(scene())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_is_hung_up_on() -> None:
    async def scene() -> None:
        async with _served() as port:
            assert (await _asked_as(NOBODY, port)).strip() == "b''"

    asyncio.run(scene())


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HT", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"],
    ids=["nothing", "half a header", "half a body"],
)
def test_a_request_that_does_not_end(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "REQUEST_WITHIN_S", 0.1)

    async def scene() -> None:
        async with _served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(begun)
            async with asyncio.timeout(10):
                with contextlib.suppress(ConnectionError):  # aborted: a reset, where bytes were not read
                    await reader.read()
            writer.close()

    asyncio.run(scene())


def test_a_kept_connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "REQUEST_WITHIN_S", 0.1)

    async def scene() -> None:
        async with _served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for _ in range(2):
                writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                assert b"hello" in await reader.readuntil(b"hello")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.read(1), 0.3)  # nobody hangs up
            writer.close()

    asyncio.run(scene())
