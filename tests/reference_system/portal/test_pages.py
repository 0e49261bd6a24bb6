import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from reference_system import deviations
from reference_system.portal.app import create_app
from tests.reference_system.authority.office import PASSWORD, Office


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    with TestClient(create_app(office.authority), follow_redirects=False) as client:
        yield client


def log_in(client: TestClient, office: Office, channel: str = "client-portal") -> None:
    fields = {"ACTION": "INIT", "USER": office.user().username, "PASSWORD": PASSWORD, "CHANNEL": channel}
    client.post("/sso/Authenticator", data=fields)


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/", "/sso/Login"),
        ("/portal/", "/sso/Login?RL=1"),
        ("/WebTrader", "/sso/Login?forwardTo=WEBTRADER"),
        ("/WebTrader?lang=zh-Hant", "/sso/Login?forwardTo=WEBTRADER&lang=zh-Hant"),
        ("/WebTrader/", "/sso/Login?forwardTo=WEBTRADER"),
    ],
)
def test_the_way_in_leads_to_the_login(client: TestClient, path: str, leads_to: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


@pytest.mark.parametrize(
    ("form", "leads_to"),
    [
        ({"forwardTo": "", "RL": "1"}, "/portal/"),
        ({"forwardTo": "WEBTRADER", "RL": ""}, "/WebTrader/"),
        ({"forwardTo": "WEBTRADER", "RL": "1"}, "/WebTrader/"),
    ],
)
def test_dispatcher_leads_on(client: TestClient, office: Office, form: dict[str, str], leads_to: str) -> None:
    log_in(client, office)
    assert client.post("/sso/Dispatcher", data=form).headers["location"] == leads_to
    assert client.get("/sso/Dispatcher", params=form).headers["location"] == leads_to


def test_deviation_webtrader_login_opens_client_portal(client: TestClient, office: Office) -> None:
    deviations.switch_on(["webtrader-login-opens-client-portal"])
    log_in(client, office)
    answer = client.post("/sso/Dispatcher", data={"forwardTo": "WEBTRADER", "RL": ""})
    assert answer.headers["location"] == "/portal/"


@pytest.mark.parametrize("form", [{}, {"forwardTo": "22"}, {"forwardTo": "22", "RL": "1"}])
def test_dispatcher_s_bare_document(client: TestClient, office: Office, form: dict[str, str]) -> None:
    assert client.post("/sso/Dispatcher", data=form).headers["location"] == "/sso/Login"
    log_in(client, office)
    for answer in (client.post("/sso/Dispatcher", data=form), client.get("/sso/Dispatcher", params=form)):
        assert answer.text == "Client login succeeds"
        assert answer.headers["content-type"].startswith("text/plain")


def test_the_journal_knows_who_came_and_went(client: TestClient, office: Office) -> None:
    client.get("/sso/Login?forwardTo=WEBTRADER&lang=zh-Hant")
    log_in(client, office, "webtrader")
    client.post("/sso/Dispatcher", data={"forwardTo": "WEBTRADER"})
    told = [
        (one.what, dict(one.details)) for one in office.authority.journal.events() if one.source == "portal"
    ]
    assert told[0] == ("login page opened", {"program": "WebTrader", "language": "zh-Hant"})
    assert [what for what, _ in told] == ["login page opened", "login page left"]


def test_portal_after_login_and_log_out(client: TestClient, office: Office) -> None:
    log_in(client, office)
    page = client.get("/portal/").text
    for landmark in (
        '<main id="cp-ib-app-main-content"',
        "portfolio-summary",
        'href="#/dashboard/positions"',
        "cp-logout",
    ):
        assert landmark in page
    assert client.post("/sso/Logout").headers["location"] == "/sso/Login?RL=1"
    assert client.get("/portal/").status_code == 303


def test_webtrader_after_login(client: TestClient, office: Office) -> None:
    log_in(client, office, "webtrader")
    assert '<main id="webtrader-main"' in client.get("/WebTrader/").text
    assert client.post("/sso/Logout").headers["location"] == "/WebTrader"


@pytest.mark.parametrize(
    ("query", "accept", "language"),
    [
        ("", "", "en"),
        ("", "de-DE,de;q=0.9", "en"),
        ("", "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("", "en-US,zh;q=0.5", "en"),
        ("?lang=zh-Hant", "en-US", "zh-Hant"),
        ("?lang=en", "zh-HK", "en"),
    ],
)
def test_language(client: TestClient, query: str, accept: str, language: str) -> None:
    answer = client.get(f"/sso/Login{query}", headers={"accept-language": accept})
    assert f'<html lang="{language}">' in answer.text
    assert ("登錄" in answer.text) is (language == "zh-Hant")


def test_a_chosen_language_stays_chosen(client: TestClient, office: Office) -> None:
    client.get("/sso/Login?lang=zh-Hant")
    log_in(client, office)
    assert "退出" in client.get("/portal/").text


def test_identifiers_that_public_clients_use(client: TestClient) -> None:
    page = client.get("/sso/Login?forwardTo=22&RL=1&ip2loc=on").text
    for identifier in (
        'id="xyz-field-username" name="username" class="form-control xyz-username"',
        'id="xyz-field-password" name="password" class="form-control xyz-password"',
        'class="btn btn-lg btn-primary xyz-button-login"',
        'id="toggle1" name="paperSwitch" class="xyz-paper-switch"',
        'for="toggle1"',
        'class="form-group">',  # where minitrade looks for the button
        'class="xyz-errormessage"',
        'id="xyz-field-gold-response" name="gold-response" class="form-control xyz-gold-response"',
        'src="/sso/lib/xyz.bundle.min.js"',
        'class="loginformWrapper"',
    ):
        assert identifier in page
    for block in ("username", "error", "multiplesf", "notification", "qrcode", "gold", "loading", "finished"):
        assert re.search(rf'class="xyzblock xyzblock-{block}\b', page), block
    assert client.cookies["JSESSIONID"]


def test_script_and_style_are_served(client: TestClient) -> None:
    assert client.get("/sso/lib/xyz.bundle.min.js").headers["content-type"].startswith("text/javascript")
    assert client.get("/sso/lib/xyz.css").status_code == 200


def test_what_the_browser_itself_submits_leads_back_to_the_page(client: TestClient) -> None:
    typed = {"username": "demo", "password": "hunter2"}
    answer = client.post("/sso/Login?forwardTo=22&RL=1", data=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, "?forwardTo=22&RL=1")


def test_support_lists_centers_with_numbers_and_hours(client: TestClient) -> None:
    page = client.get("/support").text
    rows = re.findall(r'<tr class="support-center">(.*?)</tr>', page, re.S)
    assert len(rows) == 4
    for row in rows:
        telephone = re.search(r'"center-telephone">([^<]+)', row)
        hours = re.search(r'"center-hours">([^<]+)', row)
        assert telephone
        assert re.search(r"\d{4}", telephone[1])
        assert hours
        assert re.search(r"\d\d:\d\d", hours[1])


HEADINGS = {
    (3234, "en"): "KB3234: I am not receiving IBKR Mobile notifications",
    (3234, "zh-Hant"): "KB3234:我收不到移動IBKR(IBKR Mobile)通知",
    (2269, "en"): "KB2269: PIN Guidelines",
    (2269, "zh-Hant"): "KB2269:IB Key的PIN碼規則",
    (3861, "en"): "KB3861: Activate IB Key by QR code on iPhone",
    (3861, "zh-Hant"): "KB3861:在iPhone上通過QR碼激活IB Key",
    (3862, "en"): "KB3862: Activate IB Key by QR code on Android",
    (3862, "zh-Hant"): "KB3862:在安卓手機上通過QR碼激活IB Key",
}


def heading_of(client: TestClient, number: int, language: str) -> str:
    heading = re.search("<h1>(.*?)</h1>", client.get(f"/kb/{number}?lang={language}").text)
    assert heading
    return heading[1]


@pytest.mark.parametrize(("number", "language"), HEADINGS)
def test_articles(client: TestClient, number: int, language: str) -> None:
    assert heading_of(client, number, language) == HEADINGS[number, language]
    assert f'data-number="{number}"' in client.get(f"/kb/{number}").text


@pytest.mark.parametrize("number", ["9999", "no-number", "9" * 5000])
def test_no_article(client: TestClient, number: str) -> None:
    answer = client.get(f"/kb/{number}")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_an_address_of_nothing(client: TestClient) -> None:
    answer = client.get("/webtrader?lang=zh-Hant")
    assert answer.status_code == 404
    assert "<h1>找不到此頁面</h1>" in answer.text


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("number", [3234, 2269])
def test_deviations_of_one_article(client: TestClient, number: int, language: str) -> None:
    deviations.switch_on([f"kb-{number}-is-about-something-else"])
    for (other, _), heading in HEADINGS.items():
        same = heading_of(client, other, language) == HEADINGS[other, language]
        assert same is (other != number), heading


def test_deviation_kb_2269_is_missing(client: TestClient) -> None:
    deviations.switch_on(["kb-2269-is-missing"])
    assert {number: client.get(f"/kb/{number}").status_code for number in (2269, 3234)} == {
        2269: 404,
        3234: 200,
    }


@pytest.mark.parametrize("number", [3861, 3862])
def test_articles_about_activation_end_with_possible_issues(client: TestClient, number: int) -> None:
    def sections(language: str) -> list[str]:
        return re.findall("<h2>(.*?)</h2>", client.get(f"/kb/{number}?lang={language}").text)

    assert sections("en") == ["Possible Issues and solutions"]
    assert sections("zh-Hant") == ["可能的問題及解決方法"]
    deviations.switch_on(["activation-articles-lack-their-closing-section"])
    assert sections("en") == sections("zh-Hant") == []


@pytest.mark.parametrize("number", [3861, 3862])
def test_deviations_of_the_closing_section(client: TestClient, number: int) -> None:
    def article() -> tuple[int, bool]:
        page = client.get(f"/kb/{number}").text
        return page.count("Possible Issues and solutions"), "rear lens" in page

    assert article() == (2, True)
    deviations.switch_on(["closing-section-of-activation-articles-is-empty"])
    assert article() == (2, False)
    deviations.switch_on(["activation-articles-do-not-name-their-closing-section"])
    assert article() == (1, True)


def test_deviation_kb_2269_is_about_usernames(client: TestClient) -> None:
    deviations.switch_on(["kb-2269-is-about-usernames"])
    page = client.get("/kb/2269").text
    assert "<h1>KB2269: Guidelines for your username</h1>" in page
    assert "PIN" in page


def test_deviation_logging_out_does_nothing(client: TestClient, office: Office) -> None:
    user = office.user()
    fields = {"ACTION": "INIT", "USER": user.username, "PASSWORD": PASSWORD, "CHANNEL": "client-portal"}
    client.post("/sso/Authenticator", data=fields)
    deviations.switch_on(["logging-out-does-nothing"])
    assert client.post("/sso/Logout").headers["location"] == "/portal/"
    assert user.username in client.get("/portal/").text


@pytest.mark.parametrize(
    ("deviation", "present", "absent"),
    [
        ("login-button-says-next", ">下一步<", ">登錄<"),
        ("login-button-is-disabled", 'xyz-button-login" disabled', None),
        ("login-button-does-nothing", 'data-on-login-button="nothing"', 'data-on-login-button="submit"'),
        ("confirm-button-says-submit", ">提交<", ">確定<"),
        ("response-box-cuts-off", 'maxlength="6"', None),
        ("no-response-box", "xyzform-gold", "xyz-field-gold-response"),
        ("no-challenge-link", "xyz-resendnotification", 'class="xyz-showchallenge"'),
        ("stays-after-the-right-response", 'right-response="stay"', 'right-response="on"'),
        (
            "refuses-every-username-after-a-malformed-one",
            'malformed-username="refuse"',
            'malformed-username="retry"',
        ),
    ],
)
def test_deviations_of_the_page(client: TestClient, deviation: str, present: str, absent: str | None) -> None:
    documented = client.get("/sso/Login?lang=zh-Hant").text
    assert present not in documented or deviation.startswith("no-")
    deviations.switch_on([deviation])
    page = client.get("/sso/Login?lang=zh-Hant").text
    assert present in page
    assert absent is None or (absent in documented and absent not in page)


def links(page: str) -> str:
    return re.search(r'id="xyz-challenge-links">(.*?)</script>', page)[1]  # type: ignore[index]


def test_wording_of_the_challenge_link(client: TestClient) -> None:
    assert json.loads(links(client.get("/sso/Login?lang=zh-Hant").text)) == {
        "5.2a": "如未收到通知,請點擊此處",
        "5.2i": "如您未收到通知,點擊此處",
    }
    assert set(json.loads(links(client.get("/sso/Login?lang=en").text)).values()) == {
        "Log in with Challenge/Response"
    }
    deviations.switch_on(["challenge-link-says-something-else"])
    assert "點擊此處" not in links(client.get("/sso/Login?lang=zh-Hant").text)
