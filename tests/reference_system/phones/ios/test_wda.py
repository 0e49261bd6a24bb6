"""WebDriverAgent's interface, route by route."""

from __future__ import annotations

import base64
import io

import pytest
from lxml import etree
from PIL import Image

from reference_system.ib_key.wire import Notification
from reference_system.phones.apps.ibkr.start import StartPage
from reference_system.phones.model.keyboard import Keyboard
from tests.reference_system.phones.conftest import CHALLENGE, PASSCODE, Hand, Server
from tests.reference_system.phones.ios.conftest import ELEMENT, IBKR, Client

FINDS = [
    ("accessibility id", "authenticate"),
    ("id", "authenticate"),
    ("name", "authenticate"),
    ("predicate string", "label == 'Authenticate' AND type == 'XCUIElementTypeButton'"),
    ("-ios predicate string", "label == 'Authenticate' AND type == 'XCUIElementTypeButton'"),
    ("class chain", "**/XCUIElementTypeButton[`label == 'Authenticate'`]"),
    ("xpath", "//XCUIElementTypeButton[@label='Authenticate']"),
    ("xpath", "/XCUIElementTypeApplication//*[@name='authenticate']"),
    ("xpath", "//*[@hittable='true' and ends-with(@label, 'henticate')]"),
    ("xpath", "//*[matches(@name, '^AUTH.*', 'i') and upper-case(@label)='AUTHENTICATE']"),
    ("xpath", "//*[replace(lower-case(@label), '(a)u', '$1-')='a-thenticate' and @visible='true']"),
]


@pytest.mark.parametrize(("using", "value"), FINDS)
def test_find(on_start: Client, using: str, value: str) -> None:
    assert on_start.find(using, value) == on_start.id("authenticate")


@pytest.mark.parametrize(("using", "value"), FINDS)
def test_find_nothing(wda: Client, using: str, value: str) -> None:
    wda.fails("POST", "/element", "no such element", 404, using=using, value=value)
    assert wda.find_all(using, value) == []


@pytest.mark.parametrize("using", ["", "made up", None, 7, "css selector", "-android uiautomator"])
def test_unknown_strategy(on_start: Client, using: object) -> None:
    on_start.fails("POST", "/element", "invalid argument", 400, using=using, value="authenticate")


@pytest.mark.parametrize(
    ("using", "value"),
    [
        ("predicate string", "label =="),
        ("predicate string", "colour == 'red'"),
        ("class chain", "**/XCUIElementTypeButton["),
        ("xpath", "//XCUIElementTypeButton["),
        ("xpath", "count(//*)"),
        ("xpath", "//*/@name"),
        ("xpath", "//*[matches(@name, '[')]"),
        ("xpath", "//*[matches(@name)]"),
        ("xpath", "//*[tokenize(@name)='a']"),
        ("xpath", "//*[@name='" + "a" * 4096 + "']"),
        ("xpath", "//*[matches(@type, '(.*.*.*.*.*.*.*)*x')]"),
        ("predicate string", "type MATCHES '(.*.*.*.*.*.*.*)*x'"),
        ("predicate string", "type MATCHES '('"),
        ("class chain", "**/*[`type MATCHES '(.*.*.*.*.*.*.*)*x'`]"),
        ("class chain", "**/*[`name == '" + "a" * 4096 + "'`]"),
    ],
)
def test_malformed_selector(on_start: Client, using: str, value: str) -> None:
    on_start.fails("POST", "/element", "invalid selector", 400, using=using, value=value)
    on_start.fails("POST", "/elements", "invalid selector", 400, using=using, value=value)


@pytest.mark.parametrize("value", [None, 7, ["authenticate"]])
def test_selector_must_be_text(on_start: Client, value: object) -> None:
    on_start.fails("POST", "/element", "invalid argument", 400, using="id", value=value)


def test_unknown_class(on_start: Client) -> None:
    on_start.fails("POST", "/element", "invalid argument", 400, using="class name", value="Button")
    assert len(on_start.find_all("class name", "XCUIElementTypeButton")) == 2


