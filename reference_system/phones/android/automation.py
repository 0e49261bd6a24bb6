"""What the UiAutomator2 server on the phone does for its clients, command by command.

Each method is one command: it takes the request's body and gives the value to answer, or raises a WebDriverError.
Commands follow one another on the event loop; none waits for the phone, which does everything at once.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import io
import itertools
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image

from . import alerts, keys
from .actions import Player
from .elements import Elements, reference
from .finding import Look, find
from .gestures import (
    Gestures,
    area_of,
    direction_of,
    number,
    percent_of,
    pinch,
    point_of,
    scroll,
    scroll_to,
)
from .packages import AUTOMATION_SERVER
from .settings import Settings
from .source import Node, Rect, Tree, see
from .system import MODEL, AndroidSystem
from .w3c import BadArgument, BadElementState, NoSession, NoSuchElement, Unsupported

Body = Mapping[str, Any]
_ATTRIBUTE_ALIASES = {
    "name": "text",
    "classname": "class",
    "contentdescription": "content-desc",
    "resourceid": "resource-id",
    "longclickable": "long-clickable",
    "importantforaccessibility": "a11y-important",
    "screenreaderfocusable": "screen-reader-focusable",
    "inputtype": "input-type",
    "drawingorder": "drawing-order",
    "showinghinttext": "showing-hint",
    "textentrykey": "text-entry-key",
    "accessibilityfocused": "a11y-focused",
    "liveregion": "live-region",
    "contextclickable": "context-clickable",
    "maxtextlength": "max-text-length",
    "contentinvalid": "content-invalid",
}
_OPTIONAL_ATTRIBUTES = ("content-desc", "resource-id", "hint", "input-type", "multiline", "max-text-length")
_AIRPLANE, _WIFI, _DATA = 1, 2, 4
_BATTERY_CHARGING, _BATTERY_DISCHARGING, _BATTERY_FULL = 2, 3, 5
SERVER_VERSION = "10.6.6"
"""The server whose routes, attributes and errors this one has."""


class Automation:
    """The server's state: sessions, settings, elements given out."""

    def __init__(self, system: AndroidSystem) -> None:
        self._system = system
        self._phone = system.phone
        self._sessions: dict[str, dict[str, Any]] = {}
        self._numbers = itertools.count(1)
        self.settings = Settings()
        self._elements = Elements()
        self._look: Look | None = None
        self._looked_at: tuple[object, ...] = ()
        system.instrumentation_ended.append(self.end_sessions)

    # sessions

    def status(self) -> dict[str, Any]:
        return {
            "ready": True,
            "message": "UiAutomator2 Server is ready to accept commands",
            "build": {"version": SERVER_VERSION},
        }

    def sessions(self) -> list[dict[str, Any]]:
        return [{"id": name, "capabilities": caps} for name, caps in self._sessions.items()]

    def new_session(self, body: Body) -> tuple[str, dict[str, Any]]:
        """Begin a session; a former one ends, as the server holds one. Gives its id and the answer's value."""
        wanted = body.get("capabilities")
        if not isinstance(wanted, dict):
            raise BadArgument("'capabilities' must be an object")
        first = wanted.get("firstMatch") or [{}]
        if not isinstance(first, list) or not isinstance(first[0], dict):
            raise BadArgument("'firstMatch' must be a list of objects")
        given = {**(wanted.get("alwaysMatch") or {}), **first[0]}
        self.end_sessions()
        session_id = f"{next(self._numbers):08d}-{id(self) & 0xFFFFFFFF:08x}"
        self._sessions[session_id] = {name.removeprefix("appium:"): value for name, value in given.items()}
        return session_id, {"sessionId": session_id, "capabilities": self._sessions[session_id]}

    def require_session(self, session_id: str) -> None:
        """Raises: NoSession."""
        if session_id not in self._sessions:
            raise NoSession(
                f"The session '{session_id}' does not exist; it was ended or the server was restarted"
            )

    def end_sessions(self) -> None:
        """All sessions are over, and what belonged to them."""
        self._sessions.clear()
        self._elements = Elements()
        self.settings = Settings()

    def delete_session(self, _body: Body) -> None:
        self.end_sessions()
        process = self._system.started_process(AUTOMATION_SERVER)
        if process is not None:
            self._system.end_process(process)

    def capabilities(self, _body: Body) -> dict[str, Any]:
        return next(iter(self._sessions.values()))

    # seeing

    def _tree(self) -> Tree:
        return self._seen().tree

    def _seen(self) -> Look:
        screen = self._phone.screen()
        settings = self.settings
        now = (
            screen,
            settings["allowInvisibleElements"],
            settings["enableMultiWindows"],
            self._system.rotation,
        )
        if self._look is None or now != self._looked_at:
            tree = see(
                screen,
                invisible=bool(settings["allowInvisibleElements"]),
                all_windows=bool(settings["enableMultiWindows"]),
                rotation=self._system.rotation,
            )
            self._look, self._looked_at = Look(self._phone, tree, self._seen), now
        package = next((caps.get("appPackage") for caps in self._sessions.values()), None)
        self._look.app_package = package if isinstance(package, str) else None
        self._look.ids_as_given = bool(settings["disableIdLocatorAutocompletion"])
        self._look.xpath_below_context = bool(settings["limitXPathContextScope"])
        return self._look

    def _node(self, element_id: str) -> Node:
        return self._elements.node(element_id, self._tree())

    def source(self, _body: Body) -> str:
        return str(self._seen().document())

    async def screenshot(self, _body: Body) -> str:
        return base64.b64encode(await self._phone.screenshot()).decode()

    async def element_screenshot(self, _body: Body, element_id: str) -> str:
        bounds = self._node(element_id).bounds
        if not bounds.width or not bounds.height:
            raise BadElementState("The element has no area that could be seen")
        picture = await self._phone.screenshot()
        return base64.b64encode(await asyncio.to_thread(_cropped, picture, bounds)).decode()

    # elements

    def _model(self, node: Node) -> dict[str, Any]:
        model: dict[str, Any] = dict(reference(self._elements.id_of(node)))
        if self.settings["shouldUseCompactResponses"]:
            return model
        attributes = node.attributes()
        for name in str(self.settings["elementResponseAttributes"]).split(","):
            attribute = _attribute_name(name.strip().removeprefix("attribute/"))
            if attribute in attributes:
                model[name.strip()] = attributes[attribute]
        return model

    def _found(self, body: Body) -> list[Node]:
        strategy = body.get("strategy", body.get("using"))
        selector = body.get("selector", body.get("value"))
        context = body.get("context")
        if not isinstance(strategy, str) or not isinstance(selector, str):
            raise BadArgument("'strategy' and 'selector' must be strings")
        look = self._seen()
        start = self._elements.node(str(context), look.tree) if context else None
        return find(look, strategy, selector, start)

    def find_element(self, body: Body) -> dict[str, Any]:
        found = self._found(body)
        if not found:
            raise NoSuchElement(
                "An element could not be located on the page using the given search parameters"
            )
        return self._model(found[0])

    def find_elements(self, body: Body) -> list[dict[str, Any]]:
        try:
            return [self._model(node) for node in self._found(body)]
        except NoSuchElement:
            if body.get("context"):
                raise
            return []

    def find_below(self, body: Body, element_id: str) -> dict[str, Any]:
        return self.find_element({**body, "context": element_id})

    def find_all_below(self, body: Body, element_id: str) -> list[dict[str, Any]]:
        return self.find_elements({**body, "context": element_id})

    def active_element(self, _body: Body) -> dict[str, Any]:
        return self._model(self._focused())

    def _focused(self) -> Node:
        for node in self._tree().walk():
            if node.widget.focused:
                return node
        raise NoSuchElement("No element has the focus")

    def first_visible(self, _body: Body, element_id: str) -> dict[str, Any]:
        children = self._node(element_id).children
        if not children:
            raise NoSuchElement("The element has no visible child")
        return self._model(children[0])

    def click(self, _body: Body, element_id: str) -> None:
        self._gestures().tap(*self._node(element_id).bounds.center)

    def text(self, _body: Body, element_id: str) -> str:
        return self._node(element_id).text

    def name(self, _body: Body, element_id: str) -> str | None:
        return self._node(element_id).description

    def attribute(self, _body: Body, element_id: str, name: str) -> str | None:
        node = self._node(element_id)
        attribute = _attribute_name(name)
        if attribute == "contentsize":
            return _content_size(node, self._tree().scale)
        attributes = node.attributes()
        if attribute not in attributes and attribute not in _OPTIONAL_ATTRIBUTES:
            known = ", ".join(sorted({*attributes, *_OPTIONAL_ATTRIBUTES}))
            raise BadArgument(
                f"'{name}' attribute is unknown for the element. Only these are supported: {known}"
            )
        return attributes.get(attribute)

    def flag(self, name: str) -> Callable[[Body, str], bool]:
        """The command that answers an attribute of yes or no as such."""
        return lambda _body, element_id: self._node(element_id).attributes()[name] == "true"

    def rect(self, _body: Body, element_id: str) -> dict[str, int]:
        return {**self.location({}, element_id), **self.size({}, element_id)}

    def location(self, _body: Body, element_id: str) -> dict[str, int]:
        bounds = self._node(element_id).bounds
        return {"x": bounds.left, "y": bounds.top}

    def size(self, _body: Body, element_id: str) -> dict[str, int]:
        bounds = self._node(element_id).bounds
        return {"width": bounds.width, "height": bounds.height}

    def set_value(self, body: Body, element_id: str) -> None:
        self._type(self._node(element_id), body)

    def send_keys(self, body: Body) -> None:
        element_id = body.get("elementId")
        self._type(self._node(str(element_id)) if element_id else self._focused(), body)

    def _type(self, node: Node, body: Body) -> None:
        text = body.get("text")
        if text is None and isinstance(body.get("value"), list):
            text = "".join(str(part) for part in body["value"])
        if not isinstance(text, str):
            raise BadArgument("'text' must be a string")
        if not node.editable:
            raise BadElementState(
                "Cannot set the text of this element. Did you interact with the correct element?"
            )
        enter = text.endswith("\\n")
        if enter:
            text = text.replace("\\n", "")
        if str(body.get("replace", False)).lower() == "true":
            self._phone.clear(node.widget)
        self._phone.type_text(node.widget, text)
        if enter:
            self._phone.press("enter")

    def clear(self, _body: Body, element_id: str) -> None:
        node = self._node(element_id)
        if not node.editable:
            raise BadElementState("Cannot clear this element. Did you interact with the correct element?")
        self._phone.clear(node.widget)

    # gestures

    def _gestures(self) -> Gestures:
        return Gestures(self._phone, self._tree())

    def _origin(self, body: Body) -> Node | None:
        origin = body.get("origin")
        if origin is None:
            return None
        if not isinstance(origin, dict) or not origin:
            raise BadArgument("'origin' must be an element")
        return self._node(str(next(iter(origin.values()))))

    def click_gesture(self, body: Body) -> None:
        self._gestures().tap(*point_of(self._origin(body), body.get("offset"), "Click"))

    def double_click_gesture(self, body: Body) -> None:
        self._gestures().tap(*point_of(self._origin(body), body.get("offset"), "Double click"), times=2)

    def long_click_gesture(self, body: Body) -> None:
        duration = body.get("duration")
        held_ms = 500.0 if duration is None else number(body, "duration")
        if held_ms < 0:
            raise BadArgument("Long click duration cannot be negative")
        self._gestures().tap(*point_of(self._origin(body), body.get("offset"), "Long click"), held_ms=held_ms)

    def drag_gesture(self, body: Body) -> None:
        end = body.get("end")
        if end is None:
            raise BadArgument("Drag gesture end coordinates must be provided")
        start = point_of(self._origin(body), body.get("start"), "Drag start")
        self._gestures().swipe(start, (number(end, "x"), number(end, "y")))

    def swipe_gesture(self, body: Body) -> None:
        area = area_of(self._tree(), self._origin(body), body.get("area"))
        self._gestures().swipe_over(
            area, direction_of(body.get("direction")), percent_of(body.get("percent"))
        )

    def scroll_gesture(self, body: Body) -> bool:
        area = area_of(self._tree(), self._origin(body), body.get("area"))
        percent = percent_of(body.get("percent"), most=100.0)
        return scroll(
            self._gestures(), self._phone, self._tree(), area, direction_of(body.get("direction")), percent
        )

    def fling_gesture(self, body: Body) -> bool:
        area = area_of(self._tree(), self._origin(body), body.get("area"))
        speed = body.get("speed")
        if speed is not None and number(body, "speed") < 50:
            raise BadArgument(f"Speed {speed} is less than the minimum fling velocity 50")
        return scroll(
            self._gestures(), self._phone, self._tree(), area, direction_of(body.get("direction")), 1.0
        )

    def pinch_gesture(self, _body: Body) -> None:
        pinch()

    def scroll_to_gesture(self, body: Body) -> None:
        params = body.get("params")
        if not isinstance(params, dict):
            raise BadArgument("'params' must be an object with 'strategy' and 'selector'")
        origin = self._origin(body)
        container = origin or next((node for node in self._tree().walk() if node.widget.scrollable), None)
        swipes = params.get("maxSwipes")
        limit = 30 if swipes is None else int(number(params, "maxSwipes"))
        if container is None:
            self.find_element(params)
            return
        if not scroll_to(self._phone, container, max_swipes=limit, seen=lambda: bool(self._found(params))):
            raise NoSuchElement("The element was not found by scrolling")

    def scroll_to_element(self, _body: Body, element_id: str, other_id: str) -> None:
        container = self._node(element_id)
        key = self._elements.key(other_id)

        def seen() -> bool:
            return self._tree().find(key) is not None

        if not scroll_to(self._phone, container, max_swipes=30, seen=seen):
            raise NoSuchElement("The element was not found by scrolling")

    def perform_actions(self, body: Body) -> None:
        Player(self._phone, self._gestures(), self._node).play(body.get("actions"))

    # keys and system

    def back(self, _body: Body) -> None:
        self._phone.press("back")

    def press_keycode(self, body: Body) -> None:
        code = body.get("keycode")
        if isinstance(code, str) and code.isdigit():
            code = int(code)
        if not isinstance(code, int) or isinstance(code, bool):
            raise BadArgument(f"'keycode' must be a number, not {code!r}")
        meta = body.get("metastate")
        try:
            keys.press(self._phone, code, meta_state=int(meta) if meta is not None else 0)
        except keys.UnknownKey as error:
            raise BadArgument(str(error)) from error

    def open_notifications(self, _body: Body) -> None:
        self._phone.open_notifications()

    def get_clipboard(self, _body: Body) -> str:
        return base64.b64encode(self._system.clipboard.encode()).decode()

    def set_clipboard(self, body: Body) -> None:
        if str(body.get("contentType", "plaintext")).lower() != "plaintext":
            raise BadArgument("Only the content type 'plaintext' is supported")
        try:
            self._system.clipboard = base64.b64decode(str(body.get("content", "")), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadArgument("'content' must be base64 of UTF-8 text") from error

    def alert_text(self, _body: Body) -> str:
        return alerts.text_of(self._tree())

    def accept_alert(self, body: Body) -> None:
        alerts.answer(self._phone, self._tree(), "accept", body.get("buttonLabel"))

    def dismiss_alert(self, body: Body) -> None:
        alerts.answer(self._phone, self._tree(), "dismiss", body.get("buttonLabel"))

    def orientation(self, _body: Body) -> str:
        return "PORTRAIT"

    def set_orientation(self, body: Body) -> str:
        wanted = str(body.get("orientation", "")).upper()
        if wanted not in ("PORTRAIT", "LANDSCAPE"):
            raise BadArgument("'orientation' must be PORTRAIT or LANDSCAPE")
        if wanted == "LANDSCAPE":
            raise BadElementState(
                "Screen rotation cannot be changed to LANDSCAPE: this phone's screens are upright"
            )
        return wanted

    def rotation(self, _body: Body) -> dict[str, int]:
        return {"x": 0, "y": 0, "z": 0}

    def set_rotation(self, body: Body) -> dict[str, int]:
        wanted = {axis: int(number(body, axis)) for axis in "xyz"}
        if wanted["x"] or wanted["y"] or wanted["z"] not in (0, 90, 180, 270):
            raise BadArgument("Only z may differ from 0, and only by quarters of a turn")
        if wanted["z"]:
            raise BadElementState("Screen rotation cannot be changed: this phone's screens are upright")
        return wanted

    def window_size(self, _body: Body, _handle: str) -> dict[str, int]:
        width, height = self._system.size_px()
        return {"width": width, "height": height}

    def system_bars(self, _body: Body) -> dict[str, int]:
        metrics = self._phone.screen().metrics
        return {"statusBar": round(metrics.top * metrics.scale)}

    def pixel_ratio(self, _body: Body) -> float:
        return self._phone.screen().metrics.scale

    def display_density(self, _body: Body) -> int:
        return self._system.density_dpi()

    def declared_orientation(self, _body: Body) -> str:
        return "SCREEN_ORIENTATION_PORTRAIT"

    def device_info(self, _body: Body) -> dict[str, Any]:
        width, height = self._system.size_px()
        system = self._system
        return {
            "androidId": system.settings["secure"]["android_id"],
            "manufacturer": system.property_of("ro.product.manufacturer"),
            "model": MODEL,
            "brand": system.property_of("ro.product.brand"),
            "apiVersion": system.property_of("ro.build.version.sdk"),
            "platformVersion": system.property_of("ro.build.version.release"),
            "carrierName": system.property_of("gsm.operator.alpha"),
            "realDisplaySize": f"{width}x{height}",
            "displayDensity": system.density_dpi(),
            "locale": system.property_of("persist.sys.locale").replace("-", "_"),
            "timeZone": system.property_of("persist.sys.timezone"),
            "networks": [],
            "bluetooth": {"state": "ON" if system.radio.bluetooth else "OFF"},
        }

    def battery_info(self, _body: Body) -> dict[str, float | int]:
        battery = self._system.battery
        charging = _BATTERY_FULL if battery.level == 100 else _BATTERY_CHARGING
        return {"level": battery.level / 100, "status": charging if battery.plugged else _BATTERY_DISCHARGING}

    def network_connection(self, body: Body) -> int:
        parameters = body.get("parameters", body)
        kind = int(number(parameters, "type"))
        airplane = bool(kind & _AIRPLANE)
        self._system.set_radio(airplane=airplane, wifi=bool(kind & _WIFI), data=bool(kind & _DATA))
        return kind

    def get_settings(self, _body: Body) -> dict[str, Any]:
        return self.settings.all()

    def update_settings(self, body: Body) -> dict[str, Any]:
        wanted = body.get("settings")
        if not isinstance(wanted, dict):
            raise BadArgument("'settings' must be an object")
        self.settings.update(wanted)
        return self.settings.all()

    def nothing(self, _body: Body) -> None:
        """A command whose effect has no meaning here: nothing is cached that could be wrong."""

    def unsupported(self, what: str) -> Callable[[Body], None]:
        """The command that says why it cannot be done."""

        def refuse(_body: Body) -> None:
            raise Unsupported(what)

        return refuse


def _attribute_name(name: str) -> str:
    lower = name.lower()
    return _ATTRIBUTE_ALIASES.get(lower, lower)


def _content_size(node: Node, scale: float) -> str:
    if node.widget.scroll is None:
        raise BadArgument("'contentSize' is known of scrollable elements only")
    bounds, room = node.bounds, round(node.widget.scroll.room * scale)
    return (
        f'{{"width":{bounds.width},"height":{bounds.height},"top":{bounds.top},"left":{bounds.left},'
        f'"scrollableOffset":{room},"touchPadding":24}}'
    )


def _cropped(picture: bytes, bounds: Rect) -> bytes:
    image = Image.open(io.BytesIO(picture)).crop((bounds.left, bounds.top, bounds.right, bounds.bottom))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
