"""WebDriverAgent's routes, as appium-xcuitest-driver asks them on a real device."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import logging
import math
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from reference_system.phones.ios import gestures
from reference_system.phones.ios.agent import Agent
from reference_system.phones.ios.element import ATTRIBUTES, PREFIX, Element
from reference_system.phones.ios.errors import (
    InvalidArgument,
    InvalidElementState,
    NoSuchElement,
    NoSuchSession,
    SessionNotCreated,
    UnableToCapture,
    UnknownCommand,
    UnknownError,
    UnsupportedOperation,
    WdaError,
)
from reference_system.phones.ios.source import as_description, as_json, as_xml
from reference_system.phones.model.phone import AppState, Phone
from reference_system.phones.model.rasteriser import DrawingFailed
from reference_system.phones.model.widget import Bounds, Kind

log = logging.getLogger(__name__)

IOS_VERSION = "18.2"
AGENT_VERSION = "16.12.9"
UDID = f"00008110-{secrets.token_hex(8).upper()}"
"""Of this process's iPhone: Appium takes two sessions of one UDID for the same phone."""
_KEY_NAMES = {
    "XCUIKeyboardKeyReturn": "\n",
    "XCUIKeyboardKeyEnter": "\n",
    "XCUIKeyboardKeyDelete": "\b",
    "XCUIKeyboardKeySpace": " ",
}
_BUTTONS = ("home", "volumeup", "volumedown")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: path parameters, query and JSON body."""

    agent: Agent
    parameters: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def phone(self) -> Phone:
        return self.agent.phone

    @property
    def element(self) -> Element:
        """The element of the path."""
        return self.agent.element(self.parameters["uuid"])

    @property
    def target(self) -> Element:
        """The element of the path, or the application where there is none."""
        return self.element if "uuid" in self.parameters else self.agent.application()

    def required(self, name: str) -> Any:
        """An argument of the body. Raises: InvalidArgument, without it."""
        if self.body.get(name) is None:
            raise InvalidArgument(f"Missing '{name}' parameter")
        return self.body[name]


Answer = Callable[[Ask], object] | Callable[[Ask], Awaitable[object]]


# session


def _status(_: Ask) -> object:
    return {
        "ready": True,
        "message": "WebDriverAgent is ready to accept commands",
        "state": "success",
        "os": {
            "name": "iOS",
            "version": IOS_VERSION,
            "sdkVersion": IOS_VERSION,
            "testmanagerdVersion": 65535,
        },
        "ios": {"ip": "127.0.0.1"},
        "build": {
            "time": "Nov 22 2026 00:00:00",
            "version": AGENT_VERSION,
            "productBundleIdentifier": "com.facebook.WebDriverAgentRunner",
        },
        "device": "iphone",
    }


def _new_session(ask: Ask) -> object:
    wanted = ask.body.get("capabilities")
    if not isinstance(wanted, dict):
        raise SessionNotCreated("'capabilities' is mandatory to create a new session")
    first = wanted.get("firstMatch") or [{}]
    capabilities = {**(wanted.get("alwaysMatch") or {}), **first[0]}
    agent, bundle_id = ask.agent, capabilities.get("bundleId")
    if bundle_id is not None and bundle_id not in ask.phone.apps:
        raise SessionNotCreated(f"The application '{bundle_id}' is not installed")
    if agent.session_id is not None:
        agent.end()
    agent.begin(capabilities)
    if bundle_id is not None:
        if capabilities.get("forceAppLaunch", True):
            ask.phone.terminate_app(bundle_id)
        ask.phone.activate_app(bundle_id)
        agent.session_app_id = bundle_id
    return _session_information(ask)


def _session_information(ask: Ask) -> object:
    return {
        "sessionId": ask.agent.session_id,
        "capabilities": {
            "device": "iphone",
            "sdkVersion": IOS_VERSION,
            "browserName": None,
            "CFBundleIdentifier": ask.agent.session_app_id,
        },
    }


def _delete_session(ask: Ask) -> object:
    ask.agent.end()
    return None


def _settings(ask: Ask) -> object:
    return ask.agent.settings


def _set_settings(ask: Ask) -> object:
    wanted = ask.body.get("settings")
    if not isinstance(wanted, dict):
        raise InvalidArgument("settings must be a dictionary")
    ask.agent.settings.update({name: value for name, value in wanted.items() if name in ask.agent.settings})
    return ask.agent.settings


def _nothing(_: Ask) -> object:
    return None


# finding


def _find(ask: Ask) -> object:
    root = ask.target
    return ask.agent.reference(ask.agent.find_one(ask.body.get("using"), ask.body.get("value"), root))


def _find_all(ask: Ask) -> object:
    root = ask.target
    found = ask.agent.find(ask.body.get("using"), ask.body.get("value"), root)
    return [ask.agent.reference(element) for element in found]


def _active(ask: Ask) -> object:
    for element in ask.agent.application().walk():
        if element.focused:
            return ask.agent.reference(element)
    raise NoSuchElement("no element has the keyboard focus")


def _visible_cells(ask: Ask) -> object:
    return [
        ask.agent.reference(element)
        for element in ask.element.descendants()
        if element.type == f"{PREFIX}Cell" and element.visible
    ]


# elements


def _enabled(ask: Ask) -> object:
    return ask.element.enabled


def _displayed(ask: Ask) -> object:
    return ask.element.visible


def _selected(ask: Ask) -> object:
    return ask.element.selected


def _rect(ask: Ask) -> object:
    return ask.element.rect


def _type(ask: Ask) -> object:
    return ask.element.type


def _accessible(ask: Ask) -> object:
    return ask.element.accessible


def _accessibility_container(ask: Ask) -> object:
    return ask.element.attribute("accessibilityContainer")


def _text(ask: Ask) -> object:
    element = ask.element
    return element.value or element.label or ""


def _attribute(ask: Ask) -> object:
    element, name = ask.element, ask.parameters["name"]
    try:
        return element.attribute(name)
    except KeyError as error:
        known = ", ".join(ATTRIBUTES)
        raise UnknownError(f"The attribute '{name}' is unknown. Known, in any case: {known}") from error


def _tap(ask: Ask, element: Element) -> None:
    """Tap in the middle, after scrolling to it where that is needed and possible."""
    if not element.visible:
        path = element.path
        if not gestures.scroll_to(ask.phone, element):
            raise InvalidElementState(
                f"{element.type} '{element.name}' is not visible and cannot be scrolled to"
            )
        element = next(found for found in ask.agent.application().walk() if found.path == path)
    if element.widget is not None:
        ask.phone.tap_widget(element.widget)
    else:
        ask.phone.tap(*element.bounds.center)


def _click(ask: Ask) -> object:
    _tap(ask, ask.element)
    return None


def _typed(value: object) -> str:
    if isinstance(value, list):
        return "".join(str(part) for part in value)
    if isinstance(value, str):
        return value
    raise InvalidArgument("Neither 'value' nor 'text' parameter is provided")


def _set_value(ask: Ask) -> object:
    element = ask.element
    text = _typed(ask.body.get("value", ask.body.get("text")))
    if element.widget is not None and element.widget.entry is not None:
        if not element.enabled:
            raise InvalidElementState(f"{element.type} '{element.name}' is not enabled")
        ask.phone.type_text(element.widget, text)
        return None
    _tap(ask, element)
    if not ask.phone.type_focused(text):
        raise InvalidElementState(f"{element.type} '{element.name}' does not take the keyboard focus")
    return None


def _clear(ask: Ask) -> object:
    element = ask.element
    if element.widget is None or element.widget.entry is None:
        raise InvalidElementState(f"{element.type} '{element.name}' has no text to clear")
    ask.phone.clear(element.widget)
    return None


def _keys(ask: Ask) -> object:
    if not ask.phone.type_focused(_typed(ask.body.get("value"))):
        raise InvalidElementState("no element has the keyboard focus")
    return None


def _keyboard_input(ask: Ask) -> object:
    """Keys by name or character, to the element, or (uuid 0) to whatever has the focus."""
    keys = ask.required("keys")
    if not isinstance(keys, list):
        raise InvalidArgument("'keys' must be a list")
    text = ""
    for key in keys:
        name = key.get("key") if isinstance(key, dict) else key
        if not isinstance(name, str):
            raise InvalidArgument("each key must be a string, or an object with 'key'")
        text += _KEY_NAMES.get(name, name)
    if ask.parameters["uuid"] != "0":
        _tap(ask, ask.element)
    if not ask.phone.type_focused(text):
        raise InvalidElementState("no element has the keyboard focus")
    return None


# looks


def _source(ask: Ask) -> object:
    application = ask.agent.application()
    match ask.query.get("format", "xml").lower():
        case "xml":
            return as_xml(
                application,
                scope=ask.query.get("scope", ""),
                excluded=ask.query.get("excluded_attributes", ""),
            )
        case "json":
            return as_json(application)
        case "description":
            return as_description(application)
        case other:
            raise InvalidArgument(
                f"Unknown source format '{other}'. Only xml, json and description are supported"
            )


async def _screenshot(ask: Ask) -> object:
    return base64.b64encode(await _picture(ask)).decode()


async def _picture(ask: Ask) -> bytes:
    try:
        return await ask.phone.screenshot()
    except DrawingFailed as error:
        raise UnableToCapture(str(error)) from error


async def _element_screenshot(ask: Ask) -> object:
    glass = ask.phone.metrics
    at = ask.element.bounds.intersection(Bounds(0, 0, glass.width, glass.height))
    if at.empty:
        raise UnableToCapture("the element is not on the screen")
    png = await _picture(ask)
    return base64.b64encode(await asyncio.to_thread(_cropped, png, at, glass.scale)).decode()


def _cropped(png: bytes, at: Bounds, scale: float) -> bytes:
    corners = (
        math.floor(at.x * scale),
        math.floor(at.y * scale),
        math.ceil(at.right * scale),
        math.ceil(at.bottom * scale),
    )
    cut = io.BytesIO()
    Image.open(io.BytesIO(png)).crop(corners).save(cut, "PNG")
    return cut.getvalue()


def _window_size(ask: Ask) -> object:
    return {"width": ask.phone.metrics.width, "height": ask.phone.metrics.height}


def _window_rect(ask: Ask) -> object:
    return {"x": 0, "y": 0, "width": ask.phone.metrics.width, "height": ask.phone.metrics.height}


def _screen(ask: Ask) -> object:
    glass = ask.phone.metrics
    return {
        "screenSize": {"width": glass.width, "height": glass.height},
        "statusBarSize": {"width": glass.width, "height": glass.top},
        "displayId": 1,
        "scale": glass.scale,
    }


def _orientation(_: Ask) -> object:
    return "PORTRAIT"


def _set_orientation(ask: Ask) -> object:
    if str(ask.required("orientation")).upper() != "PORTRAIT":
        raise UnsupportedOperation("this phone is held upright only")
    return None


def _rotation(_: Ask) -> object:
    return {"x": 0, "y": 0, "z": 0}


def _set_rotation(ask: Ask) -> object:
    wanted = {axis: gestures.number(ask.required(axis), axis) for axis in "xyz"}
    if wanted["x"] or wanted["y"] or wanted["z"] not in (0, 90, 180, 270):
        raise InvalidArgument("Only z may differ from 0, and only by quarters of a turn")
    if wanted["z"]:
        raise InvalidElementState("The current rotation cannot be set: this phone's screens are upright")
    return None


def _device_info(ask: Ask) -> object:
    return {
        "currentLocale": "zh_Hant" if ask.phone.locale == "zh-Hant" else "en_US",
        "timeZone": "UTC",
        "name": "iPhone",
        "model": "iPhone",
        "uuid": UDID,
        "userInterfaceIdiom": 0,
        "userInterfaceStyle": "light",
        "isSimulator": False,
    }


# touches


def _point_in(ask: Ask, target: Element) -> tuple[float, float]:
    """The point of a request, from the target's corner; its middle when there is none."""
    x, y = ask.body.get("x"), ask.body.get("y")
    if x is None and y is None:
        return target.bounds.center
    if x is None or y is None:
        raise InvalidArgument("Both x and y coordinates must be provided")
    return target.bounds.x + gestures.number(x, "x"), target.bounds.y + gestures.number(y, "y")


