"""What the login page is said to show, by documents that show a part of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from harness.patience import Patience
from harness.signs.portal import PORTAL
from harness.signs.sign import NotRecognised
from pages.portal.login import PortalLogin


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def login(page: Page, body: str, name: str = "client-portal") -> PortalLogin:
    page.set_content(body)
    return PortalLogin(page, name, "/", Patience(), PORTAL)


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


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('<span class="cp-username"> ana1 </span>', "ana1"),
        ('<span class="wt-username">ana1</span>', None),
        ("<p>Welcome</p>", None),
    ],
)
def test_whose_session_it_is(page: Page, body: str, name: str | None) -> None:
    assert login(page, body).session_user() == name


def test_another_program_is_where_no_login_leads(page: Page) -> None:
    body = '<main id="webtrader-main">in</main>'
    assert "another program" in login(page, body).astray()
    assert login(page, body, "webtrader").astray() == ""


@pytest.mark.parametrize(
    ("status", "astray"), [(200, ""), (404, "HTTP 404 of /sso/Login"), (500, "HTTP 500")]
)
def test_an_error_page_is_where_no_login_leads(page: Page, status: int, astray: str) -> None:
    page.route("**/*", lambda route: route.fulfill(status=status, body="<p>Welcome</p>"))
    there = PortalLogin(page, "client-portal", "/", Patience(), PORTAL)
    page.goto("http://portal.test/sso/Login")
    assert there.astray().startswith(astray)
    assert bool(there.astray()) is bool(astray)


def test_an_error_that_the_script_got_is_told_until_the_next_attempt(page: Page) -> None:
    def answer(route: Route) -> None:
        asked = route.request.url.endswith("/sso/Authenticator")
        route.fulfill(status=500 if asked else 200, body='<button class="xyz-button-login">Login</button>')

    page.route("**/*", answer)
    there = PortalLogin(page, "client-portal", "/", Patience(), PORTAL)
    page.goto("http://portal.test/sso/Login")
    page.evaluate("() => fetch('/sso/Authenticator', {method: 'POST'}).then(() => null)")
    assert there.astray() == "HTTP 500 of /sso/Authenticator"
    there.log_in()
    assert there.astray() == ""


UNKNOWN = "<main><h1>Welcome home</h1><a href='#'>Portfolio</a></main>"
SHORT = Patience(shown_s=0.2, answered_s=0.2, at_once_s=0.1)


def unhurried(page: Page, body: str) -> PortalLogin:
    page.set_content(body)
    return PortalLogin(page, "client-portal", "/", SHORT, PORTAL)


def test_a_page_that_nobody_knows_is_not_recognised(page: Page) -> None:
    with pytest.raises(
        NotRecognised, match=r"start-page\.client-portal on client-portal; it shows Welcome home"
    ):
        unhurried(page, UNKNOWN).stage("open", within_s=0.2)


def test_a_target_may_tell_what_its_start_page_looks_like(page: Page) -> None:
    page.set_content(UNKNOWN)
    told = PORTAL.overruled({"start-page.client-portal": ["main h1:has-text('Welcome')"]})
    assert PortalLogin(page, "client-portal", "/", SHORT, told).stage("open", within_s=0.2) == "open"


def test_another_stage_that_is_known_is_no_matter_of_recognition(page: Page) -> None:
    there = unhurried(page, "<input id='xyz-field-username'>")
    assert there.stage("open", within_s=0.2) == "credentials"


@pytest.mark.parametrize(
    ("between", "stage"),
    [
        ("<p>What is new</p><button>Continue</button>", "open"),
        ("<p>Take the tour</p><a href='#' class='ibkey-promo-skip'>No, thanks</a>", "open"),
        ("<p>Your name?</p><input><button>Continue</button>", "elsewhere"),
        ("<p>Sure?</p><button>OK</button><button>Close</button>", "elsewhere"),
        ("<p>Sell everything?</p><button>Sell</button>", "elsewhere"),
    ],
)
def test_a_page_that_only_leads_on_is_passed_by(page: Page, between: str, stage: str) -> None:
    leads_on = "document.body.innerHTML = '<main id=cp-ib-app-main-content>in</main>'"
    there = unhurried(page, between)
    page.evaluate(
        f"document.querySelectorAll('button, a').forEach(one => one.onclick = () => {{ {leads_on} }})"
    )
    if stage == "open":
        assert there.stage("open", within_s=1) == "open"
    else:
        with pytest.raises(NotRecognised):
            there.stage("open", within_s=0.2)


CREDENTIALS = "<input id='xyz-field-username'><button class='xyz-button-login'>Login</button>"


def test_a_message_is_what_is_new_wherever_it_stands(page: Page) -> None:
    there = unhurried(page, CREDENTIALS + "<p>Good morning</p><em></em>")
    page.evaluate(
        "document.querySelector('button').onclick = () => document.querySelector('em').append('No!'); null"
    )
    there.log_in()
    assert there.error(within_s=0.2) == "No!"


def test_silence_is_no_message(page: Page) -> None:
    there = unhurried(page, CREDENTIALS + "<p>Good morning</p>")
    there.log_in()
    assert there.error(within_s=0.2) == ""
