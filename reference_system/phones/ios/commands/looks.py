"""What is to be seen: source, screenshots, sizes, orientation."""

from __future__ import annotations

import asyncio
import base64
import io
import math

from PIL import Image

from reference_system.phones.ios.agent import UDID
from reference_system.phones.ios.ask import Ask
from reference_system.phones.ios.errors import (
    InvalidArgument,
    InvalidElementState,
    UnableToCapture,
)
from reference_system.phones.ios.source import as_xml
from reference_system.phones.model.rasteriser import DrawingFailed
from reference_system.phones.model.widget import Bounds


def source(ask: Ask) -> object:
    wanted = ask.query.get("format", "xml")
    if wanted.lower() != "xml":
        raise InvalidArgument(f"Unknown source format '{wanted}'. Only xml is supported")
    return as_xml(
        ask.agent.application(),
        scope=ask.query.get("scope", ""),
        excluded=ask.query.get("excluded_attributes", ""),
    )


async def screenshot(ask: Ask) -> object:
    return base64.b64encode(await _picture(ask)).decode()


async def _picture(ask: Ask) -> bytes:
    try:
        return await ask.phone.glass.picture()
    except DrawingFailed as error:
        raise UnableToCapture(str(error)) from error


async def element_screenshot(ask: Ask) -> object:
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


def window_rect(ask: Ask) -> object:
    return {"x": 0, "y": 0, "width": ask.phone.metrics.width, "height": ask.phone.metrics.height}


def screen(ask: Ask) -> object:
    glass = ask.phone.metrics
    return {
        "screenSize": {"width": glass.width, "height": glass.height},
        "statusBarSize": {"width": glass.width, "height": glass.top},
        "displayId": 1,
        "scale": glass.scale,
    }


def orientation(_: Ask) -> object:
    return "PORTRAIT"


def set_orientation(ask: Ask) -> object:
    wanted = str(ask.required("orientation")).upper()
    if wanted not in ("PORTRAIT", "LANDSCAPE"):
        raise InvalidArgument("'orientation' must be PORTRAIT or LANDSCAPE")
    if wanted == "LANDSCAPE":
        raise InvalidElementState("Unable To Rotate Device: this phone's screens are upright")
    return None


def device_info(ask: Ask) -> object:
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
