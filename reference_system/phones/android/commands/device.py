"""Keys, alerts, clipboard, display, battery and settings: the phone as a whole."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from reference_system.phones.android import alerts, keys
from reference_system.phones.android.automation import Automation, Body
from reference_system.phones.android.gestures import number
from reference_system.phones.android.system import MODEL
from reference_system.phones.android.w3c import BadArgument, BadElementState, Unsupported

_AIRPLANE, _WIFI, _DATA = 1, 2, 4
_BATTERY_CHARGING, _BATTERY_DISCHARGING, _BATTERY_FULL = 2, 3, 5


class DeviceCommands:
    """Commands about the phone as a whole; ``on`` is the server they belong to."""

    def __init__(self, on: Automation) -> None:
        self._on = on

    def back(self, _body: Body) -> None:
        self._on.phone.hand.press("back")

    def press_keycode(self, body: Body) -> None:
        code = body.get("keycode")
        if isinstance(code, str) and code.isdigit():
            code = int(code)
        if not isinstance(code, int) or isinstance(code, bool):
            raise BadArgument(f"'keycode' must be a number, not {code!r}")
        meta_state = 0 if body.get("metastate") is None else int(number(body, "metastate"))
        try:
            keys.press(self._on.phone, code, meta_state=meta_state)
        except keys.UnknownKey as error:
            raise BadArgument(str(error)) from error

    def open_notifications(self, _body: Body) -> None:
        self._on.phone.shade.open()

    def get_clipboard(self, _body: Body) -> str:
        return base64.b64encode(self._on.system.clipboard.encode()).decode()

    def set_clipboard(self, body: Body) -> None:
        if str(body.get("contentType", "plaintext")).lower() != "plaintext":
            raise BadArgument("Only the content type 'plaintext' is supported")
        try:
            self._on.system.clipboard = base64.b64decode(str(body.get("content", "")), validate=True).decode()
        except ValueError as error:  # no base64, or of bytes that are no UTF-8
            raise BadArgument("'content' must be base64 of UTF-8 text") from error

    def alert_text(self, _body: Body) -> str:
        return alerts.text_of(self._on.tree())

    def accept_alert(self, body: Body) -> None:
        alerts.answer(self._on.phone, self._on.tree(), "accept", body.get("buttonLabel"))

    def dismiss_alert(self, body: Body) -> None:
        alerts.answer(self._on.phone, self._on.tree(), "dismiss", body.get("buttonLabel"))

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
        width, height = self._on.system.size_px()
        return {"width": width, "height": height}

    def system_bars(self, _body: Body) -> dict[str, int]:
        metrics = self._on.phone.glass.screen().metrics
        return {"statusBar": round(metrics.top * metrics.scale)}

    def pixel_ratio(self, _body: Body) -> float:
        return self._on.phone.glass.screen().metrics.scale

    def display_density(self, _body: Body) -> int:
        return self._on.system.density_dpi()

    def declared_orientation(self, _body: Body) -> str:
        return "SCREEN_ORIENTATION_PORTRAIT"

    def device_info(self, _body: Body) -> dict[str, Any]:
        width, height = self._on.system.size_px()
        system = self._on.system
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
        battery = self._on.system.battery
        charging = _BATTERY_FULL if battery.level == 100 else _BATTERY_CHARGING
        return {"level": battery.level / 100, "status": charging if battery.plugged else _BATTERY_DISCHARGING}

    def network_connection(self, body: Body) -> int:
        parameters = body.get("parameters", body)
        kind = int(number(parameters, "type"))
        airplane = bool(kind & _AIRPLANE)
        self._on.system.set_radio(airplane=airplane, wifi=bool(kind & _WIFI), data=bool(kind & _DATA))
        return kind

    def get_settings(self, _body: Body) -> dict[str, Any]:
        return self._on.settings.all()

    def update_settings(self, body: Body) -> dict[str, Any]:
        wanted = body.get("settings")
        if not isinstance(wanted, dict):
            raise BadArgument("'settings' must be an object")
        self._on.settings.update(wanted)
        return self._on.settings.all()

    def nothing(self, _body: Body) -> None:
        """A command whose effect has no meaning here: nothing is cached that could be wrong."""

    def unsupported(self, what: str) -> Callable[[Body], None]:
        """The command that says why it cannot be done."""

        def refuse(_body: Body) -> None:
            raise Unsupported(what)

        return refuse
