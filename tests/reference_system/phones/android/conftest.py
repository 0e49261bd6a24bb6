"""A phone with a sample app, its Android face on a thread of its own, and the real adb before it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import adbutils  # type: ignore[import-untyped]
import httpx
import pytest

from harness.services.ports import free_port
from reference_system.ib_key.wire import ActivationRefused, ActivationRequest, PendingLogin
from reference_system.phones.android import AndroidFace, serve
from reference_system.phones.android.automation import PHONE_KEY
from reference_system.phones.android.shell.command_line import Streams
from reference_system.phones.android.shell.command_line import run as run_command_line
from reference_system.phones.android.shell.services_of_adb import COMMANDS
from reference_system.phones.android.system import AndroidSystem
from reference_system.phones.apps.phone_app import PhoneApp
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Box, Field, Kind, Scroll, Widget
from reference_system.phones.out_of_the_box import new_phone

ADB = Path(adbutils.__file__).parent / "binaries" / "adb"
SAMPLE = "org.example.sample"
NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
ENDS_WITHIN_S = 20.0


class NoLogins:
    """A server of IB Key at which nobody logs in."""

    def pending(self, instance_id: str) -> list[PendingLogin]:
        return []

    def approve(self, instance_id: str, login_id: str, proof: str) -> bool:
        return False

    def refuse(self, instance_id: str, login_id: str) -> None:
        """Nothing to refuse."""

    def activate(self, request: ActivationRequest) -> ActivationRefused:
        return ActivationRefused.ACTIVATION

    def activated(self, instance_id: str) -> None:
        """Nothing is."""


class StandingClock:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


class SamplePage(Page):
    """One widget of each kind, and a list that is longer than the screen."""

    name: ClassVar[str] = "sample.main"
    activity = ".MainActivity"

    def __init__(self, app: SampleApp) -> None:
        self.app = app
        self.user, self.secret, self.pin = Field(), Field(), Field(digits=True, max_length=4)
        self.on, self.pressed, self.scroll = False, 0, Scroll()

    def press(self) -> None:
        self.pressed += 1

    def flip(self) -> None:
        self.on = not self.on

    def build(self) -> Widget:
        rows = [kit.label(f"Line {number}", ident="line") for number in range(60)]
        switch = Widget(
            Kind.SWITCH, "Sounds", "sounds", checked=self.on, on_tap=self.flip, box=Box(width=60, height=30)
        )
        return kit.column(
            kit.label(f"Pressed {self.pressed} times", ident="count"),
            kit.button("Press", self.press, "press"),
            kit.button("Never", self.press, "never", enabled=False),
            kit.button("Next", lambda: self.app.go(SecondPage()), "next"),
            kit.field(self.user, "user", "User name", says="Your name"),
            kit.field(self.secret, "secret", "Password", secure=True),
            kit.field(self.pin, "pin", "PIN"),
            switch,
            kit.scroll_list(self.scroll, *rows),
            padding=(40, 10, 0, 10),
            ident="page",
        )


class SecondPage(Page):
    """Where the sample's Next button leads."""

    name: ClassVar[str] = "sample.second"
    activity = ".SecondActivity"

    def build(self) -> Widget:
        return kit.column(kit.label("Second", ident="count"), padding=(40, 10, 0, 10))


class SampleApp(PhoneApp):
    """An app that tests know by heart."""

    name = "Sample"
    package = SAMPLE
    bundle_id = SAMPLE
    version = "1.7.0"
    icon = "app-mail"

    def first_page(self) -> Page:
        return SamplePage(self)


def make_phone() -> Phone:
    """An Android phone with the sample app installed and nothing in front."""
    phone = new_phone("android", server=NoLogins(), clock=StandingClock())
    phone.apps.install(SampleApp(phone))
    return phone


@pytest.fixture
def phone() -> Phone:
    return make_phone()


@pytest.fixture
def system(phone: Phone) -> AndroidSystem:
    return AndroidSystem(phone)


