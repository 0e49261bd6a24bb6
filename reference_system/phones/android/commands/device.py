"""Keys, alerts, clipboard, display and settings: the phone as a whole."""

from __future__ import annotations

import base64
from typing import Any

from reference_system.phones.android import alerts, keys
from reference_system.phones.android.automation import Automation, Body
from reference_system.phones.android.gestures import number
from reference_system.phones.android.packages import SDK
from reference_system.phones.android.system import MODEL
from reference_system.phones.android.w3c import BadArgument, BadElementState


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

    def device_info(self, _body: Body) -> dict[str, Any]:
        width, height = self._on.system.size_px()
        return {
            "manufacturer": "Virtual",
            "model": MODEL,
            "brand": "virtual",
            "apiVersion": str(SDK),
            "platformVersion": "14",
            "realDisplaySize": f"{width}x{height}",
            "displayDensity": self._on.system.density_dpi(),
            "locale": self._on.system.language.replace("-", "_"),
            "timeZone": "UTC",
        }

    def get_settings(self, _body: Body) -> dict[str, Any]:
        return self._on.settings.all()

    def update_settings(self, body: Body) -> dict[str, Any]:
        wanted = body.get("settings")
        if not isinstance(wanted, dict):
            raise BadArgument("'settings' must be an object")
        self._on.settings.update(wanted)
        return self._on.settings.all()
