"""The keeper answers requests, says why a service did not start, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from harness.services import client, keeper, processes, up_file
from harness.services.client import Services, ServiceUnavailable
from harness.services.keeper import Keeper
from harness.services.orphans import end_all_of
from harness.services.processes import ServiceFailed
from harness.services.up_file import Kept
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


def test_reference_system_has_the_host_that_was_asked_for(services: Services, tmp_path: Path) -> None:
    before = services.need("reference-system", worker="w0")
    reach = ["harness.mutants.host", "--reach", str(tmp_path / "reach")]
    hosted = services.host(reach, worker="w0")
    assert hosted["portal_url"] != before["portal_url"]
    assert (tmp_path / "reach").exists()
    assert services.need("reference-system", worker="w0") == hosted


def test_a_host_whose_system_does_not_start(services: Services) -> None:
    with pytest.raises(ServiceUnavailable, match="No module named nowhere"):
        services.host(["nowhere"], worker="w0")


def program_of(process: psutil.Process) -> str:
    """Of its file, as Node gives its main thread another name some time after its start."""
    return Path(process.exe()).name


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "ANSWER_WITHIN_S", 1.0)
    monkeypatch.setattr(keeper, "ANSWER_WITHIN_S", 1.0)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("name", "program"),
    [("reference-system", "python"), ("appium", "node"), ("adb", "adb"), ("desktop", "python")],
)
def test_service_that_hangs_is_told_once_and_replaced(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, program: str
) -> None:
    if name != "reference-system" and (load().appium_main is None or not load().desktop.available):
        pytest.skip("not on this machine (./ibkey doctor says why)")

    async def stop_and_need() -> None:
        keeper = Keeper(tmp_path, load())
        try:
            await keeper.need(name, "main")
            hung = keeper._started["reference-system-main" if name == "reference-system" else name].process
            assert program_of(psutil.Process(hung.pid)).startswith(program)
            hung.send_signal(signal.SIGSTOP)
            for _ in range(2):
                await keeper.need("appium" if name == "adb" else name, "main")
            assert hung.returncode == -signal.SIGKILL
        finally:
            await keeper.end()

    asyncio.run(stop_and_need())
    assert capfd.readouterr().err == f"ibkey: {name} did not answer for 1 s; it is replaced\n"


@pytest.mark.usefixtures("impatient")
@pytest.mark.skipif(load().browser is None, reason="no browser was found")
@pytest.mark.parametrize("program", ["python", "node", "headless"])
def test_kept_browser_that_hangs_is_replaced(program: str) -> None:
    async def stop_and_need(folder: Path) -> None:
        keeper = Keeper(folder, load())
        try:
            before = await keeper.need("browser", "main")
            root = psutil.Process(keeper._started["browser"].process.pid)
            tree = [root, *root.children(recursive=True)]
            next(one for one in tree if program in program_of(one)).send_signal(signal.SIGSTOP)
            await keeper.begin_run()
            assert await keeper.need("browser", "main") != before
            _, alive = psutil.wait_procs(tree, timeout=ENDS_WITHIN_S)
            assert not alive
        finally:
            await keeper.end()

    # Of a short name, for the browser's socket; what is killed last may still write.
    with tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True) as folder:
        asyncio.run(stop_and_need(Path(folder)))
        end_all_of(Path(folder))


def _kill_keeper(services: Services, how: signal.Signals) -> psutil.Process:
    assert services._keeper is not None
    killed = psutil.Process(services._keeper.pid)
    killed.send_signal(how)
    return killed


def test_a_killed_keeper_is_replaced_and_nothing_of_it_is_left(
    services: Services, capfd: pytest.CaptureFixture[str]
) -> None:
    before = services.need("reference-system")
    below = _below(services)
    _kill_keeper(services, signal.SIGKILL).wait(ENDS_WITHIN_S)
    assert services.need("reference-system")["portal_url"] != before["portal_url"]
    assert services.need("reference-system", worker="gw1")
    assert capfd.readouterr().err.count("it is replaced") == 1
    _, alive = psutil.wait_procs(below, timeout=ENDS_WITHIN_S)
    assert not alive


def test_a_keeper_that_hangs_is_replaced(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "REPLY_WITHIN_S", 1.0)
    services.need("reference-system")
    below = _below(services)
    hung = _kill_keeper(services, signal.SIGSTOP)
    assert not services.answers()
    services._replace_keeper("a test")
    assert services.need("reference-system")
    _, alive = psutil.wait_procs([*below, hung], timeout=ENDS_WITHIN_S)
    assert not alive


def test_workers_that_miss_the_keeper_at_once_start_one(services: Services) -> None:
    services.need("reference-system")
    _kill_keeper(services, signal.SIGKILL).wait(ENDS_WITHIN_S)
    workers = [Services(services.folder) for _ in range(4)]
    with ThreadPoolExecutor() as threads:
        urls = list(threads.map(lambda worker: worker.need("reference-system")["portal_url"], workers))
    assert len(set(urls)) == 1
    assert len([worker for worker in workers if worker._keeper is not None]) == 1
    for worker in workers:
        worker.close()


def test_what_a_killed_run_and_its_hung_keeper_left_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "REPLY_WITHIN_S", 1.0)
    run = _run_with_services()
    left = psutil.Process(run.pid).children(recursive=True)
    (kept,) = [one for one in left if "harness.services.keeper" in one.cmdline()]
    kept.send_signal(signal.SIGSTOP)
    folder = Path(kept.cmdline()[-2])
    run.kill()
    run.wait(ENDS_WITHIN_S)
    assert folder.exists()
    Services.start().close()
    _, alive = psutil.wait_procs(left, timeout=ENDS_WITHIN_S)
    assert not alive
    assert not folder.exists()


def test_an_older_up_is_not_used(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IBKEY_UP", str(tmp_path / "up.json"))
    services.need("reference-system")
    for started, used in ((time.time(), True), (0.0, False)):
        up_file.write(Kept(str(services.folder), os.getpid(), started))
        given = Services.for_a_run()
        assert (given.folder == services.folder) is used
        given.close()
    said = capfd.readouterr().err
    assert "is newer than the ./ibkey up that is running" in said
    assert len(said.splitlines()) == 1


def test_the_end_of_an_up_is_final(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IBKEY_UP", str(tmp_path / "up.json"))
    services.need("reference-system")
    up_file.write(Kept(str(services.folder), os.getpid(), time.time()))
    of_a_run = Services(services.folder)
    assert of_a_run.need("reference-system")
    assert of_a_run.ended == ""
    services.close()
    assert of_a_run.ended == "the ./ibkey up that this run uses has ended"
    with pytest.raises(ServiceUnavailable, match=r"the \./ibkey up that this run uses has ended"):
        of_a_run.need("reference-system")


def test_unknown_service(services: Services) -> None:
    with pytest.raises(
        ServiceUnavailable, match=r"there is no service 'coffee' \(there are: reference-system"
    ):
        services.need("coffee")


def test_an_error_of_node_says_what_and_not_where_in_node(tmp_path: Path) -> None:
    kept = Keeper(tmp_path, replace(load(), appium_main=tmp_path / "index.js"))

    async def need() -> None:
        try:
            await kept.need("appium", "main")
        finally:
            await kept.end()

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
    run = _run_with_services()
    below = psutil.Process(run.pid).children(recursive=True)
    (kept,) = [one for one in below if "harness.services.keeper" in one.cmdline()]
    folder = Path(kept.cmdline()[-2])
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


def _run_with_services() -> subprocess.Popen[str]:
    """A process that has started services of its own and waits."""
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
    run.stdout.readline()
    return run


def _below(services: Services) -> list[psutil.Process]:
    keepers = [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(services.folder) in (process.info["cmdline"] or ())
    ]
    return [child for keeper in keepers for child in keeper.children(recursive=True)]
