"""The REST calls of the Client Portal Gateway about its session, under each base path in use.

The gateway keeps one session for everybody who talks to it: callers send no cookie and get the session that
was opened last through Client Portal. A caller whose cookie names a live session gets that one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

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
        return [Mount(base, routes=calls) for base in BASES]

    def _session(self, request: Request) -> OpenSession | None:
        return session_of(request, self._authority) or self._authority.sessions.latest("client-portal")

    def _call(self, answer: Answer) -> Callable[[Request], Response]:
        async def endpoint(request: Request) -> Response:
            session = self._session(request)
            return _no_session() if session is None else JSONResponse(answer(session, request))

        return endpoint  # type: ignore[return-value]  # Starlette takes both kinds of endpoint

    def _tickle(self, session: OpenSession, request: Request) -> dict[str, Any]:
        return {
            "session": session.token,
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
            "SF_ENABLED": bool(session.user.instances),
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
            return JSONResponse({"error": "the body is not JSON"}, 400)
        if not isinstance(options, dict):
            return JSONResponse({"error": 'the body is an object: {"publish": true, "compete": true}'}, 400)
        compete = options.get("compete", False)
        if not isinstance(compete, bool):
            return JSONResponse({"error": "compete is true or false"}, 400)
        self._authority.sessions.open_brokerage(session, compete=compete)
        return JSONResponse({**self._status(session, request), "established": session.brokerage})

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
    return JSONResponse({"error": "no session"}, 401)