def _tap_point(ask: Ask) -> object:
    ask.phone.tap(*_point_in(ask, ask.target))
    return None


def _double_tap(ask: Ask) -> object:
    point = _point_in(ask, ask.target)
    ask.phone.tap(*point)
    ask.phone.tap(*point)
    return None


def _taps(ask: Ask) -> object:
    count = gestures.number(ask.required("numberOfTaps"), "numberOfTaps")
    if gestures.number(ask.required("numberOfTouches"), "numberOfTouches") != 1:
        raise UnsupportedOperation("this phone feels one finger only")
    point = ask.target.bounds.center
    for _ in range(int(count)):
        ask.phone.tap(*point)
    return None


def _touch_and_hold(ask: Ask) -> object:
    point = _point_in(ask, ask.target)
    gestures.touch(ask.phone, point, point, gestures.number(ask.required("duration"), "duration"))
    return None


def _swipe(ask: Ask) -> object:
    gestures.swipe(ask.phone, ask.target.bounds, str(ask.required("direction")))
    return None


def _drag(ask: Ask) -> object:
    corner = ask.target.bounds
    from_x, from_y, to_x, to_y = (
        gestures.number(ask.body.get(name), name) for name in ("fromX", "fromY", "toX", "toY")
    )
    ask.phone.swipe((corner.x + from_x, corner.y + from_y), (corner.x + to_x, corner.y + to_y))
    return None