def test_find_below_an_element(on_start: Client) -> None:
    on_start.post(f"/element/{on_start.id('authenticate')}/click")
    bar = on_start.id("navigation_bar")
    found = on_start.post(f"/element/{bar}/elements", using="class name", value="XCUIElementTypeButton")
    assert [on_start.get(f"/element/{one[ELEMENT]}/attribute/name") for one in found] == ["back"]
    on_start.fails("POST", f"/element/{bar}/element", "no such element", 404, using="id", value="generate")


def test_stale_and_unknown_elements(on_start: Client) -> None:
    button = on_start.id("authenticate")
    on_start.post(f"/element/{button}/click")
    on_start.fails("POST", f"/element/{button}/click", "stale element reference", 404)
    on_start.fails("GET", "/element/NOBODY/text", "stale element reference", 404)
    on_start.post(f"/element/{on_start.id('back')}/click")
    assert on_start.get(f"/element/{button}/text") == "Authenticate", "the same page shows it again"


def test_a_new_page_of_the_same_kind_has_new_elements(on_start: Client) -> None:
    on_start.post(f"/element/{on_start.id('authenticate')}/click")
    field = on_start.id("challenge")
    on_start.post(f"/element/{on_start.id('back')}/click")
    on_start.post(f"/element/{on_start.id('authenticate')}/click")
    on_start.fails("GET", f"/element/{field}/text", "stale element reference", 404)


def test_attributes(on_start: Client) -> None:
    button = on_start.id("authenticate")
    read = {
        name: on_start.get(f"/element/{button}/attribute/{name}")
        for name in (
            "name",
            "label",
            "value",
            "type",
            "enabled",
            "visible",
            "accessible",
            "selected",
            "hittable",
            "minValue",
            "maxValue",
            "customActions",
        )
    }
    assert read == {
        "name": "authenticate",
        "label": "Authenticate",
        "value": None,
        "type": "XCUIElementTypeButton",
        "enabled": True,
        "visible": True,
        "accessible": True,
        "selected": False,
        "hittable": True,
        "minValue": None,
        "maxValue": None,
        "customActions": None,
    }
    assert on_start.get(f"/element/{button}/attribute/nativeFrame")["width"] == 346
    on_start.fails("GET", f"/element/{button}/attribute/colour", "unknown error", 500)


def test_element_state(on_start: Client) -> None:
    button = on_start.id("authenticate")
    assert on_start.get(f"/element/{button}/displayed") is True
    assert on_start.get(f"/element/{button}/enabled") is True
    assert on_start.get(f"/element/{button}/selected") is False
    assert on_start.get(f"/element/{button}/name") == "XCUIElementTypeButton"
    rect = on_start.get(f"/element/{button}/rect")
    assert set(rect) == {"x", "y", "width", "height"}
    assert on_start.get(f"/element/{button}/attribute/rect") == rect


def test_typing(on_start: Client) -> None:
    on_start.post(f"/element/{on_start.id('authenticate')}/click")
    field = on_start.id("challenge")
    assert on_start.get(f"/element/{field}/text") == "Challenge", "an empty field reads its placeholder"
    on_start.post(f"/element/{field}/value", value=["6", "42"])
    on_start.post(f"/element/{field}/value", text="917")
    assert on_start.get(f"/element/{field}/attribute/value") == CHALLENGE
    assert on_start.get("/element/active")[ELEMENT] == field
    on_start.post(f"/element/{field}/clear")
    assert on_start.get(f"/element/{field}/text") == "Challenge"
    on_start.post("/wda/element/0/keyboardInput", keys=["1", "2"])
    assert on_start.get(f"/element/{field}/text") == "12"
    on_start.fails("POST", f"/element/{field}/value", "invalid argument", 400)


def test_typing_where_nothing_takes_text(on_start: Client) -> None:
    label = on_start.id("ib_key_state")
    on_start.fails("POST", f"/element/{label}/value", "invalid element state", 400, text="x")
    on_start.fails("POST", f"/element/{label}/clear", "invalid element state", 400)
    on_start.fails("POST", "/wda/element/0/keyboardInput", "invalid element state", 400, keys=["x"])
    on_start.fails("GET", "/element/active", "no such element", 404)


