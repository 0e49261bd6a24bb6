"""AT-SPI over D-Bus: a connection that pipelines calls, and ears for the events that end a wait.

AccessibilityError
├ ObjectGone     the object was destroyed by its program
├ ProgramGone    the program has left the bus
└ NotAnswering   no reply in time
"""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jeepney import (  # type: ignore[import-untyped]
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    new_method_call,
)
from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, open_dbus_connection  # type: ignore[import-untyped]

PREFIX = "org.a11y.atspi."
REGISTRY = PREFIX + "Registry"
ROOT_PATH = "/org/a11y/atspi/accessible/root"
NULL_PATH = "/org/a11y/atspi/null"
PROPERTIES = "org.freedesktop.DBus.Properties"

REPLY_WITHIN_S = 10.0
"""A program that has not answered a call by then is taken to hang."""

CALLS_IN_FLIGHT = 400
"""Calls sent before their replies are read; keeps both ends clear of a full socket."""


class AccessibilityError(Exception):
    """A call on the accessibility bus failed."""


class ObjectGone(AccessibilityError):
    """The object called was destroyed by its program."""


class ProgramGone(AccessibilityError):
    """The program called has left the bus."""


class NotAnswering(AccessibilityError):
    """The program called did not answer within ``REPLY_WITHIN_S``."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An accessible object: the unique bus name of its program and its path there."""

    bus_name: str
    path: str


@dataclass(frozen=True, slots=True)
class Call:
    """A method call on an object; ``interface`` without the common ``org.a11y.atspi.``."""

    ref: Ref
    interface: str
    member: str
    signature: str | None = None
    body: tuple[Any, ...] = ()

    def message(self) -> Message:
        interface = self.interface if "." in self.interface else PREFIX + self.interface
        address = DBusAddress(self.ref.path, self.ref.bus_name, interface)
        return new_method_call(address, self.member, self.signature, self.body)


def get(ref: Ref, interface: str, name: str) -> Call:
    """The call that reads a property; its reply is ``((signature, value),)``."""
    return Call(ref, PROPERTIES, "Get", "ss", (PREFIX + interface, name))


REGISTRY_ROOT = Ref(REGISTRY, ROOT_PATH)

_GONE_NAMES = {
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.Disconnected",
    # What the bus says to those who still wait when the program leaves.
    "org.freedesktop.DBus.Error.NoReply",
}
_GONE_OBJECTS = {
    "org.freedesktop.DBus.Error.UnknownObject",
    # Qt and java-atk-wrapper answer so for paths whose object was deleted.
    "org.freedesktop.DBus.Error.UnknownInterface",
    "org.freedesktop.DBus.Error.UnknownMethod",
}


def _outcome(call: Call, reply: Message) -> Any:
    if reply.header.message_type is not MessageType.error:
        return reply.body
    error_name = reply.header.fields.get(HeaderFields.error_name, "")
    told = f"{call.member} on {call.ref.path}: {error_name} {' '.join(map(str, reply.body))}"
    if error_name in _GONE_NAMES:
        return ProgramGone(told)
    if error_name in _GONE_OBJECTS:
        # A program that ends may lose its objects before it leaves the bus, its root among them.
        return ProgramGone(told) if call.ref.path == ROOT_PATH else ObjectGone(told)
    return AccessibilityError(told)


def accessibility_address(session_bus_address: str, *, within_s: float = 15.0) -> str:
    """Address of the accessibility bus of a session bus; starts it there when it is not running.

    Also announces assistive technology on it, so that toolkits that wait for that publish their trees.

    Raises: AccessibilityError, when nobody on the session bus offers ``org.a11y.Bus``; OSError and
        TimeoutError, when the session bus cannot be reached.
    """
    a11y = Ref("org.a11y.Bus", "/org/a11y/bus")
    announce = Call(a11y, PROPERTIES, "Set", "ssv", ("org.a11y.Status", "IsEnabled", ("b", True)))
    connection = open_dbus_connection(session_bus_address)
    try:
        for call in (Call(a11y, "org.a11y.Bus", "GetAddress"), announce):
            reply = connection.send_and_get_reply(call.message(), timeout=within_s)
            outcome = _outcome(call, reply)
            if isinstance(outcome, AccessibilityError):
                raise outcome
            if call is not announce:
                address = str(outcome[0])
    finally:
        connection.close()
    return address


