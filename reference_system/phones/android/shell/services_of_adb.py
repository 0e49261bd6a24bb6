"""The adb services ``shell:`` (plain and version 2) and ``exec:``, which run command lines on the phone.

Source: platform/packages/modules/adb, ``shell_protocol.h``.
"""

from __future__ import annotations

import struct
from enum import IntEnum

from reference_system.phones.android.adb import Stream
from reference_system.phones.android.shell import activity_manager, dumps, package_manager, tools
from reference_system.phones.android.shell.command_line import Sink, Streams, Table, run
from reference_system.phones.android.system import AndroidSystem

COMMANDS: Table = {
    **activity_manager.COMMANDS,
    **dumps.COMMANDS,
    **package_manager.COMMANDS,
    **tools.COMMANDS,
}
_PACKET = struct.Struct("<BI")
_NO_COMMAND = "this phone's shell takes no typing, only command lines: adb shell COMMAND\n"


class _Id(IntEnum):
    STDOUT = 1
    STDERR = 2
    EXIT = 3


async def serve_shell(system: AndroidSystem, options: list[str], text: str, stream: Stream) -> None:
    """Run ``text``.

    Args:
        options: What stands between ``shell,`` and ``:``, e.g. ``["v2", "TERM=xterm", "raw"]``.
    """
    packets = "v2" in options

    def sink(kind: _Id) -> Sink:
        async def write(data: bytes) -> None:
            await stream.write(_PACKET.pack(kind, len(data)) + data if packets else data)

        return write

    streams = Streams(stream, sink(_Id.STDOUT), sink(_Id.STDERR), stream.hung_up)
    if text:
        status = await run(system, COMMANDS, text, streams)
    else:
        await streams.err(_NO_COMMAND.encode())
        status = 1
    if packets and not stream.hung_up.is_set():
        await stream.write(_PACKET.pack(_Id.EXIT, 1) + bytes([status]))


async def serve_exec(system: AndroidSystem, text: str, stream: Stream) -> None:
    """Run ``text`` with the bare stream as input and output; its exit status is nobody's."""
    await run(system, COMMANDS, text, Streams(stream, stream.write, stream.write, stream.hung_up))
