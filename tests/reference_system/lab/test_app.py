import base64
import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from reference_system import deviations
from reference_system.authority.store import User
from reference_system.ib_key.wire import ActivationRefused, ActivationRequest, IbKeyInstance
from reference_system.lab.app import Surface, create_app
from reference_system.phones.apps.ibkr.activation.page import activate as hand_in
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.stores.app_store import AppStore
from reference_system.phones.apps.stores.apple_id import AppleId
from reference_system.phones.model.camera import Lens
from reference_system.phones.model.network import NoAnswer, State
from reference_system.system import System
from tests.reference_system.phones.photos import photo

TOKEN = "the-lab-s-token"


@pytest.fixture(scope="module")
def system() -> System:
    return System()


@pytest.fixture(scope="module")
def served(system: System) -> Iterator[TestClient]:
    with TestClient(create_app(system, TOKEN), headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        yield client


@pytest.fixture
def lab(served: TestClient) -> Iterator[TestClient]:
    served.post("/reset", json={})
    yield served
    deviations.switch_on([])


def refused(lab: TestClient, method: str, path: str, body: Any = None, *, status: int = 422) -> str:
    answer = lab.request(method, path, json=body)
    assert answer.status_code == status
    problem = answer.json()
    assert set(problem) == {"error", "message"}
    return str(problem["message"])


# The gate


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
@pytest.mark.parametrize("path", ["/health", "/journal", "/phones", "/nowhere"])
def test_nothing_without_the_token(system: System, header: dict[str, str], path: str) -> None:
    stranger = TestClient(create_app(system, TOKEN))
    answer = stranger.get(path, headers=header)
    assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized")


def test_openapi_is_for_everybody(system: System) -> None:
    document = TestClient(create_app(system, TOKEN)).get("/openapi.json").json()
    assert {"/users", "/clock", "/deviations", "/phones/{surface}/network"} <= document["paths"].keys()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), f"{method} {path} is not described"
            assert operation.get("security") == [{"HTTPBearer": []}]


# Problems


def test_an_unknown_key_is_named_and_its_value_is_not(lab: TestClient) -> None:
    said = refused(lab, "POST", "/users", {"second_factor": "none", "passwrd": "hunter2"})
    assert "passwrd" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("method", "path", "body", "said"),
    [
        ("POST", "/reset", {"what": 1}, "what"),
        ("POST", "/clock", {"advance_s": -1}, "advance_s"),
        ("POST", "/clock", {}, "advance_s"),
        ("POST", "/clock", {"advance_s": 1e17}, "advance_s"),
        ("POST", "/clock", {"advance_s": True}, "advance_s"),
        ("POST", "/phones/android/sense", {"match": 1}, "match"),
        ("PUT", "/deviations", {"names": ["nonsense"]}, "nonsense"),
        ("POST", "/users", {"second_factor": "pigeon"}, "second_factor"),
        ("POST", "/users", {"second_factor": []}, "second_factor"),
        ("POST", "/users", {"second_factor": "none", "username": "Upper"}, "username"),
        ("POST", "/users", {"second_factor": "none", "password": ""}, "password"),
        ("POST", "/users", {"second_factor": "none", "pin": "1234"}, "pin"),
        ("POST", "/users", {"second_factor": "none", "name": "x" * 1001}, "name"),
        ("PUT", "/phones/android", {"locale": "fr"}, "locale"),
        ("PUT", "/phones/android", {"sensor": "face-id"}, "sensor"),
        ("PUT", "/phones/nokia", {}, "surface"),
        ("PUT", "/phones/iphone", {"camera_permission": "perhaps"}, "camera_permission"),
        ("PUT", "/phones/iphone", {"lens": "left"}, "lens"),
        ("PUT", "/phones/iphone/camera", {"lens": "rear"}, "picture"),
        ("PUT", "/phones/iphone/camera", {"lens": "left", "picture": None}, "lens"),
        ("PUT", "/phones/android/network", {"state": "5g"}, "state"),
        ("PUT", "/phones/android/notifications", {"app": "Snake", "enabled": True}, "Snake"),
        ("PUT", "/phones/android/apps", {"app": "Mail", "installed": False}, "Mail"),
        ("PUT", "/phones/android/apps", {"app": "Snake", "installed": True}, "Snake"),
        ("PUT", "/phones/android/store", {"proof": "password"}, "surface"),
        ("PUT", "/phones/iphone/store", {"proof": "smile"}, "proof"),
        ("POST", "/phones/iphone/notifications", {"app": "Snake", "title": "x"}, "Snake"),
        ("POST", "/support/calls", {"region": "Atlantis"}, "Atlantis"),
    ],
)
def test_what_is_wrong_is_named(lab: TestClient, method: str, path: str, body: Any, said: str) -> None:
    assert said in refused(lab, method, path, body)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/nowhere", None),
        ("GET", "/users/nobody", None),
        ("GET", "/support/identity/nobody", None),
        ("POST", "/support/calls/call-99/request", {"what": "unlock"}),
        ("POST", "/support/calls/call-99/caller", {"username": "demo", "answers": {}}),
        ("DELETE", "/users/demo", None),
    ],
)
def test_what_is_not_there(lab: TestClient, method: str, path: str, body: Any) -> None:
    refused(lab, method, path, body, status=405 if method == "DELETE" else 404)