def test_secure_field_shows_bullets_only(on_start: Client, iphone: Hand) -> None:
    iphone.phone.lock.close()
    iphone.phone.lock.wake()
    field = on_start.id("Passcode field")
    on_start.post(f"/element/{field}/value", text="1357")
    assert on_start.get(f"/element/{field}/text") == "••••"
    assert "1357" not in on_start.get("/source")


def test_source_is_xml_of_the_application(on_start: Client) -> None:
    source = on_start.get("/source?format=xml&scope=AppiumAUT")
    assert source.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<AppiumAUT>')
    root = etree.fromstring(source.encode())
    application = root[0]
    assert application.tag == "XCUIElementTypeApplication"
    assert [child.tag for child in application] == ["XCUIElementTypeWindow"]
    button = root.find(".//XCUIElementTypeButton[@name='authenticate']")
    assert button is not None
    assert list(button.attrib)[:4] == ["type", "name", "label", "enabled"]
    assert {name: button.get(name) for name in button.attrib} == {
        "type": "XCUIElementTypeButton",
        "name": "authenticate",
        "label": "Authenticate",
        "enabled": "true",
        "visible": "true",
        "accessible": "true",
        "x": "34",
        "y": "332",
        "width": "346",
        "height": "50",
        "index": "1",
        "traits": "Button",
    }


def test_source_without_some_attributes(on_start: Client) -> None:
    root = etree.fromstring(on_start.get("/source?excluded_attributes=visible,%20x").encode())
    assert root.tag == "XCUIElementTypeApplication"
    assert not {"visible", "x"} & set(root.attrib)


def test_source_in_other_formats(on_start: Client) -> None:
    on_start.fails("GET", "/source?format=json", "invalid argument", 400)


def test_keyboard_belongs_to_the_app(on_start: Client) -> None:
    on_start.post(f"/element/{on_start.id('authenticate')}/click")
    on_start.post(f"/element/{on_start.id('challenge')}/click")
    keyboard = on_start.find("class name", "XCUIElementTypeKeyboard")
    key = on_start.post(f"/element/{keyboard}/element", using="predicate string", value="label == '5'")[
        ELEMENT
    ]
    on_start.post(f"/element/{key}/click")
    assert on_start.get(f"/element/{on_start.id('challenge')}/text") == "5"
    on_start.post("/wda/keyboard/dismiss")
    assert on_start.find_all("class name", "XCUIElementTypeKeyboard") == []


@pytest.mark.parametrize(
    ("app", "way"),
    [
        ("com.apple.Preferences", "name == 'camera'"),
        ("com.apple.AppStore", "label == 'Chess Corner' AND type == 'XCUIElementTypeStaticText'"),
    ],
)
def test_the_driver_finds_the_way_back(wda: Client, app: str, way: str) -> None:
    """Its ``back`` presses the button Back of the navigation bar."""
    wda.post("/wda/apps/activate", bundleId=app)
    wda.post(f"/element/{wda.find('predicate string', way)}/click")
    bar = wda.find("class name", "XCUIElementTypeNavigationBar")
    assert wda.get(f"/element/{bar}/attribute/name") in ("Camera", "Chess Corner")
    back = wda.post(f"/element/{bar}/element", using="predicate string", value="label == 'Back'")[ELEMENT]
    wda.post(f"/element/{back}/click")
    assert wda.find_all("class name", "XCUIElementTypeNavigationBar") == []


def test_keys_bear_the_names_of_the_iphone_keyboard(wda: Client) -> None:
    wda.post("/wda/apps/activate", bundleId="com.apple.AppStore")
    search = wda.find("predicate string", "label == 'Search'")
    wda.post(f"/element/{search}/click")
    field = wda.find("class name", "XCUIElementTypeSearchField")
    wda.post(f"/element/{field}/value", text="chess")
    button, key = "**/XCUIElementTypeKeyboard/**/XCUIElementTypeButton", "**/XCUIElementTypeKey"
    for chain, name in (
        (button, "shift"),
        (button, "Search"),
        (key, "delete"),
        (key, "space"),
        (key, "more"),
    ):
        assert wda.find("class chain", f"{chain}[`name == '{name}'`]")
    wda.post("/wda/keyboard/dismiss", keyNames=["delete"])
    assert wda.find_all("class name", "XCUIElementTypeKeyboard") == []
    assert wda.get(f"/element/{field}/text") == "ches", "the key that was named has been pressed"


