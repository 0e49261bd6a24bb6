"""The ``sync:`` service of adb: push, pull, list and stat, in both versions of its requests.

Source: platform/packages/modules/adb, ``SYNC.TXT`` and ``file_sync_protocol.h``.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Awaitable, Callable

from reference_system.phones.android.adb import Stream
from reference_system.phones.android.files import FileSystem, Node

_REQUEST = struct.Struct("<4sI")
_STAT_V1 = struct.Struct("<4sIII")
_STAT_V2 = struct.Struct("<4sIQQIIIIQqqq")
_ENTRY_V1 = struct.Struct("<4sIIII")
_ENTRY_V2 = struct.Struct("<4sIQQIIIIQqqqI")
_CHUNK = 64 * 1024
_MAX_PATH = 1024
_SHELL_USER = 2000
_FILE_SYSTEM_ERROR_FREE = 0


class _Sync:
    def __init__(self, files: FileSystem, stream: Stream) -> None:
        self._files, self._stream = files, stream
        self._requests: dict[bytes, Callable[[str], Awaitable[None]]] = {
            b"STAT": self._stat_v1,
            b"STA2": self._stat_following,
            b"LST2": self._stat_link,
            b"LIST": self._list_v1,
            b"LIS2": self._list_v2,
            b"SEND": self._send_v1,
            b"SND2": self._send_v2,
            b"RECV": self._receive_v1,
            b"RCV2": self._receive_v2,
        }

    async def serve(self) -> None:
        while True:
            name, length = _REQUEST.unpack(await self._stream.read_exactly(_REQUEST.size))
            if name == b"QUIT":
                return
            if length > _MAX_PATH:
                await self._fail("path too long")
                return
            path = (await self._stream.read_exactly(length)).decode(errors="surrogateescape")
            request = self._requests.get(name)
            if request is None:
                await self._fail(f"unknown command '{name.decode(errors='replace')}'")
                return
            await request(path)

    async def _fail(self, message: str) -> None:
        text = message.encode(errors="surrogateescape")
        await self._stream.write(_REQUEST.pack(b"FAIL", len(text)) + text)

    async def _stat_v1(self, path: str) -> None:
        try:
            node = self._files.find(path, follow=False)
        except OSError:
            await self._stream.write(_STAT_V1.pack(b"STAT", 0, 0, 0))
            return
        await self._stream.write(_STAT_V1.pack(b"STAT", node.mode, node.size & 0xFFFFFFFF, node.mtime))

    async def _stat_following(self, path: str) -> None:
        await self._stat_v2(b"STA2", path, follow=True)

    async def _stat_link(self, path: str) -> None:
        await self._stat_v2(b"LST2", path, follow=False)

    async def _stat_v2(self, name: bytes, path: str, *, follow: bool) -> None:
        try:
            node = self._files.find(path, follow=follow)
        except OSError as error:
            await self._stream.write(_STAT_V2.pack(name, error.errno or 0, *[0] * 10))
            return
        await self._stream.write(_STAT_V2.pack(name, *_long_stat(path, node)))

    async def _list_v1(self, path: str) -> None:
        await self._list(path, self._entry_v1, _ENTRY_V1.pack(b"DONE", *[0] * 4))

    async def _list_v2(self, path: str) -> None:
        await self._list(path, self._entry_v2, _ENTRY_V2.pack(b"DONE", *[0] * 12))

    async def _list(self, path: str, entry: Callable[[str, Node, bytes], bytes], done: bytes) -> None:
        try:
            folder = self._files.find(path).children
        except OSError:
            folder = {}
        listing = [
            entry(f"{path}/{name}", node, name.encode(errors="surrogateescape"))
            for name, node in folder.items()
        ]
        await self._stream.write(b"".join([*listing, done]))

    @staticmethod
    def _entry_v1(_path: str, node: Node, name: bytes) -> bytes:
        return _ENTRY_V1.pack(b"DENT", node.mode, node.size & 0xFFFFFFFF, node.mtime, len(name)) + name

    @staticmethod
    def _entry_v2(path: str, node: Node, name: bytes) -> bytes:
        return _ENTRY_V2.pack(b"DNT2", *_long_stat(path, node), len(name)) + name

    async def _send_v1(self, target: str) -> None:
        path, _, mode = target.rpartition(",")
        if not mode.isdigit():
            path, mode = target, str(stat.S_IFREG | 0o644)
        await self._take(path, int(mode))

    async def _send_v2(self, path: str) -> None:
        _, mode, flags = struct.unpack("<4sII", await self._stream.read_exactly(12))
        await self._take(path, mode, refused=f"unknown flags: {flags}" if flags else None)

    async def _take(self, path: str, mode: int, *, refused: str | None = None) -> None:
        """Take the file that follows; a refusal is told after its last byte, when the sender listens."""
        chunks: list[bytes] = []
        while True:
            name, length = _REQUEST.unpack(await self._stream.read_exactly(_REQUEST.size))
            if name == b"DONE":
                mtime = length
                break
            if name != b"DATA" or length > _CHUNK:
                await self._fail(f"invalid data message of {length} bytes")
                return
            chunk = await self._stream.read_exactly(length)
            if refused is None:
                chunks.append(chunk)
        if refused is None:
            refused = self._store(path, b"".join(chunks), mode, mtime)
        if refused is not None:
            await self._fail(refused)
        else:
            await self._stream.write(_REQUEST.pack(b"OKAY", 0))

    def _store(self, path: str, data: bytes, mode: int, mtime: int) -> str | None:
        """Why the file cannot be stored, or None when it is."""
        above = path.rpartition("/")[0] or "/"
        try:
            self._files.make_folder(above, parents=True)
            if stat.S_ISLNK(mode):
                self._files.link(path, data.rstrip(b"\0").decode())
            else:
                self._files.write(path, data, mode=mode, mtime=mtime)
        except OSError as error:
            return f"couldn't create file: {error.strerror}"
        return None

    async def _receive_v1(self, path: str) -> None:
        await self._give(path)

    async def _receive_v2(self, path: str) -> None:
        _, flags = struct.unpack("<4sI", await self._stream.read_exactly(8))
        if flags:
            await self._fail(f"unknown flags: {flags}")
        else:
            await self._give(path)

    async def _give(self, path: str) -> None:
        try:
            data = self._files.read(path)
        except OSError as error:
            await self._fail(f"open failed: {error.strerror}")
            return
        view = memoryview(data)
        for start in range(0, len(data), _CHUNK):
            chunk = view[start : start + _CHUNK]
            await self._stream.write(_REQUEST.pack(b"DATA", len(chunk)) + bytes(chunk))
        await self._stream.write(_REQUEST.pack(b"DONE", 0))


def _long_stat(path: str, node: Node) -> tuple[int, ...]:
    inode = zlib.crc32(path.encode(errors="surrogateescape"))
    links = 2 if node.is_folder else 1
    times = (node.mtime, node.mtime, node.mtime)
    return (_FILE_SYSTEM_ERROR_FREE, 1, inode, node.mode, links, _SHELL_USER, _SHELL_USER, node.size, *times)


async def serve_sync(files: FileSystem, stream: Stream) -> None:
    """Answer sync requests on ``stream`` until the peer quits.

    Compression is not offered. Raises: asyncio.IncompleteReadError, when the peer goes in the middle.
    """
    await _Sync(files, stream).serve()
