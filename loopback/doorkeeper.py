"""An ASGI application that lets only requests through which no foreign web page can have sent."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost")
_NAVIGATION = {"GET", "HEAD"}


class Doorkeeper:
    """Lets requests through to ``app`` that are meant for it; it never sees the others, nor any WebSocket.

    - ``Host`` names this loopback port: a name that a page has resolved to 127.0.0.1, as in DNS rebinding,
      does not.
    - ``Origin``, and ``Sec-Fetch-Site`` where the browser sends it, are this server's own. Programs send
      neither.
    - The path begins with ``/<key>``, where there is one; ``app`` is mounted there (ASGI's ``root_path``).

    Args:
        key: Unguessable; part of the address that is handed out. Without it every path is "not found".
        pages: A browser shows pages of ``app``: they may send requests, and links elsewhere may lead to them.
        forwarded: Connections come through a port that another program forwards: ``Host`` may name any port.
    """

    def __init__(self, app: ASGIApp, *, key: str = "", pages: bool = False, forwarded: bool = False) -> None:
        self._app = app
        self._prefix = f"/{key}" if key else ""
        self._pages = pages
        self._forwarded = forwarded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close"})  # before it is accepted: the server answers 403
        elif reason := self._foreign(scope):
            await PlainTextResponse(f"refused: {reason}\n", 403)(scope, receive, send)
        elif (inner := self._behind_the_key(scope)) is None:
            await PlainTextResponse("not found\n", 404)(scope, receive, send)
        else:
            await self._app(inner, receive, send)

    def _foreign(self, scope: Scope) -> str:
        """Why the request is not one of ours; empty when it is."""
        hosts = _values(scope, b"host")
        if len(hosts) != 1 or not self._is_named(scope, hosts[0]):
            return "the Host header does not name this server"
        origins = _values(scope, b"origin")
        if origins and not (self._pages and origins == [f"http://{hosts[0]}"]):
            return "requests of other web pages are not answered"
        sites = _values(scope, b"sec-fetch-site")
        if sites and not self._from_a_welcome_site(scope, sites):
            return "requests of other web pages are not answered"
        return ""

    def _is_named(self, scope: Scope, host: str) -> bool:
        if self._forwarded:
            return host.partition(":")[0] in NAMES
        port = scope["server"][1]
        return host in {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())

    def _from_a_welcome_site(self, scope: Scope, sites: list[str]) -> bool:
        if sites == ["none"]:  # typed, or a bookmark
            return True
        if not self._pages:
            return False
        navigates = _values(scope, b"sec-fetch-mode") == ["navigate"] and scope["method"] in _NAVIGATION
        return sites == ["same-origin"] or navigates

    def _behind_the_key(self, scope: Scope) -> Scope | None:
        path: str = scope["path"]
        given, rest = path[: len(self._prefix)], path[len(self._prefix) :]
        right = secrets.compare_digest(given.encode(), self._prefix.encode())
        if not right or (self._prefix and rest and not rest.startswith("/")):
            return None
        if not self._prefix:
            return scope
        # An application mounted at a path gets the whole path and is told where it begins.
        return {**scope, "root_path": scope.get("root_path", "") + self._prefix}


def _values(scope: Scope, name: bytes) -> list[str]:
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return [value.decode("latin-1") for key, value in headers if key == name]