def _scroll(ask: Ask) -> object:
    target, body = ask.target, ask.body
    if body.get("name"):
        _scroll_to(ask, ask.agent.find_one("accessibility id", body["name"], target))
    elif body.get("direction"):
        # The content goes the other way than the finger.
        opposite = {"up": "down", "down": "up", "left": "right", "right": "left"}
        direction = opposite.get(str(body["direction"]).lower())
        if direction is None:
            raise InvalidArgument(f"Unsupported scroll direction '{body['direction']}'")
        gestures.swipe(ask.phone, target.bounds, direction)
    elif body.get("predicateString"):
        _scroll_to(ask, ask.agent.find_one("predicate string", body["predicateString"], target))
    elif body.get("toVisible"):
        _scroll_to(ask, target)
    else:
        raise InvalidArgument("Unsupported scroll type")
    return None


def _scroll_to(ask: Ask, element: Element) -> None:
    if not element.visible and not gestures.scroll_to(ask.phone, element):
        raise InvalidElementState(f"{element.type} '{element.name}' cannot be scrolled to")


def _scroll_element(ask: Ask) -> object:
    _scroll_to(ask, ask.element)
    return None


def _actions(ask: Ask) -> object:
    gestures.perform(ask.phone, ask.body.get("actions"), ask.agent.element)
    return None


