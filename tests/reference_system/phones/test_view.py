"""The live view, over HTTP."""

from __future__ import annotations

from starlette.testclient import TestClient

from reference_system.phones.view import create_app
from tests.reference_system.phones.conftest import PIN, Hand


def client(*hands: Hand) -> TestClient:
    return TestClient(create_app({hand.phone.surface: hand.phone for hand in hands}))


def test_page_of_each_phone(android: Hand, iphone: Hand) -> None:
    http = client(android, iphone)
    assert "<title>Android phone</title>" in http.get("/android/").text
    assert "<title>iPhone</title>" in http.get("/iphone/").text
    assert http.get("/fridge/").status_code == 404
    assert http.get("/android/font").headers["content-type"] == "font/ttf"


def test_screen_is_sent_when_it_changes(hand: Hand) -> None:
    http, path = client(hand), f"/{hand.phone.surface}"
    first = http.get(f"{path}/screen").json()
    assert first["svg"].startswith("<svg")
    assert first["page"] == "system.home"
    assert http.get(f"{path}/screen", params={"seen": first["seen"]}).status_code == 204
    hand.open_ibkr()
    assert http.get(f"{path}/screen", params={"seen": first["seen"]}).json()["page"] == "ibkr.start"


def test_banner_that_went_by_the_clock_is_a_change(hand: Hand) -> None:
    http, path = client(hand), f"/{hand.phone.surface}"
    hand.push_login()
    before = http.get(f"{path}/screen").json()
    hand.clock.advance(6)
    assert http.get(f"{path}/screen", params={"seen": before["seen"]}).json()["svg"] != before["svg"]


def test_each_minute_is_a_change(hand: Hand) -> None:
    http, path = client(hand), f"/{hand.phone.surface}"
    seen = set()
    for _ in range(20):
        seen.add(http.get(f"{path}/screen").json()["seen"])
        hand.clock.advance(60)
    assert len(seen) == 20


def test_a_person_approves_a_login(hand: Hand) -> None:
    http, path = client(hand), f"/{hand.phone.surface}/do"

    def do(**act: object) -> None:
        assert http.post(path, json=act).status_code == 204

    hand.push_login()
    do(act="swipe", **{"from": [200, 2], "to": [200, 500]})
    card = next(w for w in hand.phone.glass.screen().active.root.walk() if w.key.startswith("notification-"))
    x, y = card.bounds.center
    do(act="tap", x=x, y=y)
    assert hand.page == "system.biometric"
    do(act="sense", match=False)
    assert not hand.server.approved
    if hand.has("try_face_id_again"):
        hand.tap("try_face_id_again")
    do(act="sense", match=True)
    assert hand.server.approved
    do(act="press", key="home")
    do(act="notifications")
    assert hand.page == "system.notifications"


def test_typing_goes_where_the_cursor_is(android: Hand) -> None:
    http = client(android)
    android.open_challenge()
    android.tap("pin")
    http.post("/android/do", json={"act": "type", "text": PIN})
    assert android.find("pin").shown_text == "•" * len(PIN)
    assert PIN not in http.get("/android/screen").text


def test_nonsense_is_refused(android: Hand) -> None:
    http = client(android)
    for act in (
        {},
        {"act": "dance"},
        {"act": "tap", "x": "left"},
        {"act": "press", "key": "any"},
        {"act": "swipe"},
    ):
        assert http.post("/android/do", json=act).status_code == 400
