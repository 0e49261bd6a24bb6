from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from reference_system import deviations
from reference_system.lab.app import create_app
from reference_system.system import System

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
        ("PUT", "/deviations", {"names": ["nonsense"]}, "nonsense"),
        ("POST", "/users", {"second_factor": "pigeon"}, "second_factor"),
        ("POST", "/users", {"second_factor": "none", "username": "Upper"}, "lower-case"),
        ("PUT", "/phones/android", {"locale": "fr"}, "locale"),
        ("PUT", "/phones/android", {"sensor": "face-id"}, "sensor"),
        ("PUT", "/phones/nokia", {}, "surface"),
        ("PUT", "/phones/android/network", {"state": "5g"}, "state"),
        ("PUT", "/phones/android/notifications", {"app": "Snake", "enabled": True}, "Snake"),
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
    ],
)
def test_what_is_not_there(lab: TestClient, method: str, path: str, body: Any) -> None:
    refused(lab, method, path, body, status=404)


# What it does


def test_health(lab: TestClient) -> None:
    assert lab.get("/health").json() == {"ok": True}


def test_the_clock_is_the_system_s(lab: TestClient, system: System) -> None:
    before = datetime.fromisoformat(lab.get("/clock").json()["now"])
    after = datetime.fromisoformat(lab.post("/clock", json={"advance_s": 86_400}).json()["now"])
    assert 86_400 <= (after - before).total_seconds() < 86_410
    assert abs((system.authority.clock.now() - after).total_seconds()) < 10


def test_a_user_as_asked_for(lab: TestClient, system: System) -> None:
    wanted = {"second_factor": "ib-key-android", "username": "anna1", "password": "pass Word", "pin": "a!9B"}
    made = lab.post("/users", json=wanted).json()
    assert made == {**wanted, "phone": "android"}
    assert [key.username for key in system.phones["android"].ib_keys] == ["anna1", "demoandroid"]
    assert lab.get("/users/anna1").json() == {
        "username": "anna1",
        "second_factor": "ib-key-android",
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
    assert told == {"surface": surface, **wanted, "network": "online", "notifications": True}
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


def test_notifications_of_one_app_can_be_forbidden(lab: TestClient) -> None:
    told = lab.put("/phones/iphone/notifications", json={"app": "IBKR Mobile", "enabled": False}).json()
    assert told["notifications"] is False
    for app, delivered in (("IBKR Mobile", False), ("Messages", True)):
        answer = lab.post("/phones/iphone/notifications", json={"app": app, "title": "Hello"}).json()
        assert answer == {"delivered": delivered}


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
