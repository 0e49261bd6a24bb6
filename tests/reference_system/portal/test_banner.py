"""The banner that offers the activation of IB Key, as text and as a browser shows it."""

import io
import re
from collections.abc import Iterator

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from reference_system import deviations
from reference_system.authority.store import User
from reference_system.portal.app import create_app
from tests.reference_system.authority.office import PASSWORD, Office
from tests.reference_system.portal.served import Portal

LINK = "https://www.interactivebrokers.com/sso/ibkey?code="
BANNER = 'id="cp-activation-banner"'


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    with TestClient(create_app(office.authority), follow_redirects=False) as client:
        yield client


def log_in(client: TestClient, user: User, channel: str = "client-portal") -> None:
    fields = {"ACTION": "INIT", "USER": user.username, "PASSWORD": PASSWORD, "CHANNEL": channel}
    client.post("/sso/Authenticator", data=fields)


def code_on(page: str) -> str | None:
    code = re.search('class="cp-activation-code">([A-Z0-9]+)<', page)
    return None if code is None else code[1]


def seen(page: Page) -> list[str]:
    """What a scanner reads from the whole page."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def visit(portal: Portal, page: Page) -> str | None:
    """Log in as a new user without IB Key; returns the code that the portal shows in letters."""
    user = portal.do(lambda office: office.user())
    page.goto("/sso/Login?RL=1")
    page.fill("#xyz-field-username", user.username)
    page.fill("#xyz-field-password", PASSWORD)
    page.click(".xyz-button-login")
    page.wait_for_url("**/portal/")
    return code_on(page.content())


def test_users_without_ib_key_are_offered_one_code_for_each_session(
    client: TestClient, office: Office
) -> None:
    user = office.user()
    log_in(client, user)
    first = code_on(client.get("/portal/").text)
    assert first
    assert code_on(client.get("/portal/?lang=zh-Hant").text) == first
    client.post("/sso/Logout")
    log_in(client, user)
    second = code_on(client.get("/portal/").text)
    assert second
    assert second != first
    office.activate(second)
    assert BANNER not in client.get("/portal/").text


def test_webtrader_offers_nothing(client: TestClient, office: Office) -> None:
    log_in(client, office.user(), "webtrader")
    for path in ("/WebTrader/", "/portal/"):
        assert BANNER not in client.get(path).text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "Activate IBKR Mobile Authentication (IB Key)",
                "we recommend",
                "Scan this QR code",
                "Type this",
            ],
        ),
        ("zh-Hant", ["激活移動IBKR驗證程序(IB Key)", "建議", "掃描此QR碼", "輸入以下代碼"]),
    ],
)
def test_the_banner_recommends_the_activation_by_scanning(
    client: TestClient, office: Office, language: str, words: list[str]
) -> None:
    log_in(client, office.user())
    page = client.get(f"/portal/?lang={language}").text
    for one in (*words, 'href="/kb/3861"', 'href="/kb/3862"'):
        assert one in page


def test_the_picture_can_be_scanned(portal: Portal, page: Page) -> None:
    code = visit(portal, page)
    assert seen(page) == [f"{LINK}{code}"]
    picture = page.get_by_role("img", name="QR code for the activation of IB Key")
    box = picture.bounding_box()
    assert box
    assert box["width"] == box["height"] >= 240
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("link", name="on Android (KB3862)").scroll_into_view_if_needed()
    picture.scroll_into_view_if_needed()
    assert seen(page) == [f"{LINK}{code}"]


@pytest.mark.parametrize("path", ["/portal/", "/WebTrader/"])
def test_a_narrow_window_cuts_nothing_off(portal: Portal, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    visit(portal, page)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    logout = page.get_by_role("button", name="Log Out").bounding_box()
    assert logout
    assert logout["height"] < 50  # one line
    if path == "/portal/":
        picture = page.locator(".cp-activation-qr").bounding_box()
        banner = page.locator("#cp-activation-banner").bounding_box()
        assert picture
        assert banner
        assert picture["x"] + picture["width"] <= banner["x"] + banner["width"]


def test_the_steps_are_one_click_away(portal: Portal, page: Page) -> None:
    visit(portal, page)
    page.get_by_role("link", name="on iPhone (KB3861)").click()
    expect(page.get_by_role("heading", name="Possible Issues and solutions")).to_be_visible()


# Deviations


def test_deviation_no_string_below_the_qr_code(portal: Portal, page: Page) -> None:
    deviations.switch_on(["no-string-below-the-qr-code"])
    assert visit(portal, page) is None
    expect(page.locator(".cp-activation-code")).to_have_count(0)
    assert len(seen(page)) == 1


@pytest.mark.parametrize("deviation", ["string-of-another-qr-code", "qr-code-of-another-session"])
def test_deviations_of_picture_and_string(portal: Portal, page: Page, deviation: str) -> None:
    deviations.switch_on([deviation])
    string = visit(portal, page)
    [link] = seen(page)
    assert re.fullmatch(re.escape(LINK) + "[A-Z0-9]{12}", link)
    assert link != f"{LINK}{string}"
    deviations.switch_on([])
    page.reload()
    documented = code_on(page.content())
    assert (string == documented) is (deviation == "qr-code-of-another-session")
    assert (link == f"{LINK}{documented}") is (deviation == "string-of-another-qr-code")


def test_deviation_string_is_cut_short(portal: Portal, page: Page) -> None:
    deviations.switch_on(["string-is-cut-short"])
    string = visit(portal, page)
    assert string is not None
    assert len(string) == 8
    [link] = seen(page)
    assert link.startswith(LINK + string)


def test_deviation_active_users_see_a_qr_code(client: TestClient, office: Office) -> None:
    user = office.user()
    log_in(client, user)
    offered = client.get("/portal/").text
    code = code_on(offered)
    assert code
    deviations.switch_on(["active-users-see-a-qr-code"])
    assert client.get("/portal/").text == offered
    office.activate(code)
    page = client.get("/portal/").text
    assert BANNER not in page
    assert 'class="cp-activation-qr"' in page


def test_deviation_qr_code_is_cropped(portal: Portal, page: Page) -> None:
    deviations.switch_on(["qr-code-is-cropped"])
    assert visit(portal, page)
    assert seen(page) == []


def test_deviation_offers_activation_to_nobody(portal: Portal, page: Page) -> None:
    deviations.switch_on(["offers-activation-to-nobody"])
    assert visit(portal, page) is None
    expect(page.locator("#cp-activation-banner")).to_have_count(0)
