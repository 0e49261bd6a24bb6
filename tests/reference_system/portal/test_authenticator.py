from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from reference_system.authority.factors.ib_key import ib_keys_of
from reference_system.authority.store import User
from reference_system.portal.app import create_app
from tests.reference_system.authority.office import PASSWORD, Office, response_of


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    with TestClient(create_app(office.authority), follow_redirects=False) as client:
        yield client


def ask(client: TestClient, **fields: str) -> ElementTree.Element:
    answer = client.post("/sso/Authenticator", data=fields)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "ib_auth_res"
    return root


def init(client: TestClient, user: User, **fields: str) -> ElementTree.Element:
    return ask(client, ACTION="INIT", USER=user.username, PASSWORD=PASSWORD, **fields)


def texts(root: ElementTree.Element) -> dict[str, str]:
    return {one.tag: one.text or "" for one in root.iter() if not len(one)}


def test_init_with_ib_key(client: TestClient, office: Office) -> None:
    told = texts(init(client, office.user("ib-key-android"), CHANNEL="tws"))
    assert len(told.pop("login_id")) > 16
    assert told == {
        "auth_res": "ok",
        "state": "waiting",
        "sftypes": "5.2a",
        "sfdevice": "IB Key (Android)",
        "type": "SWCR",
        "method": "5.2a",
        "pushed": "true",
    }


def test_init_without_second_factor_is_complete(client: TestClient, office: Office) -> None:
    user = office.user()
    told = texts(init(client, user))
    assert (told["state"], told["method"], told["pushed"]) == ("approved", "none", "false")
    assert told["account"] == user.account
    assert client.cookies["XYZAB_AM.LOGIN"]
    assert client.cookies["USERID"] == str(user.user_id)


def test_a_live_user_in_paper_mode_gets_the_paper_account(client: TestClient, office: Office) -> None:
    user = office.user()
    assert texts(init(client, user, LOGIN_TYPE="2"))["account"] == f"D{user.account}"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Invalid username password combination"),
        ("zh-Hant", "用戶名與密碼組合無效"),
        ("zh-TW", "用戶名與密碼組合無效"),
    ],
)
def test_wrong_password(client: TestClient, language: str, text: str) -> None:
    root = ask(client, ACTION="INIT", USER="demo", PASSWORD="wrong", LANG=language)
    error = root.find("error")
    assert error is not None
    assert (root.findtext("auth_res"), error.get("code"), error.text) == ("failed", "credentials", text)
    assert root.find("login_id") is None


def test_a_locked_user_is_told(client: TestClient, office: Office) -> None:
    user = office.user()
    office.fail(user, 10)
    root = init(client, user)
    assert root.find("error").get("code") == "locked"  # type: ignore[union-attr]
    assert root.findtext("auth_info/reached_max_login") == "true"
    assert root.findtext("auth_info/wait_s") == "86400"


def test_push_from_waiting_to_approved(client: TestClient, office: Office) -> None:
    user = office.user("ib-key-iphone")
    login_id = texts(init(client, user))["login_id"]
    poll = {"ACTION": "COMPLETETWOFACT", "PUSH": "1", "LOGIN_ID": login_id}
    waiting = texts(ask(client, **poll))
    assert waiting["state"] == "waiting"
    assert "account" not in waiting
    assert "XYZAB_AM.LOGIN" not in client.cookies
    (ib_key,) = ib_keys_of(user)
    (pending,) = office.server.pending(ib_key.factor_id)
    assert office.server.approve(ib_key.factor_id, login_id, response_of(ib_key, pending.question))
    approved = texts(ask(client, **poll))
    assert (approved["state"], approved["account"]) == ("approved", user.account)
    assert client.cookies["XYZAB_AM.LOGIN"]


@pytest.mark.parametrize("end", ["refused", "expired"])
def test_push_that_ends_badly(client: TestClient, office: Office, end: str) -> None:
    user = office.user("ib-key-android")
    login_id = texts(init(client, user))["login_id"]
    if end == "refused":
        office.server.refuse(user.factors[0].factor_id, login_id)
    else:
        office.authority.clock.advance(180)
    root = ask(client, ACTION="COMPLETETWOFACT", PUSH="1", LOGIN_ID=login_id, WAIT_MS="5000")
    assert root.findtext("auth_res") == "failed"
    assert root.findtext("state") == end
    assert root.find("error").get("code") == end  # type: ignore[union-attr]


def test_read_only_in_place_of_the_second_factor(client: TestClient, office: Office) -> None:
    user = office.user("ib-key-android")
    login_id = texts(init(client, user, CHANNEL="tws"))["login_id"]
    told = texts(ask(client, ACTION="READONLY", LOGIN_ID=login_id))
    assert (told["auth_res"], told["state"], told["account"]) == ("ok", "read-only", user.account)
    assert ask(client, ACTION="READONLY", LOGIN_ID=login_id).find("error").get("code") == "unknown-login"  # type: ignore[union-attr]


def test_each_of_two_waiting_logins_has_a_state_of_its_own(client: TestClient, office: Office) -> None:
    user = office.user("ib-key-android")
    older, newer = (texts(init(client, user))["login_id"] for _ in range(2))

    def states() -> list[str]:
        return [
            texts(ask(client, ACTION="COMPLETEAUTH", LOGIN_ID=one)).get("state", "") for one in (older, newer)
        ]

    assert states() == ["waiting", "waiting"]
    (ib_key,) = ib_keys_of(user)
    for login_id, expected in ((older, ["approved", "waiting"]), (newer, ["approved", "approved"])):
        challenge = ask(client, ACTION="CHALLENGE", LOGIN_ID=login_id).findtext("challenge")
        assert challenge is not None
        assert office.server.approve(ib_key.factor_id, login_id, response_of(ib_key, challenge))
        assert states() == expected


