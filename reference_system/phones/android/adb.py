"""The device side of the adb transport: what ``adbd`` speaks with an adb server.

A connection carries messages of a 24-byte header and a payload. Either side opens streams on it by naming a
service; each stream sends one payload at a time and waits for its acknowledgement, so a slow reader slows
its writer and no other stream.

Source: platform/packages/modules/adb, ``docs/dev/protocol.md``.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping, Sequence

from loopback import peers

log = logging.getLogger(__name__)

CNXN, OPEN, OKAY, CLSE, WRTE = (
    int.from_bytes(name, "little") for name in (b"CNXN", b"OPEN", b"OKAY", b"CLSE", b"WRTE")
)
VERSION = 0x01000001
"""Version 1.1: payloads carry no checksum."""
MAX_PAYLOAD = 1024 * 1024
FEATURES = ("shell_v2", "cmd")
_HEADER = struct.Struct("<6I")
_GREETS_WITHIN_S = 30.0
_HIGH_WATER = MAX_PAYLOAD
"""Bytes that may wait unread in a stream before its writer is no longer acknowledged."""


class ProtocolError(Exception):
    """The peer sent what no adb server sends; the connection is given up."""


class StreamClosed(ConnectionError):
    """The peer has closed the stream: nobody is left to write to."""


class ServiceRefused(Exception):
    """The device does not offer the service that a peer wants to open."""


class Stream:
    """One conversation on a connection, for the side that answers it."""

    def __init__(self, connection: Connection, local_id: int, remote_id: int) -> None:
        self.local_id, self.remote_id = local_id, remote_id
        self.hung_up = asyncio.Event()
        """Set once the peer has closed the stream or the connection is gone."""
        self._connection = connection
        self._received = bytearray()
        self._owes_acknowledgement = False
        self._readable = asyncio.Event()
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._writing = asyncio.Lock()

    async def read(self, limit: int = MAX_PAYLOAD) -> bytes:
        """The next bytes, 1 to ``limit`` of them, once there are any; ``b""`` when no more will come."""
        while not self._received and not self.hung_up.is_set():
            self._readable.clear()
            await self._readable.wait()
        taken = bytes(self._received[:limit])
        del self._received[:limit]
        if self._owes_acknowledgement and len(self._received) <= _HIGH_WATER:
            self._owes_acknowledgement = False
            self._connection.send(OKAY, self.local_id, self.remote_id)
        return taken

    async def read_exactly(self, size: int) -> bytes:
        """Exactly ``size`` bytes.

        Raises: asyncio.IncompleteReadError, when the peer closes before it has sent them.
        """
        parts: list[bytes] = []
        missing = size
        while missing:
            part = await self.read(missing)
            if not part:
                raise asyncio.IncompleteReadError(b"".join(parts), size)
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    async def write(self, data: bytes) -> None:
        """Send ``data``; returns when the last payload is on its way and all before it are acknowledged.

        Raises: StreamClosed.
        """
        async with self._writing:
            for start in range(0, len(data), self._connection.max_payload):
                await self._acknowledged()
                self._may_write.clear()
                self._connection.send(
                    WRTE, self.local_id, self.remote_id, data[start : start + self._connection.max_payload]
                )
                await self._connection.drain()

    async def close(self) -> None:
        """Say goodbye once everything written has been acknowledged; harmless when the peer has gone."""
        try:
            async with self._writing:
                await self._acknowledged()
        except StreamClosed:
            return
        self.hang_up()
        self._connection.send(CLSE, self.local_id, self.remote_id)

    async def _acknowledged(self) -> None:
        await self._may_write.wait()
        if self.hung_up.is_set():
            raise StreamClosed(f"adb stream {self.local_id} is closed")

    def feed(self, data: bytes) -> None:
        """Take a payload from the peer."""
        self._received += data
        self._readable.set()
        if len(self._received) <= _HIGH_WATER:
            self._connection.send(OKAY, self.local_id, self.remote_id)
        else:
            self._owes_acknowledgement = True

    def acknowledge(self) -> None:
        """The peer has taken the last payload."""
        self._may_write.set()

    def hang_up(self) -> None:
        """No more will be read from the peer, nor taken by it."""
        self.hung_up.set()
        self._readable.set()
        self._may_write.set()


Service = Callable[[Stream], Awaitable[None]]
OpenService = Callable[[str], Awaitable[Service]]
"""Finds the service of a name such as ``shell:ls``; raises ServiceRefused."""


class Connection:
    """One adb server, connected."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        banner: str,
        open_service: OpenService,
    ) -> None:
        self.max_payload = 4096
        self._reader, self._writer = reader, writer
        self._banner = banner
        self._open_service = open_service
        self._streams: dict[int, Stream] = {}
        self._next_id = 1
        self._checksums = True
        self._services: set[asyncio.Task[None]] = set()

    def send(self, command: int, arg0: int, arg1: int, payload: bytes = b"") -> None:
        """Put one message on the wire (buffered; ``drain`` waits until the buffer is low)."""
        checksum = sum(payload) & 0xFFFFFFFF if self._checksums else 0
        header = _HEADER.pack(command, arg0, arg1, len(payload), checksum, command ^ 0xFFFFFFFF)
        self._writer.write(header + payload)

    async def drain(self) -> None:
        """Wait while the socket takes no more; a lost connection is noticed by ``serve``."""
        try:
            await self._writer.drain()
        except ConnectionError as error:
            raise StreamClosed("the adb server has gone") from error

    async def serve(self) -> None:
        """Answer the peer until it goes away or breaks the protocol; then end every service of it."""
        try:
            async with asyncio.timeout(_GREETS_WITHIN_S):
                message = await self._receive()
            while True:
                self._dispatch(*message)
                message = await self._receive()
        except TimeoutError:
            log.debug("adb: a connection that said nothing was closed")
        except (asyncio.IncompleteReadError, ConnectionError):
            log.debug("adb: connection closed by the server")
        except ProtocolError as error:
            log.warning("adb: connection given up: %s", error)
        finally:
            await self._end_services()
            self._writer.close()

    async def _receive(self) -> tuple[int, int, int, bytes]:
        command, arg0, arg1, length, _, magic = _HEADER.unpack(await self._reader.readexactly(_HEADER.size))
        if magic != command ^ 0xFFFFFFFF:
            raise ProtocolError(f"command {command:#x} comes with magic {magic:#x}")
        if length > MAX_PAYLOAD:
            raise ProtocolError(f"payload of {length} bytes is longer than {MAX_PAYLOAD}")
        return command, arg0, arg1, await self._reader.readexactly(length) if length else b""

    def _dispatch(self, command: int, arg0: int, arg1: int, payload: bytes) -> None:
        if command == CNXN:
            self._greet(version=arg0, max_payload=arg1)
        elif command == OPEN:
            name = payload.rstrip(b"\0").decode(errors="replace")
            self._start(self._run(arg0, name))
        elif command == WRTE:
            if stream := self._streams.get(arg1):
                stream.feed(payload)
            else:
                self.send(CLSE, 0, arg0)
        elif command == OKAY:
            if stream := self._streams.get(arg1):
                stream.acknowledge()
        elif command == CLSE:
            if stream := self._streams.pop(arg1, None):
                stream.hang_up()
                self.send(CLSE, stream.local_id, stream.remote_id)
        else:
            raise ProtocolError(f"unknown command {command:#x}")

    def _greet(self, *, version: int, max_payload: int) -> None:
        self._checksums = version < VERSION
        self.max_payload = max(1, min(max_payload, MAX_PAYLOAD))
        for stream in self._streams.values():
            stream.hang_up()
        self._streams.clear()
        self.send(CNXN, VERSION, MAX_PAYLOAD, self._banner.encode())

    def _start(self, service: Awaitable[None]) -> None:
        task = asyncio.ensure_future(service)
        self._services.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._services.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            log.error("adb: a service failed", exc_info=failure)

    async def _run(self, remote_id: int, name: str) -> None:
        try:
            service = await self._open_service(name)
        except ServiceRefused as refusal:
            log.info("adb: %s refused: %s", name.partition(":")[0], refusal)
            self.send(CLSE, 0, remote_id)
            return
        local_id, self._next_id = self._next_id, self._next_id + 1
        stream = self._streams[local_id] = Stream(self, local_id, remote_id)
        self.send(OKAY, local_id, remote_id)
        try:
            await service(stream)
        except (asyncio.IncompleteReadError, ConnectionError):
            log.debug("adb: %s ended by its peer", name.partition(":")[0])
        finally:
            await stream.close()
            self._streams.pop(local_id, None)

    async def _end_services(self) -> None:
        for stream in self._streams.values():
            stream.hang_up()
        running = list(self._services)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


