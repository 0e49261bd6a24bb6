"""Finding elements, asking about them, and typing into them."""

from __future__ import annotations

from reference_system.phones.ios import gestures
from reference_system.phones.ios.ask import Ask
from reference_system.phones.ios.element import ATTRIBUTES, Element
from reference_system.phones.ios.errors import (
    InvalidArgument,
    InvalidElementState,
    NoSuchElement,
    UnknownError,
)

_KEY_NAMES = {
    "XCUIKeyboardKeyReturn": "\n",
    "XCUIKeyboardKeyEnter": "\n",
    "XCUIKeyboardKeyDelete": "\b",
    "XCUIKeyboardKeySpace": " ",
}


async def find(ask: Ask) -> object:
    root = ask.target
    return ask.agent.reference(await ask.agent.find_one(ask.body.get("using"), ask.body.get("value"), root))


async def find_all(ask: Ask) -> object:
    root = ask.target
    found = await ask.agent.find(ask.body.get("using"), ask.body.get("value"), root)
    return [ask.agent.reference(element) for element in found]


def active(ask: Ask) -> object:
    for element in ask.agent.application().walk():
        if element.focused:
            return ask.agent.reference(element)
    raise NoSuchElement("no element has the keyboard focus")


def enabled(ask: Ask) -> object:
    return ask.element.enabled


def displayed(ask: Ask) -> object:
    return ask.element.visible


def selected(ask: Ask) -> object:
    return ask.element.selected


def rect(ask: Ask) -> object:
    return ask.element.rect


def element_type(ask: Ask) -> object:
    return ask.element.type


def text(ask: Ask) -> object:
    element = ask.element
    return element.value or element.label or ""


def attribute(ask: Ask) -> object:
    element, name = ask.element, ask.parameters["name"]
    try:
        return element.attribute(name)
    except KeyError as error:
        known = ", ".join(ATTRIBUTES)
        raise UnknownError(f"The attribute '{name}' is unknown. Known, in any case: {known}") from error


def tap_element(ask: Ask, element: Element) -> None:
    """Tap in the middle, after scrolling to it where that is needed and possible."""
    if not element.visible:
        path = element.path
        if not gestures.scroll_to(ask.phone, element):
            raise InvalidElementState(
                f"{element.type} '{element.name}' is not visible and cannot be scrolled to"
            )
        element = next(found for found in ask.agent.application().walk() if found.path == path)
    if element.widget is not None:
        ask.phone.hand.tap_widget(element.widget)
    else:
        ask.phone.hand.tap(*element.bounds.center)


def click(ask: Ask) -> object:
    tap_element(ask, ask.element)
    return None


def typed(value: object) -> str:
    if isinstance(value, list):
        return "".join(str(part) for part in value)
    if isinstance(value, str):
        return value
    raise InvalidArgument("Neither 'value' nor 'text' parameter is provided")


def set_value(ask: Ask) -> object:
    element = ask.element
    text = typed(ask.body.get("value", ask.body.get("text")))
    if element.widget is not None and element.widget.entry is not None:
        if not element.enabled:
            raise InvalidElementState(f"{element.type} '{element.name}' is not enabled")
        ask.phone.keyboard.type_into(element.widget, text)
        return None
    tap_element(ask, element)
    if not ask.phone.keyboard.type(text):
        raise InvalidElementState(f"{element.type} '{element.name}' does not take the keyboard focus")
    return None


def clear(ask: Ask) -> object:
    element = ask.element
    if element.widget is None or element.widget.entry is None:
        raise InvalidElementState(f"{element.type} '{element.name}' has no text to clear")
    ask.phone.keyboard.clear(element.widget)
    return None


def keyboard_input(ask: Ask) -> object:
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
        tap_element(ask, ask.element)
    if not ask.phone.keyboard.type(text):
        raise InvalidElementState("no element has the keyboard focus")
    return None
