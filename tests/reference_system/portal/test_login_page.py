"""The login page in a browser: what a person sees and does, in both languages."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from reference_system import deviations
from reference_system.authority.factors.ib_key import ib_keys_of
from reference_system.authority.store import User
from tests.reference_system.authority.office import PASSWORD, Office, response_of
from tests.reference_system.portal.served import Portal

STEPS = ("username", "multiplesf", "notification", "qrcode", "gold", "finished")


def expect_step(page: Page, step: str) -> None:
    expect(page.locator(f".xyzblock-{step}")).to_be_visible()
    others = [f".xyzblock-{other}:visible" for other in STEPS if other != step]
    expect(page.locator(", ".join(others))).to_have_count(0)


def submit(page: Page, username: str, password: str = PASSWORD) -> None:
    page.fill("#xyz-field-username", username)
    page.fill("#xyz-field-password", password)
    page.click(".xyz-button-login")


def begin(portal: Portal, page: Page, *factors: str, path: str = "/sso/Login?RL=1") -> User:
    user = portal.do(lambda office: office.user(*factors))
    page.goto(path)
    submit(page, user.username)
    return user


def approve(portal: Portal, user: User) -> None:
    def work(office: Office) -> bool:
        (ib_key,) = ib_keys_of(user)
        (pending,) = office.server.pending(ib_key.factor_id)
        proof = response_of(ib_key, pending.question)
        return office.server.approve(ib_key.factor_id, pending.login_id, proof)

    assert portal.do(work)


@pytest.mark.parametrize(
    ("path", "ends_at", "shows"),
    [
        ("/sso/Login?RL=1", "/portal/", ".portfolio-summary"),
        ("/WebTrader", "/WebTrader/", "#webtrader-main"),
        ("/sso/Login", "/sso/Dispatcher", "body > pre"),
        ("/sso/Login?forwardTo=22&RL=1&ip2loc=on", "/sso/Dispatcher", "body > pre"),
    ],
)
def test_an_approval_moves_the_page_on_untouched(
    portal: Portal, page: Page, path: str, ends_at: str, shows: str
) -> None:
    user = begin(portal, page, "ib-key-android", path=path)
    expect_step(page, "notification")
    expect(page.locator(".xyzblock-notification")).to_contain_text("open the IBKR notification on your phone")
    approve(portal, user)
    page.wait_for_url(f"**{ends_at}")
    expect(page.locator(shows)).to_be_visible()
    if shows == "body > pre":
        assert page.inner_text("body > pre") == "Client login succeeds"


def test_without_a_second_factor_no_step_comes_between(portal: Portal, page: Page) -> None:
    user = begin(portal, page, "none")
    page.wait_for_url("**/portal/")
    assert page.inner_text(".cp-account") == user.account
    page.click(".cp-logout")
    page.wait_for_url("**/sso/Login?RL=1")


@pytest.mark.parametrize(
    ("factor", "link"),
    [("ib-key-android", "如未收到通知,請點擊此處"), ("ib-key-iphone", "如您未收到通知,點擊此處")],
)
def test_challenge_and_response_in_chinese(portal: Portal, page: Page, factor: str, link: str) -> None:
    user = begin(portal, page, factor, path="/sso/Login?RL=1&lang=zh-Hant")
    page.get_by_role("link", name=link, exact=True).click()
    expect_step(page, "gold")
    challenge = page.inner_text(".xyz-goldchallenge")
    assert re.fullmatch(r"\d{6}", challenge)
    box = page.get_by_label("響應", exact=True)
    expect(box).to_be_editable()
    box.fill("00000000")
    page.get_by_role("button", name="確定", exact=True).click()
    expect(page.locator(".xyz-errormessage")).to_have_text("驗證失敗")
    expect(box).to_have_value("")
    assert page.inner_text(".xyz-goldchallenge") == challenge
    right = portal.do(lambda _: response_of(ib_keys_of(user)[0], challenge))
    box.fill(right)
    expect(box).to_have_value(right)
    page.get_by_role("button", name="確定", exact=True).click()
    page.wait_for_url("**/portal/")


def test_the_way_by_the_qr_code_to_the_challenge(portal: Portal, page: Page) -> None:
    begin(portal, page, "ib-key-android")
    links = page.locator("a.xyz-showchallenge:visible")
    expect(links).to_have_text(["Log in with Challenge/Response"])
    page.get_by_role("link", name="Log in with QR Code").click()
    expect_step(page, "qrcode")
    page.wait_for_function("document.querySelector('.xyz-qrcode').naturalWidth > 0")
    expect(links).to_have_text(["Log in with Challenge/Response"])
    links.click()
    expect_step(page, "gold")
    page.locator(".xyzblock-gold .xyz-startover").click()
    expect_step(page, "username")


def test_no_address_holds_a_secret(portal: Portal, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    begin(portal, page, "ib-key-android")
    page.get_by_role("link", name="Log in with QR Code").click()
    expect_step(page, "qrcode")
    assert not [url for url in asked if "LOGIN_ID" in url or PASSWORD in url]


def test_without_the_script_the_password_stays_out_of_the_address(portal: Portal, page: Page) -> None:
    user = portal.do(lambda office: office.user())
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/sso/Login?RL=1")
    with page.expect_navigation():
        submit(page, user.username)
    assert page.url == f"{portal.url}/sso/Login?RL=1"
    expect(page.locator("#xyz-field-password")).to_have_value("")


def test_an_approval_moves_the_challenge_step_on_too(portal: Portal, page: Page) -> None:
    user = begin(portal, page, "ib-key-iphone")
    page.locator("a.xyz-showchallenge:visible").click()
    expect_step(page, "gold")
    approve(portal, user)
    page.wait_for_url("**/portal/")


def test_a_refused_and_an_expired_login_lead_back(portal: Portal, page: Page) -> None:
    user = begin(portal, page, "ib-key-android")
    expect_step(page, "notification")

    def refuse(office: Office) -> None:
        (pending,) = office.server.pending(user.factors[0].factor_id)
        office.server.refuse(user.factors[0].factor_id, pending.login_id)

    portal.do(refuse)
    expect_step(page, "username")
    expect(page.locator(".xyz-errormessage")).to_have_text(re.compile("refused on your phone"))
    submit(page, user.username)
    expect_step(page, "notification")
    portal.do(lambda office: office.authority.clock.advance(180))
    expect_step(page, "username")
    expect(page.locator(".xyz-errormessage")).to_have_text(re.compile("has expired"))


def test_resend(portal: Portal, page: Page) -> None:
    begin(portal, page, "ib-key-android")
    expect_step(page, "notification")
    before = portal.do(lambda office: len(office.phones.sent))
    page.get_by_role("link", name="Resend notification").click()
    expect(page.locator(".xyz-resent")).to_have_text("Sent again.")
    assert portal.do(lambda office: len(office.phones.sent)) == before + 1


def test_starting_over_leaves_nothing_of_the_last_login(portal: Portal, page: Page) -> None:
    user = begin(portal, page, "ib-key-android")
    page.get_by_role("link", name="Resend notification").click()
    expect(page.locator(".xyz-resent")).to_have_text("Sent again.")
    page.locator(".xyzblock-notification .xyz-startover").click()
    expect_step(page, "username")
    expect(page.locator("#xyz-field-password")).to_have_value("")
    submit(page, user.username)
    expect_step(page, "notification")
    expect(page.locator(".xyz-resent")).to_have_text("")


def test_an_answer_that_is_none_is_told(portal: Portal, page: Page) -> None:
    user = portal.do(lambda office: office.user("ib-key-android"))
    page.goto("/sso/Login?RL=1")
    page.route("**/sso/Authenticator", lambda route: route.fulfill(status=500, body="Internal Server Error"))
    submit(page, user.username)
    expect(page.locator(".xyz-errormessage")).to_have_text(re.compile("cannot be reached"))
    page.unroute("**/sso/Authenticator")
    page.click(".xyz-button-login")
    expect_step(page, "notification")
    expect(page.locator(".xyz-errormessage")).to_have_text("")


def test_an_error_goes_with_the_next_step(portal: Portal, page: Page) -> None:
    begin(portal, page, "ib-key-android")
    expect_step(page, "notification")
    page.context.set_offline(True)
    page.get_by_role("link", name="Resend notification").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    page.get_by_role("link", name="Log in with QR Code").click()
    expect_step(page, "qrcode")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_focus_goes_along(portal: Portal, page: Page) -> None:
    user = portal.do(lambda office: office.user("ib-key-android"))
    page.goto("/sso/Login?RL=1")
    expect(page.locator("#xyz-field-username")).to_be_focused()  # keys do not wait for that
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Notification sent")).to_be_focused()
    page.get_by_role("link", name="Log in with QR Code").press("Enter")
    expect(page.get_by_role("heading", name="Log in with QR Code")).to_be_focused()
    page.locator("a.xyz-showchallenge:visible").press("Enter")
    expect(page.get_by_label("Response")).to_be_focused()


def test_the_device_picker(portal: Portal, page: Page) -> None:
    begin(portal, page, "ib-key-android", "ib-key-iphone")
    expect_step(page, "multiplesf")
    picker = page.get_by_label("Select Second Factor Device")
    options = picker.locator("option")
    assert options.evaluate_all("options => options.map((one) => one.label)") == [
        "Select Type",
        "IB Key (Android)",
        "IB Key (iPhone)",
    ]
    expect(options).to_have_text(["Select Type", "IB Key", "IB Key"])  # what ibeam chooses by
    expect(picker).to_have_value("")
    picker.select_option("5.2i")
    expect_step(page, "notification")


@pytest.mark.parametrize("spelling", [str.upper, " {}".format, "{} ".format, "{}!".format])
def test_a_malformed_username_is_refused_and_the_right_one_taken(
    portal: Portal, page: Page, spelling: Callable[[str], str]
) -> None:
    user = portal.do(lambda office: office.user())
    page.goto("/sso/Login?RL=1")
    submit(page, spelling(user.username))
    expect(page.locator(".xyz-errormessage")).to_have_text("Invalid username password combination")
    expect(page.locator(".invalid-feedback")).to_be_visible()
    page.fill("#xyz-field-username", user.username)
    page.click(".xyz-button-login")
    page.wait_for_url("**/portal/")


def test_paper_mode(portal: Portal, page: Page) -> None:
    user = portal.do(lambda office: office.user(paper=True))
    page.goto("/sso/Login?RL=1")
    submit(page, user.username)
    expect(page.locator(".xyz-errormessage")).to_contain_text("specified user is a Paper Trading user")
    page.click("label[for='toggle1']")
    expect(page.locator("body")).to_have_class(re.compile("paper-trading"))
    button = page.get_by_role("button", name="Simulated Login")
    expect(button).to_have_class(re.compile("xyz-button-login.*btn-danger"))
    expect(button).not_to_have_class(re.compile("btn-primary"))
    expect(page.locator(".xyz-simulated")).to_be_visible()
    button.click()
    page.wait_for_url("**/portal/")
    assert page.inner_text(".cp-account").startswith("DU")


# Deviations of the page's script


@pytest.fixture
def deviate(portal: Portal) -> Iterator[Callable[[str], None]]:
    yield lambda name: portal.do(lambda _: deviations.switch_on([name]))
    portal.do(lambda _: deviations.switch_on([]))


def test_deviation_login_button_does_nothing(
    portal: Portal, page: Page, deviate: Callable[[str], None]
) -> None:
    deviate("login-button-does-nothing")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    begin(portal, page, "none")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert not [url for url in asked if "Authenticator" in url]
    expect_step(page, "username")


def test_deviation_refuses_after_a_malformed_username(
    portal: Portal, page: Page, deviate: Callable[[str], None]
) -> None:
    deviate("refuses-every-username-after-a-malformed-one")
    user = portal.do(lambda office: office.user())
    page.goto("/sso/Login?RL=1")
    submit(page, user.username.upper())
    expect(page.locator(".xyz-errormessage")).to_be_visible()
    submit(page, user.username)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect_step(page, "username")
    page.reload()
    submit(page, user.username)
    page.wait_for_url("**/portal/")


def test_deviation_stays_after_the_right_response(
    portal: Portal, page: Page, deviate: Callable[[str], None]
) -> None:
    deviate("stays-after-the-right-response")
    user = begin(portal, page, "ib-key-android")
    page.locator("a.xyz-showchallenge:visible").click()
    expect_step(page, "gold")
    challenge = page.inner_text(".xyz-goldchallenge")
    page.fill("#xyz-field-gold-response", portal.do(lambda _: response_of(ib_keys_of(user)[0], challenge)))
    with page.expect_response("**/sso/Authenticator") as answered:
        page.click(".xyz-button-gold")
    assert "<auth_res>ok</auth_res>" in answered.value.text()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect_step(page, "gold")


def test_deviation_cuts_the_response_off(portal: Portal, page: Page, deviate: Callable[[str], None]) -> None:
    deviate("response-box-cuts-off")
    begin(portal, page, "ib-key-android")
    page.locator("a.xyz-showchallenge:visible").click()
    expect_step(page, "gold")  # keys do not wait for a box to be shown
    box = page.locator("#xyz-field-gold-response")
    box.press_sequentially("12345678")
    expect(box).to_have_value("123456")
