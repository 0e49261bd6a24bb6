"""The automation server over HTTP: strategies, commands, and W3C's errors."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import httpx
import pytest
from PIL import Image

from reference_system.ib_key.wire import Notification
from reference_system.phones.android.automation import PHONE_KEY, Automation
from reference_system.phones.android.uiautomator import routes
from reference_system.phones.model.permissions import ask_for_notifications
from tests.reference_system.phones.android.conftest import SAMPLE, Running, SamplePage, Uia


@pytest.fixture
def page(running: Running, uia: Uia) -> SamplePage:
    assert uia.session, "the session comes first: a new one forgets all elements"
    return running.open_sample()


def test_status(http: httpx.Client) -> None:
    assert http.get("/status").json()["value"]["ready"] is True


def test_sessions_are_not_told(http: httpx.Client, uia: Uia) -> None:
    assert uia.session
    assert http.get("/sessions").json()["value"] == []


def test_new_session_ends_the_former(http: httpx.Client, uia: Uia) -> None:
    newer = Uia(http, uia.key)
    assert uia.refused("GET", "/source") == (404, "invalid session id")
    assert newer.get("/source").startswith("<?xml")
    assert http.delete(f"/session/{newer.session}").status_code == 200
    assert newer.refused("GET", "/source") == (404, "invalid session id")


@pytest.mark.parametrize(
    "given", [{}, {PHONE_KEY: ""}, {PHONE_KEY: "guessed"}, {PHONE_KEY: None}, {PHONE_KEY: 7}]
)
def test_no_session_without_the_phones_key(http: httpx.Client, uia: Uia, given: dict[str, Any]) -> None:
    answer = http.post("/session", json={"capabilities": {"firstMatch": [given], "alwaysMatch": {}}})
    value = answer.json()["value"]
    assert (answer.status_code, value["error"]) == (500, "session not created")
    assert PHONE_KEY in value["message"]
    assert uia.key not in value["message"]
    assert uia.get("/source").startswith("<?xml"), "the session of who has the key goes on"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:8200"},
        {"Host": "127.0.0.1.evil.example:8200"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8200"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_no_page_is_answered(http: httpx.Client, headers: dict[str, str]) -> None:
    assert http.get("/status", headers=headers).status_code == 403


def test_size_of_a_request_has_a_limit(http: httpx.Client, uia: Uia) -> None:
    assert (
        uia.http.post(f"/session/{uia.session}/actions", content=b" " * (1024 * 1024 + 1)).status_code == 413
    )
    deep = "[" * 100_000
    assert uia.http.post(f"/session/{uia.session}/actions", content=deep).status_code == 400
    assert http.get("/status").status_code == 200


@pytest.mark.parametrize(
    ("strategy", "selector", "texts"),
    [
        ("id", f"{SAMPLE}:id/press", ["Press"]),
        ("id", "press", ["Press"]),
        ("id", "com.other:id/press", []),
        ("accessibility id", "Your name", ["User name"]),
        ("class name", "android.widget.Button", ["Press", "Never", "Next"]),
        ("xpath", "//android.widget.Button[@enabled='false']", ["Never"]),
        ("xpath", '//*[@text="Press"]/following-sibling::*[2]', ["Next"]),
        ("xpath", "(//android.widget.EditText)[2]", ["Password"]),
        ("xpath", '//*[matches(@text, "^N.*t$")]', ["Next"]),
        ("xpath", '//*[matches(@text, "^pRESS$", "i") and replace(@text, "(P)r", "$1-")="P-ess"]', ["Press"]),
        ("xpath", '//*[ends-with(@resource-id, "/press") and lower-case(@text)="press"]', ["Press"]),
        ("xpath", "//@text", []),
        ("-android uiautomator", 'new UiSelector().textStartsWith("N")', ["Never", "Next"]),
        (
            "-android uiautomator",
            'new UiSelector().text("Next"); new UiSelector().text("Press")',
            ["Next", "Press"],
        ),
    ],
)
@pytest.mark.usefixtures("page")
def test_strategies(uia: Uia, strategy: str, selector: str, texts: list[str]) -> None:
    assert uia.texts(strategy, selector) == texts


@pytest.mark.parametrize(
    ("strategy", "selector", "refusal"),
    [
        ("id", "absent", (404, "no such element")),
        ("xpath", "//*[@text=", (400, "invalid selector")),
        ("xpath", "count(//*)", (400, "invalid selector")),
        ("xpath", "//*[tokenize(@text, ' ')]", (400, "invalid selector")),
        ("xpath", "//*[matches(@text, '[')]", (400, "invalid selector")),
        ("xpath", "//*[matches(@text)]", (400, "invalid selector")),
        ("xpath", "", (400, "invalid selector")),
        ("xpath", "//*[@text='" + "a" * 4096 + "']", (400, "invalid selector")),
        ("xpath", "//*[matches(@class, '(.*.*.*.*.*.*.*)*x')]", (400, "invalid selector")),
        (
            "-android uiautomator",
            'new UiSelector().classNameMatches("(.*.*.*.*.*.*.*)*x")',
            (400, "invalid selector"),
        ),
        ("-android uiautomator", 'new UiSelector().textMatches("(")', (400, "invalid selector")),
        (
            "-android uiautomator",
            'new UiSelector().text("' + "a" * 4096 + '")',
            (400, "invalid selector"),
        ),
        ("-android uiautomator", 'new UiSelector().texts("x")', (400, "invalid selector")),
        (
            "-android uiautomator",
            'new UiScrollable(new UiSelector().text("no list")).getChild(new UiSelector())',
            (404, "no such element"),
        ),
        ("css selector", "button", (400, "invalid selector")),
        ("-android datamatcher", "{}", (400, "invalid selector")),
        ("name", "Press", (400, "invalid selector")),
        ("made up", "x", (400, "invalid selector")),
        (None, "x", (400, "invalid argument")),
        ("id", 7, (400, "invalid argument")),
    ],
)
@pytest.mark.usefixtures("page")
def test_refused_lookups(uia: Uia, strategy: Any, selector: Any, refusal: tuple[int, str]) -> None:
    body = {"strategy": strategy, "selector": selector, "context": ""}
    assert uia.refused("POST", "/element", body) == refusal
    if refusal[1] == "no such element":
        assert uia.post("/elements", **body) == []
    else:
        assert uia.refused("POST", "/elements", body) == refusal


def test_id_without_package_in_a_session_without_app(http: httpx.Client, running: Running) -> None:
    uia = Uia(http, running.face.capabilities[PHONE_KEY])
    uia.session = uia.begin()
    running.open_sample()
    body = {"strategy": "id", "selector": "press"}
    assert uia.refused("POST", "/element", body) == (500, "unknown error")
    uia.post("/appium/settings", settings={"disableIdLocatorAutocompletion": True})
    assert uia.refused("POST", "/element", body) == (404, "no such element")


@pytest.mark.usefixtures("page")
def test_search_below_an_element(uia: Uia) -> None:
    around = uia.find("class name", "android.widget.ScrollView")
    below = uia.texts("class name", "android.widget.TextView", around)
    assert below[:2] == ["Line 0", "Line 1"]
    assert "Pressed 0 times" not in below
    assert uia.texts("xpath", ".//*[@text='Line 1']", around) == ["Line 1"]
    assert uia.texts("xpath", "//*[@text='Line 1' or @text='Press']", around) == ["Line 1"]
    assert uia.texts("-android uiautomator", 'new UiSelector().textMatches("Line [12]|Press")', around) == [
        "Line 1",
        "Line 2",
    ]
    assert uia.find_all("id", "press", around) == []
    uia.post("/appium/settings", settings={"limitXPathContextScope": False})
    assert uia.texts("xpath", "..//*[@text='Press']", around) == ["Press"]


@pytest.mark.usefixtures("page")
def test_same_widget_same_id(uia: Uia) -> None:
    assert uia.find("id", "press") == uia.find("xpath", "//*[@text='Press']")
    assert uia.find("id", "press") != uia.find("id", "next")


def test_click(uia: Uia, page: SamplePage) -> None:
    uia.post(f"/element/{uia.find('id', 'press')}/click")
    uia.post(f"/element/{uia.find('id', 'never')}/click")
    assert page.pressed == 1
    assert uia.texts("id", "count") == ["Pressed 1 times"]


@pytest.mark.usefixtures("page")
def test_element_of_a_page_that_was_left_is_stale(uia: Uia) -> None:
    count, missing = uia.find("id", "count"), "00000000-0000-9999-ffff-ffff00009999"
    uia.post(f"/element/{uia.find('id', 'next')}/click")
    assert uia.texts("id", "count") == ["Second"]
    stale = (404, "stale element reference")
    assert uia.refused("GET", f"/element/{count}/text") == stale
    assert uia.refused("POST", f"/element/{count}/click", {}) == stale
    assert uia.refused("POST", "/element", {"strategy": "id", "selector": "x", "context": count}) == stale
    assert uia.refused("GET", f"/element/{missing}/text") == (404, "no such element")
    uia.post("/back")
    assert uia.get(f"/element/{count}/text") == "Pressed 0 times"


def test_typing_replacing_clearing(uia: Uia, page: SamplePage) -> None:
    user = uia.find("id", "user")
    uia.post(f"/element/{user}/value", text="ann", replace=False)
    uia.post(f"/element/{user}/value", value=["a", "b"], replace=False)
    assert (page.user.text, uia.get(f"/element/{user}/text")) == ("annab", "annab")
    uia.post(f"/element/{user}/value", text="eve", replace=True)
    assert page.user.text == "eve"
    assert uia.get("/element/active")["ELEMENT"] == user
    uia.post(f"/element/{user}/clear")
    assert (page.user.text, uia.get(f"/element/{user}/text")) == ("", "User name")
    uia.post(f"/element/{uia.find('id', 'pin')}/value", text="12x3456", replace=False)
    assert page.pin.text == "1234"


def test_secret_is_in_no_answer(uia: Uia, page: SamplePage, caplog: pytest.LogCaptureFixture) -> None:
    secret = uia.find("id", "secret")
    uia.post(f"/element/{secret}/value", text="hunter2", replace=False)
    assert page.secret.text == "hunter2"
    label = uia.find("id", "count")
    answer = uia.http.post(f"/session/{uia.session}/element/{label}/value", json={"text": "hunter2"})
    assert answer.json()["value"]["error"] == "invalid element state"
    said = uia.get("/source") + uia.get(f"/element/{secret}/text") + answer.text + caplog.text
    assert "hunter2" not in said


@pytest.mark.usefixtures("page")
def test_typing_where_nothing_can_be_typed(uia: Uia) -> None:
    label = uia.find("id", "count")
    assert uia.refused("POST", f"/element/{label}/value", {"text": "x"}) == (400, "invalid element state")
    assert uia.refused("POST", f"/element/{label}/clear", {}) == (400, "invalid element state")
    assert uia.refused("POST", f"/element/{uia.find('id', 'user')}/value", {}) == (400, "invalid argument")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "Press"),
        ("name", "Press"),
        ("className", "android.widget.Button"),
        ("class", "android.widget.Button"),
        ("resourceId", f"{SAMPLE}:id/press"),
        ("resource-id", f"{SAMPLE}:id/press"),
        ("contentDescription", None),
        ("content-desc", None),
        ("clickable", "true"),
        ("longClickable", "false"),
        ("enabled", "true"),
        ("displayed", "true"),
        ("package", SAMPLE),
        ("hint", None),
        ("index", "1"),
    ],
)
@pytest.mark.usefixtures("page")
def test_attributes(uia: Uia, name: str, value: str | None) -> None:
    assert uia.get(f"/element/{uia.find('id', 'press')}/attribute/{name}") == value


@pytest.mark.usefixtures("page")
def test_unknown_attribute(uia: Uia) -> None:
    assert uia.refused("GET", f"/element/{uia.find('id', 'press')}/attribute/colour") == (
        400,
        "invalid argument",
    )


@pytest.mark.usefixtures("page")
def test_geometry(uia: Uia) -> None:
    press = uia.find("id", "press")
    rect = uia.get(f"/element/{press}/rect")
    left, top, right, bottom = rect["x"], rect["y"], rect["x"] + rect["width"], rect["y"] + rect["height"]
    assert uia.get(f"/element/{press}/attribute/bounds") == f"[{left},{top}][{right},{bottom}]"
    assert left == 20
    assert right == 700
    assert [uia.get(f"/element/{press}/attribute/{name}") for name in ("displayed", "selected")] == [
        "true",
        "false",
    ]


@pytest.mark.usefixtures("page")
def test_pictures(uia: Uia) -> None:
    whole = Image.open(io.BytesIO(base64.b64decode(uia.get("/screenshot"))))
    assert whole.size == (720, 1600)
    press = uia.find("id", "press")
    rect = uia.get(f"/element/{press}/rect")
    part = Image.open(io.BytesIO(base64.b64decode(uia.get(f"/element/{press}/screenshot"))))
    assert part.size == (rect["width"], rect["height"])
    box = (rect["x"], rect["y"], rect["x"] + rect["width"], rect["y"] + rect["height"])
    assert part.tobytes() == whole.crop(box).tobytes()


# gestures


def test_gestures_click(uia: Uia, page: SamplePage) -> None:
    press = uia.find("id", "press")
    origin = {"element-6066-11e4-a52e-4f735466cecf": press}
    rect = uia.get(f"/element/{press}/rect")
    uia.post("/appium/gestures/click", origin=origin)
    uia.post("/appium/gestures/click", origin=origin, offset={"x": 3, "y": 3})
    uia.post("/appium/gestures/click", offset={"x": rect["x"] + 3, "y": rect["y"] + 3})
    assert page.pressed == 3
    uia.post("/appium/gestures/double_click", origin=origin)
    assert page.pressed == 5
    uia.post("/appium/gestures/long_click", origin=origin, duration=900)
    assert page.pressed == 6, "the phone's widgets take a long press as a short one"


def test_gestures_scroll_tells_whether_it_can_go_on(uia: Uia, page: SamplePage) -> None:
    around = {"ELEMENT": uia.find("class name", "android.widget.ScrollView")}
    assert uia.post("/appium/gestures/scroll", origin=around, direction="down", percent=1.0) is True
    assert page.scroll.offset > 0
    assert uia.post("/appium/gestures/scroll", origin=around, direction="down", percent=50.0) is False
    assert page.scroll.offset == page.scroll.room
    assert uia.post("/appium/gestures/fling", origin=around, direction="up") is True
    before = page.scroll.offset
    uia.post("/appium/gestures/swipe", origin=around, direction="down", percent=0.5)
    assert page.scroll.offset < before
    area = {"left": 0, "top": 800, "width": 720, "height": 700}
    uia.post("/appium/gestures/swipe", area=area, direction="up", percent=1.0)
    assert page.scroll.offset > 0


def test_gestures_drag_from_the_top_edge_opens_the_notifications(uia: Uia, running: Running) -> None:
    uia.post("/appium/gestures/drag", start={"x": 360, "y": 2}, end={"x": 360, "y": 900})
    assert running.do(lambda: running.phone.shade.page is not None)


@pytest.mark.parametrize(
    ("name", "body", "refusal"),
    [
        ("click", {}, (400, "invalid argument")),
        ("click", {"offset": {"x": 5000, "y": 5}}, (400, "invalid argument")),
        ("click", {"offset": {"x": "a", "y": 5}}, (400, "invalid argument")),
        ("click", {"origin": {"ELEMENT": "no"}}, (404, "no such element")),
        ("long_click", {"offset": {"x": 1, "y": 1}, "duration": -1}, (400, "invalid argument")),
        ("drag", {"start": {"x": 1, "y": 1}}, (400, "invalid argument")),
        ("swipe", {"direction": "up", "percent": 0.5}, (400, "invalid argument")),
        (
            "swipe",
            {"area": {"left": 0, "top": 0, "width": 9, "height": 9}, "direction": "north", "percent": 0.5},
            (400, "invalid argument"),
        ),
        (
            "swipe",
            {"area": {"left": 0, "top": 0, "width": 9, "height": 9}, "direction": "up", "percent": 2},
            (400, "invalid argument"),
        ),
        (
            "scroll",
            {"area": {"left": 0, "top": 0, "width": 0, "height": 9}, "direction": "up", "percent": 1},
            (400, "invalid argument"),
        ),
        (
            "fling",
            {"area": {"left": 0, "top": 0, "width": 9, "height": 9}, "direction": "up", "speed": 1},
            (400, "invalid argument"),
        ),
        ("pinch_open", {"percent": 0.5}, (400, "invalid argument")),
    ],
)
def test_refused_gestures(uia: Uia, name: str, body: dict[str, Any], refusal: tuple[int, str]) -> None:
    assert uia.refused("POST", f"/appium/gestures/{name}", body) == refusal


def test_scroll_to(uia: Uia, page: SamplePage) -> None:
    uia.post("/gestures/scroll_to", params={"strategy": "xpath", "selector": "//*[@text='Line 55']"})
    assert page.scroll.offset > 0
    body = {"params": {"strategy": "xpath", "selector": "//*[@text='Line 99']"}}
    assert uia.refused("POST", "/gestures/scroll_to", body) == (404, "no such element")


def test_ui_scrollable(uia: Uia, page: SamplePage) -> None:
    into = (
        'new UiScrollable(new UiSelector().scrollable(true)).scrollIntoView(new UiSelector().text("Line 40"))'
    )
    found = uia.find("-android uiautomator", into)
    assert uia.get(f"/element/{found}/text") == "Line 40"
    assert page.scroll.offset > 0
    absent = 'new UiScrollable(new UiSelector().scrollable(true)).scrollTextIntoView("Line 99")'
    assert (
        uia.refused("POST", "/element", {"strategy": "-android uiautomator", "selector": absent})[1]
        == "no such element"
    )
    by_text = (
        "new UiScrollable(new UiSelector().scrollable(true))"
        '.getChildByText(new UiSelector().className("android.widget.TextView"), "Line 3")'
    )
    assert uia.texts("-android uiautomator", by_text) == ["Line 3"]
    third = (
        "new UiScrollable(new UiSelector().scrollable(true)).scrollToBeginning(9)"
        ".getChildByInstance(new UiSelector(), 2)"
    )
    assert uia.texts("-android uiautomator", third) == ["Line 2"]


# actions


def _pointer(*items: dict[str, Any], kind: str = "touch", name: str = "f1") -> dict[str, Any]:
    return {"type": "pointer", "id": name, "parameters": {"pointerType": kind}, "actions": list(items)}


def _move(x: float, y: float, **more: Any) -> dict[str, Any]:
    return {"type": "pointerMove", "duration": 0, "x": x, "y": y, **more}


DOWN, UP = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}


def test_actions_tap_at_an_element(uia: Uia, page: SamplePage) -> None:
    origin = {"element-6066-11e4-a52e-4f735466cecf": uia.find("id", "press")}
    uia.post(
        "/actions",
        actions=[_pointer(_move(2, 1, origin=origin), DOWN, {"type": "pause", "duration": 50}, UP)],
    )
    assert page.pressed == 1


def test_actions_swipe(uia: Uia, page: SamplePage) -> None:
    uia.post(
        "/actions",
        actions=[_pointer(_move(360, 1400), DOWN, _move(0, -600, duration=300, origin="pointer"), UP)],
    )
    assert page.scroll.offset > 0


def test_actions_keys(uia: Uia, page: SamplePage) -> None:
    uia.post(f"/element/{uia.find('id', 'user')}/click")
    keys = [("keyDown", "a"), ("keyUp", "a"), ("keyDown", "\ue008"), ("keyDown", "b"), ("keyUp", "\ue008")]
    keys += [("keyDown", "c"), ("keyDown", "\ue003"), ("keyDown", "\ue01b"), ("keyDown", "\ue012")]
    items = [{"type": kind, "value": value} for kind, value in keys]
    uia.post("/actions", actions=[{"type": "key", "id": "k", "actions": items}])
    assert page.user.text == "aB1"


@pytest.mark.parametrize(
    ("actions", "refusal"),
    [
        ([], (400, "invalid argument")),
        ([{"type": "wheel", "id": "w", "actions": []}], (400, "invalid argument")),
        ([_pointer(DOWN, UP)], (400, "invalid argument")),
        ([_pointer({"type": "pointerMove", "x": 5, "duration": 0})], (400, "invalid argument")),
        ([_pointer(_move(1, 1, duration=-5))], (400, "invalid argument")),
        ([_pointer(_move(1, 1, origin={"ELEMENT": "gone"}))], (404, "no such element")),
        (
            [{"type": "key", "id": "k", "actions": [{"type": "keyDown", "value": "ab"}]}],
            (400, "invalid argument"),
        ),
    ],
)
def test_refused_actions(uia: Uia, actions: list[Any], refusal: tuple[int, str]) -> None:
    assert uia.refused("POST", "/actions", {"actions": actions}) == refusal


# the phone as a whole


def test_keys_and_back(uia: Uia, page: SamplePage, running: Running) -> None:
    uia.post(f"/element/{uia.find('id', 'user')}/click")
    for code, meta in ((29, None), (30, 1), (8, None), (67, None)):
        uia.post("/appium/device/press_keycode", keycode=code, metastate=meta)
    assert page.user.text == "aB"
    uia.post("/back")
    assert not running.do(lambda: running.phone.glass.keyboard_shown)
    assert running.do(lambda: running.phone.apps.front) is not None
    uia.post("/appium/device/long_press_keycode", keycode=3)
    assert running.do(lambda: running.phone.apps.front) is None
    assert uia.refused("POST", "/appium/device/press_keycode", {"keycode": 99999}) == (
        400,
        "invalid argument",
    )
    assert uia.refused("POST", "/appium/device/press_keycode", {}) == (400, "invalid argument")


def test_notification_is_found_and_tapped(uia: Uia, running: Running) -> None:
    running.do(lambda: running.phone.receive(Notification("Messages", "5551234", "Your code is ready")))
    uia.post("/appium/device/open_notifications")
    body = uia.find("xpath", "//*[@text='Your code is ready']")
    uia.post(f"/element/{body}/click")
    assert running.do(lambda: running.phone.apps.front.name) == "Messages"  # type: ignore[union-attr]


def test_clipboard(uia: Uia, running: Running) -> None:
    content = base64.b64encode("Zwölf".encode()).decode()
    uia.post("/appium/device/set_clipboard", content=content, contentType="PLAINTEXT", label=None)
    assert running.face.system.clipboard == "Zwölf"
    for broken in ("%", "ö"):
        refused = uia.refused("POST", "/appium/device/set_clipboard", {"content": broken})
        assert refused == (400, "invalid argument")
    assert (
        uia.refused("POST", "/appium/device/set_clipboard", {"content": "", "contentType": "image"})[1]
        == "invalid argument"
    )


def test_alert(uia: Uia, running: Running) -> None:
    assert uia.refused("GET", "/alert/text") == (404, "no such alert")
    assert uia.refused("POST", "/alert/accept", {}) == (404, "no such alert")

    def ask() -> None:
        ask_for_notifications(running.phone, running.phone.apps[SAMPLE])

    running.do(ask)
    assert "Sample" in uia.get("/alert/text")
    assert uia.refused("POST", "/alert/accept", {"buttonLabel": "Maybe"}) == (400, "invalid element state")
    uia.post("/alert/dismiss")
    assert (
        running.do(lambda: running.phone.notifications.allowed(running.phone.apps.named("Sample"))) is False
    )
    running.do(ask)
    uia.post("/alert/accept")
    assert running.do(lambda: running.phone.notifications.allowed(running.phone.apps.named("Sample"))) is True


def test_display_and_device(uia: Uia) -> None:
    assert uia.get("/window/current/size") == {"width": 720, "height": 1600}
    assert uia.get("/appium/device/pixel_ratio") == 2.0
    assert uia.get("/appium/device/display_density") == 320
    assert uia.get("/appium/device/system_bars") == {"statusBar": 64}
    assert uia.get("/appium/device/info")["apiVersion"] == "34"
    assert uia.get("/orientation") == "PORTRAIT"
    assert uia.post("/orientation", orientation="PORTRAIT") == "PORTRAIT"
    assert uia.refused("POST", "/orientation", {"orientation": "LANDSCAPE"}) == (400, "invalid element state")
    assert uia.refused("POST", "/orientation", {"orientation": "UPSIDE"}) == (400, "invalid argument")


@pytest.mark.usefixtures("page")
def test_settings(uia: Uia) -> None:
    assert uia.get("/appium/settings")["allowInvisibleElements"] is False
    assert uia.find_all("xpath", "//*[@text='Line 59']") == []
    uia.post("/appium/settings", settings={"allowInvisibleElements": True, "waitForIdleTimeout": 0})
    assert len(uia.find_all("xpath", "//*[@text='Line 59']")) == 1
    uia.post(
        "/appium/settings", settings={"shouldUseCompactResponses": False, "elementResponseAttributes": "text"}
    )
    assert uia.post("/element", strategy="id", selector="press")["text"] == "Press"
    refused = (400, "invalid argument")
    assert uia.refused("POST", "/appium/settings", {"settings": {"madeUp": 1}}) == refused
    assert uia.refused("POST", "/appium/settings", {"settings": {"waitForIdleTimeout": "soon"}}) == refused
    assert uia.refused("POST", "/appium/settings", {"settings": []}) == refused


@pytest.mark.parametrize(
    ("method", "path", "refusal"),
    [
        ("POST", "/frobnicate", (404, "unknown command")),
        ("GET", "/back", (405, "unknown method")),
        ("POST", "/appium/list_windows", (404, "unknown command")),
        ("GET", "/element/active", (404, "no such element")),
    ],
)
def test_what_is_not_offered(uia: Uia, method: str, path: str, refusal: tuple[int, str]) -> None:
    assert uia.refused(method, path, {} if method == "POST" else None) == refusal


def test_bodies_that_are_no_objects(uia: Uia) -> None:
    for content in (b"{", b"[1]", b'"x"'):
        answer = uia.http.post(f"/session/{uia.session}/element", content=content)
        assert (answer.status_code, json.loads(answer.text)["value"]["error"]) == (400, "invalid argument")


ODD_VALUES: tuple[Any, ...] = (
    None,
    0,
    -1,
    1.5,
    True,
    "",
    "x",
    [],
    [None],
    {},
    {"x": "a"},
    {"ELEMENT": "zz"},
    10**12,
)


@pytest.mark.usefixtures("page")
def test_odd_bodies_crash_nothing(uia: Uia, running: Running) -> None:
    names = [
        "strategy",
        "selector",
        "origin",
        "offset",
        "duration",
        "direction",
        "percent",
        "area",
        "start",
        "end",
        "actions",
        "text",
        "keycode",
    ]
    names += [
        "metastate",
        "content",
        "buttonLabel",
        "orientation",
        "x",
        "y",
        "z",
        "type",
        "parameters",
        "settings",
        "params",
    ]
    crashed = []
    for method, path, _ in routes(Automation(running.face.system, "")):
        for value in ODD_VALUES if method == "POST" else ():
            sent = path.replace("{element}", uia.session).replace("{other}", "zz")
            answer = uia.http.post(f"/session/{uia.session}{sent}", json=dict.fromkeys(names, value)).json()
            if isinstance(answer["value"], dict) and " in POST " in str(answer["value"].get("message")):
                crashed.append((path, value, answer["value"]["message"]))
    assert crashed == []


def test_an_app_that_fails_ends_and_the_phone_goes_on(
    uia: Uia, page: SamplePage, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: SamplePage) -> None:
        raise KeyError("sample")

    monkeypatch.setattr(SamplePage, "press", fail)
    running.do(running.phone.touch)
    pressed = uia.find("id", "press")
    response = uia.http.post(f"/session/{uia.session}/element/{pressed}/click", json={})
    assert response.status_code == 500
    assert "the application 'org.example.sample' has crashed: KeyError" in response.json()["value"]["message"]
    assert not page.app.running
    assert running.do(running.phone.glass.screen).active.page == "system.home"


def test_two_fingers_do_nothing(uia: Uia, page: SamplePage) -> None:
    press = uia.get(f"/element/{uia.find('id', 'press')}/rect")
    on_it = _move(press["x"] + 5, press["y"] + 5)
    uia.post("/actions", actions=[_pointer(on_it, DOWN, UP), _pointer(on_it, DOWN, UP, name="f2")])
    assert page.pressed == 0
    uia.post("/actions", actions=[_pointer(on_it, DOWN, UP)])
    assert page.pressed == 1
