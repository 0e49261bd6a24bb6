"""Finding elements, reading them, typing into them."""

from __future__ import annotations

import asyncio
import base64
import io
from typing import Any

from PIL import Image

from reference_system.phones.android.automation import Automation, Body, attribute_name
from reference_system.phones.android.source import Rect
from reference_system.phones.android.w3c import BadArgument, BadElementState, NoSuchElement

_OPTIONAL_ATTRIBUTES = ("content-desc", "resource-id", "hint", "input-type", "multiline", "max-text-length")


class ElementCommands:
    """Commands about elements; ``on`` is the server they belong to."""

    def __init__(self, on: Automation) -> None:
        self._on = on

    async def find_element(self, body: Body) -> dict[str, Any]:
        found = await self._on.found(body)
        if not found:
            raise NoSuchElement(
                "An element could not be located on the page using the given search parameters"
            )
        return self._on.model(found[0])

    async def find_elements(self, body: Body) -> list[dict[str, Any]]:
        try:
            return [self._on.model(node) for node in await self._on.found(body)]
        except NoSuchElement:
            if body.get("context"):
                raise
            return []

    def active_element(self, _body: Body) -> dict[str, Any]:
        for node in self._on.tree().walk():
            if node.widget.focused:
                return self._on.model(node)
        raise NoSuchElement("No element has the focus")

    def click(self, _body: Body, element_id: str) -> None:
        self._on.gestures().tap(*self._on.node(element_id).bounds.center)

    def text(self, _body: Body, element_id: str) -> str:
        return self._on.node(element_id).text

    def name(self, _body: Body, element_id: str) -> str | None:
        return self._on.node(element_id).description

    def attribute(self, _body: Body, element_id: str, name: str) -> str | None:
        node = self._on.node(element_id)
        attribute = attribute_name(name)
        attributes = node.attributes()
        if attribute not in attributes and attribute not in _OPTIONAL_ATTRIBUTES:
            known = ", ".join(sorted({*attributes, *_OPTIONAL_ATTRIBUTES}))
            raise BadArgument(
                f"'{name}' attribute is unknown for the element. Only these are supported: {known}"
            )
        return attributes.get(attribute)

    def rect(self, _body: Body, element_id: str) -> dict[str, int]:
        bounds = self._on.node(element_id).bounds
        return {"x": bounds.left, "y": bounds.top, "width": bounds.width, "height": bounds.height}

    def location(self, _body: Body, element_id: str) -> dict[str, int]:
        bounds = self._on.node(element_id).bounds
        return {"x": bounds.left, "y": bounds.top}

    def set_value(self, body: Body, element_id: str) -> None:
        node = self._on.node(element_id)
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
            self._on.phone.keyboard.clear(node.widget)
        self._on.phone.keyboard.type_into(node.widget, text)
        if enter:
            self._on.phone.hand.press("enter")

    def clear(self, _body: Body, element_id: str) -> None:
        node = self._on.node(element_id)
        if not node.editable:
            raise BadElementState("Cannot clear this element. Did you interact with the correct element?")
        self._on.phone.keyboard.clear(node.widget)

    def source(self, _body: Body) -> str:
        return str(self._on.look().document())

    async def screenshot(self, _body: Body) -> str:
        return base64.b64encode(await self._on.phone.glass.picture()).decode()

    async def element_screenshot(self, _body: Body, element_id: str) -> str:
        bounds = self._on.node(element_id).bounds
        if not bounds.width or not bounds.height:
            raise BadElementState("The element has no area that could be seen")
        picture = await self._on.phone.glass.picture()
        return base64.b64encode(await asyncio.to_thread(_cropped, picture, bounds)).decode()


def _cropped(picture: bytes, bounds: Rect) -> bytes:
    image = Image.open(io.BytesIO(picture)).crop((bounds.left, bounds.top, bounds.right, bounds.bottom))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
