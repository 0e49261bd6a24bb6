"""The live view: a page for each phone that shows its screen and takes a person's clicks, swipes and keys.

It is served under a path segment that nobody guesses, and needs no other permission.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources
from typing import Any, get_args

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from reference_system.phones.model.hand import Key
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.text import FAMILY, font_files

WAIT_S = 1.0
"""So long a request for the next screen waits; the clock may move a banner away without any other change."""

_PAGE = resources.files("reference_system.phones").joinpath("view.html").read_text("utf-8")
_FRESH = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def create_app(phones: Mapping[str, Phone]) -> Starlette:
    """The live views of these phones, by surface, at ``/<surface>/``."""

    def route(path: str, handle: Callable[[Phone, Request], Awaitable[Response]], method: str) -> Route:
        async def endpoint(request: Request) -> Response:
            phone = phones.get(request.path_params["surface"])
            if phone is None:
                return PlainTextResponse("no such phone\n", status_code=404)
            return await handle(phone, request)

        return Route(f"/{{surface}}{path}", endpoint, methods=[method])

    return Starlette(
        routes=[
            route("/", _page, "GET"),
            route("/font", _font, "GET"),
            route("/screen", _screen, "GET"),
            route("/do", _do, "POST"),
        ]
    )


async def _page(phone: Phone, _: Request) -> Response:
    page = _PAGE
    for name, value in {
        "surface": phone.surface,
        "title": "Android phone" if phone.surface == "android" else "iPhone",
        "font": FAMILY[phone.surface],
    }.items():
        page = page.replace(f"{{{{{name}}}}}", value)
    return HTMLResponse(page, headers=_FRESH)


async def _font(phone: Phone, _: Request) -> Response:
    """The typeface the screen is set in, which a browser need not have."""
    return FileResponse(font_files(phone.surface, cjk=False)[0], media_type="font/ttf")


async def _screen(phone: Phone, request: Request) -> Response:
    """The screen, as soon as it is another one than the reader has; 204 after `WAIT_S` without a change."""
    seen = request.query_params.get("seen", "")
    if _state(phone) == seen:
        try:
            await asyncio.wait_for(phone.changed(phone.revision), WAIT_S)
        except TimeoutError:
            if _state(phone) == seen:
                return Response(status_code=204, headers=_FRESH)
    glass = phone.metrics
    return JSONResponse(
        {
            "seen": _state(phone),
            "svg": phone.glass.svg(),
            "width": glass.width,
            "height": glass.height,
            "sensor": phone.sensor,
            "enrolled": phone.enrolled,
            "locked": phone.lock.closed,
            "network": phone.network.state,
            "page": phone.glass.screen().active.page,
        },
        headers=_FRESH,
    )


def _state(phone: Phone) -> str:
    """Names what is to be seen."""
    return str(phone.glass.screen().number)


async def _do(phone: Phone, request: Request) -> Response:
    """One act of a person. 400 with the reason, when it makes no sense."""
    try:
        act = json.loads(await request.body())
        _act(phone, act)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return PlainTextResponse(f"cannot do that: {error}\n", status_code=400)
    return Response(status_code=204)


def _act(phone: Phone, act: dict[str, Any]) -> None:
    match act["act"]:
        case "tap":
            phone.hand.tap(float(act["x"]), float(act["y"]))
        case "swipe":
            start, end = act["from"], act["to"]
            phone.hand.swipe((float(start[0]), float(start[1])), (float(end[0]), float(end[1])))
        case "type":
            phone.keyboard.type(str(act["text"]))
        case "press":
            if act["key"] not in get_args(Key):
                raise ValueError(f"no key {act['key']!r}")
            phone.hand.press(act["key"])
        case "sense":
            phone.sense(bool(act["match"]))
        case "notifications":
            phone.shade.open()
        case other:
            raise ValueError(f"no act {other!r}")
