"""The portal as one Starlette application."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reference_system import deviations
from reference_system.authority.authority import Authority
from reference_system.portal.activity import Activity
from reference_system.portal.authenticator import Authenticator
from reference_system.portal.gateway import Gateway
from reference_system.portal.pages import Pages
from reference_system.portal.waiting import LoginWatch


def create_app(authority: Authority) -> Starlette:
    """Client Portal, WebTrader and gateway over ``authority``; to be served by the thread that owns it.

    ``app.state.watch`` is the `LoginWatch` whose ``close`` lets waiting requests go before the server ends,
    ``app.state.activity`` the `Activity` of its clients.
    """
    watch = LoginWatch(authority)
    activity = Activity(lambda: watch.waiting)
    pages = Pages(authority)

    app = Starlette(
        routes=[
            Route("/", pages.root),
            Route("/sso/Login", pages.login, methods=["GET", "POST"]),
            Route("/sso/Authenticator", Authenticator(authority, watch).answer, methods=["POST"]),
            Route("/sso/Dispatcher", pages.dispatcher, methods=["GET", "POST"]),
            Route("/sso/Logout", pages.logout, methods=["POST"]),
            *_library(),
            Route("/portal/", pages.portal),
            Route("/WebTrader", pages.webtrader_entry),
            Route("/WebTrader/", pages.webtrader),
            Route("/kb/{number}", pages.article),
            Route("/support", pages.support),
            Route("/tws/start", _tws_start),
            *Gateway(authority).routes(),
        ],
        exception_handlers={404: pages.missing},
        middleware=[Middleware(activity.watching)],
    )
    app.state.watch = watch
    app.state.activity = activity
    return app


def _library() -> list[Route]:
    """Script and style of the pages, kept in memory: they are asked for at every step of a test."""

    def route(file: Path) -> Route:
        media_type, _ = mimetypes.guess_type(file.name)
        response = Response(
            file.read_bytes(), media_type=media_type, headers={"cache-control": "max-age=86400"}
        )

        async def endpoint(request: Request) -> Response:  # noqa: ARG001
            return response

        return Route(f"/sso/lib/{file.name}", endpoint)

    return [route(file) for file in sorted((Path(__file__).parent / "static").iterdir())]


async def _tws_start(request: Request) -> Response:  # noqa: ARG001
    """What a TWS that starts has to know: the deviations in force, for it is a process of its own."""
    return JSONResponse({"deviations": sorted(deviations.switched_on())})
