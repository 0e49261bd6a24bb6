"""The alert on show: its text and its buttons."""

from __future__ import annotations

from reference_system.phones.ios.ask import Ask
from reference_system.phones.ios.commands import elements
from reference_system.phones.ios.element import PREFIX
from reference_system.phones.ios.errors import InvalidElementState, UnsupportedOperation


def alert_text(ask: Ask) -> object:
    shown = [
        element.label for element in ask.agent.alert().descendants() if element.type == f"{PREFIX}StaticText"
    ]
    return "\n".join(label for label in shown if label)


def alert_type(ask: Ask) -> object:
    fields = [
        element
        for element in ask.agent.alert().descendants()
        if element.widget is not None and element.widget.entry is not None
    ]
    if len(fields) != 1 or fields[0].widget is None:
        raise UnsupportedOperation("The alert contains no input field, or more than one")
    ask.phone.keyboard.clear(fields[0].widget)
    ask.phone.keyboard.type_into(fields[0].widget, elements.typed(ask.body.get("value")))
    return None


def alert_buttons(ask: Ask) -> object:
    return [button.label for button in ask.agent.alert_buttons()]


def _alert_press(ask: Ask, position: int) -> None:
    buttons, name = ask.agent.alert_buttons(), ask.body.get("name")
    if name is not None:
        buttons = [button for button in buttons if button.label == name]
    if not buttons:
        raise InvalidElementState("the alert has no such button")
    elements.tap_element(ask, buttons[position])


def alert_accept(ask: Ask) -> object:
    _alert_press(ask, -1)
    return None


def alert_dismiss(ask: Ask) -> object:
    _alert_press(ask, 0)
    return None