def test_screenshot(on_start: Client) -> None:
    picture = Image.open(io.BytesIO(base64.b64decode(on_start.get("/screenshot"))))
    assert picture.size == (828, 1792)
    of_button = on_start.get(f"/element/{on_start.id('authenticate')}/screenshot")
    assert Image.open(io.BytesIO(base64.b64decode(of_button))).size == (692, 100)


def test_notification_to_approval(wda: Client, iphone: Hand) -> None:
    iphone.push_login()
    wda.post("/wda/dragfromtoforduration", fromX=200, fromY=2, toX=200, toY=500, duration=0.2)
    cell = wda.find("class chain", "**/XCUIElementTypeCell[$label == 'IBKR Mobile'$]")
    assert wda.get(f"/element/{cell}/attribute/label").startswith("IBKR Mobile, now, Login request")
    wda.post(f"/element/{cell}/click")
    assert wda.get("/alert/text") == "Face ID\nLook at the iPhone.\nAuthorize the login to Client Portal"
    assert wda.get("/wda/alert/buttons") == ["Cancel"]
    assert wda.get("/wda/activeAppInfo")["bundleId"] == "com.apple.springboard"
    wda.post("/alert/dismiss")
    assert not iphone.server.approved
    wda.post(f"/element/{wda.id('authorize')}/click")
    iphone.phone.sense(True)
    assert wda.get(f"/element/{wda.id('result')}/text") == "Login authorized"
    wda.fails("GET", "/alert/text", "no such alert", 404)
    wda.fails("POST", "/alert/accept", "no such alert", 404)


def test_app_behind_a_prompt_is_found_when_it_is_named(wda: Client, iphone: Hand) -> None:
    iphone.push_login()
    iphone.tap_notification()
    assert wda.find_all("accessibility id", "authorize") == []
    wda.post("/appium/settings", settings={"defaultActiveApplication": IBKR})
    assert wda.id("authorize")


def test_challenge_with_passcode(on_start: Client, iphone: Hand) -> None:
    iphone.phone.configure(enrolled=False, network="offline")
    on_start.post(f"/element/{on_start.id('authenticate')}/click")
    on_start.post(f"/element/{on_start.id('challenge')}/value", text=CHALLENGE)
    on_start.post(f"/element/{on_start.id('generate')}/click")
    on_start.post(f"/element/{on_start.id('Passcode field')}/value", text=PASSCODE)
    assert Server.accepts(on_start.get(f"/element/{on_start.id('response_string')}/text"), CHALLENGE)


def test_w3c_swipe_and_tap(wda: Client, iphone: Hand) -> None:
    iphone.push_login()
    finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}}
    swipe = [
        {"type": "pointerMove", "duration": 0, "x": 200, "y": 2, "origin": "viewport"},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerMove", "duration": 300, "x": 0, "y": 500, "origin": "pointer"},
        {"type": "pointerUp", "button": 0},
    ]
    wda.post("/actions", actions=[{**finger, "actions": swipe}])
    cell = wda.id("NotificationCell")
    tap = [
        {"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": {ELEMENT: cell}},
        {"type": "pointerDown", "button": 0},
        {"type": "pause", "duration": 50},
        {"type": "pointerUp", "button": 0},
    ]
    wda.post("/actions", actions=[{**finger, "actions": tap}])
    assert wda.id("face_id_title")


def test_w3c_keys(on_start: Client) -> None:
    on_start.post(f"/element/{on_start.id('authenticate')}/click")
    on_start.post(f"/element/{on_start.id('challenge')}/click")
    keys = [{"type": kind, "value": key} for key in "64\ue0032" for kind in ("keyDown", "keyUp")]
    waits = {"type": "pointer", "id": "mouse", "actions": []}
    on_start.post("/actions", actions=[{"type": "key", "id": "keys", "actions": keys}, waits])
    assert on_start.get(f"/element/{on_start.id('challenge')}/text") == "62"