class AdbDaemon:
    """Listens on one port for adb servers of its own user; answers by the services of ``open_service``."""

    def __init__(self, open_service: OpenService, properties: Mapping[str, str]) -> None:
        """``properties``: what the device says of itself in ``adb devices -l`` (``ro.product.name``...)."""
        self._open_service = open_service
        self._banner = device_banner(properties, FEATURES)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, listener: socket.socket) -> None:
        """Serve the bound socket ``listener`` from now on."""
        self._server = await asyncio.start_server(self._connected, sock=listener, limit=2 * MAX_PAYLOAD)

    async def close(self) -> None:
        """Stop listening and drop every connection."""
        if self._server is not None:
            self._server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not peers.is_own(writer.get_extra_info("socket")):
            writer.transport.abort()
            return
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        await Connection(reader, writer, banner=self._banner, open_service=self._open_service).serve()


def device_banner(properties: Mapping[str, str], features: Sequence[str]) -> str:
    """The text a device introduces itself with, e.g. ``device::ro.product.name=x;features=cmd,shell_v2``."""
    said = [f"{name}={value}" for name, value in properties.items()]
    return "device::" + ";".join([*said, "features=" + ",".join(features)])


async def announce(adb_server_port: int, device_port: int) -> None:
    """Tell the adb server on loopback port ``adb_server_port`` that a device listens on ``device_port``.

    The emulator does the same when it starts; the server then lists ``emulator-<device_port - 1>``.
    Raises: OSError, when no adb server listens there.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", adb_server_port)
    try:
        message = f"host:emulator:{device_port}".encode()
        writer.write(b"%04x%s" % (len(message), message))
        await writer.drain()
        await reader.read()
    finally:
        writer.close()
