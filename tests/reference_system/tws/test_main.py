"""The real program on the real portal, driven as the scenarios drive it."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from appium.options.common import AppiumOptions
from appium.webdriver.common.appiumby import AppiumBy
from appium.webdriver.webdriver import WebDriver
from selenium.common.exceptions import NoSuchWindowException
from selenium.webdriver.support.wait import WebDriverWait

ROOT = Path(__file__).parents[3]
MISSING = [name for name in ("Xvfb", "dbus-daemon", "setpriv") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


TWS = [sys.executable, "-m", "reference_system.tws"]


def service(module: str, *options: str) -> Iterator[dict[str, Any]]:
    process = subprocess.Popen(
        [sys.executable, "-m", module, "--lifeline", *options],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    yield json.loads(process.stdout.readline())
    process.stdin.close()
    assert process.wait(15) == 0


@pytest.fixture(scope="module")
def system() -> Iterator[dict[str, Any]]:
    yield from service("reference_system")


@pytest.fixture(scope="module")
def desktop() -> Iterator[dict[str, Any]]:
    yield from service("drivers.desktop", "--allow", shlex.join(TWS))


@pytest.fixture
def lab(system: dict[str, Any]) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {system['lab_token']}"}
    with httpx.Client(base_url=system["lab_url"], headers=headers) as client:
        client.post("/reset", json={}).raise_for_status()
        yield client
        client.put("/deviations", json={"names": []}).raise_for_status()


class Window:
    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver

    def find(self, xpath: str) -> Any:
        return self.driver.find_element(AppiumBy.XPATH, xpath)

    def label(self, name: str) -> Any:
        return self.find(f"//label[@name='{name}' and @showing='true']")

    def click(self, name: str) -> None:
        self.find(f"//push_button[@name='{name}' and @showing='true']").click()

    def log_in(self, user: dict[str, str], *, fields: tuple[str, str], button: str) -> None:
        self.find(f"//text[@name='{fields[0]}' and @showing='true']").send_keys(user["username"])
        self.find(f"//password_text[@name='{fields[1]}' and @showing='true']").send_keys(user["password"])
        self.click(button)


@pytest.fixture
def start(system: dict[str, Any], desktop: dict[str, Any]) -> Iterator[Any]:
    drivers = []

    def start_tws(locale: str = "en") -> Window:
        app = [*TWS, "--server", system["portal_url"], "--locale", locale]
        options = AppiumOptions()
        options.load_capabilities(
            {"platformName": "linux", "appium:automationName": "AtSpi", "appium:app": app}
        )
        drivers.append(WebDriver(desktop["desktop_url"], options=options))
        drivers[-1].implicitly_wait(5)
        return Window(drivers[-1])

    yield start_tws
    for driver in drivers:
        driver.quit()


def user_with(system: dict[str, Any], second_factor: str) -> dict[str, str]:
    return next(user for user in system["users"] if user["second_factor"] == second_factor)


@pytest.mark.usefixtures("lab")
def test_login_without_a_second_factor(system: dict[str, Any], start: Any) -> None:
    window = start()
    assert window.driver.title == "Login"
    assert window.label("LOGIN").is_displayed()
    window.log_in(user_with(system, "none"), fields=("Username", "Password"), button="Log In")
    assert window.find("//menu_item[@name='File']").is_displayed()
    assert window.driver.title.endswith(" Interactive Brokers")


@pytest.mark.usefixtures("lab")
def test_exit(system: dict[str, Any], start: Any) -> None:
    window = start()
    window.log_in(user_with(system, "none"), fields=("Username", "Password"), button="Log In")
    window.find("//menu_item[@name='File']").click()
    window.find("//menu_item[@name='Exit' and @showing='true']").click()
    with pytest.raises(NoSuchWindowException, match="exit code 0"):
        WebDriverWait(window.driver, 5).until(lambda driver: not driver.title)


def test_expiry_by_the_clock_of_the_server(system: dict[str, Any], lab: httpx.Client, start: Any) -> None:
    window = start("zh-Hant")
    window.log_in(user_with(system, "ib-key-android"), fields=("用戶名", "密碼"), button="登錄")
    assert window.label("第二因素驗證").is_displayed()
    window.click("如未收到通知,請點擊此處")
    # Time goes on by itself, too: until the box has been typed into there is a minute of it.
    lab.post("/clock", json={"advance_s": 120}).raise_for_status()
    box = window.find("//text[@name='響應' and @showing='true']")
    box.send_keys("00000000")
    assert box.text == "00000000"
    lab.post("/clock", json={"advance_s": 60}).raise_for_status()
    assert window.label("登錄賬戶").is_displayed()
    assert window.driver.find_elements("xpath", "//dialog[@showing='true']") == []
    again = user_with(system, "none")
    window.log_in(again, fields=("用戶名", "密碼"), button="登錄")
    assert window.find("//frame[contains(@name, 'Interactive Brokers') and @showing='true']").is_displayed()


def test_a_user_of_two_phones_is_asked_which(lab: httpx.Client, start: Any) -> None:
    factors = ["ib-key-android", "ib-key-iphone"]
    user = lab.post("/users", json={"second_factor": factors}).raise_for_status().json()
    window = start()
    window.log_in(user, fields=("Username", "Password"), button="Log In")
    assert window.label("Select second factor device").is_displayed()
    window.find("//list_item[@name='IB Key (iPhone)']").click()
    window.click("OK")
    assert window.label("Notification sent").is_displayed()
    sent = [one for one in lab.get("/journal").json() if one["what"] == "notification sent"]
    assert [one["details"]["phone"] for one in sent] == ["iphone"]


def test_deviations_of_the_lab_reach_tws(lab: httpx.Client, start: Any) -> None:
    lab.put("/deviations", json={"names": ["tws-login-button-says-next"]}).raise_for_status()
    window = start()
    assert window.find("//push_button[@name='Next']").is_displayed()


def test_an_unknown_locale_is_a_usage_error() -> None:
    command = [
        sys.executable,
        "-m",
        "reference_system.tws",
        "--server",
        "http://127.0.0.1:1",
        "--locale",
        "fr",
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert run.returncode == 2
    assert "zh-Hant" in run.stderr
