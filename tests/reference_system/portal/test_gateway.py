from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from reference_system.portal.app import create_app
from tests.reference_system.authority.office import START, Office

BASES = ["/v1/api", "/v1/portal", "/portal.proxy/v1/portal"]
CALLS = [
    ("GET", "/tickle"),
    ("POST", "/tickle"),
    ("GET", "/iserver/auth/status"),
    ("POST", "/iserver/auth/status"),
    ("POST", "/iserver/auth/ssodh/init"),
    ("POST", "/iserver/reauthenticate"),
    ("GET", "/sso/validate"),
    ("POST", "/logout"),
]


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    """A caller without cookies, as programs behind the gateway are."""
    with TestClient(create_app(office.authority)) as client:
        yield client


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(("method", "path"), CALLS)
def test_401_before_login_and_an_answer_after_it(
    client: TestClient, office: Office, base: str, method: str, path: str
) -> None:
    refused = client.request(method, base + path)
    assert (refused.status_code, refused.json()) == (401, {"error": "no session"})
    office.begin(office.user())
    assert client.request(method, base + path).status_code == 200


def test_only_a_login_to_client_portal_opens_the_gateway(client: TestClient, office: Office) -> None:
    office.begin(office.user(), "webtrader")
    office.begin(office.user(), "tws")
    office.begin(office.user("ib-key-android"))  # not approved
    assert client.get("/v1/api/tickle").status_code == 401


def test_tickle(client: TestClient, office: Office) -> None:
    user = office.user()
    office.begin(user)
    told = client.post("/v1/api/tickle").json()
    status = told.pop("iserver")["authStatus"]
    assert isinstance(told.pop("session"), str)
    assert told == {
        "ssoExpires": 86_400_000,
        "collission": False,
        "userId": user.user_id,
        "hmds": {"error": "no bridge"},
    }
    assert status == client.get("/v1/api/iserver/auth/status").json()
    assert {"authenticated", "competing", "connected", "message", "MAC", "serverInfo"} <= status.keys()
    assert {"serverName", "serverVersion"} == status["serverInfo"].keys()


def test_what_tickle_calls_the_session_opens_nothing(client: TestClient, office: Office) -> None:
    office.begin(office.user())
    answer = client.get("/v1/api/tickle")
    assert answer.headers["cache-control"] == "no-store"
    named = answer.json()["session"]
    client.cookies.set("XYZAB_AM.LOGIN", named)
    assert client.get("/portal/", follow_redirects=False).status_code == 303
    assert client.get("/v1/portal/tickle").json()["session"] == named


@pytest.mark.parametrize("base", BASES)
def test_calls_that_are_not_here(client: TestClient, office: Office, base: str) -> None:
    assert client.get(f"{base}/iserver/accounts").status_code == 401
    office.begin(office.user())
    answer = client.get(f"{base}/iserver/accounts")
    assert answer.status_code == 404
    assert answer.json() == {"error": f"there is no {base}/iserver/accounts here"}
    assert client.put(f"{base}/tickle").status_code == 405


def authenticated(client: TestClient) -> bool:
    told = client.post("/v1/api/tickle").json()["iserver"]["authStatus"]["authenticated"]
    assert isinstance(told, bool)
    return told


def test_authenticated_by_itself_within_seconds(client: TestClient, office: Office) -> None:
    office.begin(office.user())
    assert not authenticated(client)
    office.authority.clock.advance(3)
    assert authenticated(client)


def test_authenticated_only_after_ssodh_init(client: TestClient, office: Office) -> None:
    office.authority.sessions.gateway_authenticates = False
    office.begin(office.user())
    office.authority.clock.advance(3600)
    assert client.get("/v1/api/iserver/auth/status").json()["authenticated"] is False
    opened = client.post("/v1/api/iserver/auth/ssodh/init", json={"publish": True, "compete": True}).json()
    assert (opened["authenticated"], opened["connected"], opened["competing"]) == (True, True, False)
    assert client.get("/v1/api/iserver/auth/status").json()["authenticated"] is True


