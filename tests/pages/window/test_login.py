"""What the login window is said to show, by page sources that show a part of it."""

from typing import Any, cast

import pytest
from appium.webdriver.webdriver import WebDriver
from lxml import etree

from harness.patience import Patience
from harness.signs.sign import NotRecognised
from harness.signs.tws import TWS
from pages.window.login import TwsLogin


class Source:
    """A driver that finds in a document and does nothing else."""

    def __init__(self, *widgets: str) -> None:
        self._root = etree.fromstring(f"<application>{''.join(widgets)}</application>")

    @property
    def page_source(self) -> str:
        return etree.tostring(self._root, encoding="unicode")

    def find_elements(self, by: str, xpath: str) -> list[Any]:
        assert by == "xpath"
        return [Widget(found) for found in cast(list[Any], self._root.xpath(xpath))]


class Widget:
    def __init__(self, element: Any) -> None:
        self.text = element.get("name")


def widget(tag: str, role: str, name: str, **states: str) -> str:
    told = {"showing": "true", "enabled": "true", **states}
    attributes = " ".join(f'{key}="{value}"' for key, value in told.items())
    return f'<{tag} role="{role}" name="{name}" {attributes}/>'


def login(*widgets: str) -> TwsLogin:
    return TwsLogin(lambda: cast(WebDriver, Source(*widgets)), Patience(), TWS)


@pytest.mark.parametrize(("enabled", "clickable"), [("true", True), ("false", False)])
def test_button_can_be_clicked(enabled: str, clickable: bool) -> None:
    there = login(widget("push_button", "push button", "登錄", enabled=enabled))
    assert there.control_shown("登錄", within_s=0) is clickable


def test_link_with_full_width_punctuation() -> None:
    there = login(widget("push_button", "push button", "如未收到通知，請點擊此處"))
    assert there.control_shown("如未收到通知,請點擊此處", within_s=0)


@pytest.mark.parametrize(("editable", "held"), [("true", "響應"), ("false", None)])
def test_response_box(editable: str, held: str | None) -> None:
    assert login(widget("text", "text", "響應", editable=editable)).response_box() == held


@pytest.mark.parametrize(
    ("shown", "stage"),
    [
        (widget("text", "text", "用戶名"), "credentials"),
        (widget("label", "label", "通知已發送"), "waiting"),
        (widget("label", "label", "請稍候"), "elsewhere"),
        (widget("frame", "frame", "U1234567 Interactive Brokers"), "open"),
    ],
)
def test_stage(shown: str, stage: str) -> None:
    assert login(shown).stage("open", within_s=0) == stage


@pytest.mark.parametrize(("editable", "takes"), [("true", True), ("false", False)])
def test_field_takes_a_username(editable: str, takes: bool) -> None:
    assert login(widget("text", "text", "用戶名", editable=editable)).takes_username() is takes


def test_whose_session_it_is() -> None:
    named = (widget("label", "label", "User"), widget("label", "label", "ana1"))
    assert login(*named).session_user() == "ana1"
    assert login(widget("label", "label", "The session is open.")).session_user() is None


@pytest.mark.parametrize(
    ("widgets", "astray"),
    [
        ((), "no window of the program"),
        ((widget("label", "label", "無法連接服務器。"),), "無法連接服務器。"),
        ((widget("label", "label", "無法識別的用戶名或密碼"),), ""),
    ],
)
def test_where_no_login_leads(widgets: tuple[str, ...], astray: str) -> None:
    assert login(*widgets).astray() == astray


def test_a_window_that_nobody_knows_is_not_recognised() -> None:
    with pytest.raises(NotRecognised, match="main-window on tws; it shows Trader Desk"):
        login(widget("frame", "frame", "Trader Desk")).stage("open", within_s=0.01)


def test_no_window_at_all_is_no_matter_of_recognition() -> None:
    assert login().stage("open", within_s=0.01) == "elsewhere"


def test_a_target_may_tell_the_title_of_the_main_window() -> None:
    signs = TWS.overruled({"main-window": ["Trader *"]})
    shown = Source(widget("frame", "frame", "Trader Desk"))
    there = TwsLogin(lambda: cast(WebDriver, shown), Patience(), signs)
    assert there.stage("open", within_s=0) == "open"


@pytest.mark.parametrize("shown", ["123-456", "123 456", "１２３４５６", "123.456"])
def test_a_challenge_in_whatever_groups(shown: str) -> None:
    assert login(widget("label", "label", shown)).challenge(within_s=0) == "123456"
