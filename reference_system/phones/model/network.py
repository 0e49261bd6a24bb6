"""The phone's way to the servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

State = Literal["online", "offline", "unstable", "silent"]
"""Connected; not connected; each first try fails; requests arrive, and their answers are lost."""

Answer = TypeVar("Answer")


class NoAnswer(Exception):
    """The network gave no answer to a request of the phone; the server may have had it all the same."""


class Network:
    """The network that a phone is on; ``state`` says how good it is."""

    def __init__(self) -> None:
        self.use("online")

    def use(self, state: State) -> None:
        """Be on a network of this kind from now on."""
        self.state: State = state
        self._requests = 0

    def request(self, call: Callable[[], Answer]) -> Answer:
        """Ask a server over the network, once. Raises: NoAnswer."""
        if self.state == "unstable":
            self._requests += 1
        if self.state == "offline" or (self.state == "unstable" and self._requests % 2):
            raise NoAnswer
        answer = call()
        if self.state == "silent":
            raise NoAnswer
        return answer
