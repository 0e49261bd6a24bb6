"""The adb services ``shell:`` (plain and version 2) and ``exec:``, which run command lines on the phone.

Source: platform/packages/modules/adb, ``shell_protocol.h``.
"""

from __future__ import annotations

import asyncio
import struct
from enum import IntEnum

from reference_system.phones.android.adb import Stream
from reference_system.phones.android.shell.commands import COMMANDS
from reference_system.phones.android.shell.interpreter import Shell, Source, Streams
from reference_system.phones.android.shell.terminal import Terminal
from reference_system.phones.android.system import AndroidSystem

_PACKET = struct.Struct("<BI")


class _Id(IntEnum):
    STDIN = 0
    STDOUT = 1
    STDERR = 2
    EXIT = 3
    CLOSE_STDIN = 4
    WINDOW_SIZE = 5


class _PacketInput:
    """Standard input, taken out of the packets of shell version 2."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._rest = b""
        self._open = True

    async def read(self, limit: int = 65536) -> bytes:
        while not self._rest and self._open:
            try:
                kind, length = _PACKET.unpack(await self._stream.read_exactly(_PACKET.size))
                content = await self._stream.read_exactly(length)
            except asyncio.IncompleteReadError:
                self._open = False
                break
            if kind == _Id.STDIN:
                self._rest = content
                self._open = bool(content)
            elif kind == _Id.CLOSE_STDIN:
                self._open = False
        taken, self._rest = self._rest[:limit], self._rest[limit:]
        return taken


async def serve_shell(system: AndroidSystem, options: list[str], text: str, stream: Stream) -> None:
    """Run ``text``, or with an empty one a shell that a person types into.

    Args:
        options: What stands between ``shell,`` and ``:``, e.g. ``["v2", "TERM=xterm", "raw"]``.
    """
    shell = Shell(system, COMMANDS)
    stdin: Source = stream
    if "v2" in options:
        stdin = _PacketInput(stream)

        async def out(data: bytes) -> None:
            await stream.write(_PACKET.pack(_Id.STDOUT, len(data)) + data)

        async def err(data: bytes) -> None:
            await stream.write(_PACKET.pack(_Id.STDERR, len(data)) + data)

    else:
        out = err = stream.write
    is_terminal = "pty" in options or (not text and "raw" not in options)
    streams = Streams(stdin, out, err, stream.hung_up)
    if is_terminal:
        streams = Terminal.streams(streams)
    status = await (shell.run(text, streams) if text else Terminal(shell, streams, echoes=is_terminal).run())
    if "v2" in options and not stream.hung_up.is_set():
        await stream.write(_PACKET.pack(_Id.EXIT, 1) + bytes([status]))


async def serve_exec(system: AndroidSystem, text: str, stream: Stream) -> None:
    """Run ``text`` with the bare stream as input and output; its exit status is nobody's."""
    await Shell(system, COMMANDS).run(text, Streams(stream, stream.write, stream.write, stream.hung_up))