@dataclass
class Ran:
    """What a command line said and how it ended."""

    out: str
    err: str
    status: int


Run = Callable[..., Ran]


@pytest.fixture
def run(system: AndroidSystem) -> Run:
    """Run a command line in the phone's shell, with ``stdin`` as its input."""

    def run_line(line: str, stdin: bytes = b"") -> Ran:
        return asyncio.run(_run(system, line, stdin))

    return run_line


async def _run(system: AndroidSystem, line: str, stdin: bytes) -> Ran:
    out, err = bytearray(), bytearray()

    async def to_out(data: bytes) -> None:
        out.extend(data)

    async def to_err(data: bytes) -> None:
        err.extend(data)

    source = asyncio.StreamReader()
    source.feed_data(stdin)
    source.feed_eof()
    streams = Streams(source, to_out, to_err, asyncio.Event())
    status = await asyncio.wait_for(run_command_line(system, COMMANDS, line, streams), timeout=10)
    return Ran(out.decode(errors="replace"), err.decode(), status)


@dataclass
class Running:
    """A face that serves on a loop of its own thread; everything of the phone is done over there."""

    loop: asyncio.AbstractEventLoop
    face: AndroidFace
    phone: Phone
    uia_port: int
    """Leads to the UiAutomator2 server, as a port that adb forwards does."""

    def do(self, action: Callable[[], Any]) -> Any:
        """Call ``action`` on the phone's thread and return what it returns."""

        async def call() -> Any:
            return action()

        return asyncio.run_coroutine_threadsafe(call(), self.loop).result(timeout=10)

    def reset(self) -> None:
        """The phone as new; to be done on its thread."""
        self.phone.reset()
        self.face.reset()
        self.phone.apps.install(SampleApp(self.phone))

    def announce(self, adb_port: int) -> None:
        asyncio.run_coroutine_threadsafe(self.face.announce(adb_port), self.loop).result(timeout=10)

    def open_sample(self) -> SamplePage:
        """Bring a new instance of the sample app to the front."""

        def opened() -> Page:
            self.phone.apps.terminate(SAMPLE)
            self.phone.apps.activate(SAMPLE)
            return self.phone.apps[SAMPLE].page

        page = self.do(opened)
        assert isinstance(page, SamplePage)
        return page


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="phone", daemon=True)
    thread.start()

    async def start() -> Running:
        phone = make_phone()
        face = await serve(phone)
        forward = await asyncio.start_server(lambda *outer: _join(face, *outer), "127.0.0.1", 0)
        return Running(loop, face, phone, forward.sockets[0].getsockname()[1])

    running = asyncio.run_coroutine_threadsafe(start(), loop).result(timeout=20)
    yield running
    asyncio.run_coroutine_threadsafe(running.face.close(), loop).result(timeout=10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=10)
    loop.close()


