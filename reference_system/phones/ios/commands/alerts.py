"""The alert on show: its text and its buttons."""

from __future__ import annotations

from reference_system.phones.ios.ask import Ask
from reference_system.phones.ios.commands import elements
from reference_system.phones.ios.element import PREFIX
from reference_system.phones.ios.errors import InvalidElementState


def alert_text(ask: Ask) -> object:
    shown = [
        element.label for element in ask.agent.alert().descendants() if element.type == f"{PREFIX}StaticText"
    ]
    return "\n".join(label for label in shown if label)


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
