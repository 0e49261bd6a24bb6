"""WebDriverAgent's routes, as appium-xcuitest-driver asks them on a real device."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from reference_system.context import act
from reference_system.phones.ios.agent import Agent
from reference_system.phones.ios.ask import Answer, Ask
from reference_system.phones.ios.commands import alerts, apps, device, elements, looks, session, touches
from reference_system.phones.ios.errors import (
    InvalidArgument,
    NoSuchSession,
    UnknownCommand,
    UnknownError,
    WdaError,
)
from reference_system.phones.model.phone import Phone

log = logging.getLogger(__name__)

_WITH_SESSION: tuple[tuple[str, str, Answer], ...] = (
    ("DELETE", "", session.delete_session),
    ("GET", "/appium/settings", session.settings),
    ("POST", "/appium/settings", session.set_settings),
    ("POST", "/element", elements.find),
    ("POST", "/elements", elements.find_all),
    ("GET", "/element/active", elements.active),
    ("POST", "/element/{uuid}/element", elements.find),
    ("POST", "/element/{uuid}/elements", elements.find_all),
    ("GET", "/element/{uuid}/enabled", elements.enabled),
    ("GET", "/element/{uuid}/displayed", elements.displayed),
    ("GET", "/element/{uuid}/selected", elements.selected),
    ("GET", "/element/{uuid}/rect", elements.rect),
    ("GET", "/element/{uuid}/name", elements.element_type),
    ("GET", "/element/{uuid}/text", elements.text),
    ("GET", "/element/{uuid}/attribute/{name}", elements.attribute),
    ("POST", "/element/{uuid}/click", elements.click),
    ("POST", "/element/{uuid}/value", elements.set_value),
    ("POST", "/element/{uuid}/clear", elements.clear),
    ("GET", "/element/{uuid}/screenshot", looks.element_screenshot),
    ("POST", "/wda/element/{uuid}/keyboardInput", elements.keyboard_input),
    ("POST", "/wda/swipe", touches.swipe),
    ("POST", "/wda/element/{uuid}/swipe", touches.swipe),
    ("POST", "/wda/tap", touches.tap_point),
    ("POST", "/wda/element/{uuid}/tap", touches.tap_point),
    ("POST", "/wda/doubleTap", touches.double_tap),
    ("POST", "/wda/element/{uuid}/doubleTap", touches.double_tap),
    ("POST", "/wda/touchAndHold", touches.touch_and_hold),
    ("POST", "/wda/element/{uuid}/touchAndHold", touches.touch_and_hold),
    ("POST", "/wda/dragfromtoforduration", touches.drag),
    ("POST", "/wda/scroll", touches.scroll),
    ("POST", "/wda/element/{uuid}/scroll", touches.scroll),
    ("POST", "/wda/element/{uuid}/scrollTo", touches.scroll_element),
    ("POST", "/actions", touches.actions),
    ("POST", "/wda/apps/launch", apps.activate),
    ("POST", "/wda/apps/activate", apps.activate),
    ("POST", "/wda/apps/terminate", apps.terminate),
    ("POST", "/wda/apps/state", apps.app_state),
    ("POST", "/wda/deactivateApp", apps.deactivate),
    ("POST", "/wda/keyboard/dismiss", device.dismiss_keyboard),
    ("POST", "/wda/pressButton", device.press_button),
    ("POST", "/url", apps.open_url),
    ("GET", "/wda/alert/buttons", alerts.alert_buttons),
    ("POST", "/wda/pinch", touches.two_fingers),
    ("POST", "/wda/element/{uuid}/pinch", touches.two_fingers),
    ("POST", "/wda/twoFingerTap", touches.two_fingers),
    ("POST", "/wda/element/{uuid}/twoFingerTap", touches.two_fingers),
)

_WITH_OR_WITHOUT: tuple[tuple[str, str, Answer], ...] = (
    ("GET", "/source", looks.source),
    ("GET", "/screenshot", looks.screenshot),
    ("GET", "/window/rect", looks.window_rect),
    ("GET", "/wda/screen", looks.screen),
    ("GET", "/orientation", looks.orientation),
    ("POST", "/orientation", looks.set_orientation),
    ("GET", "/wda/device/info", looks.device_info),
    ("GET", "/wda/activeAppInfo", apps.active_app),
    ("POST", "/wda/homescreen", device.home),
    ("POST", "/wda/lock", device.lock),
    ("POST", "/wda/unlock", device.unlock),
    ("GET", "/wda/locked", device.locked),
    ("POST", "/wda/setPasteboard", device.set_pasteboard),
    ("POST", "/wda/getPasteboard", device.get_pasteboard),
    ("GET", "/alert/text", alerts.alert_text),
    ("POST", "/alert/accept", alerts.alert_accept),
    ("POST", "/alert/dismiss", alerts.alert_dismiss),
)

_WITHOUT_SESSION: tuple[tuple[str, str, Answer], ...] = (
    ("GET", "/status", session.status),
    ("POST", "/session", session.new_session),
)


def create_app(phone: Phone) -> Starlette:
    """WebDriverAgent of this phone, to be served on a port of its own."""
    agent = Agent(phone)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await agent.aside.close()

    routes = [
        *(_route(agent, method, f"/session/{{sid}}{path}", answer) for method, path, answer in _WITH_SESSION),
        *(
            _route(agent, method, f"/session/{{sid}}{path}", answer)
            for method, path, answer in _WITH_OR_WITHOUT
        ),
        *(_route(agent, method, path, answer) for method, path, answer in _WITH_OR_WITHOUT),
        *(_route(agent, method, path, answer) for method, path, answer in _WITHOUT_SESSION),
        Route(
            "/{path:path}", _unknown(agent), methods=["GET", "POST", "PUT", "DELETE"], include_in_schema=False
        ),
    ]

    async def crashed(request: Request, error: Exception) -> JSONResponse:
        log.error("wda: a command failed", exc_info=error)
        ended = phone.apps.crash(error)
        message = ended or f"{type(error).__name__} in {request.method} {request.url.path}"
        return _failed(agent, UnknownError(message))

    return Starlette(routes=routes, exception_handlers={Exception: crashed}, lifespan=lifespan)


def _unknown(agent: Agent) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def endpoint(request: Request) -> JSONResponse:
        message = f"Unhandled endpoint: {request.method} /{request.path_params['path']}"
        return _failed(agent, UnknownCommand(message))

    return endpoint


def _route(agent: Agent, method: str, path: str, answer: Answer) -> Route:
    async def endpoint(request: Request) -> JSONResponse:
        try:
            value = await _answered(agent, request, answer)
        except WdaError as error:
            return _failed(agent, error)
        return JSONResponse({"value": value, "sessionId": agent.session_id})

    return Route(path, endpoint, methods=[method])


async def _answered(agent: Agent, request: Request, answer: Answer) -> object:
    parameters = dict(request.path_params)
    session_id = parameters.pop("sid", None)
    if session_id is not None and session_id != agent.session_id:
        raise NoSuchSession("Session does not exist")
    act(phone=agent.phone.surface)
    ask = Ask(agent, parameters, dict(request.query_params), await _body(request))
    value = answer(ask)
    return await value if isinstance(value, Awaitable) else value


async def _body(request: Request) -> dict[str, Any]:
    content = await request.body()
    if not content.strip():
        return {}
    try:
        body = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidArgument("the request's body is not JSON, or too deep") from error
    if not isinstance(body, dict):
        raise InvalidArgument("the request's body is not a JSON object")
    return body


def _failed(agent: Agent, error: WdaError) -> JSONResponse:
    value = {"error": error.code, "message": str(error), "traceback": ""}
    return JSONResponse({"value": value, "sessionId": agent.session_id}, status_code=error.status)
