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
from dataclasses import replace
from pathlib import Path

from loopback import peers
from reference_system.ib_key.wire import Notification
from reference_system.phones.android.system import AndroidSystem, TextMessage
from reference_system.phones.model.camera import BadPicture

log = logging.getLogger(__name__)

ENROLLED_FINGER = 1
"""The finger that its owner has enrolled; any other is a stranger's."""
AVD_NAME = "ibkey"
_SPEAKS_WITHIN_S = 60.0
_GREETING = "Android Console: type 'help' for a list of commands"
_MAX_IMAGE = 32 * 1024 * 1024
_SPEEDS = ("gsm", "hscsd", "gprs", "edge", "umts", "hsdpa", "lte", "evdo", "5g", "full")
_DELAYS = ("gprs", "edge", "umts", "none")
_GSM_STATES = ("unregistered", "home", "roaming", "searching", "denied", "off", "on")


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
            "avd": self._avd,
            "finger": self._finger,
            "geo": self._geo,
            "gsm": self._gsm,
            "help": lambda _: self._help(),
            "help-verbose": lambda _: self._help(),
            "network": self._network,
            "ping": lambda _: "I am alive!",
            "power": self._power,
            "rotate": self._rotate,
            "sensor": self._sensor,
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

    def _avd(self, words: list[str]) -> str:
        match words:
            case ["name"]:
                return AVD_NAME
            case ["status"]:
                return "virtual device is running"
        raise Refused("bad sub-command; 'avd name' and 'avd status' are possible")

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

    def _geo(self, words: list[str]) -> str:
        match words:
            case ["fix", *numbers] if len(numbers) >= 2:
                try:
                    # Appium sends each place twice, once with commas, for hosts of such a language.
                    longitude, latitude, *further = (float(one.replace(",", ".")) for one in numbers)
                except ValueError as error:
                    raise Refused("argument is not a number") from error
                self._system.location = (latitude, longitude, further[0] if further else 0.0)
                return ""
        raise Refused("missing sub-command or argument: geo fix LONGITUDE LATITUDE")

    def _gsm(self, words: list[str]) -> str:
        radio = self._system.radio
        match words:
            case ["voice", state] if state in _GSM_STATES:
                self._system.radio = replace(radio, voice=state)
                return ""
            case ["data", state] if state in _GSM_STATES:
                self._system.set_radio(data=state in ("home", "roaming", "on"))
                return ""
            case ["status"]:
                data = "home" if radio.data else "unregistered"
                return f"gsm voice state: {radio.voice}\r\ngsm data state:  {data}"
            case ["signal-profile", profile] if profile in "01234":
                return ""
            case ["call" | "accept" | "busy" | "cancel" | "hold", number] if number.lstrip("+").isdigit():
                self._system.phone.note(f"gsm {words[0]}")
                return ""
            case ["list"]:
                return ""
        raise Refused("bad sub-command or argument")

    def _network(self, words: list[str]) -> str:
        radio = self._system.radio
        match words:
            case ["status"]:
                return (
                    "Current network status:\r\n"
                    f"  download speed:    {radio.speed}\r\n"
                    f"  upload speed:      {radio.speed}\r\n"
                    f"  latency:           {radio.delay}"
                )
            case ["speed", speed] if speed in _SPEEDS or _is_pair(speed):
                self._system.radio = replace(radio, speed=speed)
                return ""
            case ["delay", delay] if delay in _DELAYS or _is_pair(delay):
                self._system.radio = replace(radio, delay=delay)
                return ""
        raise Refused("bad sub-command or argument")

    def _power(self, words: list[str]) -> str:
        battery = self._system.battery
        match words:
            case ["ac", "on" | "off" as state]:
                battery.plugged = state == "on"
                return ""
            case ["capacity", percent] if percent.isdigit() and int(percent) <= 100:
                battery.level = int(percent)
                return ""
            case ["display"]:
                return (
                    f"AC: {'online' if battery.plugged else 'offline'}\r\nstatus: "
                    f"{'Charging' if battery.plugged else 'Discharging'}\r\nhealth: Good\r\npresent: true\r\n"
                    f"capacity: {battery.level}"
                )
            case ["status" | "health" | "present", _]:
                return ""
        raise Refused("bad sub-command or argument")

    def _rotate(self, _words: list[str]) -> str:
        raise Refused("this phone is held upright")

    def _sensor(self, words: list[str]) -> str:
        match words:
            case ["status"]:
                return "acceleration: enabled.\r\nfingerprint: enabled."
            case ["set", _, _]:
                return ""
        raise Refused("bad sub-command or argument")

    def _sms(self, words: list[str]) -> str:
        match words:
            case ["send", number, *text] if text:
                message = " ".join(text)
                self._system.messages.append(TextMessage(number, message, self._system.clock.now()))
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


def _is_pair(text: str) -> bool:
    return all(part.isdigit() for part in text.split(":")) and text.count(":") <= 1


def _image(path: Path) -> bytes:
    """The content of the file. Raises: Refused, when there is none, or too much."""
    try:
        if path.stat().st_size > _MAX_IMAGE:
            raise Refused(f"image is larger than {_MAX_IMAGE} bytes")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"unable to load image: {error.strerror}") from error
