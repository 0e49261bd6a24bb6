"""The Android face of a phone: adb and emulator console on ports of their own, and UiAutomator2's server."""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from loopback.doorkeeper import Doorkeeper
from reference_system.phones.android import adb, uiautomator
from reference_system.phones.android.adb import AdbDaemon, Service, ServiceRefused, Stream
from reference_system.phones.android.automation import PHONE_KEY, Automation
from reference_system.phones.android.console import Console
from reference_system.phones.android.inside import InsideServer
from reference_system.phones.android.shell import serve_exec, serve_shell
from reference_system.phones.android.system import AndroidSystem
from reference_system.phones.model.phone import Phone
from reference_system.serving import BodyLimit

UIAUTOMATOR_PORT = 6790
"""Where the UiAutomator2 server listens as the phone sees it: ``adb forward tcp:N tcp:6790``."""
_CONSOLE_PORTS = range(20_000, 32_000, 4)
"""Ports above those that adb scans for emulators and below the ephemeral ones.

The next one is adb's; the one after that Appium forwards to the UiAutomator2 server. Left to itself,
Appium takes a free one of the hundred from 8200, and two Appiums on a machine can take the same.
"""
_TRIES = 200
CAPABILITIES: Mapping[str, Any] = {
    "platformName": "Android",
    "appium:automationName": "UiAutomator2",
    "appium:platformVersion": "14",
    "appium:skipServerInstallation": True,
    "appium:skipDeviceInitialization": True,
    "appium:skipUnlock": True,
    "appium:skipLogcatCapture": True,
    "appium:noReset": True,
    "appium:ignoreHiddenApiPolicyError": True,
    "appium:suppressKillServer": True,
    "appium:newCommandTimeout": 0,
}
"""What makes a session quick and leaves the phone as it is; what is each phone's own is added to it."""


class AndroidFace:
    """A phone that adb, console and Appium can speak to; made by ``serve``.

    Attributes:
        udid: ``emulator-<console_port>``, its serial number for adb.
        console_port, adb_port: On 127.0.0.1; ``adb_port`` is ``console_port`` + 1.
        capabilities: For an Appium session, without ``appium:adbPort``.
        system: Android below the screen: clipboard, permissions, radio.
        uiautomator: The UiAutomator2 server, which adb connects to.
    """

    def __init__(self, phone: Phone, console_socket: socket.socket, adb_socket: socket.socket) -> None:
        self.console_port: int = console_socket.getsockname()[1]
        self.adb_port: int = adb_socket.getsockname()[1]
        self.udid = f"emulator-{self.console_port}"
        self.capabilities: dict[str, Any] = {
            **CAPABILITIES,
            "appium:udid": self.udid,
            "appium:systemPort": self.console_port + 2,
            PHONE_KEY: secrets.token_urlsafe(16),
        }
        self.system = AndroidSystem(phone)
        self._sockets = console_socket, adb_socket
        self._console = Console(self.system)
        self._automation = Automation(self.system, self.capabilities[PHONE_KEY])
        properties = {f"ro.product.{name}": "vphone" for name in ("name", "model", "device")}
        self._adb = AdbDaemon(self._open, properties)
        app = Doorkeeper(BodyLimit(uiautomator.create_app(self._automation)), forwarded=True)
        self.uiautomator = InsideServer(app)

    async def start(self) -> None:
        """Listen on both ports."""
        console_socket, adb_socket = self._sockets
        await self._console.start(console_socket)
        await self._adb.start(adb_socket)

    async def announce(self, adb_server_port: int) -> None:
        """Tell the adb server on this port of 127.0.0.1 that the phone is there. Raises: OSError."""
        await adb.announce(adb_server_port, self.adb_port)

    def reset(self) -> None:
        """Radios, clipboard, text messages as new; the automation server runs on."""
        self.system.reset()

    async def close(self) -> None:
        """Hang up on everybody and free the ports."""
        await self._adb.close()
        await self._console.close()
        await self.uiautomator.close()
        await self._automation.aside.close()

    async def _open(self, name: str) -> Service:
        """The adb service of a name such as ``shell,v2,raw:ls``. Raises: ServiceRefused."""
        kind, _, rest = name.partition(":")
        base, *options = kind.split(",")
        match base:
            case "shell":
                return self._with_stream(serve_shell, self.system, options, rest)
            case "exec":
                return self._with_stream(serve_exec, self.system, rest)
            case "tcp" if rest == str(UIAUTOMATOR_PORT):
                reader, writer = await self.uiautomator.connect()
                return lambda stream: _join(stream, reader, writer)
        raise ServiceRefused("not offered by this phone")

    @staticmethod
    def _with_stream(serve: Callable[..., Awaitable[None]], *arguments: Any) -> Service:
        return lambda stream: serve(*arguments, stream)


async def _join(stream: Stream, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes between an adb stream and a socket until one of them ends."""

    async def upwards() -> None:
        while data := await stream.read():
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()

    task = asyncio.create_task(upwards())
    try:
        while data := await reader.read(65536):
            await stream.write(data)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await task
        writer.close()


def _listener(port: int) -> socket.socket:
    """A socket that listens on ``port`` of 127.0.0.1; 0: on any. Raises: OSError, when it is taken.

    The protocol is named because asyncio switches Nagle's delay off (44 ms an answer) only where it is.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _bind_pair() -> tuple[socket.socket, socket.socket]:
    """A port of the console and the one above it, both bound on 127.0.0.1; the third is free now.

    Raises: OSError, when no such three are free.
    """
    for port in random.sample(_CONSOLE_PORTS, _TRIES):
        bound: list[socket.socket] = []
        try:
            for each in (port, port + 1):
                bound.append(_listener(each))
            _listener(port + 2).close()
        except OSError:
            for each_socket in bound:
                each_socket.close()
            continue
        return bound[0], bound[1]
    raise OSError(
        f"no three free ports among {_TRIES} between {_CONSOLE_PORTS.start} and {_CONSOLE_PORTS.stop}"
    )


async def serve(phone: Phone) -> AndroidFace:
    """Put ``phone`` behind adb, console and UiAutomator2 server, on the running event loop.

    Raises: OSError, when no ports are free.
    """
    face = AndroidFace(phone, *_bind_pair())
    await face.start()
    return face
