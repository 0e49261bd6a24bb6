"""WebDriver sessions on phones and windows, opened by their first use and kept where that is safe."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from harness.errors import HarnessError
from harness.patience import Patience
from harness.targets.system import Desktop, Endpoint, Language, Phone

if TYPE_CHECKING:
    from appium.webdriver.webdriver import WebDriver


class SessionFailed(HarnessError):
    """A session on a phone or window could not be opened; says on which, at which server, and why."""


class Drivers:
    """The WebDriver sessions of one test worker.

    A phone's session lives on from scenario to scenario, the phone itself is made fresh; a window's session
    ends with its scenario, because a login window is used up by a login.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._phones: dict[str, tuple[Endpoint, WebDriver]] = {}

    def phone(self, phone: Phone, language: Language) -> WebDriver:
        """The session on a phone that is to speak ``language``. Raises: SessionFailed."""
        wanted = phone.endpoint(language)
        endpoint, driver = self._phones.get(phone.surface, (None, None))
        if driver is None or endpoint != wanted or not _lives(driver):
            if driver is not None:
                quit_quietly(driver)
            driver = self._open(phone.surface, wanted)
            self._phones[phone.surface] = wanted, driver
        return driver

    def window(self, desktop: Desktop, language: Language) -> WebDriver:
        """A new session with a new TWS login window. Raises: SessionFailed."""
        return self._open("tws", desktop.endpoint(language))

    def _open(self, surface: str, endpoint: Endpoint) -> WebDriver:
        from appium.options.common import AppiumOptions
        from appium.webdriver.client_config import AppiumClientConfig
        from appium.webdriver.webdriver import WebDriver
        from selenium.common.exceptions import WebDriverException
        from urllib3.exceptions import HTTPError
        from urllib3.exceptions import TimeoutError as TooLate

        capabilities: dict[str, Any] = dict(endpoint.capabilities)
        options = AppiumOptions()
        options.load_capabilities(capabilities)
        within_s = self._patience.session_s
        # Without a limit of its own, a client waits for ever; it holds for every command of the session.
        client = AppiumClientConfig(remote_server_addr=endpoint.url, timeout=math.ceil(within_s))
        try:
            return WebDriver(endpoint.url, options=options, client_config=client)
        except TooLate as error:
            late = f"none was open within {within_s:g} s (patience.session_s)"
            raise SessionFailed(f"no session on {surface} at {endpoint.url}: {late}") from error
        except (WebDriverException, HTTPError) as error:
            reason = getattr(error, "msg", None) or str(error)
            raise SessionFailed(f"no session on {surface} at {endpoint.url}: {reason}") from error

    def close(self) -> None:
        """End all sessions; one whose server has gone needs no ending."""
        for _, driver in self._phones.values():
            quit_quietly(driver)
        self._phones.clear()


def _lives(driver: WebDriver) -> bool:
    from selenium.common.exceptions import WebDriverException
    from urllib3.exceptions import HTTPError

    try:
        driver.get_window_size()
    except (WebDriverException, HTTPError):
        return False
    return True


def quit_quietly(driver: WebDriver) -> None:
    """Quit a session whose server may have ended already."""
    from selenium.common.exceptions import WebDriverException
    from urllib3.exceptions import HTTPError

    try:
        driver.quit()
    except (WebDriverException, HTTPError):
        return