async def _join(face: AndroidFace, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    inner_reader, inner_writer = await face.uiautomator.connect()

    async def carry(come: asyncio.StreamReader, go: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await come.read(65536):
                go.write(data)
        go.close()

    await asyncio.gather(carry(reader, inner_writer), carry(inner_reader, writer))


@pytest.fixture(autouse=True)
def _fresh(request: pytest.FixtureRequest) -> None:
    """The serving phone as new before each test that uses it."""
    if "running" in request.fixturenames:
        running: Running = request.getfixturevalue("running")
        running.do(running.reset)


@pytest.fixture(scope="session")
def adb_home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment in which adb leaves nothing behind and looks for nothing but the phone.

    Without ``ADB_USB=0`` a new server answers only after 3 s of waiting for USB devices.
    """
    home = tmp_path_factory.mktemp("adb-home")
    alone = {"ADB_USB": "0", "ADB_MDNS": "0", "ADB_LOCAL_TRANSPORT_MAX_PORT": "5553"}
    return {**os.environ, **alone, "HOME": str(home), "TMPDIR": str(home)}


@pytest.fixture(scope="session")
def adb_port(running: Running, adb_home: dict[str, str]) -> Iterator[int]:
    """Port of a real adb server that knows the phone."""
    port = free_port()
    command = [str(ADB), "-P", str(port), "nodaemon", "server"]
    with running_program(command, adb_home):
        wait_until(lambda: _listens(port), within_s=10, what="the adb server")
        running.announce(port)
        client = adbutils.AdbClient(port=port)
        online = [running.face.udid]
        wait_until(
            lambda: [each.serial for each in client.device_list()] == online, within_s=10, what="the phone"
        )
        yield port


@pytest.fixture
def device(adb_port: int, running: Running) -> adbutils.AdbDevice:
    return adbutils.AdbClient(port=adb_port).device(running.face.udid)


@pytest.fixture
def adb(adb_port: int, adb_home: dict[str, str], running: Running) -> Callable[..., Ran]:
    """Run the real adb with arguments; ``stdin`` is its input."""

    def run_adb(*arguments: str, stdin: bytes = b"", timeout_s: float = 30) -> Ran:
        command = [str(ADB), "-P", str(adb_port), "-s", running.face.udid, *arguments]
        done = subprocess.run(
            command, input=stdin, env=adb_home, capture_output=True, timeout=timeout_s, check=False
        )
        return Ran(
            done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"), done.returncode
        )

    return run_adb


@contextlib.contextmanager
def running_program(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs for as long as the block, however that ends; one that does not go is killed."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as it:
        try:
            yield it
        finally:
            it.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                it.wait(ENDS_WITHIN_S)
            it.kill()


def wait_until(holds: Callable[[], bool], *, within_s: float, what: str) -> None:
    """Wait for a state of another process, looking every 20 ms; fails when it does not come."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, f"{what} was not there within {within_s:g} s"
        time.sleep(0.02)


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


class Uia:
    """A client of the UiAutomator2 server with a session."""

    def __init__(self, http: httpx.Client, key: str) -> None:
        self.http, self.key = http, key
        self.session = self.begin(appPackage=SAMPLE)

    def begin(self, **capabilities: Any) -> str:
        """Id of a new session, with the key of the phone."""
        given = {PHONE_KEY: self.key, **capabilities}
        answer = self.http.post("/session", json={"capabilities": {"firstMatch": [given], "alwaysMatch": {}}})
        return str(self._value(answer)["sessionId"])

    def get(self, path: str) -> Any:
        return self._value(self.http.get(f"/session/{self.session}{path}"))

    def post(self, path: str, **body: Any) -> Any:
        return self._value(self.http.post(f"/session/{self.session}{path}", json=body))

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """HTTP status and W3C error code of a request that must fail."""
        answer = self.http.request(method, f"/session/{self.session}{path}", json=body)
        value = answer.json()["value"]
        assert set(value) == {"error", "message", "stacktrace"}, value
        assert value["message"]
        return answer.status_code, value["error"]

    def find(self, strategy: str, selector: str, context: str = "") -> str:
        """Id of the element found."""
        found = self.post("/element", strategy=strategy, selector=selector, context=context)
        return str(found["element-6066-11e4-a52e-4f735466cecf"])

    def find_all(self, strategy: str, selector: str, context: str = "") -> list[str]:
        found = self.post("/elements", strategy=strategy, selector=selector, context=context)
        return [each["ELEMENT"] for each in found]

    def texts(self, strategy: str, selector: str, context: str = "") -> list[str]:
        return [self.get(f"/element/{each}/text") for each in self.find_all(strategy, selector, context)]

    @staticmethod
    def _value(answer: httpx.Response) -> Any:
        value = answer.json()["value"]
        assert answer.status_code == 200, value
        return value


@pytest.fixture
def http(running: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{running.uia_port}", timeout=30) as client:
        yield client


@pytest.fixture
def uia(http: httpx.Client, running: Running) -> Uia:
    return Uia(http, running.face.capabilities[PHONE_KEY])
