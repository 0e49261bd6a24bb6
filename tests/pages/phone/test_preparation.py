"""A real phone is tidied before a scenario, and what cannot be tidied is told."""

from __future__ import annotations

from typing import Any, cast

import pytest

from harness.patience import Patience
from harness.sessions.device import Device
from pages.language import Unprepared
from pages.phone.preparation import Preparation

INSTALLED, NOT_INSTALLED = 1, 0
HOME = "<hierarchy><icon text='Phone'/><icon text='Settings'/></hierarchy>"
CHINESE_HOME = "<hierarchy><icon text='電話'/><icon text='設定'/></hierarchy>"


class Driver:
    """A phone with some notifications, which one button clears if there is one."""

    def __init__(self, *, notifications: int = 0, clears: bool = True, prompts: bool = False) -> None:
        self.notifications, self.clears, self.prompts = notifications, clears, prompts
        self.locale: str | None = "en_US"
        self.state = INSTALLED
        self.page_source = HOME
        self.did: list[str] = []

    def find_elements(self, by: str, value: str) -> list[Any]:
        if "dismiss_text" in value:
            return [self] if self.clears and self.notifications else []
        if "biometric_icon" in value:
            return [self] * self.prompts
        return [self] * self.notifications if '"IBKR Mobile"' in value else []

    def click(self) -> None:
        self.notifications = 0

    def execute_script(self, command: str, *_: object) -> dict[str, str | None]:
        assert command == "mobile: deviceInfo"
        return {"locale": self.locale}

    def query_app_state(self, app: str) -> int:
        assert app == "atws.app"
        return self.state

    def get_window_size(self) -> dict[str, int]:
        return {"width": 100, "height": 200}

    def __getattr__(self, did: str) -> Any:
        return lambda *_: self.did.append(did)


class Phone:
    surface, ibkr_mobile = "android", "atws.app"


def prepared(driver: Driver, language: Any = "en") -> list[str]:
    device = Device(cast(Any, Phone()), language, Patience(), *cast(Any, (None, None, None)))
    device.__dict__["driver"] = driver  # where the session is kept once it is open
    return list(Preparation(device).make_ready())


def test_a_phone_in_order() -> None:
    driver = Driver()
    assert prepared(driver) == []
    assert driver.did[0] == "terminate_app"
    assert driver.did[-1] == "press_keycode"


def test_what_was_left_is_taken_away() -> None:
    assert prepared(Driver(notifications=3)) == []


def test_what_cannot_be_taken_away_is_told() -> None:
    doubts = prepared(Driver(notifications=3, clears=False, prompts=True))
    assert doubts == [
        "the android was still asking for the fingerprint",
        "3 notifications of IBKR Mobile were left on the android",
    ]


@pytest.mark.parametrize(("locale", "told"), [("en_US", "en_US"), ("zh_CN", "zh_CN"), (None, "English")])
def test_another_language(locale: str | None, told: str) -> None:
    driver = Driver()
    driver.locale = locale
    with pytest.raises(Unprepared, match=f"the android speaks {told}, not Traditional Chinese"):
        prepared(driver, "zh-Hant")


@pytest.mark.parametrize("locale", ["zh_TW", "zh-Hant-TW", "zh_Hant", None])
def test_the_language_wished_for(locale: str | None) -> None:
    driver = Driver()
    driver.locale, driver.page_source = locale, CHINESE_HOME
    assert prepared(driver, "zh-Hant") == []


def test_the_app_is_not_there() -> None:
    driver = Driver()
    driver.state = NOT_INSTALLED
    with pytest.raises(Unprepared, match=r"IBKR Mobile \(atws\.app\) is not on the android"):
        prepared(driver)
