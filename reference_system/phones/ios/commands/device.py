"""Buttons, lock, keyboard and clipboard: the phone as a whole."""

from __future__ import annotations

import base64

from reference_system.phones.ios.ask import Ask
from reference_system.phones.ios.commands import elements
from reference_system.phones.ios.errors import InvalidArgument, UnknownError
from reference_system.phones.model.widget import Kind

_BUTTONS = ("home", "volumeup", "volumedown")


def home(ask: Ask) -> object:
    ask.phone.hand.press("home")
    return None


def press_button(ask: Ask) -> object:
    name = str(ask.required("name"))
    if name.lower() not in _BUTTONS:
        raise UnknownError(f"The button '{name}' is not supported. Supported are: {', '.join(_BUTTONS)}")
    if name.lower() == "home":
        ask.phone.hand.press("home")
    return None


def lock(ask: Ask) -> object:
    ask.phone.lock.close()
    return None


def unlock(ask: Ask) -> object:
    ask.phone.lock.wake()
    if ask.phone.lock.closed:
        raise UnknownError("Timed out while waiting until the screen gets unlocked: it asks for the passcode")
    return None


def locked(ask: Ask) -> object:
    return ask.phone.lock.closed


def dismiss_keyboard(ask: Ask) -> object:
    """Press the key of one of the names given; where there is none, the keyboard just goes."""
    names = ask.body.get("keyNames") or []
    if not isinstance(names, list):
        raise InvalidArgument("'keyNames' must be a list")
    for element in ask.agent.application().walk():
        is_key = element.widget is not None and element.widget.kind is Kind.KEY
        if is_key and (element.identifier in names or element.label in names):
            elements.tap_element(ask, element)
            break
    ask.phone.keyboard.hide()
    return None


def set_pasteboard(ask: Ask) -> object:
    try:
        content = base64.b64decode(str(ask.required("content")), validate=True)
    except ValueError as error:  # other characters than base64 has, or too few
        raise InvalidArgument("Cannot decode the pasteboard content from base64") from error
    ask.agent.pasteboard[str(ask.body.get("contentType", "plaintext"))] = content
    return None


def get_pasteboard(ask: Ask) -> object:
    content = ask.agent.pasteboard.get(str(ask.body.get("contentType", "plaintext")), b"")
    return base64.b64encode(content).decode()