class Bus:
    """The accessibility bus, for one thread at a time.

    Raises, from every call: AccessibilityError and its kinds.
    """

    def __init__(self, address: str) -> None:
        self._connection: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        self._connection.close()

    def call(self, ref: Ref, interface: str, member: str, signature: str | None = None, *body: Any) -> Any:
        """The one value that ``member`` returns (``None`` when it returns nothing)."""
        (outcome,) = self.call_many([Call(ref, interface, member, signature, body)])
        if isinstance(outcome, AccessibilityError):
            raise outcome
        return outcome[0] if outcome else None

    def get(self, ref: Ref, interface: str, name: str) -> Any:
        """Value of a property."""
        (outcome,) = self.call_many([get(ref, interface, name)])
        if isinstance(outcome, AccessibilityError):
            raise outcome
        return outcome[0][1]

    def call_many(self, calls: Sequence[Call]) -> list[Any]:
        """Send all calls before reading any reply.

        Returns: per call, in order, the tuple of returned values or the AccessibilityError it met.
        Raises: NotAnswering, ProgramGone when the bus itself is lost.
        """
        outcomes: list[Any] = []
        for start in range(0, len(calls), CALLS_IN_FLIGHT):
            try:
                outcomes += self._exchange(calls[start : start + CALLS_IN_FLIGHT])
            except TimeoutError as error:
                member = calls[start].member
                raise NotAnswering(f"no reply within {REPLY_WITHIN_S:g} s to {member}") from error
            except OSError as error:
                raise ProgramGone(f"the accessibility bus is lost: {error}") from error
        return outcomes

    def _exchange(self, calls: Sequence[Call]) -> list[Any]:
        serials: dict[int, int] = {}
        wire = bytearray()
        for index, call in enumerate(calls):
            serial = next(self._connection.outgoing_serial)
            serials[serial] = index
            wire += call.message().serialise(serial)
        self._connection.sock.sendall(wire)
        outcomes: list[Any] = [None] * len(calls)
        deadline = time.monotonic() + REPLY_WITHIN_S
        while serials:
            reply = self._connection.receive(timeout=max(0.0, deadline - time.monotonic()))
            index = serials.pop(reply.header.fields.get(HeaderFields.reply_serial, -1), -1)
            if index >= 0:
                outcomes[index] = _outcome(calls[index], reply)
        return outcomes

    def applications(self) -> list[Ref]:
        """Root objects of the programs on the bus, oldest first."""
        return [Ref(*pair) for pair in self.call(REGISTRY_ROOT, "Accessible", "GetChildren")]

    def pid(self, bus_name: str) -> int:
        """Process id of the program with this unique bus name."""
        daemon = Ref("org.freedesktop.DBus", "/org/freedesktop/DBus")
        return int(self.call(daemon, "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", bus_name))


class Ears:
    """Hears that something changed on the accessibility bus, so that a wait can look again at once.

    What changed is not read: a wait asks for the state it is after, an event only says when to ask.
    """

    LOOK_ANYWAY_EVERY_S = 0.1
    """Longest time between two looks: not every toolkit tells every change."""

    SETTLE_S = 0.004
    """Events come in bursts; one look per burst is enough."""

    def __init__(self, address: str) -> None:
        self._connection: DBusConnection = open_dbus_connection(address)
        for interface in ("Event.Object", "Event.Window"):
            rule = MatchRule(type="signal", interface=PREFIX + interface)
            self._connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=REPLY_WITHIN_S)
        registry = Ref(REGISTRY, "/org/a11y/atspi/registry")
        for events in ("object:", "window:"):
            call = Call(registry, "Registry", "RegisterEvent", "s", (events,))
            self._connection.send_and_get_reply(call.message(), timeout=REPLY_WITHIN_S)

    def close(self) -> None:
        self._connection.close()

    def forget(self) -> None:
        """Drop what was heard so far."""
        with contextlib.suppress(BlockingIOError):
            while self._connection.sock.recv(1 << 16, socket.MSG_DONTWAIT):
                pass

    def looks(
        self, *, within_s: float, also: Sequence[int] = (), at_least_every_s: float = LOOK_ANYWAY_EVERY_S
    ) -> Iterator[None]:
        """Yield each time one should look at the state waited for: at once, then after each event.

        The last look comes when ``within_s`` is over. ``also`` are file descriptors whose readiness asks
        for a look as well (a pidfd: the program has ended).
        """
        deadline = time.monotonic() + within_s
        watched = [self._connection.sock, *also]
        while True:
            self.forget()
            yield
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                return
            heard, _, _ = select.select(watched, [], [], min(left_s, at_least_every_s))
            if heard:
                select.select([], [], [], self.SETTLE_S)