def _unsupported(_: Ask) -> object:
    raise UnsupportedOperation("this phone cannot do that")


# apps


def _bundle_id(ask: Ask) -> str:
    """The app of a request. Raises: InvalidArgument, when it is not installed."""
    bundle_id = str(ask.required("bundleId"))
    if bundle_id not in ask.phone.apps and bundle_id != ask.phone.home_app_id:
        raise InvalidArgument(f"The application '{bundle_id}' is not installed")
    return bundle_id


def _activate(ask: Ask) -> object:
    ask.phone.activate_app(_bundle_id(ask))
    return None


def _terminate(ask: Ask) -> object:
    bundle_id = str(ask.required("bundleId"))
    if bundle_id == ask.phone.home_app_id:
        raise InvalidArgument("the home screen cannot be closed")
    return bundle_id in ask.phone.apps and ask.phone.terminate_app(bundle_id)


def _app_state(ask: Ask) -> object:
    bundle_id = str(ask.required("bundleId"))
    if bundle_id == ask.phone.home_app_id:
        return int(AppState.FOREGROUND if ask.phone.front is None else AppState.BACKGROUND)
    return int(ask.phone.app_state(bundle_id))


def _pid(ask: Ask, bundle_id: str) -> int:
    """A process id that stays an app's own."""
    return 200 + ([*ask.phone.apps].index(bundle_id) + 1 if bundle_id in ask.phone.apps else 0)


