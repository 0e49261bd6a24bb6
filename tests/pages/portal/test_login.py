"""What the login page is said to show, by documents that show a part of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from harness.patience import Patience
from pages.portal.login import PortalLogin


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def login(page: Page, body: str, name: str = "client-portal") -> PortalLogin:
    page.set_content(body)
    return PortalLogin(page, name, "/", Patience())


@pytest.mark.parametrize(
    ("body", "clickable"),
    [
        ("<button>登錄</button>", True),
        ("<button disabled>登錄</button>", False),
        ("<button>模擬登錄</button>", False),
    ],
)
def test_button_can_be_clicked(page: Page, body: str, clickable: bool) -> None:
    assert login(page, body).control_shown("登錄", within_s=0) is clickable


def test_link_with_full_width_punctuation(page: Page) -> None:
    there = login(page, '<a href="#">如未收到通知，請點擊此處</a>')
    assert there.control_shown("如未收到通知,請點擊此處", within_s=0)


def test_link_with_a_slash(page: Page) -> None:
    there = login(page, '<a href="#">Log in with Challenge/Response</a>')
    assert there.control_shown("Log in with Challenge/Response", within_s=0)


@pytest.mark.parametrize(("shown", "challenge"), [("012 345", "012345"), ("------", ""), ("", "")])
def test_challenge(page: Page, shown: str, challenge: str) -> None:
    there = login(page, f'<output class="xyz-goldchallenge">{shown}</output>')
    assert there.challenge(within_s=0) == challenge


def test_hidden_challenge_is_none(page: Page) -> None:
    there = login(page, '<section hidden><output class="xyz-goldchallenge">012345</output></section>')
    assert there.challenge(within_s=0) == ""


@pytest.mark.parametrize(
    ("body", "stage"),
    [
        ('<input id="xyz-field-username">', "credentials"),
        ("<p>One more question</p>", "elsewhere"),
        ('<main id="webtrader-main">in</main>', "elsewhere"),
    ],
)
def test_stage_where_an_open_session_is_expected(page: Page, body: str, stage: str) -> None:
    assert login(page, body).stage("open", within_s=0) == stage


@pytest.mark.parametrize(("attributes", "takes"), [("", True), ("disabled", False), ("readonly", False)])
def test_field_takes_a_username(page: Page, attributes: str, takes: bool) -> None:
    assert login(page, f'<input id="xyz-field-username" {attributes}>').takes_username() is takes
