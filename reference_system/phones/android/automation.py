"""The UiAutomator2 server's state: its sessions and settings, what it sees, and the elements it gave out."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from reference_system.phones.android.elements import Elements, reference
from reference_system.phones.android.finding import Look, find
from reference_system.phones.android.gestures import Gestures
from reference_system.phones.android.packages import AUTOMATION_SERVER
from reference_system.phones.android.settings import Settings
from reference_system.phones.android.source import Node, Tree, see
from reference_system.phones.android.system import AndroidSystem
from reference_system.phones.android.w3c import BadArgument, NoSession, SessionNotCreated
from reference_system.phones.expressions.aside import Aside

Body = Mapping[str, Any]
_ATTRIBUTE_ALIASES = {
    "name": "text",
    "classname": "class",
    "contentdescription": "content-desc",
    "resourceid": "resource-id",
    "longclickable": "long-clickable",
    "importantforaccessibility": "a11y-important",
    "screenreaderfocusable": "screen-reader-focusable",
    "inputtype": "input-type",
    "drawingorder": "drawing-order",
    "showinghinttext": "showing-hint",
    "textentrykey": "text-entry-key",
    "accessibilityfocused": "a11y-focused",
    "liveregion": "live-region",
    "contextclickable": "context-clickable",
    "maxtextlength": "max-text-length",
    "contentinvalid": "content-invalid",
}
SERVER_VERSION = "10.6.6"
"""The server whose routes, attributes and errors this one has."""
PHONE_KEY = "ibkey:phoneKey"
"""The capability that allows to begin a session.

The port that adb forwards to this server is open to every user of the machine, and the driver can be told no
path to put before its requests; but it passes on the capabilities.
"""


class Automation:
    """What all commands share.

    Attributes:
        system, phone: What is automated.
        settings, elements: Of the session in force.
        aside: Evaluates expressions that may take long; to be closed in the end.
    """

    def __init__(self, system: AndroidSystem, key: str) -> None:
        self.system = system
        self.phone = system.phone
        self._key = key
        self._sessions: dict[str, dict[str, Any]] = {}
        self.settings = Settings()
        self.elements = Elements()
        self.aside = Aside()
        self._last_look: Look | None = None
        self._last_looked_at: tuple[object, ...] = ()
        system.instrumentation_ended.append(self.end_sessions)

    # sessions

    def status(self) -> dict[str, Any]:
        """The answer of ``/status``."""
        return {
            "ready": True,
            "message": "UiAutomator2 Server is ready to accept commands",
            "build": {"version": SERVER_VERSION},
        }

    def sessions(self) -> list[dict[str, Any]]:
        """The answer of ``/sessions``: none, for who knows a session's id may do everything in it."""
        return []

    def new_session(self, body: Body) -> tuple[str, dict[str, Any]]:
        """Begin a session; a former one ends, as the server holds one. Its id and the answer's value.

        Raises: BadArgument; SessionNotCreated, without the phone's key.
        """
        wanted = body.get("capabilities")
        if not isinstance(wanted, dict):
            raise BadArgument("'capabilities' must be an object")
        first = wanted.get("firstMatch") or [{}]
        if not isinstance(first, list) or not isinstance(first[0], dict):
            raise BadArgument("'firstMatch' must be a list of objects")
        given = {**(wanted.get("alwaysMatch") or {}), **first[0]}
        if not secrets.compare_digest(str(given.get(PHONE_KEY)).encode(), self._key.encode()):
            raise SessionNotCreated(
                f"the capability {PHONE_KEY} is missing or wrong: take it from where the udid comes from"
            )
        self.end_sessions()
        session_id = str(uuid.uuid4())
        self._sessions[session_id] = {name.removeprefix("appium:"): value for name, value in given.items()}
        return session_id, {"sessionId": session_id, "capabilities": self._sessions[session_id]}

    def require_session(self, session_id: str) -> None:
        """Raises: NoSession."""
        if session_id not in self._sessions:
            raise NoSession(
                f"The session '{session_id}' does not exist; it was ended or the server was restarted"
            )

    def end_sessions(self) -> None:
        """All sessions are over, and what belonged to them."""
        self._sessions.clear()
        self.elements = Elements()
        self.settings = Settings()

    def delete_session(self, _body: Body) -> None:
        """End the session, and with it the server's process on the phone."""
        self.end_sessions()
        self.system.stop(AUTOMATION_SERVER)

    # seeing

    def tree(self) -> Tree:
        """What automation sees now."""
        return self.look().tree

    def look(self) -> Look:
        """What automation sees now, with its XML; the same as long as nothing has changed."""
        screen = self.phone.glass.screen()
        settings = self.settings
        now = (
            screen,
            settings["allowInvisibleElements"],
            settings["enableMultiWindows"],
        )
        if self._last_look is None or now != self._last_looked_at:
            tree = see(
                screen,
                invisible=bool(settings["allowInvisibleElements"]),
                all_windows=bool(settings["enableMultiWindows"]),
            )
            self._last_look, self._last_looked_at = Look(self.phone, tree, self.look, self.aside), now
        package = next((caps.get("appPackage") for caps in self._sessions.values()), None)
        self._last_look.app_package = package if isinstance(package, str) else None
        self._last_look.ids_as_given = bool(settings["disableIdLocatorAutocompletion"])
        self._last_look.xpath_below_context = bool(settings["limitXPathContextScope"])
        return self._last_look

    def node(self, element_id: str) -> Node:
        """What an element stands for. Raises: NoSuchElement, StaleElement."""
        return self.elements.node(element_id, self.tree())

    async def found(self, body: Body) -> list[Node]:
        """What a request looks for. Raises: BadArgument, BadSelector, NoSuchElement, StaleElement."""
        strategy = body.get("strategy", body.get("using"))
        selector = body.get("selector", body.get("value"))
        context = body.get("context")
        if not isinstance(strategy, str) or not isinstance(selector, str):
            raise BadArgument("'strategy' and 'selector' must be strings")
        look = self.look()
        start = self.elements.node(str(context), look.tree) if context else None
        return await find(look, strategy, selector, start)

    def model(self, node: Node) -> dict[str, Any]:
        """An element as it travels, with the attributes that the settings ask for."""
        model: dict[str, Any] = dict(reference(self.elements.id_of(node)))
        if self.settings["shouldUseCompactResponses"]:
            return model
        attributes = node.attributes()
        for name in str(self.settings["elementResponseAttributes"]).split(","):
            attribute = attribute_name(name.strip().removeprefix("attribute/"))
            if attribute in attributes:
                model[name.strip()] = attributes[attribute]
        return model

    def gestures(self) -> Gestures:
        """A finger over the screen as it is now."""
        return Gestures(self.phone, self.tree())


def attribute_name(name: str) -> str:
    """An attribute's name in the page source, from any of its aliases."""
    lower = name.lower()
    return _ATTRIBUTE_ALIASES.get(lower, lower)