def _active_app(ask: Ask) -> object:
    bundle_id = ask.agent.app_id
    return {
        "pid": _pid(ask, bundle_id),
        "bundleId": bundle_id,
        "name": ask.agent.application().label or "",
        "processArguments": {"args": [], "env": {}},
    }


def _active_apps(ask: Ask) -> object:
    bundle_id = ask.agent.app_id
    return [{"pid": _pid(ask, bundle_id), "bundleId": bundle_id}]


def _open_url(ask: Ask) -> object:
    url, phone = str(ask.required("url")), ask.phone
    app = phone.apps.get(_bundle_id(ask)) if ask.body.get("bundleId") is not None else phone.claimant(url)
    if app is not None:
        phone.open_with(app, url)
    elif url.startswith(("http:", "https:")):
        phone.open_link(url)
    else:
        raise UnknownError(f"no application on this phone opens {url.partition(':')[0]}: addresses")
    return None


async def _deactivate(ask: Ask) -> object:
    front = ask.phone.front
    ask.phone.press("home")
    await asyncio.sleep(gestures.number(ask.body.get("duration", 3), "duration"))
    if front is not None:
        ask.phone.activate_app(front.app_id)
    return None


# device


def _home(ask: Ask) -> object:
    ask.phone.press("home")
    return None


def _press_button(ask: Ask) -> object:
    name = str(ask.required("name"))
    if name.lower() not in _BUTTONS:
        raise UnknownError(f"The button '{name}' is not supported. Supported are: {', '.join(_BUTTONS)}")
    if name.lower() == "home":
        ask.phone.press("home")
    return None


def _lock(ask: Ask) -> object:
    ask.phone.lock()
    return None


def _unlock(ask: Ask) -> object:
    ask.phone.unlock()
    if ask.phone.locked:
        raise UnknownError("Timed out while waiting until the screen gets unlocked: it asks for the passcode")
    return None


def _locked(ask: Ask) -> object:
    return ask.phone.locked


def _dismiss_keyboard(ask: Ask) -> object:
    """Press the key of one of the names given; where there is none, the keyboard just goes."""
    names = ask.body.get("keyNames") or []
    if not isinstance(names, list):
        raise InvalidArgument("'keyNames' must be a list")
    for element in ask.agent.application().walk():
        is_key = element.widget is not None and element.widget.kind is Kind.KEY
        if is_key and (element.identifier in names or element.label in names):
            _tap(ask, element)
            break
    ask.phone.hide_keyboard()
    return None


def _keyboard_shown(ask: Ask) -> object:
    return ask.phone.keyboard_shown


def _set_pasteboard(ask: Ask) -> object:
    try:
        content = base64.b64decode(str(ask.required("content")), validate=True)
    except ValueError as error:  # other characters than base64 has, or too few
        raise InvalidArgument("Cannot decode the pasteboard content from base64") from error
    ask.agent.pasteboard[str(ask.body.get("contentType", "plaintext"))] = content
    return None


def _get_pasteboard(ask: Ask) -> object:
    content = ask.agent.pasteboard.get(str(ask.body.get("contentType", "plaintext")), b"")
    return base64.b64encode(content).decode()


def _battery(_: Ask) -> object:
    return {"level": 0.8, "state": 2}


# alerts


def _alert_text(ask: Ask) -> object:
    shown = [
        element.label for element in ask.agent.alert().descendants() if element.type == f"{PREFIX}StaticText"
    ]
    return "\n".join(label for label in shown if label)


def _alert_type(ask: Ask) -> object:
    fields = [
        element
        for element in ask.agent.alert().descendants()
        if element.widget is not None and element.widget.entry is not None
    ]
    if len(fields) != 1 or fields[0].widget is None:
        raise UnsupportedOperation("The alert contains no input field, or more than one")
    ask.phone.clear(fields[0].widget)
    ask.phone.type_text(fields[0].widget, _typed(ask.body.get("value")))
    return None


def _alert_buttons(ask: Ask) -> object:
    return [button.label for button in ask.agent.alert_buttons()]


def _alert_press(ask: Ask, position: int) -> None:
    buttons, name = ask.agent.alert_buttons(), ask.body.get("name")
    if name is not None:
        buttons = [button for button in buttons if button.label == name]
    if not buttons:
        raise InvalidElementState("the alert has no such button")
    _tap(ask, buttons[position])