@pytest.mark.parametrize(
    "actions",
    [
        None,
        [],
        [{"type": "wheel", "actions": [{"type": "scroll"}]}],
        [{"type": "pointer", "actions": [{"type": "pointerDown"}]}],
        [{"type": "pointer", "actions": [{"type": "pointerUp"}]}],
        [{"type": "pointer", "actions": [{"type": "pointerMove", "x": 1}]}],
        [{"type": "pointer", "actions": [{"type": "pointerMove", "x": 1, "y": 1, "origin": "pointer"}]}],
        [{"type": "pointer", "actions": [{"type": "dance"}]}],
        [{"type": "key", "actions": [{"type": "keyDown"}]}],
    ],
)
def test_malformed_actions(on_start: Client, actions: object) -> None:
    on_start.fails("POST", "/actions", "invalid argument", 400, actions=actions)


def test_two_fingers_do_nothing(on_start: Client) -> None:
    rect = on_start.get(f"/element/{on_start.id('authenticate')}/rect")
    moved = {"type": "pointerMove", "x": rect["x"] + 5, "y": rect["y"] + 5}
    sequence = {"type": "pointer", "actions": [moved, {"type": "pointerDown"}, {"type": "pointerUp"}]}
    on_start.post("/actions", actions=[sequence, sequence])
    on_start.post("/wda/pinch", scale=2)
    assert on_start.id("authenticate")
    on_start.post("/actions", actions=[sequence])
    assert on_start.id("challenge")


def test_apps(wda: Client) -> None:
    assert wda.post("/wda/apps/state", bundleId=IBKR) == 1
    wda.post("/wda/apps/launch", bundleId=IBKR)
    assert wda.post("/wda/apps/state", bundleId=IBKR) == 4
    assert wda.get("/wda/activeAppInfo")["bundleId"] == IBKR
    wda.post("/wda/homescreen")
    assert wda.post("/wda/apps/state", bundleId=IBKR) == 3
    assert wda.id("IBKR"), "its icon"
    assert wda.post("/wda/apps/terminate", bundleId=IBKR) is True
    assert wda.post("/wda/apps/terminate", bundleId=IBKR) is False
    assert wda.post("/wda/apps/terminate", bundleId="com.example") is False
    assert wda.post("/wda/apps/state", bundleId="com.example") == 0
    wda.fails("POST", "/wda/apps/launch", "invalid argument", 400, bundleId="com.example")
    wda.fails("POST", "/wda/apps/launch", "invalid argument", 400)


def test_icon_opens_the_app(wda: Client) -> None:
    icon = wda.find("class chain", "**/XCUIElementTypeIcon[`label == 'IBKR'`]")
    wda.post(f"/element/{icon}/click")
    assert wda.get("/wda/activeAppInfo")["bundleId"] == IBKR


def test_device(wda: Client, iphone: Hand) -> None:
    assert wda.get("/window/rect") == {"x": 0, "y": 0, "width": 414, "height": 896}
    assert wda.get("/wda/screen")["scale"] == 2
    assert wda.get("/orientation") == "PORTRAIT"
    wda.fails("POST", "/orientation", "invalid element state", 400, orientation="LANDSCAPE")
    wda.post("/wda/lock")
    assert wda.get("/wda/locked") is True
    wda.fails("POST", "/wda/unlock", "unknown error", 500)
    assert wda.id("Passcode field")
    iphone.phone.configure(passcode="")
    wda.post("/wda/unlock")
    assert wda.get("/wda/locked") is False
    wda.post("/wda/pressButton", name="home")
    wda.fails("POST", "/wda/pressButton", "unknown error", 500, name="snooze")
    iphone.phone.configure(locale="zh-Hant")
    assert wda.get("/wda/device/info")["currentLocale"] == "zh_Hant"


def test_pasteboard(wda: Client) -> None:
    content = base64.b64encode("驗證".encode()).decode()
    wda.post("/wda/setPasteboard", content=content, contentType="plaintext")
    assert wda.post("/wda/getPasteboard", contentType="plaintext") == content
    for content in ("?", "驗證"):
        wda.fails("POST", "/wda/setPasteboard", "invalid argument", 400, content=content)


