"""The whole way through Appium-Python-Client: Qt and, where there is a JDK, Swing, by the same locators."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from appium import webdriver
from appium.options.common import AppiumOptions
from appium.webdriver.common.appiumby import AppiumBy
from selenium.common.exceptions import ElementClickInterceptedException, NoSuchElementException
from selenium.webdriver import ActionChains, Keys

from tests.drivers.desktop.conftest import ATK_WRAPPER, HERE, QT_WINDOW

PASSWORD = {"Qt": "s3cret-ü", "Swing": "s3cret"}


@pytest.fixture(scope="session")
def swing(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Capabilities that start the Swing window."""
    if shutil.which("javac") is None:
        pytest.skip("no javac: Debian package openjdk-17-jdk-headless")
    if not ATK_WRAPPER.exists():
        pytest.skip(f"no {ATK_WRAPPER}: Debian package libatk-wrapper-java")
    classes = tmp_path_factory.mktemp("classes")
    subprocess.run(
        ["javac", "-d", str(classes), str(HERE / "swing" / "LoginWindow.java")], check=True, timeout=60
    )
    options = (
        "-Djavax.accessibility.assistive_technologies=org.GNOME.Accessibility.AtkWrapper"
        f" -Xbootclasspath/a:{ATK_WRAPPER}"
    )
    return {
        "app": ["java", "-cp", str(classes), "LoginWindow"],
        "environment": {"JAVA_TOOL_OPTIONS": options},
    }


@pytest.fixture(params=["Qt", "Swing"])
def toolkit(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def driver(driver_url: str, toolkit: str, request: pytest.FixtureRequest) -> Iterator[webdriver.Remote]:
    capabilities = {"app": QT_WINDOW} if toolkit == "Qt" else request.getfixturevalue("swing")
    options = AppiumOptions().load_capabilities(
        {"platformName": "linux", "appium:automationName": "AtSpi"}
        | {f"appium:{key}": value for key, value in capabilities.items()}
    )
    remote = webdriver.Remote(driver_url, options=options)
    remote.implicitly_wait(5)
    yield remote
    remote.quit()


@pytest.fixture
def find(driver: webdriver.Remote) -> Callable[[str], Any]:
    return lambda xpath: driver.find_element(AppiumBy.XPATH, xpath)


def test_log_in(driver: webdriver.Remote, find: Callable[[str], Any], toolkit: str) -> None:
    assert driver.title == "Login"
    assert find("/application/frame[@name='Login']").is_displayed()
    user = find("//text[@name='Username']")
    user.send_keys("someone")
    user.clear()
    user.send_keys("demp", Keys.BACKSPACE, "o")
    assert user.text == "demo"
    password = find("//password_text[@name='Password']")
    password.send_keys(PASSWORD[toolkit])
    assert password.text == "•" * len(PASSWORD[toolkit])
    find("//combo_box").click()
    find("//combo_box//*[@name='Security Code Card' and @showing='true']").click()
    assert find("//combo_box").text == "Security Code Card"
    find("//push_button[@name='Log In']").click()
    assert find("//label[starts-with(@name, 'Logged in')]").text == "Logged in with Security Code Card"
    assert PASSWORD[toolkit] not in driver.page_source
    assert len(driver.get_screenshot_as_png()) > 2000


def test_check_box_menu_and_modal_dialog(find: Callable[[str], Any]) -> None:
    box = find("//check_box[@name='Remember']")
    box.click()
    assert box.is_selected()
    find("//*[self::menu or self::menu_item][@name='File']").click()
    find("//menu_item[@name='Lock Application' and @showing='true']").click()
    assert find("//label[@name='Locked']").is_displayed()
    ask = find("//push_button[@name='Ask']")
    ask.click()
    answer = find("//push_button[@name='Answer']")
    with pytest.raises(ElementClickInterceptedException, match="Question"):
        ask.click()
    answer.click()
    assert find("//label[@name='Answered']").is_displayed()


def test_actions_and_missing_element(driver: webdriver.Remote, find: Callable[[str], Any]) -> None:
    user = find("//text[@name='Username']")
    user.send_keys("a")
    ActionChains(driver, duration=0).key_down(Keys.SHIFT).send_keys("b").key_up(Keys.SHIFT).send_keys(
        "c"
    ).perform()
    assert find("//text[@text='aBc']") == user
    driver.implicitly_wait(0)
    with pytest.raises(NoSuchElementException, match="on screen"):
        find("//push_button[@name='Nowhere']")