def _alert_accept(ask: Ask) -> object:
    _alert_press(ask, -1)
    return None


def _alert_dismiss(ask: Ask) -> object:
    _alert_press(ask, 0)
    return None


_WITH_SESSION: tuple[tuple[str, str, Answer], ...] = (
    ("GET", "", _session_information),
    ("DELETE", "", _delete_session),
    ("GET", "/appium/settings", _settings),
    ("POST", "/appium/settings", _set_settings),
    ("POST", "/timeouts", _nothing),
    ("POST", "/element", _find),
    ("POST", "/elements", _find_all),
    ("GET", "/element/active", _active),
    ("POST", "/element/{uuid}/element", _find),
    ("POST", "/element/{uuid}/elements", _find_all),
    ("GET", "/wda/element/{uuid}/getVisibleCells", _visible_cells),
    ("GET", "/element/{uuid}/enabled", _enabled),
    ("GET", "/element/{uuid}/displayed", _displayed),
    ("GET", "/element/{uuid}/selected", _selected),
    ("GET", "/element/{uuid}/rect", _rect),
    ("GET", "/element/{uuid}/name", _type),
    ("GET", "/element/{uuid}/text", _text),
    ("GET", "/element/{uuid}/attribute/{name}", _attribute),
    ("POST", "/element/{uuid}/click", _click),
    ("POST", "/element/{uuid}/value", _set_value),
    ("POST", "/element/{uuid}/clear", _clear),
    ("GET", "/element/{uuid}/screenshot", _element_screenshot),
    ("GET", "/screenshot/{uuid}", _element_screenshot),
    ("GET", "/wda/element/{uuid}/accessible", _accessible),
    ("GET", "/wda/element/{uuid}/accessibilityContainer", _accessibility_container),
    ("POST", "/wda/keys", _keys),
    ("POST", "/wda/element/{uuid}/keyboardInput", _keyboard_input),
    ("POST", "/wda/swipe", _swipe),
    ("POST", "/wda/element/{uuid}/swipe", _swipe),
    ("POST", "/wda/tap", _tap_point),
    ("POST", "/wda/element/{uuid}/tap", _tap_point),
    ("POST", "/wda/doubleTap", _double_tap),
    ("POST", "/wda/element/{uuid}/doubleTap", _double_tap),
    ("POST", "/wda/tapWithNumberOfTaps", _taps),
    ("POST", "/wda/element/{uuid}/tapWithNumberOfTaps", _taps),
    ("POST", "/wda/touchAndHold", _touch_and_hold),
    ("POST", "/wda/element/{uuid}/touchAndHold", _touch_and_hold),
    ("POST", "/wda/dragfromtoforduration", _drag),
    ("POST", "/wda/element/{uuid}/dragfromtoforduration", _drag),
    ("POST", "/wda/pressAndDragWithVelocity", _drag),
    ("POST", "/wda/scroll", _scroll),
    ("POST", "/wda/element/{uuid}/scroll", _scroll),
    ("POST", "/wda/element/{uuid}/scrollTo", _scroll_element),
    ("POST", "/actions", _actions),
    ("DELETE", "/actions", _nothing),
    ("POST", "/wda/apps/launch", _activate),
    ("POST", "/wda/apps/activate", _activate),
    ("POST", "/wda/apps/terminate", _terminate),
    ("POST", "/wda/apps/state", _app_state),
    ("GET", "/wda/apps/list", _active_apps),
    ("POST", "/wda/deactivateApp", _deactivate),
    ("POST", "/wda/keyboard/dismiss", _dismiss_keyboard),
    ("GET", "/wda/keyboard/shown", _keyboard_shown),
    ("POST", "/wda/pressButton", _press_button),
    ("POST", "/url", _open_url),
    ("POST", "/alert/text", _alert_type),
    ("GET", "/wda/alert/buttons", _alert_buttons),
    # Real routes of things that this phone does not have.
    ("POST", "/wda/pinch", _unsupported),
    ("POST", "/wda/element/{uuid}/pinch", _unsupported),
    ("POST", "/wda/rotate", _unsupported),
    ("POST", "/wda/element/{uuid}/rotate", _unsupported),
    ("POST", "/wda/twoFingerTap", _unsupported),
    ("POST", "/wda/element/{uuid}/twoFingerTap", _unsupported),
    ("POST", "/wda/forceTouch", _unsupported),
    ("POST", "/wda/element/{uuid}/forceTouch", _unsupported),
    ("POST", "/wda/element/{uuid}/pressAndDragWithVelocity", _unsupported),
    ("POST", "/wda/pickerwheel/{uuid}/select", _unsupported),
    ("POST", "/wda/siri/activate", _unsupported),
    ("POST", "/wda/performIoHidEvent", _unsupported),
    ("POST", "/wda/performAccessibilityAudit", _unsupported),
    ("POST", "/wda/expectNotification", _unsupported),
    ("POST", "/wda/resetAppAuth", _unsupported),
    ("POST", "/wda/video/start", _unsupported),
    ("POST", "/wda/video/stop", _unsupported),
    ("GET", "/wda/video", _unsupported),
)

