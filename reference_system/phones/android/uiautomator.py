"""The HTTP interface of the UiAutomator2 server that Appium's driver speaks to: its routes and its answers.

Routes are those of server 10.6; every answer is W3C's ``{"sessionId", "value"}``.
"""

from __future__ import annotations

import inspect
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reference_system.context import act
from reference_system.phones.android.automation import Automation
from reference_system.phones.android.commands.device import DeviceCommands
from reference_system.phones.android.commands.elements import ElementCommands
from reference_system.phones.android.commands.gestures import GestureCommands
from reference_system.phones.android.w3c import BadArgument, UnknownCommand, UnknownProblem, WebDriverError

log = logging.getLogger(__name__)

Command = Callable[..., Any]
Routes = list[tuple[str, str, Command]]


def routes(automation: Automation) -> Routes:
    """Method, path below ``/session/{session}``, command: it takes the body and the path's parameters."""
    element, finger, device = (
        ElementCommands(automation),
        GestureCommands(automation),
        DeviceCommands(automation),
    )
    return [
        ("DELETE", "", automation.delete_session),
        ("POST", "/actions", finger.perform_actions),
        ("POST", "/alert/accept", device.accept_alert),
        ("POST", "/alert/dismiss", device.dismiss_alert),
        ("GET", "/alert/text", device.alert_text),
        ("GET", "/appium/device/display_density", device.display_density),
        ("GET", "/appium/device/info", device.device_info),
        ("POST", "/appium/device/long_press_keycode", device.press_keycode),
        ("POST", "/appium/device/open_notifications", device.open_notifications),
        ("GET", "/appium/device/pixel_ratio", device.pixel_ratio),
        ("POST", "/appium/device/press_keycode", device.press_keycode),
        ("POST", "/appium/device/set_clipboard", device.set_clipboard),
        ("GET", "/appium/device/system_bars", device.system_bars),
        ("POST", "/appium/gestures/click", finger.click_gesture),
        ("POST", "/appium/gestures/double_click", finger.double_click_gesture),
        ("POST", "/appium/gestures/drag", finger.drag_gesture),
        ("POST", "/appium/gestures/fling", finger.fling_gesture),
        ("POST", "/appium/gestures/long_click", finger.long_click_gesture),
        ("POST", "/appium/gestures/pinch_close", finger.pinch_gesture),
        ("POST", "/appium/gestures/pinch_open", finger.pinch_gesture),
        ("POST", "/appium/gestures/scroll", finger.scroll_gesture),
        ("POST", "/appium/gestures/swipe", finger.swipe_gesture),
        ("GET", "/appium/settings", device.get_settings),
        ("POST", "/appium/settings", device.update_settings),
        ("POST", "/back", device.back),
        ("POST", "/element", element.find_element),
        ("GET", "/element/active", element.active_element),
        ("GET", "/element/{element}/attribute/{name}", element.attribute),
        ("POST", "/element/{element}/clear", element.clear),
        ("POST", "/element/{element}/click", element.click),
        ("GET", "/element/{element}/location", element.location),
        ("GET", "/element/{element}/name", element.name),
        ("GET", "/element/{element}/rect", element.rect),
        ("GET", "/element/{element}/screenshot", element.element_screenshot),
        ("GET", "/element/{element}/text", element.text),
        ("POST", "/element/{element}/value", element.set_value),
        ("POST", "/elements", element.find_elements),
        ("POST", "/gestures/scroll_to", finger.scroll_to_gesture),
        ("GET", "/orientation", device.orientation),
        ("POST", "/orientation", device.set_orientation),
        ("GET", "/screenshot", element.screenshot),
        ("GET", "/source", element.source),
        ("GET", "/window/{handle}/size", device.window_size),
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
        exception_handlers={
            WebDriverError: _failed,
            HTTPException: _no_route,
            Exception: _crashed(automation),
        },
    )


def _endpoint(automation: Automation, command: Command) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        session, *parameters = request.path_params.values()
        automation.require_session(session)
        act(phone=automation.phone.surface)
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
    except (ValueError, RecursionError) as error:
        raise BadArgument("The request's body is no JSON, or too deep") from error
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


def _crashed(automation: Automation) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def endpoint(request: Request, error: Exception) -> Response:
        log.error("uiautomator: a command failed", exc_info=error)
        ended = automation.phone.apps.crash(error)
        message = ended or f"{type(error).__name__} in {request.method} {request.url.path}"
        return _problem(request, UnknownProblem(message))

    return endpoint
