"""The HTTP side: routes, sessions and their threads, answers and errors as W3C WebDriver has them."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from drivers.desktop.capabilities import negotiate
from drivers.desktop.commands import IN_SESSION, Command
from drivers.desktop.errors import (
    InvalidArgument,
    InvalidSessionId,
    SessionNotCreated,
    UnknownCommand,
    UnknownError,
    UnknownMethod,
    WebDriverError,
)
from drivers.desktop.opening import Opened, Opener

log = logging.getLogger(__name__)

IDLE_CHECK_EVERY_S = 5.0

MOST_BYTES = 1 << 20
"""Length of a request's body."""


@dataclass(slots=True)
class _Tenant:
    """An open session and the thread that all its commands run in, one after the other."""

    opened: Opened
    thread: ThreadPoolExecutor
    idle_limit_s: float
    last_command_at: float = field(default_factory=time.monotonic)
    commands: int = 0
    """Commands under way or waiting for their turn."""


class Endpoint:
    """All sessions of the driver, as an ASGI application (``app``).

    Call ``close`` on the event loop's thread before what ``opener`` uses is closed.
    """

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._tenants: dict[str, _Tenant] = {}
        self._closing = False
        routes = [
            Route("/status", _answering(self._status), methods=["GET"]),
            Route("/session", _answering(self._new_session), methods=["POST"]),
            Route("/session/{session}", _answering(self._delete_session), methods=["DELETE"]),
            *_routes_in_session(self._in_session),
        ]
        self.app = Starlette(
            routes=routes, exception_handlers={HTTPException: _unrouted, Exception: _unforeseen}
        )

    async def close(self) -> None:
        """End every session; what still waits for something in a program is not waited for."""
        self._closing = True
        await asyncio.gather(*(self._end(session_id) for session_id in list(self._tenants)))

    async def end_idle_sessions(self) -> None:
        """End sessions whose client has gone silent (``appium:newCommandTimeout``); runs until cancelled."""
        while True:
            await asyncio.sleep(IDLE_CHECK_EVERY_S)
            now = time.monotonic()
            for session_id, tenant in list(self._tenants.items()):
                if not tenant.commands and 0 < tenant.idle_limit_s < now - tenant.last_command_at:
                    log.warning("session %s: no command for %g s, ended", session_id, tenant.idle_limit_s)
                    await self._end(session_id)

    async def _status(self, _request: Request, _body: dict[str, Any]) -> dict[str, Any]:
        at_work = sum(1 for tenant in self._tenants.values() if tenant.commands)
        return {
            "ready": not self._closing,
            "message": f"{len(self._tenants)} sessions open, {at_work} at work",
            "build": {"version": "1", "name": "AT-SPI desktop driver"},
        }

    async def _new_session(self, _request: Request, body: dict[str, Any]) -> dict[str, Any]:
        if self._closing:
            raise SessionNotCreated("the driver is shutting down")
        capabilities, standard = negotiate(body)
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="session")
        loop = asyncio.get_running_loop()
        try:
            opened = await loop.run_in_executor(thread, self._opener.open, capabilities, standard)
        except BaseException:
            thread.shutdown(wait=False)
            raise
        session_id = secrets.token_hex(16)
        self._tenants[session_id] = _Tenant(opened, thread, capabilities.new_command_timeout)
        if self._closing:
            await self._end(session_id)
            raise SessionNotCreated("the driver is shutting down")
        return {"sessionId": session_id, "capabilities": opened.capabilities}

    async def _delete_session(self, request: Request, _body: dict[str, Any]) -> None:
        session_id = request.path_params["session"]
        self._tenant(session_id)
        await self._end(session_id)

    async def _end(self, session_id: str) -> None:
        tenant = self._tenants.pop(session_id, None)
        if tenant is None:
            return
        session = tenant.opened.session
        session.interrupt()
        if tenant.commands and session.subject.program is not None:
            session.subject.program.kill()  # a command may wait for it to answer
        try:
            await asyncio.get_running_loop().run_in_executor(tenant.thread, tenant.opened.close)
        finally:
            tenant.thread.shutdown(wait=False)

    def _tenant(self, session_id: str) -> _Tenant:
        tenant = self._tenants.get(session_id)
        if tenant is None:
            raise InvalidSessionId(f"there is no session {session_id!r}; it may have ended")
        return tenant

    async def _in_session(self, command: Command, request: Request, body: dict[str, Any]) -> Any:
        tenant = self._tenant(request.path_params["session"])
        session, path = tenant.opened.session, dict(request.path_params)

        def run() -> Any:
            with session.in_webdriver_words():
                return command(session, path, body)

        tenant.commands += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(tenant.thread, run)
        finally:
            tenant.commands -= 1
            tenant.last_command_at = time.monotonic()


_Handler = Callable[[Request, dict[str, Any]], Awaitable[Any]]


def _routes_in_session(run: Callable[[Command, Request, dict[str, Any]], Awaitable[Any]]) -> list[Route]:
    def bound(command: Command) -> _Handler:
        return lambda request, body: run(command, request, body)

    return [
        Route(f"/session/{{session}}{path}", _answering(bound(command)), methods=[verb])
        for verb, path, command in IN_SESSION
    ]


def _answering(handle: _Handler) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads the JSON body and writes the standard's answer."""

    async def endpoint(request: Request) -> Response:
        try:
            return _answer(200, await handle(request, await _body(request)))
        except WebDriverError as error:
            return _error(error)

    return endpoint


async def _body(request: Request) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise InvalidArgument("the Content-Type of a POST must be application/json")
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > MOST_BYTES:
            raise InvalidArgument(f"the body is longer than {MOST_BYTES} bytes")
    try:
        body = json.loads(raw, parse_constant=_refuse_constant)
    except ValueError as error:
        raise InvalidArgument(f"the body is not JSON: {error}") from error
    except RecursionError as error:
        raise InvalidArgument("the body is nested too deeply") from error
    if not isinstance(body, dict):
        raise InvalidArgument("the body must be a JSON object")
    return body


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _answer(status: int, value: Any) -> Response:
    # Half a surrogate pair, which JSON can hold and UTF-8 cannot, is escaped as JSON escapes it.
    content = json.dumps({"value": value}, ensure_ascii=False).encode(errors="backslashreplace")
    headers = {"Cache-Control": "no-cache"}
    return Response(content, status, headers, media_type="application/json; charset=utf-8")


def _error(error: WebDriverError) -> Response:
    return _answer(error.status, {"error": error.code, "message": error.message, "stacktrace": ""})


async def _unrouted(request: Request, error: Exception) -> Response:
    """No route has this path, or none with this verb."""
    # Without what the application is mounted at: that is the key to it.
    what = f"{request.method} {request.scope['path'].removeprefix(request.scope.get('root_path', ''))}"
    if isinstance(error, HTTPException) and error.status_code == 405:
        return _error(UnknownMethod(f"{what}: the command has another method"))
    return _error(UnknownCommand(f"{what}: there is no such command"))


async def _unforeseen(_request: Request, error: Exception) -> Response:
    """A fault of the driver itself; the log has its trace."""
    return _error(UnknownError(f"{type(error).__name__}: {error}"))
