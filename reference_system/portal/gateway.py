"""The REST calls of the Client Portal Gateway about its session, under each base path in use.

The gateway keeps one session, that of the last login to Client Portal, for all programs that talk to it: they
send no cookie. A browser sends its session's cookie, and is answered while that session is the gateway's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import Receive, Scope, Send

from reference_system.authority.authority import Authority
from reference_system.authority.store import OpenSession
from reference_system.portal.accounts import session_of

BASES = ("/v1/api", "/v1/portal", "/portal.proxy/v1/portal")

Answer = Callable[[OpenSession, Request], Any]


class Gateway:
    """Answers for the session of the caller; 401 where there is none."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    def routes(self) -> list[BaseRoute]:
        """All calls, mounted under each of `BASES`."""
        both = ["GET", "POST"]
        calls: list[BaseRoute] = [
            Route("/tickle", self._call(self._tickle), methods=both),
            Route("/sso/validate", self._call(self._validate), methods=both),
            Route("/iserver/auth/status", self._call(self._status), methods=both),
            Route("/iserver/auth/ssodh/init", self._ssodh_init, methods=["POST"]),
            Route("/iserver/reauthenticate", self._call(self._reauthenticate), methods=both),
            Route("/logout", self._call(self._logout), methods=["POST"]),
        ]
        return [Mount(base, Router(calls, default=self._other)) for base in BASES]

    def _session(self, request: Request) -> OpenSession | None:
        held = self._authority.sessions.of_gateway()
        own = session_of(request, self._authority)
        site = request.headers.get("sec-fetch-site")
        if site is None and own is None:
            return held
        # No page but our own, not even by a link that a person follows, acts in the name of a person.
        return held if own is held and site in (None, "none", "same-origin") else None

    def _call(self, answer: Answer) -> Callable[[Request], Response]:
        async def endpoint(request: Request) -> Response:
            session = self._session(request)
            return _no_session() if session is None else _json(answer(session, request))

        return endpoint  # type: ignore[return-value]  # Starlette takes both kinds of endpoint

    async def _other(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Calls that this system does not have: who has no session hears that first, as at the real one."""
        request = Request(scope)
        known = self._session(request) is not None
        missing = _json({"error": f"there is no {request.url.path} here"}, 404)
        await (missing if known else _no_session())(scope, receive, send)

    def _tickle(self, session: OpenSession, request: Request) -> dict[str, Any]:
        return {
            # Names the session. Its token would open the portal's pages to whoever may call the gateway.
            "session": hashlib.sha256(session.token.encode()).hexdigest()[:32],
            "ssoExpires": self._expires_ms(session),
            "collission": False,
            "userId": session.user.user_id,
            "hmds": {"error": "no bridge"},
            "iserver": {"authStatus": self._status(session, request)},
        }

    def _status(self, session: OpenSession, request: Request) -> dict[str, Any]:
        return {
            "authenticated": session.brokerage,
            "competing": session.competing,
            "connected": session.brokerage,
            "message": "",
            "MAC": "02:00:00:00:00:01",
            "serverInfo": {"serverName": "ReferenceSystem", "serverVersion": "Build 10.39.1a"},
            "fail": "",
        }

    def _validate(self, session: OpenSession, request: Request) -> dict[str, Any]:
        return {
            "USER_ID": session.user.user_id,
            "USER_NAME": session.username,
            "RESULT": True,
            "AUTH_TIME": round(session.started.timestamp() * 1000),
            "EXPIRES": self._expires_ms(session),
            "SF_ENABLED": bool(session.user.factors),
            "IS_FREE_TRIAL": False,
            "CREDENTIAL": session.username,
            "IP": request.client.host if request.client else "",
            "LOGIN_TYPE": 2 if session.paper else 1,
        }

    async def _ssodh_init(self, request: Request) -> Response:
        session = self._session(request)
        if session is None:
            return _no_session()
        try:
            options = await request.json() if await request.body() else {}
        except (ValueError, RecursionError):
            return _json({"error": "the body is not JSON"}, 400)
        if not isinstance(options, dict):
            return _json({"error": 'the body is an object: {"publish": true, "compete": true}'}, 400)
        compete = options.get("compete", False)
        if not isinstance(compete, bool):
            return _json({"error": "compete is true or false"}, 400)
        self._authority.sessions.open_brokerage(session, compete=compete)
        return _json({**self._status(session, request), "established": session.brokerage})

    def _reauthenticate(self, session: OpenSession, request: Request) -> dict[str, Any]:
        forced = request.query_params.get("force", "false").lower() == "true"
        self._authority.sessions.open_brokerage(session, compete=forced)
        return {"message": "triggered"}

    def _logout(self, session: OpenSession, request: Request) -> dict[str, Any]:
        self._authority.sessions.close(session)
        return {"status": True}

    def _expires_ms(self, session: OpenSession) -> int:
        return max(0, round(self._authority.clock.seconds_until(session.expires) * 1000))


def _no_session() -> JSONResponse:
    return _json({"error": "no session"}, 401)


def _json(content: Any, status: int = 200) -> JSONResponse:
    return JSONResponse(content, status, {"cache-control": "no-store"})
