"""A running driver, and a client that speaks to it on the wire."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import httpx
import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
QT_WINDOW = [sys.executable, str(HERE / "qt_window.py")]
SYSTEM_PYTHON = "/usr/bin/python3"
"""The one that Debian's Python packages are for."""
ATK_WRAPPER = Path("/usr/share/java/java-atk-wrapper.jar")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

MISSING = [name for name in ("Xvfb", "dbus-daemon", "setpriv") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


ALLOWED = [
    *(f"--allow={name}" for name in (sys.executable, SYSTEM_PYTHON, "java", "sleep", "no-such-program")),
    *(f"--allow-variable={name}" for name in ("GREETING", "JAVA_TOOL_OPTIONS")),
]
"""What the driver of these tests lets its clients do."""


def start_driver(*options: str, stderr: IO[str] | None = None) -> subprocess.Popen[str]:
    """``python -m drivers.desktop`` whose life hangs on the pipe of its standard input."""
    return subprocess.Popen(
        [sys.executable, "-m", "drivers.desktop", "--lifeline", *(options or ALLOWED)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def url_of(driver: subprocess.Popen[str]) -> str:
    assert driver.stdout is not None
    return str(json.loads(driver.stdout.readline())["desktop_url"])


@pytest.fixture(scope="session")
def driver_url() -> Iterator[str]:
    """Address of a driver with a warm desk."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    driver = start_driver("--warm", *ALLOWED)
    yield url_of(driver)
    assert driver.stdin is not None
    driver.stdin.close()
    assert driver.wait(15) == 0


class Wire:
    """Sends commands as they are and shows answers as they are."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30)

    def send(self, verb: str, path: str, body: Any = None) -> httpx.Response:
        if verb != "POST":
            return self.http.request(verb, path)
        return self.http.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"})

    def value(self, verb: str, path: str, body: Any = None) -> Any:
        """The value of a successful answer."""
        response = self.send(verb, path, body)
        assert response.status_code == 200, response.text
        return response.json()["value"]

    def error(self, verb: str, path: str, body: Any = None) -> tuple[int, str, str]:
        """Status, code and message of an answer that must be an error in the standard's form."""
        response = self.send(verb, path, body)
        value = response.json()["value"]
        assert set(value) == {"error", "message", "stacktrace"}
        return response.status_code, value["error"], value["message"]

    def open(self, app: list[str] | str, **capabilities: Any) -> Window:
        always = {"platformName": "linux", "appium:automationName": "AtSpi", "appium:app": app}
        always |= {f"appium:{key}": value for key, value in capabilities.items()}
        answer = self.value("POST", "/session", {"capabilities": {"alwaysMatch": always}})
        window = Window(self, answer["sessionId"], answer["capabilities"])
        window.value("POST", "/timeouts", {"implicit": 2000})
        return window


class Window:
    """One session: commands with paths below it."""

    def __init__(self, wire: Wire, session_id: str, capabilities: dict[str, Any]) -> None:
        self.wire, self.session_id, self.capabilities = wire, session_id, capabilities

    def value(self, verb: str, path: str, body: Any = None) -> Any:
        return self.wire.value(verb, f"/session/{self.session_id}{path}", body)

    def error(self, verb: str, path: str, body: Any = None) -> tuple[int, str, str]:
        return self.wire.error(verb, f"/session/{self.session_id}{path}", body)

    def find(self, using: str, value: str) -> str:
        return str(self.value("POST", "/element", {"using": using, "value": value})[ELEMENT])

    def xpath(self, value: str) -> str:
        return self.find("xpath", value)

    def field(self, name: str) -> str:
        return self.xpath(f"//*[@name='{name}' and @editable='true']")

    def button(self, name: str) -> str:
        return self.xpath(f"//push_button[@name='{name}']")

    def get(self, element: str, what: str) -> Any:
        return self.value("GET", f"/element/{element}/{what}")

    def click(self, element: str) -> None:
        assert self.value("POST", f"/element/{element}/click", {}) is None

    def type(self, element: str, text: str) -> None:
        assert self.value("POST", f"/element/{element}/value", {"text": text}) is None

    def says(self, text: str) -> bool:
        """Whether a label with this text is or comes on screen within the implicit wait."""
        return bool(self.value("POST", "/elements", {"using": "xpath", "value": f"//label[@name='{text}']"}))

    def quit(self) -> None:
        self.wire.send("DELETE", f"/session/{self.session_id}")


@pytest.fixture
def wire(driver_url: str) -> Wire:
    return Wire(driver_url)


@pytest.fixture
def open_window(wire: Wire) -> Iterator[Callable[..., Window]]:
    """Opens the Qt test window (or another program); all are closed at the end."""
    opened: list[Window] = []

    def open_it(app: list[str] | str = QT_WINDOW, **capabilities: Any) -> Window:
        opened.append(wire.open(app, **capabilities))
        return opened[-1]

    yield open_it
    for window in opened:
        window.quit()


@pytest.fixture
def window(open_window: Callable[..., Window]) -> Window:
    return open_window()


@pytest.fixture(scope="module")
def idle(driver_url: str) -> Iterator[Window]:
    """A window to which nothing is done, for all tests of a module that see something refused."""
    opened = Wire(driver_url).open(QT_WINDOW)
    yield opened
    opened.quit()