def test_a_mistake_of_the_agents_own_is_told(wda: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_keyboard: Keyboard) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Keyboard, "hide", broken)
    wda.fails("POST", "/wda/keyboard/dismiss", "unknown error", 500)


def test_scrolling_to_an_element(wda: Client, iphone: Hand) -> None:
    for number in range(14):
        iphone.phone.receive(Notification("Messages", f"Ann {number}", "Hello"))
    iphone.phone.shade.open()
    first = wda.find("predicate string", "type == 'XCUIElementTypeCell' AND label CONTAINS 'Ann 0'")
    assert wda.get(f"/element/{first}/displayed") is False
    wda.post(f"/wda/element/{first}/scrollTo")
    assert wda.get(f"/element/{first}/displayed") is True
    wda.post("/wda/scroll", direction="up")
    wda.post(f"/element/{first}/click")
    assert wda.get("/wda/activeAppInfo")["bundleId"] == "com.apple.MobileSMS"


def test_sessions(wda: Client, iphone: Hand) -> None:
    wda.fails("GET", "/session/OTHER/source", "invalid session id", 404)
    assert wda.send("GET", "/source").status_code == 200, "the source needs no session"
    answer = wda.send("POST", "/session", {"capabilities": {"alwaysMatch": {"bundleId": IBKR}}}).json()
    assert answer["sessionId"] != wda.session
    wda.fails("GET", f"/session/{wda.session}/wda/alert/buttons", "invalid session id", 404)
    assert iphone.page == "ibkr.start"
    wda.session = answer["sessionId"]
    wda.send("DELETE", f"/session/{wda.session}")
    assert iphone.page == "system.home", "the session closes the app it started"


@pytest.mark.parametrize(
    "body", [{}, {"capabilities": 7}, {"capabilities": {"alwaysMatch": {"bundleId": "com.example"}}}]
)
def test_session_that_cannot_be_made(wda: Client, body: dict[str, object]) -> None:
    response = wda.send("POST", "/session", body)
    assert (response.json()["value"]["error"], response.status_code) == ("session not created", 500)


def test_settings(wda: Client) -> None:
    assert wda.post("/appium/settings", settings={"snapshotMaxDepth": 20})["snapshotMaxDepth"] == 20
    assert wda.get("/appium/settings")["snapshotMaxDepth"] == 20
    wda.fails("POST", "/appium/settings", "invalid argument", 400, settings=[])


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("POST", "/element/1/dance"), ("PUT", "/element")]
)
def test_unknown_routes(wda: Client, method: str, path: str) -> None:
    wda.fails(method, path, "unknown command", 404)


def test_bodies_that_are_no_objects(wda: Client) -> None:
    response = wda.send("POST", f"/session/{wda.session}/element", ["using"])
    assert response.json()["value"]["error"] == "invalid argument"


def test_session_survives_a_reset_of_the_phone(on_start: Client, iphone: Hand) -> None:
    button = on_start.id("authenticate")
    iphone.phone.reset()
    on_start.fails("GET", f"/element/{button}/text", "stale element reference", 404)
    on_start.post("/wda/apps/activate", bundleId=IBKR)
    assert on_start.id("authenticate") != button


def test_control_characters_do_not_end_the_page_source(wda: Client, iphone: Hand) -> None:
    iphone.phone.receive(Notification("Messages", "a\x00b", "\x1b[31m"))
    source = wda.send("GET", "/source").json()["value"]
    assert etree.fromstring(source.encode()) is not None
    assert wda.find("xpath", "//*[contains(@label, 'a?b')]")


def test_an_app_that_fails_ends_and_the_phone_goes_on(
    on_start: Client, iphone: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: StartPage, key: str) -> str:
        raise KeyError(key)

    monkeypatch.setattr(StartPage, "says", fail)
    iphone.phone.touch()
    said = on_start.send("GET", f"/session/{on_start.session}/source").json()["value"]["message"]
    assert said == f"the application '{IBKR}' has crashed: KeyError"
    assert not iphone.ibkr.running
    assert on_start.get("/source")
