"""What WebDriverAgent keeps while it runs: its session, its settings, and the elements it has handed out."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from reference_system.phones.expressions.aside import Aside
from reference_system.phones.ios.class_chain import find as find_by_class_chain
from reference_system.phones.ios.element import (
    PREFIX,
    Element,
    application,
    front_app_id,
    type_named,
)
from reference_system.phones.ios.errors import (
    InvalidArgument,
    NoSuchAlert,
    NoSuchElement,
    StaleElement,
)
from reference_system.phones.ios.predicate import matching
from reference_system.phones.ios.source import find_by_xpath
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Screen

IOS_VERSION = "18.2"
AGENT_VERSION = "16.12.9"
UDID = f"00008110-{secrets.token_hex(8).upper()}"
"""Of this process's iPhone: Appium takes two sessions of one UDID for the same phone."""

ELEMENT_KEY = "element-6066-11e4-a52e-4f735466cecf"

DEFAULT_SETTINGS: dict[str, Any] = {"defaultActiveApplication": "auto", "shouldUseCompactResponses": True}
"""Those that mean something to this phone; whatever else is set is kept, as the real agent keeps it."""


class Agent:
    """The agent of one phone. One session at a time, as the real one: a new one ends the one before.

    ``aside`` evaluates expressions that may take long; it is to be closed in the end.
    """

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.aside = Aside()
        self.session_id: str | None = None
        self.session_app_id: str | None = None
        self.capabilities: dict[str, Any] = {}
        self.settings = dict(DEFAULT_SETTINGS)
        self.pasteboard: dict[str, bytes] = {}
        self._ids: dict[str, str] = {}
        self._references: dict[str, tuple[str, str]] = {}
        self._tree: tuple[Screen, str, Element] | None = None

    def begin(self, capabilities: dict[str, Any]) -> str:
        """A new session; elements of the one before are forgotten."""
        self.session_id = str(uuid.uuid4()).upper()
        self.capabilities = capabilities
        self.settings = dict(DEFAULT_SETTINGS)
        self.session_app_id = None
        self._ids.clear()
        self._references.clear()
        return self.session_id

    def end(self) -> None:
        """End the session; the app it started is closed, unless ``shouldTerminateApp`` is false."""
        app_id = self.session_app_id
        if app_id is not None and self.capabilities.get("shouldTerminateApp", True):
            self.phone.apps.terminate(app_id)
        self.session_id = None
        self.session_app_id = None

    # trees

    @property
    def app_id(self) -> str:
        """Bundle id of the active application."""
        default = self.settings["defaultActiveApplication"]
        return front_app_id(self.phone.glass.screen(), str(default))

    def application(self) -> Element:
        """The active application's tree as it is now."""
        screen, app_id = self.phone.glass.screen(), self.app_id
        if self._tree is None or self._tree[0] is not screen or self._tree[1] != app_id:
            self._tree = (screen, app_id, application(self.phone, screen, app_id))
        return self._tree[2]

    # references

    def reference(self, element: Element) -> dict[str, str]:
        """The element as the protocol hands it out; the same one gets the same id."""
        name = self._ids.setdefault(element.path, str(uuid.uuid4()).upper())
        self._references[name] = (element.path, element.type)
        return {ELEMENT_KEY: name, "ELEMENT": name}

    def element(self, name: object) -> Element:
        """The element a reference means, as it is now.

        Raises: StaleElement, when it is not on the screen any more, or was never handed out.
        """
        if isinstance(name, dict):
            name = name.get(ELEMENT_KEY, name.get("ELEMENT"))
        known = self._references.get(name) if isinstance(name, str) else None
        if known is None:
            raise StaleElement(
                f"The element identified by '{name}' is either not present or it has expired from the cache"
            )
        path, type_ = known
        for element in self._everywhere():
            if element.path == path and element.type == type_:
                return element
        raise StaleElement("The previously found element is not present in the current view anymore")

    def _everywhere(self) -> list[Element]:
        """Elements of the active application, then of every other one on the screen."""
        found = list(self.application().walk())
        screen = self.phone.glass.screen()
        others = {window.app_id for window in screen.windows} - {self.app_id}
        for app_id in sorted(others):
            found += application(self.phone, screen, app_id).walk()
        return found

    async def find(self, using: object, value: object, root: Element) -> list[Element]:
        """All elements under ``root`` a strategy and its value mean, in the tree's order.

        Raises: InvalidArgument, for an unknown strategy; InvalidSelector, for a malformed value.
        """
        if not isinstance(value, str):
            raise InvalidArgument("'value' must be a string")
        everything = list(root.walk())
        match using:
            case "accessibility id" | "id" | "name":
                return [element for element in everything if element.name == value]
            case "class name":
                name = type_named(value)
                return everything if name == f"{PREFIX}Any" else [e for e in everything if e.type == name]
            case "predicate string" | "-ios predicate string":
                return await matching(value, everything, self.aside)
            case "class chain" | "-ios class chain":
                return await find_by_class_chain(value, root, self.aside)
            case "xpath":
                return await find_by_xpath(value, root, self.aside)
            case _:
                raise InvalidArgument(f"Invalid locator requested: {using}")

    async def find_one(self, using: object, value: object, root: Element) -> Element:
        """The first of them. Raises: NoSuchElement."""
        found = await self.find(using, value, root)
        if not found:
            raise NoSuchElement(f"unable to find an element using '{using}', value '{value}'")
        return found[0]

    # alerts

    def alert(self) -> Element:
        """The alert that is open. Raises: NoSuchAlert."""
        for element in self._everywhere():
            if element.type == f"{PREFIX}Alert" and element.visible:
                return element
        raise NoSuchAlert("An attempt was made to operate on a modal dialog when one was not open")

    def alert_buttons(self) -> list[Element]:
        return [element for element in self.alert().descendants() if element.type == f"{PREFIX}Button"]
