"""Alerts: a question over the screen, answered by its buttons, as the UiAutomator2 server recognizes them."""

from __future__ import annotations

import re
from typing import Literal

from reference_system.phones.android.source import Node, Tree
from reference_system.phones.android.w3c import BadElementState, NoAlert
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Kind

_ACCEPTS = re.compile(r".+:id/(button1|permission_allow\w*_button|button_positive)")
_DISMISSES = re.compile(r".+:id/(button2|permission_deny\w*_button|button_negative)")


def text_of(tree: Tree) -> str:
    """The texts of the alert on the screen, a line each. Raises: NoAlert."""
    alert = _alert(tree)
    texts = [node.text for node in alert.walk() if node.text and not _is_button(node)]
    return "\n".join(dict.fromkeys(texts))


def answer(phone: Phone, tree: Tree, way: Literal["accept", "dismiss"], label: str | None) -> None:
    """Press the button that accepts or dismisses, or the one of this label.

    Raises: NoAlert; BadElementState, when the alert has no such button.
    """
    buttons = [node for node in _alert(tree).walk() if _is_button(node)]
    pattern = _ACCEPTS if way == "accept" else _DISMISSES
    for button in buttons:
        chosen = button.text == label if label else pattern.fullmatch(button.resource_id or "")
        if chosen:
            phone.hand.tap_widget(button.widget)
            return
    known = ", ".join(button.text for button in buttons)
    wanted = f"of label '{label}'" if label else f"to {way} it"
    raise BadElementState(f"The alert has no button {wanted} (buttons: {known})")


def _alert(tree: Tree) -> Node:
    for node in tree.walk():
        if node.widget.kind is Kind.ALERT:
            return node
    answers = [node for node in tree.walk() if _ACCEPTS.fullmatch(node.resource_id or "") or _cancels(node)]
    if not answers:
        raise NoAlert("No alert is present on the screen")
    top = answers[0]
    while top.parent is not None:
        top = top.parent
    return top


def _cancels(node: Node) -> bool:
    return _DISMISSES.fullmatch(node.resource_id or "") is not None


def _is_button(node: Node) -> bool:
    return node.widget.kind is Kind.BUTTON
