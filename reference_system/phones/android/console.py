"""The emulator's console: what ``adb emu`` and telnet speak with on the even port.

Text lines both ways; every command is answered by ``OK`` or ``KO: why``. The real one also asks for a token,
out of a file in the home folder, unless that is empty, and Appium's driver empties it; so this one asks the
kernel whose a connection is, and hangs up on a browser that sends it lines in a request.
Source: Android Studio documentation, "Send emulator console commands"; the emulator's own ``help``.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from pathlib import Path

from loopback import peers
from reference_system.ib_key.wire import Notification
from reference_system.phones.android.system import AndroidSystem, TextMessage
from reference_system.phones.model.camera import BadPicture

log = logging.getLogger(__name__)

ENROLLED_FINGER = 1
"""The finger that its owner has enrolled; any other is a stranger's."""
_SPEAKS_WITHIN_S = 60.0
_GREETING = "Android Console: type 'help' for a list of commands"
_MAX_IMAGE = 32 * 1024 * 1024


class Refused(Exception):
    """Answered by ``KO``."""


class Console:
    """Answers console connections; one line, one answer."""

    def __init__(self, system: AndroidSystem) -> None:
        self._system = system
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._commands: dict[str, Callable[[list[str]], str]] = {
            "auth": lambda _: _GREETING,
            "finger": self._finger,
            "help": lambda _: self._help(),
            "sms": self._sms,
            "virtualscene-image": self._virtual_scene,
        }

    async def start(self, listener: socket.socket) -> None:
        """Serve the bound socket ``listener`` from now on."""
        self._server = await asyncio.start_server(self._connected, sock=listener)

    async def close(self) -> None:
        """Stop listening and hang up."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not peers.is_own(writer.get_extra_info("socket")):
            writer.transport.abort()
            return
        self._writers.add(writer)
        try:
            writer.write(f"{_GREETING}\r\nOK\r\n".encode())
            async with asyncio.timeout(_SPEAKS_WITHIN_S):
                line = await reader.readline()
            while line and (words := _words(line)) not in (["quit"], ["exit"]):
                if _is_http(words):
                    log.warning("console: hung up on a connection that speaks HTTP")
                    break
                if words:
                    writer.write(self.answer(words).encode())
                    await writer.drain()
                line = await reader.readline()
        except (ConnectionError, TimeoutError, ValueError) as error:
            log.debug("console: connection ended: %s", error)
        finally:
            self._writers.discard(writer)
            writer.close()

    def answer(self, words: list[str]) -> str:
        """The answer to one command, with its line ends."""
        command = self._commands.get(words[0])
        if command is None:
            return "KO: unknown command, try 'help'\r\n"
        try:
            said = command(words[1:])
        except Refused as refusal:
            return f"KO: {refusal}\r\n"
        return f"{said}\r\nOK\r\n" if said else "OK\r\n"

    def _help(self) -> str:
        names = sorted([*self._commands, "quit"])
        return "Android console commands:\r\n\r\n" + "\r\n".join(f"    {name}" for name in names) + "\r\n"

    def _finger(self, words: list[str]) -> str:
        match words:
            case ["touch", number] if number.isdigit():
                self._system.phone.sense(int(number) == ENROLLED_FINGER)
                return ""
            case ["remove"]:
                return ""
            case ["touch", *_]:
                raise Refused("missing or bad fingerid")
        raise Refused("bad sub-command")

    def _sms(self, words: list[str]) -> str:
        match words:
            case ["send", number, *text] if text:
                message = " ".join(text)
                self._system.messages.append(TextMessage(number, message, self._system.phone.clock.now()))
                self._system.phone.receive(Notification("Messages", number, message))
                return ""
        raise Refused("missing argument: sms send PHONE_NUMBER TEXT")

    def _virtual_scene(self, words: list[str]) -> str:
        match words:
            case ["table" | "wall", *name]:
                image = _image(Path(" ".join(name))) if name else None
                try:
                    self._system.phone.camera.show(image, "rear")
                except BadPicture as bad:
                    raise Refused(f"unable to load image: {bad}") from bad
                return ""
        raise Refused("usage: virtualscene-image table|wall FILE")


def _words(line: bytes) -> list[str]:
    return line.decode(errors="replace").split()


def _is_http(words: list[str]) -> bool:
    return len(words) == 3 and words[2].startswith("HTTP/")


def _image(path: Path) -> bytes:
    """The content of the file. Raises: Refused, when there is none, or too much."""
    try:
        if path.stat().st_size > _MAX_IMAGE:
            raise Refused(f"image is larger than {_MAX_IMAGE} bytes")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"unable to load image: {error.strerror}") from error
