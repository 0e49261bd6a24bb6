"""Requests that a foreign web page can send are refused before the application sees them."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message

from loopback.doorkeeper import Doorkeeper

OWN = "http://127.0.0.1:4711"


async def _where(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.method} {request.path_params['where']}")


def _ask(
    app: ASGIApp, path: str, headers: dict[str, str] | None = None, *, method: str = "POST", base: str = OWN
) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base) as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(ask())


def _app(**settings: object) -> Doorkeeper:
    inner = Starlette(
        routes=[
            Mount("/in", routes=[Route("/{where}", _where, methods=["GET", "POST"])]),
            Route("/{where}", _where, methods=["GET", "POST"]),
        ]
    )
    return Doorkeeper(inner, **settings)  # type: ignore[arg-type]


class TestHost:
    @pytest.mark.parametrize("base", [OWN, "http://localhost:4711"])
    def test_own(self, base: str) -> None:
        assert (_ask(_app(), "/a", base=base)).text == "POST a"

    @pytest.mark.parametrize(
        "host", ["evil.example:4711", "127.0.0.1:80", "127.0.0.1", "127.0.0.1.evil.example:4711", ""]
    )
    def test_a_name_that_leads_here(self, host: str) -> None:
        answer = _ask(_app(), "/a", {"Host": host})
        assert (answer.status_code, "POST a" in answer.text) == (403, False)

    @pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost:8200", "localhost"])
    def test_a_port_that_leads_here(self, host: str) -> None:
        assert (_ask(_app(forwarded=True), "/a", {"Host": host})).text == "POST a"

    @pytest.mark.parametrize("host", ["evil.example:8200", "127.0.0.1.evil.example:4711", ":8200", ""])
    def test_a_name_that_leads_to_that_port(self, host: str) -> None:
        assert (_ask(_app(forwarded=True), "/a", {"Host": host})).status_code == 403


class TestPages:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://127.0.0.1:4712"},
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
            {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
        ],
    )
    @pytest.mark.parametrize("pages", [False, True])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_foreign(self, headers: dict[str, str], pages: bool, method: str) -> None:
        assert (_ask(_app(pages=pages), "/a", headers, method=method)).status_code == 403

    def test_own(self) -> None:
        headers = {"Origin": OWN, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
        assert (_ask(_app(pages=True), "/a", headers)).status_code == 200
        assert (_ask(_app(), "/a", headers)).status_code == 403

    def test_a_link_leads_here_but_no_foreign_form(self) -> None:
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        assert (_ask(_app(pages=True), "/a", headers, method="GET")).status_code == 200
        assert (_ask(_app(pages=True), "/a", headers, method="POST")).status_code == 403
        assert (_ask(_app(), "/a", headers, method="GET")).status_code == 403

    def test_typed_address(self) -> None:
        headers = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}
        assert (_ask(_app(), "/a", headers, method="GET")).status_code == 200


class TestKey:
    def test_with_it(self) -> None:
        assert (_ask(_app(key="s3cret"), "/s3cret/a")).text == "POST a"
        assert (_ask(_app(key="s3cret"), "/s3cret/in/a")).text == "POST a"

    @pytest.mark.parametrize(
        "path", ["/a", "/", "/s3cre", "/s3creta", "/S3CRET/a", "//s3cret/a", "/a/s3cret"]
    )
    def test_without_it(self, path: str) -> None:
        answer = _ask(_app(key="s3cret"), path)
        assert (answer.status_code, answer.text) == (404, "not found\n")


def test_no_websocket() -> None:
    """None of ours has any, and a page may open one to any address."""
    told = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(_app()({"type": "websocket", "path": "/a", "headers": []}, receive, send))
    assert told == [{"type": "websocket.close"}]
