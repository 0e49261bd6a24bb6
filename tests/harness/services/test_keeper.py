"""The keeper answers requests, says why a service did not start, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from harness.services.client import Services, ServiceUnavailable
from harness.services.keeper import Keeper
from harness.services.processes import ServiceFailed
from harness.setup.environment import load

ENDS_WITHIN_S = 10.0


@pytest.fixture
def services() -> Iterator[Services]:
    services = Services.start()
    yield services
    services.close()


def test_reference_system_is_one_and_the_same(services: Services) -> None:
    first = services.need("reference-system", worker="w0")
    assert services.need("reference-system", worker="w0") == first
    assert services.need("reference-system", worker="w1")["portal_url"] != first["portal_url"]


def test_service_that_ended_is_started_again(services: Services) -> None:
    first = services.need("reference-system")
    (process,) = [one for one in _below(services) if "reference_system" in one.cmdline()]
    process.kill()
    process.wait(ENDS_WITHIN_S)
    deadline = time.monotonic() + ENDS_WITHIN_S
    while (again := services.need("reference-system")) == first and time.monotonic() < deadline:
        continue  # until the keeper has noticed
    assert again["portal_url"] != first["portal_url"]


def test_unknown_service(services: Services) -> None:
    with pytest.raises(
        ServiceUnavailable, match=r"there is no service 'coffee' \(there are: reference-system"
    ):
        services.need("coffee")


def test_an_error_of_node_says_what_and_not_where_in_node(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, replace(load(), appium_main=tmp_path / "index.js"))

    async def need() -> None:
        try:
            await keeper.need("appium", "main")
        finally:
            await keeper.end()

    with pytest.raises(ServiceFailed, match="Cannot find module") as failed:
        asyncio.run(need())
    assert "\n      at " not in str(failed.value)


@pytest.mark.parametrize("line", [b"\n", b"[]\n", b"{}\n", b"nonsense\n"])
def test_malformed_request(services: Services, line: bytes) -> None:
    services.need("reference-system")
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(services.folder / "keeper.sock"))
        connection.sendall(line)
        answer = json.loads(connection.makefile().readline())
    assert "must be a JSON object with the key need" in answer["error"]


def test_nothing_is_left_after_close() -> None:
    services = Services.start("reference-system")
    services.need("reference-system")
    below = _below(services)
    services.close()
    assert not services.folder.exists()
    assert not [process for process in below if process.is_running()]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_the_run_is_killed(how: signal.Signals) -> None:
    program = """
        from harness.services.client import Services
        services = Services.start("reference-system")
        services.need("reference-system")
        print(services.folder, flush=True)
        input()
    """
    run = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert run.stdout is not None
    folder = Path(run.stdout.readline().strip())
    below = psutil.Process(run.pid).children(recursive=True)
    assert len(below) >= 2
    os.kill(run.pid, how)
    run.wait(ENDS_WITHIN_S)
    _, alive = psutil.wait_procs(below, timeout=ENDS_WITHIN_S)
    assert not alive
    assert not folder.exists()


@pytest.mark.parametrize("moment_ms", [0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 8])
def test_ends_while_a_service_is_being_started(moment_ms: float) -> None:
    """Told to end between the start of a process and the keeper's hold of its pipes, it hung for ever."""
    services = Services.start()
    keeper = services._keeper
    assert keeper is not None
    assert keeper.stdin is not None
    with pytest.raises(ServiceUnavailable):
        services.need("nothing")  # the keeper answers
    services.want("reference-system")
    threading.Event().wait(moment_ms / 1000)
    keeper.stdin.close()
    try:
        keeper.wait(ENDS_WITHIN_S)
    finally:
        keeper.kill()
    assert not services.folder.exists()


def _below(services: Services) -> list[psutil.Process]:
    keepers = [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(services.folder) in (process.info["cmdline"] or ())
    ]
    return [child for keeper in keepers for child in keeper.children(recursive=True)]
