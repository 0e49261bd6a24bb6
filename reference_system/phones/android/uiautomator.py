"""The HTTP interface of the UiAutomator2 server that Appium's driver speaks to: its routes and its answers.

Routes are those of server 10.6; every answer is W3C's ``{"sessionId", "value"}``.
"""

from __future__ import annotations

import inspect
import json
import logging
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .automation import Automation
from .w3c import BadArgument, UnknownCommand, UnknownProblem, WebDriverError

log = logging.getLogger(__name__)

Command = Callable[..., Any]
Routes = list[tuple[str, str, Command]]


def routes(automation: Automation) -> Routes:
    """Method, path below ``/session/{session}`` and command; path parameters follow the body in its arguments."""
    do = automation
    not_scheduled = do.unsupported("Scheduled actions are not offered by this phone")
    return [
        ("DELETE", "", do.delete_session),
        ("GET", "", do.capabilities),
        ("POST", "/actions", do.perform_actions),
        ("POST", "/alert/accept", do.accept_alert),
        ("POST", "/alert/dismiss", do.dismiss_alert),
        ("GET", "/alert/text", do.alert_text),
        ("POST", "/appium/action_history", not_scheduled),
        ("GET", "/appium/device/battery_info", do.battery_info),
        ("GET", "/appium/device/declared_orientation", do.declared_orientation),
        ("GET", "/appium/device/display_density", do.display_density),
        ("POST", "/appium/device/get_clipboard", do.get_clipboard),
        ("GET", "/appium/device/info", do.device_info),
        ("POST", "/appium/device/long_press_keycode", do.press_keycode),
        ("POST", "/appium/device/open_notifications", do.open_notifications),
        ("GET", "/appium/device/pixel_ratio", do.pixel_ratio),
        ("POST", "/appium/device/press_keycode", do.press_keycode),
        ("POST", "/appium/device/set_clipboard", do.set_clipboard),
        ("GET", "/appium/device/system_bars", do.system_bars),
        ("GET", "/appium/element/{element}/first_visible", do.first_visible),
        ("POST", "/appium/element/{element}/scroll_to/{other}", do.scroll_to_element),
        ("POST", "/appium/gestures/click", do.click_gesture),
        ("POST", "/appium/gestures/double_click", do.double_click_gesture),
        ("POST", "/appium/gestures/drag", do.drag_gesture),
        ("POST", "/appium/gestures/fling", do.fling_gesture),
        ("POST", "/appium/gestures/long_click", do.long_click_gesture),
        ("POST", "/appium/gestures/pinch_close", do.pinch_gesture),
        ("POST", "/appium/gestures/pinch_open", do.pinch_gesture),
        ("POST", "/appium/gestures/scroll", do.scroll_gesture),
        ("POST", "/appium/gestures/swipe", do.swipe_gesture),
        ("POST", "/appium/list_displays", do.unsupported("This phone has one display and does not list it")),
        ("POST", "/appium/list_windows", do.unsupported("This phone does not list its windows")),
        ("POST", "/appium/reset_ax_cache", do.nothing),
        ("POST", "/appium/schedule_action", not_scheduled),
        ("GET", "/appium/settings", do.get_settings),
        ("POST", "/appium/settings", do.update_settings),
        ("POST", "/appium/unschedule_action", not_scheduled),
        ("POST", "/back", do.back),
        ("POST", "/element", do.find_element),
        ("GET", "/element/active", do.active_element),
        ("GET", "/element/{element}/attribute/{name}", do.attribute),
        ("POST", "/element/{element}/clear", do.clear),
        ("POST", "/element/{element}/click", do.click),
        ("GET", "/element/{element}/displayed", do.flag("displayed")),
        ("POST", "/element/{element}/element", do.find_below),
        ("POST", "/element/{element}/elements", do.find_all_below),
        ("GET", "/element/{element}/enabled", do.flag("enabled")),
        ("GET", "/element/{element}/location", do.location),
        ("GET", "/element/{element}/name", do.name),
        ("GET", "/element/{element}/rect", do.rect),
        ("GET", "/element/{element}/screenshot", do.element_screenshot),
        ("GET", "/element/{element}/selected", do.flag("selected")),
        ("GET", "/element/{element}/size", do.size),
        ("GET", "/element/{element}/text", do.text),
        ("POST", "/element/{element}/value", do.set_value),
        ("POST", "/elements", do.find_elements),
        ("POST", "/gestures/scroll_to", do.scroll_to_gesture),
        ("POST", "/keys", do.send_keys),
        ("POST", "/network_connection", do.network_connection),
        ("GET", "/orientation", do.orientation),
        ("POST", "/orientation", do.set_orientation),
        ("GET", "/rotation", do.rotation),
        ("POST", "/rotation", do.set_rotation),
        ("GET", "/screenshot", do.screenshot),
        ("GET", "/screenshot/{element}", do.element_screenshot),
        ("GET", "/source", do.source),
        ("GET", "/window/{handle}/size", do.window_size),
    ]


def create_app(automation: Automation) -> Starlette:
    """The server's ASGI application."""

    async def status(_request: Request) -> Response:
        return _answer(None, automation.status())

    async def sessions(_request: Request) -> Response:
        return _answer(None, automation.sessions())

    async def new_session(request: Request) -> Response:
        return _answer(*automation.new_session(await _body(request)))

    paths = [
        Route("/status", status, methods=["GET"]),
        Route("/sessions", sessions, methods=["GET"]),
        Route("/session", new_session, methods=["POST"]),
    ]
    paths += [
        Route("/session/{session}" + path, _endpoint(automation, command), methods=[method])
        for method, path, command in routes(automation)
    ]
    return Starlette(
        routes=paths,
        exception_handlers={WebDriverError: _failed, HTTPException: _no_route, Exception: _crashed},
    )


def _endpoint(automation: Automation, command: Command) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        session, *parameters = request.path_params.values()
        automation.require_session(session)
        value = command(await _body(request), *parameters)
        if inspect.isawaitable(value):
            value = await value
        return _answer(session, value)

    return endpoint


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise BadArgument("The request's body is no JSON") from error
    if not isinstance(body, dict):
        raise BadArgument("The request's body must be a JSON object")
    return body


def _answer(session: str | None, value: Any, status: int = 200) -> Response:
    return JSONResponse({"sessionId": session or "None", "value": value}, status)


def _problem(request: Request, error: WebDriverError) -> Response:
    session = request.path_params.get("session") if "path_params" in request.scope else None
    value = {"error": error.code, "message": str(error), "stacktrace": ""}
    return _answer(session, value, error.status)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, WebDriverError)
    return _problem(request, error)


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        value = {
            "error": "unknown method",
            "message": f"{request.method} {request.url.path}",
            "stacktrace": "",
        }
        return _answer(None, value, 405)
    return _problem(request, UnknownCommand(f"{request.method} {request.url.path}"))


async def _crashed(request: Request, error: Exception) -> Response:
    log.error("uiautomator: a command failed", exc_info=error)
    return _problem(request, UnknownProblem(f"{type(error).__name__} in {request.method} {request.url.path}"))
