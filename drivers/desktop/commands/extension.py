"""Commands of this driver's own, called as Appium's are: ``execute_script("desktop: NAME", {...})``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drivers.desktop.errors import InvalidArgument, UnknownCommand
from drivers.desktop.session import Session


def execute(session: Session, _path: dict[str, str], body: dict[str, Any]) -> Any:
    """Run the extension command that ``script`` names.

    ``desktop: capsLock`` with ``{"on": bool}`` sets the state of Caps Lock, without arguments it asks for it.
    """
    script, arguments = body.get("script"), body.get("args", [])
    if not isinstance(script, str) or not isinstance(arguments, list):
        raise InvalidArgument("execute needs a string script and a list args")
    command = _COMMANDS.get(script)
    if command is None:
        raise UnknownCommand(f"unknown script {script!r} (known: {', '.join(_COMMANDS)})")
    options = arguments[0] if arguments else {}
    if not isinstance(options, dict):
        raise InvalidArgument(f"{script} takes one object")
    return command(session, options)


def _caps_lock(session: Session, options: dict[str, Any]) -> bool:
    if unknown := options.keys() - {"on"}:
        raise InvalidArgument(f"desktop: capsLock has no option {', '.join(sorted(unknown))}")
    if "on" in options:
        if not isinstance(options["on"], bool):
            raise InvalidArgument("desktop: capsLock: on must be true or false")
        session.seat.keyboard.caps_lock = options["on"]
    return session.seat.keyboard.caps_lock


_COMMANDS: dict[str, Callable[[Session, dict[str, Any]], Any]] = {"desktop: capsLock": _caps_lock}