def test_challenge_and_response(client: TestClient, office: Office) -> None:
    user = office.user("ib-key-android")
    login_id = texts(init(client, user))["login_id"]
    challenge = texts(ask(client, ACTION="CHALLENGE", LOGIN_ID=login_id))["challenge"]
    assert len(challenge) == 6
    wrong = ask(client, ACTION="COMPLETETWOFACT", LOGIN_ID=login_id, RESPONSE="00000000")
    assert wrong.find("error").get("code") == "second-factor"  # type: ignore[union-attr]
    right = response_of(ib_keys_of(user)[0], challenge)
    told = texts(ask(client, ACTION="COMPLETETWOFACT", LOGIN_ID=login_id, RESPONSE=f" {right} "))
    assert (told["auth_res"], told["account"]) == ("ok", user.account)


def test_qr_code_of_a_waiting_login(client: TestClient, office: Office) -> None:
    login_id = texts(init(client, office.user("ib-key-android")))["login_id"]
    shown = texts(ask(client, ACTION="QRCODE", LOGIN_ID=login_id))
    assert shown["auth_res"] == "ok"
    assert shown["qr_code"].startswith("data:image/svg+xml")
    assert login_id not in shown["qr_code"]
    other = ask(client, ACTION="QRCODE", LOGIN_ID="x")
    assert other.find("error").get("code") == "unknown-login"  # type: ignore[union-attr]


def test_choice_of_the_second_factor_and_resend(client: TestClient, office: Office) -> None:
    told = texts(init(client, office.user("ib-key-android", "ib-key-iphone")))
    assert (told["state"], told["sftypes"], told["method"]) == ("choosing", "5.2a,5.2i", "none")
    chosen = texts(ask(client, ACTION="COMPLETEAUTH_1", LOGIN_ID=told["login_id"], SF="5.2i"))
    assert (chosen["state"], chosen["method"]) == ("waiting", "5.2i")
    ask(client, ACTION="RESEND", LOGIN_ID=told["login_id"])
    assert [phone for phone, _ in office.phones.sent] == ["iphone", "iphone"]
    assert texts(ask(client, ACTION="COMPLETEAUTH", LOGIN_ID=told["login_id"]))["state"] == "waiting"


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ["IB Key (Android)", "IB Key (iPhone)"]), ("zh-Hant", ["IB Key(安卓)", "IB Key(iPhone)"])],
)
def test_second_factors_have_names_that_tell_them_apart(
    client: TestClient, office: Office, language: str, names: list[str]
) -> None:
    root = init(client, office.user("ib-key-android", "ib-key-iphone"), CHANNEL="tws", LANG=language)
    devices = root.findall("sfdevice")
    assert [one.text for one in devices] == names
    assert [(one.get("method"), one.get("label")) for one in devices] == [
        ("5.2a", "IB Key"),
        ("5.2i", "IB Key"),
    ]


def test_options_of_the_second_factor(client: TestClient, office: Office) -> None:
    login_id = texts(init(client, office.user("ib-key-android")))["login_id"]
    asked = texts(ask(client, ACTION="OPTION", OPTION="challenge", LOGIN_ID=login_id))
    assert len(asked["challenge"]) == 6
    other = ask(client, ACTION="OPTION", OPTION="voice", LOGIN_ID=login_id)
    assert other.find("error").get("code") == "unknown-option"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "ACTION is missing"),
        ({"ACTION": "GUESS"}, "unknown ACTION"),
        ({"ACTION": "INIT", "USER": "demo"}, "PASSWORD is missing"),
        ({"ACTION": "INIT", "USER": "demo", "PASSWORD": "hunter2", "CHANNEL": "fax"}, "unknown CHANNEL"),
        ({"ACTION": "INIT", "USER": "demo", "PASSWORD": "hunter2", "LOGIN_TYPE": "3"}, "LOGIN_TYPE is 1"),
        ({"ACTION": "COMPLETETWOFACT", "LOGIN_ID": "x"}, "RESPONSE or PUSH"),
        ({"ACTION": "COMPLETETWOFACT", "LOGIN_ID": "x", "PUSH": "1", "WAIT_MS": "-1"}, "WAIT_MS is"),
        ({"ACTION": "COMPLETETWOFACT", "LOGIN_ID": "x", "PUSH": "1", "WAIT_MS": "30001"}, "WAIT_MS is"),
        ({"ACTION": "COMPLETETWOFACT", "LOGIN_ID": "x", "PUSH": "1", "WAIT_MS": "1" * 5000}, "WAIT_MS is"),
        ({"ACTION": "CHALLENGE"}, "LOGIN_ID is missing"),
        ({"ACTION": "OPTION", "LOGIN_ID": "x"}, "OPTION is missing"),
    ],
)
def test_bad_requests_name_the_field_and_never_its_value(
    client: TestClient, fields: dict[str, str], said: str
) -> None:
    answer = client.post("/sso/Authenticator", data=fields)
    assert answer.status_code == 400
    assert said in answer.text
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_form_that_cannot_be_read_is_answered_in_xml_too(client: TestClient, content_type: str) -> None:
    answer = client.post("/sso/Authenticator", content=b"no form", headers={"content-type": content_type})
    assert answer.status_code == 400
    assert "the form cannot be read" in ElementTree.fromstring(answer.content).findtext("error", "")


def test_unknown_login(client: TestClient) -> None:
    root = ask(client, ACTION="COMPLETETWOFACT", PUSH="1", LOGIN_ID="x", WAIT_MS="5000")
    assert root.find("error").get("code") == "unknown-login"  # type: ignore[union-attr]


def test_what_tws_learns_at_its_start(client: TestClient) -> None:
    assert client.get("/tws/start").json() == {"deviations": []}
