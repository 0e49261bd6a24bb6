"""What a client can ask of an open session: one module per family of commands of the standard.

A command is a function of the session, the parameters of its path and the JSON object of its body; what
it returns is the ``value`` of the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drivers.desktop.commands import (
    actions,
    alerts,
    document,
    elements,
    extension,
    finding,
    timeouts,
    windows,
)
from drivers.desktop.session import Session

Command = Callable[[Session, dict[str, str], dict[str, Any]], Any]

IN_SESSION: tuple[tuple[str, str, Command], ...] = (
    ("GET", "/timeouts", timeouts.read),
    ("POST", "/timeouts", timeouts.change),
    ("GET", "/title", document.title),
    ("GET", "/window", windows.handle),
    ("POST", "/window", windows.switch),
    ("DELETE", "/window", windows.close),
    ("GET", "/window/handles", windows.handles),
    ("GET", "/window/rect", windows.rect),
    ("POST", "/window/rect", windows.move),
    ("POST", "/window/maximize", windows.maximize),
    ("POST", "/window/minimize", windows.not_without_a_manager),
    ("POST", "/window/fullscreen", windows.not_without_a_manager),
    ("POST", "/window/new", windows.not_without_a_manager),
    ("GET", "/alert/text", alerts.text),
    ("POST", "/alert/text", alerts.fill),
    ("POST", "/alert/accept", alerts.accept),
    ("POST", "/alert/dismiss", alerts.dismiss),
    ("GET", "/source", document.source),
    ("GET", "/screenshot", document.screenshot),
    ("POST", "/element", finding.find_one),
    ("POST", "/elements", finding.find_all),
    ("GET", "/element/active", finding.active),
    ("POST", "/element/{element}/element", finding.find_one),
    ("POST", "/element/{element}/elements", finding.find_all),
    ("GET", "/element/{element}/text", elements.text),
    ("GET", "/element/{element}/name", elements.tag),
    ("GET", "/element/{element}/attribute/{attribute}", elements.attribute),
    ("GET", "/element/{element}/property/{attribute}", elements.attribute),
    ("GET", "/element/{element}/rect", elements.rect),
    ("GET", "/element/{element}/computedrole", elements.computed_role),
    ("GET", "/element/{element}/computedlabel", elements.computed_label),
    ("GET", "/element/{element}/enabled", elements.enabled),
    ("GET", "/element/{element}/displayed", elements.displayed),
    ("GET", "/element/{element}/selected", elements.selected),
    ("GET", "/element/{element}/screenshot", elements.screenshot),
    ("POST", "/element/{element}/click", elements.click),
    ("POST", "/element/{element}/clear", elements.clear),
    ("POST", "/element/{element}/value", elements.send_keys),
    ("POST", "/actions", actions.perform),
    ("DELETE", "/actions", actions.release),
    ("POST", "/execute/sync", extension.execute),
)
"""Verb, path below ``/session/{session}``, command."""