@pytest.mark.parametrize("compete", [True, False])
def test_competing_with_tws(client: TestClient, office: Office, compete: bool) -> None:
    user = office.user()
    office.begin(user, "tws")
    office.begin(user)
    told = client.post("/v1/api/iserver/auth/ssodh/init", json={"compete": compete}).json()
    assert (told["authenticated"], told["competing"]) == (compete, not compete)


@pytest.mark.parametrize("body", ["{", "[1]", '"x"', "[" * 100_000, '{"compete": "false"}', '{"compete": 1}'])
def test_ssodh_init_refuses_what_it_does_not_know(client: TestClient, office: Office, body: str) -> None:
    office.begin(office.user())
    answer = client.post("/v1/api/iserver/auth/ssodh/init", content=body)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


@pytest.mark.parametrize(("paper", "login_type"), [(False, 1), (True, 2)])
def test_validate(client: TestClient, office: Office, paper: bool, login_type: int) -> None:
    user = office.user()
    office.logins.begin(user.username, "Right1Password", "client-portal", paper=paper)
    office.authority.clock.advance(100)
    told = client.get("/v1/api/sso/validate").json()
    assert (told["USER_ID"], told["USER_NAME"], told["RESULT"]) == (user.user_id, user.username, True)
    assert told["AUTH_TIME"] == START.timestamp() * 1000
    assert told["EXPIRES"] == 86_300_000
    assert told["LOGIN_TYPE"] == login_type


def test_reauthenticate_connects(client: TestClient, office: Office) -> None:
    office.begin(office.user())
    assert client.post("/v1/api/iserver/reauthenticate?force=true").json() == {"message": "triggered"}
    assert client.get("/v1/api/iserver/auth/status").json()["authenticated"] is True


def test_logout(client: TestClient, office: Office) -> None:
    office.begin(office.user())
    answer = client.post("/v1/api/logout")
    assert answer.text == '{"status":true}', "as public clients compare it, to the letter"
    assert client.post("/v1/api/logout").status_code == 401


def test_a_new_login_replaces_the_session_and_logout_ends_it(client: TestClient, office: Office) -> None:
    office.begin(office.user())
    second = office.user()
    office.begin(second)
    assert client.get("/v1/api/sso/validate").json()["USER_NAME"] == second.username
    client.post("/v1/api/logout")
    for method, path in CALLS:
        refused = client.request(method, "/v1/api" + path)
        assert (refused.status_code, refused.text) == (401, '{"error":"no session"}')
    third = office.user()
    office.begin(third)
    assert client.get("/v1/api/sso/validate").json()["USER_NAME"] == third.username


class TestBrowser:
    """What a browser sends along tells it from a program."""

    @pytest.fixture
    def browser(self, client: TestClient, office: Office) -> TestClient:
        session = office.begin(office.user()).session
        assert session is not None
        client.cookies.set("XYZAB_AM.LOGIN", session.token)
        return client

    @pytest.mark.parametrize("site", ["none", "same-origin"])
    def test_its_own_session(self, browser: TestClient, site: str) -> None:
        assert browser.get("/v1/api/tickle", headers={"Sec-Fetch-Site": site}).status_code == 200

    @pytest.mark.parametrize("site", ["none", "same-origin", "same-site", "cross-site"])
    def test_without_a_cookie(self, client: TestClient, office: Office, site: str) -> None:
        office.begin(office.user())
        assert client.get("/v1/api/tickle", headers={"Sec-Fetch-Site": site}).status_code == 401

    @pytest.mark.parametrize("site", ["same-site", "cross-site"])
    def test_a_link_on_a_foreign_page_does_nothing(
        self, browser: TestClient, office: Office, site: str
    ) -> None:
        link = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
        assert browser.get("/v1/api/iserver/reauthenticate", headers=link).status_code == 401
        held = office.authority.sessions.of_gateway()
        assert held is not None
        assert not held.brokerage

    def test_a_session_that_was_replaced(self, browser: TestClient, office: Office) -> None:
        office.begin(office.user())
        assert browser.get("/v1/api/tickle").status_code == 401
        assert browser.get("/portal/", follow_redirects=False).status_code == 200
