"""Finding elements, reading them, typing into them."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Callable
from typing import Any

from PIL import Image

from reference_system.phones.android.automation import Automation, Body, attribute_name
from reference_system.phones.android.source import Node, Rect
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

    async def find_below(self, body: Body, element_id: str) -> dict[str, Any]:
        return await self.find_element({**body, "context": element_id})

    async def find_all_below(self, body: Body, element_id: str) -> list[dict[str, Any]]:
        return await self.find_elements({**body, "context": element_id})

    def active_element(self, _body: Body) -> dict[str, Any]:
        return self._on.model(self._focused())

    def _focused(self) -> Node:
        for node in self._on.tree().walk():
            if node.widget.focused:
                return node
        raise NoSuchElement("No element has the focus")

    def first_visible(self, _body: Body, element_id: str) -> dict[str, Any]:
        children = self._on.node(element_id).children
        if not children:
            raise NoSuchElement("The element has no visible child")
        return self._on.model(children[0])

    def click(self, _body: Body, element_id: str) -> None:
        self._on.gestures().tap(*self._on.node(element_id).bounds.center)

    def text(self, _body: Body, element_id: str) -> str:
        return self._on.node(element_id).text

    def name(self, _body: Body, element_id: str) -> str | None:
        return self._on.node(element_id).description

    def attribute(self, _body: Body, element_id: str, name: str) -> str | None:
        node = self._on.node(element_id)
        attribute = attribute_name(name)
        if attribute == "contentsize":
            return _content_size(node, self._on.tree().scale)
        attributes = node.attributes()
        if attribute not in attributes and attribute not in _OPTIONAL_ATTRIBUTES:
            known = ", ".join(sorted({*attributes, *_OPTIONAL_ATTRIBUTES}))
            raise BadArgument(
                f"'{name}' attribute is unknown for the element. Only these are supported: {known}"
            )
        return attributes.get(attribute)

    def flag(self, name: str) -> Callable[[Body, str], bool]:
        """The command that answers an attribute of yes or no as such."""
        return lambda _body, element_id: self._on.node(element_id).attributes()[name] == "true"

    def rect(self, _body: Body, element_id: str) -> dict[str, int]:
        return {**self.location({}, element_id), **self.size({}, element_id)}

    def location(self, _body: Body, element_id: str) -> dict[str, int]:
        bounds = self._on.node(element_id).bounds
        return {"x": bounds.left, "y": bounds.top}

    def size(self, _body: Body, element_id: str) -> dict[str, int]:
        bounds = self._on.node(element_id).bounds
        return {"width": bounds.width, "height": bounds.height}

    def set_value(self, body: Body, element_id: str) -> None:
        self._type(self._on.node(element_id), body)

    def send_keys(self, body: Body) -> None:
        element_id = body.get("elementId")
        self._type(self._on.node(str(element_id)) if element_id else self._focused(), body)

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
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
