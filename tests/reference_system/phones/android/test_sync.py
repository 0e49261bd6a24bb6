"""push, pull, list and stat through the real adb, in both versions of the protocol's requests."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from pathlib import Path

import adbutils  # type: ignore[import-untyped]
import pytest

from reference_system.phones.android.files import FileSystem
from reference_system.phones.android.sync import serve_sync
from tests.reference_system.phones.android.conftest import NOW, Ran

Adb = Callable[..., Ran]


def test_push_makes_folders_and_keeps_mode_and_time(adb: Adb, tmp_path: Path) -> None:
    source = tmp_path / "run.sh"
    source.write_text("echo hi\n")
    source.chmod(0o755)
    assert adb("push", "-q", str(source), "/sdcard/Download/deep/er/run.sh").status == 0
    seen = adb("shell", "stat -c '%a %Y %s' /storage/emulated/0/Download/deep/er/run.sh").out
    assert seen == f"755 {int(source.stat().st_mtime)} 8\n"


def test_push_and_pull_a_folder(adb: Adb, tmp_path: Path) -> None:
    (tmp_path / "out" / "sub").mkdir(parents=True)
    (tmp_path / "out" / "a.txt").write_text("a")
    (tmp_path / "out" / "sub" / "b ü.txt").write_text("b")
    assert adb("push", str(tmp_path / "out"), "/sdcard/Documents/").status == 0
    assert adb("pull", "/sdcard/Documents/out", str(tmp_path / "back")).status == 0
    assert (tmp_path / "back" / "a.txt").read_text() == "a"
    assert (tmp_path / "back" / "sub" / "b ü.txt").read_text() == "b"


def test_refusals_are_told(adb: Adb, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    refused = adb("push", str(tmp_path / "x"), "/system/bin/x")
    assert refused.status == 1
    assert "Read-only file system" in refused.err + refused.out
    missing = adb("pull", "/sdcard/none", str(tmp_path / "none"))
    assert missing.status == 1
    assert "No such file or directory" in missing.err + missing.out


def test_version_one_of_stat_and_list(device: adbutils.AdbDevice) -> None:
    device.sync.push(b"12345", "/sdcard/Music/tune.mp3")
    assert [each.path for each in device.sync.list("/sdcard/Music")] == ["tune.mp3"]
    assert device.sync.stat("/sdcard/Music/tune.mp3").size == 5
    assert device.sync.stat("/sdcard/Music/none").mode == 0


class Wire:
    """A stream that reads from a script and keeps what is written."""

    def __init__(self, said: bytes) -> None:
        self.said, self.written = said, b""

    async def read_exactly(self, size: int) -> bytes:
        if len(self.said) < size:
            raise asyncio.IncompleteReadError(self.said, size)
        taken, self.said = self.said[:size], self.said[size:]
        return taken

    async def write(self, data: bytes) -> None:
        self.written += data


def _request(name: bytes, path: bytes) -> bytes:
    return struct.pack("<4sI", name, len(path)) + path


def _served(*requests: bytes) -> tuple[bytes, FileSystem]:
    files = FileSystem(NOW.timestamp)
    wire = Wire(b"".join(requests))
    asyncio.run(serve_sync(files, wire))  # type: ignore[arg-type]
    return wire.written, files


QUIT = struct.pack("<4sI", b"QUIT", 0)


def test_second_versions_of_send_and_receive() -> None:
    send = _request(b"SND2", b"/sdcard/v2") + struct.pack("<4sII", b"SND2", 0o100600, 0)
    data = struct.pack("<4sI", b"DATA", 3) + b"abc" + struct.pack("<4sI", b"DONE", 1234)
    receive = _request(b"RCV2", b"/sdcard/v2") + struct.pack("<4sI", b"RCV2", 0)
    said, files = _served(send, data, receive, QUIT)
    assert said == struct.pack("<4sI4sI", b"OKAY", 0, b"DATA", 3) + b"abc" + struct.pack("<4sI", b"DONE", 0)
    assert (files.find("/sdcard/v2").mode & 0o777, files.find("/sdcard/v2").mtime) == (0o600, 1234)


def test_compression_is_refused_after_the_last_byte() -> None:
    send = _request(b"SND2", b"/sdcard/v2") + struct.pack("<4sII", b"SND2", 0o100600, 1)
    data = struct.pack("<4sI", b"DATA", 3) + b"abc" + struct.pack("<4sI", b"DONE", 1234)
    said, files = _served(send, data, QUIT)
    assert said.startswith(b"FAIL")
    assert not files.exists("/sdcard/v2")


def test_long_stat_tells_the_error() -> None:
    said, _ = _served(_request(b"STA2", b"/nowhere"), _request(b"LST2", b"/sdcard"), QUIT)
    first, second = said[:72], said[72:]
    assert struct.unpack_from("<4sI", first) == (b"STA2", 2)
    name, error, *_ = struct.unpack_from("<4sI", second)
    mode = struct.unpack_from("<I", second, 24)[0]
    assert (name, error, mode & 0o170000) == (b"LST2", 0, 0o120000), "LST2 does not follow links"


@pytest.mark.parametrize(
    "request_bytes",
    [struct.pack("<4sI", b"STAT", 5000), _request(b"XXXX", b"/sdcard")],
    ids=["long", "unknown"],
)
def test_bad_requests(request_bytes: bytes) -> None:
    said, _ = _served(request_bytes)
    assert said.startswith(b"FAIL")


def test_client_that_goes_in_the_middle_leaves_no_file() -> None:
    files = FileSystem(NOW.timestamp)
    wire = Wire(_request(b"SEND", b"/sdcard/half,33188") + struct.pack("<4sI", b"DATA", 9) + b"abc")
    with pytest.raises(asyncio.IncompleteReadError):
        asyncio.run(serve_sync(files, wire))  # type: ignore[arg-type]
    assert not files.exists("/sdcard/half")
