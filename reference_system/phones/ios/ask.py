"""A request to WebDriverAgent, as its commands are given it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from reference_system.phones.ios.agent import Agent
from reference_system.phones.ios.element import Element
from reference_system.phones.ios.errors import InvalidArgument
from reference_system.phones.model.phone import Phone


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: path parameters, query and JSON body."""

    agent: Agent
    parameters: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def phone(self) -> Phone:
        return self.agent.phone

    @property
    def element(self) -> Element:
        """The element of the path."""
        return self.agent.element(self.parameters["uuid"])

    @property
    def target(self) -> Element:
        """The element of the path, or the application where there is none."""
        return self.element if "uuid" in self.parameters else self.agent.application()

    def required(self, name: str) -> Any:
        """An argument of the body. Raises: InvalidArgument, without it."""
        if self.body.get(name) is None:
            raise InvalidArgument(f"Missing '{name}' parameter")
        return self.body[name]


Answer = Callable[[Ask], object] | Callable[[Ask], Awaitable[object]]