@pytest.mark.parametrize("key", ["name", "password"])
def test_half_a_character(lab: TestClient, key: str) -> None:
    body = f'{{"second_factor": "none", "{key}": "\\ud800"}}'
    answer = lab.post("/users", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert key in answer.json()["message"]


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b"[" * 100_000, b'{"second_factor": "none", "\xed\xa0\x80": 1}']
)
def test_what_is_not_json(lab: TestClient, body: bytes) -> None:
    answer = lab.post("/users", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid")
    assert "body" in answer.json()["message"]


def test_the_clock_goes_on_after_a_refusal(lab: TestClient) -> None:
    refused(lab, "POST", "/clock", {"advance_s": 1e17})
    assert datetime.fromisoformat(lab.get("/clock").json()["now"]).year < 9000
    assert lab.post("/clock", json={"advance_s": 1}).status_code == 200


# What it does


def test_health(lab: TestClient) -> None:
    assert lab.get("/health").json() == {"ok": True}


def test_the_gateway_is_set_up_until_the_next_reset(lab: TestClient, system: System) -> None:
    sessions = system.authority.sessions
    for wanted, by_itself in (("when-asked", False), ("by-itself", True), ("when-asked", False)):
        assert lab.put("/gateway", json={"authenticates": wanted}).status_code == 200
        assert sessions.gateway_authenticates is by_itself
    assert "authenticates" in refused(lab, "PUT", "/gateway", {"authenticates": "never"})
    lab.post("/reset")
    assert sessions.gateway_authenticates


def test_the_clock_is_the_system_s(lab: TestClient, system: System) -> None:
    before = datetime.fromisoformat(lab.get("/clock").json()["now"])
    after = datetime.fromisoformat(lab.post("/clock", json={"advance_s": 86_400}).json()["now"])
    assert 86_400 <= (after - before).total_seconds() < 86_410
    assert abs((system.authority.clock.now() - after).total_seconds()) < 10


def test_operator_deviations_are_listed_and_switched_on(lab: TestClient) -> None:
    name = "login-rules.challenge-link-is-shown~opposite~on-tws"
    listed = lab.get("/deviations/operators").json()
    (entry,) = [one for one in listed if one["name"] == name]
    assert entry["clauses"] == ["LOGIN-CHALLENGE-01", "FACE-TOUCH-CHALLENGE-01", "LOGIN-CHALLENGE-INT05"]
    assert entry["kind"] == "opposite on one surface"
    assert not entry["on"]
    lab.put("/deviations", json={"names": [name]})
    asked = {"name": [name, "authority.factors.ib-key.state-told~late-11s", "no~such"]}
    told = lab.get("/deviations/operators", params=asked).json()
    assert [(one["name"], one["on"]) for one in told] == [(name, True), (asked["name"][1], False)]
    lab.put("/deviations", json={"names": []})


def test_clauses_with_few_kinds_of_breach_are_told(lab: TestClient) -> None:
    told = {one["clause"]: one["why"] for one in lab.get("/deviations/few").json()}
    assert "single deviations" in told["LOGIN-HELP-LCK03"]


def test_a_user_as_asked_for(lab: TestClient, system: System) -> None:
    wanted = {"second_factor": "ib-key-android", "username": "anna1", "password": "pass Word", "pin": "a!9B"}
    who = {"name": "Anna Ott", "telephone": "+41 44 555 01 02"}
    made = lab.post("/users", json=wanted | who).json()
    in_hand = {"ib-key-android": {"pin": "a!9B"}}
    assert made == {**wanted, "phone": "android", "region": "Asia Pacific", "in_hand": in_hand}
    held = IbkrApp.on(system.phones["android"]).instances
    assert [key.username for key in held] == ["anna1", "demoandroid"]
    assert lab.get("/users/anna1").json() == {
        **who,
        "username": "anna1",
        "second_factor": "ib-key-android",
        "active_on": ["android"],
        "failures": 0,
        "locked_until": None,
    }


@pytest.mark.parametrize(
    ("second_factor", "phone", "has_pin"),
    [
        ("none", None, False),
        ("ib-key-android", "android", True),
        ("ib-key-iphone", "iphone", False),
        (["ib-key-android", "ib-key-iphone"], "android", True),
    ],
)
def test_made_up_users(lab: TestClient, second_factor: Any, phone: str | None, has_pin: bool) -> None:
    made = lab.post("/users", json={"second_factor": second_factor}).json()
    assert (made["second_factor"], made["phone"], made["pin"] is not None) == (second_factor, phone, has_pin)
    assert lab.get(f"/users/{made['username']}").json()["second_factor"] == second_factor


def activate(system: System, surface: Surface, user: User, secret: str) -> IbKeyInstance:
    """What IBKR Mobile does with the code of a portal session that is new."""
    code = system.authority.activations.offer(
        system.authority.sessions.open(user, "client-portal", paper=False)
    )
    assert code is not None
    phone = system.phones[surface]
    activated = phone.server.activate(
        ActivationRequest(code, IbkrApp.on(phone).installation, surface, secret)
    )
    assert isinstance(activated, IbKeyInstance)
    IbkrApp.on(phone).hold(activated, secret)
    phone.server.activated(activated.instance_id)
    return activated


@pytest.mark.parametrize(("surface", "secret"), [("android", "aB3!"), ("iphone", "5" * 32)])
def test_what_the_server_holds_after_an_activation(
    lab: TestClient, system: System, surface: Surface, secret: str
) -> None:
    made = lab.post("/users", json={"second_factor": "none"}).json()
    assert lab.get(f"/users/{made['username']}").json()["active_on"] == []
    user = system.authority.users.find(made["username"])
    assert user is not None
    activate(system, surface, user, secret)
    told = lab.get(f"/users/{made['username']}").json()
    assert (told["active_on"], told["second_factor"]) == ([surface], f"ib-key-{surface}")
    # A user who comes with an IB Key is put beside it, as the newest.
    newest = lab.post("/users", json={"second_factor": f"ib-key-{surface}"}).json()["username"]
    names = [key.username for key in IbkrApp.on(system.phones[surface]).instances]
    assert names == [newest, made["username"], f"demo{surface}"]


@pytest.mark.parametrize(("network", "active_on"), [("silent", []), ("online", ["android"])])
def test_an_ib_key_is_active_once_the_phone_has_it(
    lab: TestClient, system: System, network: State, active_on: list[str]
) -> None:
    user = system.authority.users.find("demo")
    assert user is not None
    session = system.authority.sessions.open(user, "client-portal", paper=False)
    code = system.authority.activations.offer(session)
    assert code is not None
    lab.put("/phones/android/network", json={"state": network})
    with contextlib.suppress(NoAnswer):
        hand_in(IbkrApp.on(system.phones["android"]), code, "aB3!")
    assert lab.get("/users/demo").json()["active_on"] == active_on


def test_an_ib_key_handed_over_is_active_on_its_phone(lab: TestClient, system: System) -> None:
    deviations.switch_on(["offers-activation-to-active-users"])
    user = system.authority.users.find("demoandroid")
    assert user is not None
    session = system.authority.sessions.open(user, "client-portal", paper=False)
    code = system.authority.activations.offer(session)
    assert code is not None
    installation = IbkrApp.on(system.phones["android"]).installation
    again = ActivationRequest(code, installation, "android", "aB3!")
    assert system.authority.ib_key_server.activate(again) == ActivationRefused.ACTIVATION
    assert lab.get("/users/demoandroid").json()["active_on"] == ["android"]


def test_failures_and_lock_are_told(lab: TestClient, system: System) -> None:
    made = lab.post("/users", json={"second_factor": "none"}).json()
    for _ in range(10):
        system.authority.logins.begin(made["username"], "wrong", "client-portal")
    state = lab.get(f"/users/{made['username']}").json()
    assert state["failures"] == 10
    left = datetime.fromisoformat(state["locked_until"]) - system.authority.clock.now()
    assert 86_390 < left.total_seconds() <= 86_400


def test_a_login_reaches_the_phone_and_the_journal(lab: TestClient, system: System) -> None:
    made = lab.post("/users", json={"second_factor": "ib-key-android"}).json()
    system.authority.logins.begin(made["username"], made["password"], "client-portal")
    events = lab.get("/journal").json()
    assert ("android", "notification delivered") in [(one["source"], one["what"]) for one in events]
    text = str(events)
    assert made["username"] in text
    assert made["password"] not in text
    assert f"'{made['pin']}'" not in text


@pytest.mark.parametrize("surface", ["android", "iphone"])
def test_a_phone_is_set_up(lab: TestClient, system: System, surface: str) -> None:
    wanted = {"locale": "zh-Hant", "sensor": "none", "enrolled": False, "passcode": "2468", "locked": True}
    told = lab.put(f"/phones/{surface}", json=wanted).json()
    expected = {"surface": surface, **wanted, "network": "online", "notifications": True, "ibkr_mobile": True}
    assert {name: told[name] for name in expected} == expected
    assert system.phones[surface].locale == "zh-Hant"
    lab.post("/reset")
    after = next(one for one in lab.get("/phones").json() if one["surface"] == surface)
    assert (after["locale"], after["locked"]) == ("en", False)


@pytest.mark.parametrize("state", ["offline", "unstable"])
def test_network(lab: TestClient, state: str) -> None:
    assert lab.put("/phones/android/network", json={"state": state}).json()["network"] == state
    lost = lab.post("/phones/android/notifications", json={"app": "Mail", "title": "Hello"}).json()
    assert lost == {"delivered": False}
    lab.put("/phones/android/network", json={"state": "online"})
    arrived = lab.post("/phones/android/notifications", json={"app": "Mail", "title": "Hello"}).json()
    assert arrived == {"delivered": True}


def test_notifications_can_be_left_undecided(lab: TestClient) -> None:
    lab.put("/phones/iphone/apps", json={"app": "IBKR Mobile", "installed": False})
    undecided = {"app": "IBKR Mobile", "enabled": None}
    assert lab.put("/phones/iphone/notifications", json=undecided).json()["notifications"] is False
    installed = lab.put("/phones/iphone/apps", json={"app": "IBKR Mobile", "installed": True}).json()
    assert installed["notifications"] is False, "the installation decides nothing"
    lab.put("/phones/iphone/notifications", json={"app": "IBKR Mobile", "enabled": True})
    answer = lab.post("/phones/iphone/notifications", json={"app": "IBKR Mobile", "title": "Hello"}).json()
    assert answer["delivered"]


def test_notifications_of_one_app_can_be_forbidden(lab: TestClient) -> None:
    told = lab.put("/phones/iphone/notifications", json={"app": "IBKR Mobile", "enabled": False}).json()
    assert told["notifications"] is False
    for app, delivered in (("IBKR Mobile", False), ("Messages", True)):
        answer = lab.post("/phones/iphone/notifications", json={"app": app, "title": "Hello"}).json()
        assert answer == {"delivered": delivered}


@pytest.mark.parametrize("surface", ["android", "iphone"])
def test_ibkr_mobile_is_taken_off_and_put_on(lab: TestClient, system: System, surface: str) -> None:
    def put(**wanted: bool) -> bool:
        told = lab.put(f"/phones/{surface}/apps", json={"app": "IBKR Mobile", **wanted}).json()
        return bool(told["ibkr_mobile"])

    phone = system.phones[surface]
    assert put(installed=True)
    assert IbkrApp.on(phone).instances != ()
    assert put(installed=True, fresh=True)
    assert IbkrApp.on(phone).instances == ()
    assert not put(installed=False)
    assert IbkrApp.on(phone).app_id not in phone.apps
    assert not lab.post(f"/phones/{surface}/notifications", json={"app": "IBKR Mobile", "title": "x"}).json()[
        "delivered"
    ]
    assert put(installed=True)
    lab.put(f"/phones/{surface}/apps", json={"installed": False})
    lab.post("/reset")
    assert IbkrApp.on(phone).app_id in phone.apps


def test_a_login_without_ibkr_mobile_on_the_phone(lab: TestClient, system: System) -> None:
    lab.put("/phones/android/apps", json={"installed": False})
    made = lab.post("/users", json={"second_factor": "ib-key-android"}).json()
    system.authority.logins.begin(made["username"], made["password"], "client-portal")
    assert "notification lost" in [one["what"] for one in lab.get("/journal").json()]


def test_a_download_ends_when_the_clock_is_moved(lab: TestClient, system: System) -> None:
    phone = system.phones["iphone"]
    lab.put("/phones/iphone/apps", json={"installed": False})
    phone.apps.download(IbkrApp.on(phone))
    lab.post("/clock", json={"advance_s": 1})
    state = next(one for one in lab.get("/phones").json() if one["surface"] == "iphone")
    assert state["ibkr_mobile"] is True


def test_what_the_app_store_asks_for(lab: TestClient, system: System) -> None:
    phone = system.phones["iphone"]
    lab.put("/phones/iphone/store", json={"proof": "password", "password": "s3cret-Apple"})
    assert AppStore.on(phone).apple_id == AppleId("password", "s3cret-Apple")
    lab.put("/phones/iphone/store", json={"proof": "face-id"})
    assert AppStore.on(phone).apple_id == AppleId("face-id", "s3cret-Apple")
    assert "s3cret-Apple" not in lab.get("/journal").text
    lab.post("/reset")
    assert AppStore.on(phone).apple_id == AppleId("none", "Appl3-Id-Pass")


def test_a_picture_before_each_lens(lab: TestClient, system: System) -> None:
    def show(**wanted: str | None) -> Any:
        return lab.put("/phones/iphone/camera", json=wanted).json()

    def read(lens: Lens) -> tuple[str, ...] | None:
        picture = system.phones["iphone"].camera.picture(lens)
        return None if picture is None else picture.texts

    assert show(picture=base64.b64encode(photo("a code")).decode())["lens"] == "rear"
    show(lens="front", picture=base64.b64encode(photo("a face")).decode())
    assert (read("rear"), read("front")) == (("a code",), ("a face",))
    show(lens="rear", picture=None)
    assert (read("rear"), read("front")) == (None, ("a face",))
    assert "camera pointed" in [one["what"] for one in lab.get("/journal").json()]
    lab.post("/reset")
    assert read("front") is None


@pytest.mark.parametrize("picture", ["", "bm8gcGljdHVyZQ==", "iVBORw0KGgo=", "no base64", "ä"])
def test_bad_pictures_leave_what_is_there(lab: TestClient, system: System, picture: str) -> None:
    lab.put("/phones/android/camera", json={"picture": base64.b64encode(photo("a code")).decode()})
    answer = lab.put("/phones/android/camera", json={"picture": picture})
    assert (answer.status_code, answer.json()["error"]) == (422, "bad-picture")
    shown = system.phones["android"].camera.picture()
    assert shown is not None
    assert shown.texts == ("a code",)


def test_the_use_of_the_camera_is_set_up(lab: TestClient) -> None:
    wanted = {"camera_scans_qr": False, "camera_permission": "denied", "lens": "front"}
    assert lab.put("/phones/android", json=wanted).json().items() >= wanted.items()
    lab.post("/reset")
    state = next(one for one in lab.get("/phones").json() if one["surface"] == "android")
    standard = {"camera_scans_qr": True, "camera_permission": "ask", "lens": "rear"}
    assert state.items() >= standard.items()


def test_a_finger_nobody_waits_for(lab: TestClient) -> None:
    assert lab.post("/phones/android/sense", json={"match": True}).json() == {"noticed": False}


def test_support_on_the_telephone(lab: TestClient, system: System) -> None:
    made = lab.post("/users", json={"second_factor": "none"}).json()
    for _ in range(10):
        system.authority.logins.begin(made["username"], "wrong", "client-portal")
    region = lab.get("/support/centers").json()[0]["region"]
    call = lab.post("/support/calls", json={"region": region}).json()["call_id"]
    letter = {"username": made["username"], "what": "unlock"}
    assert lab.post("/support/letters", json=letter).json()["done"] is False
    assert lab.post(f"/support/calls/{call}/request", json={"what": "unlock"}).json()["done"] is False
    answers = lab.get(f"/support/identity/{made['username']}").json()
    caller = {"username": made["username"], "answers": answers}
    assert lab.post(f"/support/calls/{call}/caller", json=caller).json() == {"verified": True}
    assert lab.post(f"/support/calls/{call}/request", json={"what": "unlock"}).json()["done"] is True
    assert lab.get(f"/users/{made['username']}").json()["locked_until"] is None


def test_deviations_are_exactly_those_asked_for_and_outlast_a_reset(lab: TestClient) -> None:
    def on() -> list[str]:
        return [one["name"] for one in lab.get("/deviations").json() if one["on"]]

    lab.put("/deviations", json={"names": ["never-locks", "notifies-twice"]})
    assert on() == ["never-locks", "notifies-twice"]
    lab.post("/reset")
    assert on() == ["never-locks", "notifies-twice"]
    refused(lab, "PUT", "/deviations", {"names": ["locks-after-nine-failures", "nonsense"]})
    assert on() == ["never-locks", "notifies-twice"]
    lab.put("/deviations", json={"names": []})
    assert on() == []


def test_glass_of_another_size(lab: TestClient) -> None:
    size = {"width": 320, "height": 570}
    assert lab.put("/phones/android", json={"size": size}).json()["size"] == size
    refused = lab.put("/phones/android", json={"size": {"width": 100, "height": 570}})
    assert (refused.status_code, refused.json()["error"]) == (422, "invalid")
    lab.post("/reset")
    states = {one["surface"]: one["size"] for one in lab.get("/phones").json()}
    assert states == {"android": {"width": 360, "height": 800}, "iphone": {"width": 414, "height": 896}}


@pytest.mark.parametrize("surface", ["android", "iphone"])
def test_news_of_the_market(lab: TestClient, system: System, surface: str) -> None:
    """IBKR Mobile sends other notifications, too: they approve nothing and open its first page."""
    news = {"app": "IBKR Mobile", "title": "SPY is up 2 %", "body": "Markets opened higher."}
    assert lab.post(f"/phones/{surface}/notifications", json=news).json() == {"delivered": True}
    phone = system.phones[surface]
    (delivered,) = phone.notifications.items
    assert delivered.app.worded(delivered.notification).title == "SPY is up 2 %"
    phone.notifications.on_tap(delivered)
    assert phone.glass.screen().active.page == "ibkr.start"
