"""The transport: against the real adb, and on the wire where the real one cannot be made to misbehave."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import adbutils  # type: ignore[import-untyped]
import pytest

from reference_system.phones.android.adb import (
    CLSE,
    CNXN,
    MAX_PAYLOAD,
    OKAY,
    OPEN,
    VERSION,
    WRTE,
    AdbDaemon,
    Service,
    ServiceRefused,
    Stream,
    announce,
)
from reference_system.phones.android.packages import AUTOMATION_SERVER, RUNNER
from tests.reference_system.phones.android.conftest import Ran, Running, wait_until

_HEADER = struct.Struct("<6I")
Adb = Callable[..., Ran]


def test_adb_lists_the_phone(adb: Adb, running: Running) -> None:
    listed = adb("devices", "-l").out
    assert f"{running.face.udid}" in listed
    assert "device product:vphone model:vphone device:vphone" in listed


@pytest.mark.parametrize(("line", "status"), [("echo", 0), ("cat /nowhere", 1), ("toybox", 127), ("pm", 255)])
def test_exit_status_of_shell(adb: Adb, line: str, status: int) -> None:
    assert adb("shell", line).status == status


def test_output_and_error_are_kept_apart(adb: Adb) -> None:
    ran = adb("shell", "echo out; ls /nowhere")
    assert (ran.out, ran.err, ran.status) == (
        "out\n",
        "/system/bin/sh: ls: inaccessible or not found\n",
        127,
    )


def test_nobody_types_into_the_shell(adb: Adb) -> None:
    ran = adb("shell", stdin=b"getprop\n")
    assert (ran.out, ran.status) == ("", 1)
    assert "only command lines" in ran.err


def test_an_app_of_ones_own_is_refused_once_it_has_come(adb: Adb, tmp_path: Path) -> None:
    apk = tmp_path / "own.apk"
    apk.write_bytes(b"PK" + bytes(18 * 1024 * 1024))
    ran = adb("install", str(apk))
    assert ran.status == 1
    assert "INSTALL_FAILED_USER_RESTRICTED" in ran.err + ran.out


def test_files_are_refused(adb: Adb, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    assert adb("push", str(tmp_path / "a"), "/sdcard/a").status == 1
    assert adb("pull", "/sdcard/a", str(tmp_path / "b")).status == 1


def test_many_streams_at_once(device: adbutils.AdbDevice) -> None:
    said: dict[int, object] = {}

    def ask(number: int) -> None:
        said[number] = device.shell(f"echo {'x' * 5000} {number}")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert said == {number: f"{'x' * 5000} {number}" for number in range(24)}


def test_killed_client_ends_its_command(device: adbutils.AdbDevice, running: Running) -> None:
    stream = device.shell(f"am instrument -w {RUNNER}", stream=True)
    assert b"INSTRUMENTATION_STATUS" in stream.conn.recv(1024)

    def runs() -> bool:
        return AUTOMATION_SERVER in running.do(running.face.system.processes).values()

    assert runs()
    stream.close()
    wait_until(lambda: not runs(), within_s=5, what="the end of the automation server")


def test_forward_leads_to_the_automation_server_only(device: adbutils.AdbDevice, adb: Adb) -> None:
    with device.create_connection(adbutils.Network.TCP, 6790) as client:
        client.sendall(b"GET /status HTTP/1.1\r\nHost: 127.0.0.1:8200\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert b'"ready":true' in answer
    with pytest.raises(adbutils.AdbError):
        device.create_connection(adbutils.Network.TCP, 22)
    assert adb("reverse", "tcp:7000", "tcp:7001").status == 1


def test_announce_without_a_server() -> None:
    with pytest.raises(OSError, match="onnect"):
        asyncio.run(announce(1, 20_001))


# on the wire


class Host:
    """The adb server's side of the wire, by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(
        self, command: int, arg0: int, arg1: int, payload: bytes = b"", *, magic: int | None = None
    ) -> None:
        check = command ^ 0xFFFFFFFF if magic is None else magic
        header = _HEADER.pack(command, arg0, arg1, len(payload), sum(payload) & 0xFFFFFFFF, check)
        self.writer.write(header + payload)

    async def receive(self) -> tuple[int, int, int, bytes]:
        async with asyncio.timeout(5):
            command, arg0, arg1, length, *_ = _HEADER.unpack(await self.reader.readexactly(_HEADER.size))
            return command, arg0, arg1, await self.reader.readexactly(length)

    async def nothing_comes(self) -> bool:
        try:
            async with asyncio.timeout(0.2):
                await self.reader.readexactly(1)
        except TimeoutError:
            return True
        return False

    async def open(self, name: str, *, remote_id: int = 7) -> int:
        self.send(OPEN, remote_id, 0, name.encode() + b"\0")
        command, local_id, echoed, _ = await self.receive()
        assert (command, echoed) == (OKAY, remote_id)
        return local_id