_WITH_OR_WITHOUT: tuple[tuple[str, str, Answer], ...] = (
    ("GET", "/source", _source),
    ("GET", "/screenshot", _screenshot),
    ("GET", "/window/size", _window_size),
    ("GET", "/window/rect", _window_rect),
    ("GET", "/wda/screen", _screen),
    ("GET", "/orientation", _orientation),
    ("POST", "/orientation", _set_orientation),
    ("GET", "/rotation", _rotation),
    ("POST", "/rotation", _set_rotation),
    ("GET", "/wda/deviceOrientation", _orientation),
    ("GET", "/wda/device/info", _device_info),
    ("GET", "/wda/activeAppInfo", _active_app),
    ("POST", "/wda/homescreen", _home),
    ("POST", "/wda/lock", _lock),
    ("POST", "/wda/unlock", _unlock),
    ("GET", "/wda/locked", _locked),
    ("POST", "/wda/setPasteboard", _set_pasteboard),
    ("POST", "/wda/getPasteboard", _get_pasteboard),
    ("GET", "/wda/batteryInfo", _battery),
    ("GET", "/alert/text", _alert_text),
    ("POST", "/alert/accept", _alert_accept),
    ("POST", "/alert/dismiss", _alert_dismiss),
    ("GET", "/wda/device/location", _unsupported),
    ("GET", "/wda/simulatedLocation", _unsupported),
    ("POST", "/wda/simulatedLocation", _unsupported),
    ("DELETE", "/wda/simulatedLocation", _unsupported),
    ("POST", "/wda/device/appearance", _unsupported),
)

_WITHOUT_SESSION: tuple[tuple[str, str, Answer], ...] = (
    ("GET", "/status", _status),
    ("POST", "/session", _new_session),
    ("GET", "/wda/healthcheck", _nothing),
)


def create_app(phone: Phone) -> Starlette:
    """WebDriverAgent of this phone, to be served on a port of its own."""
    agent = Agent(phone)
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
        message = f"{type(error).__name__} in {request.method} {request.url.path}"
        return _failed(agent, UnknownError(message))

    return Starlette(routes=routes, exception_handlers={Exception: crashed})


def _unknown(agent: Agent) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def endpoint(request: Request) -> JSONResponse:
        message = f"Unhandled endpoint: {request.method} {request.url.path}"
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
    ask = Ask(agent, parameters, dict(request.query_params), await _body(request))
    value = answer(ask)
    return await value if isinstance(value, Awaitable) else value


async def _body(request: Request) -> dict[str, Any]:
    content = await request.body()
    if not content.strip():
        return {}
    try:
        body = json.loads(content)
    except ValueError as error:
        raise InvalidArgument("the request's body is not JSON") from error
    if not isinstance(body, dict):
        raise InvalidArgument("the request's body is not a JSON object")
    return body


def _failed(agent: Agent, error: WdaError) -> JSONResponse:
    value = {"error": error.code, "message": str(error), "traceback": ""}
    return JSONResponse({"value": value, "sessionId": agent.session_id}, status_code=error.status)
