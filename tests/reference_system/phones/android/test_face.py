"""Ports and life of the face: pairs, parallel faces, sessions that survive a reset, closing."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections.abc import Callable

import psutil
import pytest

from reference_system.phones.android import face as module
from reference_system.phones.android import serve
from tests.reference_system.phones.android.conftest import Ran, Running, Uia, make_phone


def test_ports(running: Running) -> None:
    face = running.face
    assert face.console_port % 4 == 0
    assert face.adb_port == face.console_port + 1
    assert face.udid == f"emulator-{face.console_port}"
    assert face.capabilities["appium:udid"] == face.udid
    assert face.capabilities["appium:systemPort"] == face.console_port + 2
    assert "appium:adbPort" not in face.capabilities


@pytest.mark.parametrize("place", [1, 2])
def test_taken_ports_are_passed_over(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        one_taken = taken.getsockname()[1] - place
        tried: list[int] = []

        def sample(_ports: range, _count: int) -> list[int]:
            tried.extend([one_taken, 20_100, 20_104, 20_108, 20_112])
            return tried

        monkeypatch.setattr(random, "sample", sample)
        first, second = module._bind_pair()
        with first, second:
            assert first.getsockname()[1] in tried[1:]
            assert second.getsockname()[1] == first.getsockname()[1] + 1
        monkeypatch.setattr(random, "sample", lambda _ports, _count: [one_taken])
        with pytest.raises(OSError, match="no three free ports"):
            module._bind_pair()


def test_reset_keeps_sessions_and_nothing_else(uia: Uia, running: Running, adb: Callable[..., Ran]) -> None:
    running.face.system.clipboard = "left over"
    adb("shell", "settings put secure a b; svc wifi disable")
    running.do(running.reset)
    assert running.face.system.clipboard == ""
    assert adb("shell", "settings get secure a; settings get global wifi_on").out == "null\n1\n"
    assert uia.find("accessibility id", "IBKR Mobile")


def test_listens_on_two_ports_of_loopback() -> None:
    async def run() -> None:
        mine = psutil.Process()
        before = {each.laddr for each in mine.net_connections() if each.status == "LISTEN"}
        face = await serve(make_phone())
        now = {each.laddr for each in mine.net_connections() if each.status == "LISTEN"}
        assert {tuple(each) for each in now - before} == {
            ("127.0.0.1", face.console_port),
            ("127.0.0.1", face.adb_port),
        }
        await face.close()

    asyncio.run(run())


def test_closing_frees_ports_and_ends_answers() -> None:
    async def run() -> None:
        face = await serve(make_phone())
        reader, writer = await asyncio.open_connection("127.0.0.1", face.console_port)
        assert await reader.readline()
        inner, asks = await face.uiautomator.connect()
        asks.write(b"GET /status HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n")
        assert b"200" in await inner.readline()
        async with asyncio.timeout(5):
            await face.close()
            await reader.read()
            with contextlib.suppress(ConnectionError):
                await inner.read()
        writer.close()
        asks.close()
        for port in (face.console_port, face.adb_port):
            with socket.socket() as client:
                assert client.connect_ex(("127.0.0.1", port)) != 0
        assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []

    asyncio.run(run())