def with_host(service: Service, test: Callable[[Host], Awaitable[None]], *, version: int = VERSION) -> None:
    """Serve ``service`` under the name ``it`` and run ``test`` against it."""

    async def open_service(name: str) -> Service:
        if name != "it":
            raise ServiceRefused("unknown")
        return service

    async def run() -> None:
        daemon = AdbDaemon(open_service, {"ro.product.name": "x"})
        listener = socket.create_server(("127.0.0.1", 0))
        await daemon.start(listener)
        reader, writer = await asyncio.open_connection(*listener.getsockname(), limit=4 * MAX_PAYLOAD)
        host = Host(reader, writer)
        try:
            host.send(CNXN, version, 256 * 1024, b"host::features=shell_v2")
            command, arg0, arg1, banner = await host.receive()
            assert (command, arg0, arg1) == (CNXN, VERSION, MAX_PAYLOAD)
            assert banner.startswith(b"device::ro.product.name=x;features=")
            await test(host)
        finally:
            writer.close()
            await daemon.close()

    asyncio.run(run())


async def _silent(stream: Stream) -> None:
    await stream.hung_up.wait()


async def _echo(stream: Stream) -> None:
    while data := await stream.read():
        await stream.write(data)


def test_unread_stream_is_not_acknowledged() -> None:
    async def test(host: Host) -> None:
        local = await host.open("it")
        for _ in range(4):
            host.send(WRTE, 7, local, b"x" * (256 * 1024))
            assert (await host.receive())[0] == OKAY
        host.send(WRTE, 7, local, b"x")
        assert await host.nothing_comes(), (
            "more than the high-water mark was taken from a stream nobody reads"
        )

    with_host(_silent, test)


def test_slow_stream_does_not_hold_up_another() -> None:
    async def test(host: Host) -> None:
        slow, quick = await host.open("it", remote_id=7), await host.open("it", remote_id=8)
        host.send(WRTE, 7, slow, b"never acknowledged back")
        assert await host.receive() == (OKAY, slow, 7, b"")
        assert await host.receive() == (WRTE, slow, 7, b"never acknowledged back")
        for number in range(3):
            host.send(WRTE, 8, quick, b"%d" % number)
            assert await host.receive() == (OKAY, quick, 8, b"")
            assert await host.receive() == (WRTE, quick, 8, b"%d" % number)
            host.send(OKAY, 8, quick)

    with_host(_echo, test)


def test_next_payload_waits_for_the_acknowledgement() -> None:
    async def speak(stream: Stream) -> None:
        await stream.write(b"first")
        await stream.write(b"second")

    async def test(host: Host) -> None:
        local = await host.open("it")
        assert await host.receive() == (WRTE, local, 7, b"first")
        assert await host.nothing_comes()
        host.send(OKAY, 7, local)
        assert await host.receive() == (WRTE, local, 7, b"second")
        assert await host.nothing_comes(), "the stream was closed before its last payload was acknowledged"
        host.send(OKAY, 7, local)
        assert await host.receive() == (CLSE, local, 7, b"")

    with_host(speak, test)


def test_long_output_is_cut_to_the_peers_payload() -> None:
    async def speak(stream: Stream) -> None:
        await stream.write(b"x" * (600 * 1024))

    async def test(host: Host) -> None:
        local = await host.open("it")
        sizes = []
        while (message := await host.receive())[0] == WRTE:
            sizes.append(len(message[3]))
            host.send(OKAY, 7, local)
        assert sizes == [256 * 1024, 256 * 1024, 88 * 1024]

    with_host(speak, test)


def test_input_that_ended_is_still_worked_on() -> None:
    taken: list[bytes] = []

    async def collect(stream: Stream) -> None:
        while data := await stream.read():
            taken.append(data)
        taken.append(b"end")

    async def test(host: Host) -> None:
        local = await host.open("it")
        host.send(WRTE, 7, local, b"all of it")
        host.send(CLSE, 7, local)
        assert await host.receive() == (OKAY, local, 7, b"")
        assert (await host.receive())[0] == CLSE
        host.send(OPEN, 9, 0, b"nothing\0")
        assert await host.receive() == (CLSE, 0, 9, b"")

    with_host(collect, test)
    assert taken == [b"all of it", b"end"]


def test_refused_service_is_closed() -> None:
    async def test(host: Host) -> None:
        host.send(OPEN, 7, 0, b"what:ever\0")
        assert await host.receive() == (CLSE, 0, 7, b"")

    with_host(_silent, test)


def test_payload_for_a_stream_that_is_gone_is_answered_by_close() -> None:
    async def test(host: Host) -> None:
        host.send(WRTE, 7, 99, b"x")
        assert await host.receive() == (CLSE, 0, 7, b"")

    with_host(_silent, test)


def test_old_peer_gets_checksums() -> None:
    async def test(host: Host) -> None:
        local = await host.open("it")
        host.send(WRTE, 7, local, b"abc")
        assert (await host.receive())[0] == OKAY
        header = _HEADER.unpack(await host.reader.readexactly(_HEADER.size))
        assert header[4] == sum(b"abc")

    with_host(_echo, test, version=0x01000000)


@pytest.mark.parametrize(
    "garbage",
    [
        _HEADER.pack(WRTE, 1, 1, 0, 0, 0),
        _HEADER.pack(0x12345678, 1, 1, 0, 0, 0x12345678 ^ 0xFFFFFFFF),
        _HEADER.pack(WRTE, 1, 1, MAX_PAYLOAD + 1, 0, WRTE ^ 0xFFFFFFFF),
    ],
    ids=["bad magic", "unknown command", "payload too long"],
)
def test_broken_protocol_ends_the_connection(garbage: bytes) -> None:
    async def test(host: Host) -> None:
        host.writer.write(garbage)
        async with asyncio.timeout(5):
            assert await host.reader.read() == b""

    with_host(_silent, test)
