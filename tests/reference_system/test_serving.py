"""What every HTTP server of the reference system does before its application sees a request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from reference_system.serving import Servers


async def _size(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def served(ask: Callable[[str, httpx.AsyncClient], Awaitable[Any]], **settings: Any) -> Any:
    """What ``ask(url, client)`` returns of an application that answers with the size of the body."""

    async def run() -> Any:
        servers = Servers()
        url = await servers.start(
            Starlette(routes=[Route("/size", _size, methods=["GET", "POST"])]), **settings
        )
        try:
            async with httpx.AsyncClient() as client:
                return await ask(url, client)
        finally:
            await servers.stop()

    return asyncio.run(run())


def posted(content: bytes | AsyncIterator[bytes], **settings: Any) -> tuple[int, str]:
    async def ask(url: str, client: httpx.AsyncClient) -> tuple[int, str]:
        answer = await client.post(f"{url}/size", content=content)
        return answer.status_code, answer.text

    result: tuple[int, str] = served(ask, **settings)
    return result


async def _in_pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def test_body_up_to_the_limit() -> None:
    assert posted(b"x" * 100, largest_body=100) == (200, "100")
    assert posted(_in_pieces(b"x" * 60, b"x" * 40), largest_body=100) == (200, "100")


@pytest.mark.parametrize("pieces", [[101], [60, 41], [100_000, 100_000]])
@pytest.mark.parametrize("said", [True, False])
def test_body_beyond_the_limit(pieces: list[int], said: bool) -> None:
    contents = [b"x" * size for size in pieces]
    content = b"".join(contents) if said else _in_pieces(*contents)
    assert posted(content, largest_body=100) == (413, "refused: a body of more than 100 bytes\n")


def test_key_is_part_of_the_address() -> None:
    async def ask(url: str, client: httpx.AsyncClient) -> list[int]:
        without = url.rpartition("/")[0]
        return [(await client.get(f"{one}/size")).status_code for one in (url, without, f"{without}/other")]

    assert served(ask, keyed=True) == [200, 404, 404]


def test_no_two_keys_are_alike() -> None:
    async def ask(url: str, _: httpx.AsyncClient) -> str:
        return url.rpartition("/")[2]

    keys = {served(ask, keyed=True) for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) >= 20 for key in keys)


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
@pytest.mark.parametrize("pages", [True, False])
def test_foreign_pages_are_refused(headers: dict[str, str], pages: bool) -> None:
    async def ask(url: str, client: httpx.AsyncClient) -> int:
        return (await client.post(f"{url}/size", headers=headers)).status_code

    assert served(ask, pages=pages) == 403
