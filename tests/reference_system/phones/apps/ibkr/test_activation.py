"""Activation of IB Key inside IBKR Mobile: typed and scanned, on either phone."""

from __future__ import annotations

import io

import pytest
import segno
from lxml import etree

from reference_system.ib_key.wire import IbKeyInstance
from reference_system.phones.android.source import document, see
from reference_system.phones.apps.ibkr.activation.code import code_of
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.ios.element import application
from reference_system.phones.ios.source import as_xml
from tests.reference_system.phones.conftest import CODE, LINK, PASSCODE, Hand

NEW_PIN = "aB3!"


@pytest.fixture
def fresh(hand: Hand) -> Hand:
    hand.fresh_install()
    return hand


@pytest.fixture
def fresh_android(android: Hand) -> Hand:
    android.fresh_install()
    return android


@pytest.fixture
def fresh_iphone(iphone: Hand) -> Hand:
    iphone.fresh_install()
    return iphone


def type_code(hand: Hand, code: str = CODE) -> None:
    """Fill the form: the code, on Android a PIN as well."""
    hand.open_typed_activation()
    if hand.phone.surface == "iphone":
        hand.type("activation_code", code)
    else:
        hand.type("session_id", code)
        hand.type("new_pin", NEW_PIN)


def code_typed(hand: Hand) -> str:
    return hand.find("activation_code" if hand.phone.surface == "iphone" else "session_id").shown_text


@pytest.mark.parametrize(
    ("surface", "label"), [("iphone", "Setup IB Key using QR code"), ("android", "REGISTER TWO-FACTOR")]
)
def test_entry_is_on_the_start_page_while_there_is_no_ib_key(
    surface: str, label: str, android: Hand, iphone: Hand
) -> None:
    hand = android if surface == "android" else iphone
    hand.open_ibkr()
    assert not hand.sees(label)
    hand.ibkr.drop("key-1")
    assert hand.sees(label)
    assert hand.find("ib_key_state").text == "Not activated on this phone"


def test_services_lead_to_another_users_activation(hand: Hand) -> None:
    hand.open_ibkr()
    hand.tap("services")
    hand.tap("setup_ib_key" if hand.phone.surface == "iphone" else "register_two_factor")
    assert hand.page in ("ibkr.activation-typed", "ibkr.ways-to-register")


def test_labels_of_the_iphone(fresh_iphone: Hand) -> None:
    fresh_iphone.open_typed_activation()
    assert fresh_iphone.find("activation_code").label == "Activation Code"
    assert fresh_iphone.find("activate").text == "Activate IB Key"


def test_labels_of_android(fresh_android: Hand) -> None:
    fresh_android.open_ibkr()
    fresh_android.tap("register_two_factor")
    assert fresh_android.find("session_id_way").text == "SESSION ID"
    fresh_android.tap("username_way")
    assert fresh_android.sees("Not offered on this phone")
    fresh_android.tap("back")
    fresh_android.tap("session_id_way")
    assert fresh_android.find("session_id").label == "Session ID"
    assert fresh_android.find("qr_code").text == "QR CODE"
    assert fresh_android.find("pin_guidelines").text == "+PIN Guidelines"
    assert fresh_android.find("activate").text == "ACTIVATE"


def nodes(source: str, **attributes: str) -> list[etree._Element]:
    """The elements of a page source that have these attributes."""
    return [
        node
        for node in etree.fromstring(source.encode()).iter()
        if all(node.get(name) == value for name, value in attributes.items())
    ]


def test_automation_finds_the_form_on_an_iphone(fresh_iphone: Hand) -> None:
    fresh_iphone.open_typed_activation()
    phone = fresh_iphone.phone
    source = as_xml(application(phone, phone.glass.screen(), IbkrApp.on(phone).app_id))
    (field,) = nodes(source, name="activation_code")
    assert (field.tag, field.get("label")) == ("XCUIElementTypeTextField", "Activation Code")
    (button,) = nodes(source, label="Activate IB Key")
    assert (button.tag, button.get("name")) == ("XCUIElementTypeButton", "activate")


def test_automation_finds_the_form_on_android(fresh_android: Hand) -> None:
    fresh_android.open_typed_activation()
    source = str(document(see(fresh_android.phone.glass.screen())))
    (field,) = nodes(source, **{"content-desc": "Session ID"})
    assert (field.tag, field.get("resource-id")) == ("android.widget.EditText", "atws.app:id/session_id")
    (pin,) = nodes(source, password="true")
    assert (pin.get("resource-id"), pin.get("hint")) == ("atws.app:id/new_pin", "PIN")
    for label in ("QR CODE", "+PIN Guidelines", "ACTIVATE"):
        assert [node.get("clickable") for node in nodes(source, text=label)] == ["true"]


def test_typed_code_activates(fresh: Hand) -> None:
    type_code(fresh)
    fresh.tap("activate")
    assert fresh.find("activation_result").text == "IBKR Mobile Authentication (IB Key) has been activated"
    assert fresh.phone.prompts.front is None, "the typed code is handed in without a security element"
    (request,) = fresh.server.activations
    assert (request.code, request.device) == (CODE, fresh.ibkr.installation)
    assert request.surface == fresh.phone.surface
    assert fresh.find("done").text == "DONE"
    fresh.tap("done")
    assert fresh.page == "ibkr.start"
    assert fresh.find("ib_key_state").text == "Active for demo"
    fresh.phone.hand.press("back")
    assert fresh.page == "system.home", "no way back to the form"


def test_activated_ib_key_approves_also_after_a_restart(fresh: Hand) -> None:
    type_code(fresh)
    fresh.tap("activate")
    fresh.phone.apps.terminate(fresh.ibkr.app_id)
    fresh.push_login()
    fresh.tap_notification()
    fresh.phone.sense(True)
    assert fresh.server.approved


def test_android_approves_with_the_new_pin_only(fresh_android: Hand) -> None:
    fresh_android.phone.configure(sensor="none")
    type_code(fresh_android)
    fresh_android.tap("activate")
    fresh_android.push_login()
    fresh_android.tap_notification()
    fresh_android.type("pin", "0000\n")
    assert not fresh_android.server.approved
    fresh_android.type("pin", f"{NEW_PIN}\n")
    assert fresh_android.server.approved


@pytest.mark.parametrize("code", [CODE.lower(), f"{CODE} ", "0" * 12, "漢字!#", "x" * 300])
def test_code_goes_to_the_server_as_typed(fresh: Hand, code: str) -> None:
    type_code(fresh, code)
    assert code_typed(fresh) == code
    fresh.tap("activate")
    assert [request.code for request in fresh.server.activations] == [code]
    assert fresh.find("activation_error").text == "IB Key could not be activated."
    assert not fresh.phone.glass.keyboard_shown
    assert not fresh.ibkr.instances


def test_error_is_the_same_for_a_used_code(fresh: Hand) -> None:
    fresh.server.active = True
    type_code(fresh)
    fresh.tap("activate")
    assert fresh.find("activation_error").text == "IB Key could not be activated."
    assert fresh.has("activation_error_check")
    assert fresh.has("activation_error_remedy")


def test_nothing_is_handed_in_without_a_code(fresh: Hand) -> None:
    fresh.open_typed_activation()
    fresh.tap("activate")
    assert fresh.has("message")
    assert not fresh.server.activations


@pytest.mark.parametrize(("network", "arrives"), [("offline", 0), ("unstable", 0), ("silent", 1)])
def test_network_without_an_answer_leaves_the_form(fresh: Hand, network: str, arrives: int) -> None:
    type_code(fresh)
    fresh.phone.configure(network=network)
    fresh.tap("activate")
    assert fresh.find("network_error").text == "The network did not answer. Try again."
    assert code_typed(fresh) == CODE
    assert len(fresh.server.activations) == arrives
    assert not fresh.ibkr.instances
    fresh.phone.configure(network="online")
    fresh.tap("activate")
    assert not fresh.has("network_error")
    assert fresh.has("activation_error" if network == "silent" else "activation_result")


@pytest.mark.parametrize("pin", ["abc", "aB3!567"])
def test_pin_that_is_not_allowed_can_be_typed_anew(fresh_android: Hand, pin: str) -> None:
    hand = fresh_android
    hand.open_typed_activation()
    hand.type("session_id", CODE)
    hand.type("new_pin", pin)
    hand.tap("activate")
    assert hand.server.activations[-1].secret == pin, "as typed, nothing is cut"
    assert hand.has("pin_error")
    assert not hand.ibkr.instances
    assert hand.find("new_pin").shown_text == ""
    hand.type("new_pin", NEW_PIN)
    hand.phone.keyboard.hide()
    hand.tap("activate")
    assert hand.has("activation_result")


def test_pin_is_needed(fresh_android: Hand) -> None:
    fresh_android.open_typed_activation()
    fresh_android.type("session_id", CODE)
    fresh_android.phone.keyboard.hide()
    fresh_android.tap("activate")
    assert fresh_android.find("pin_error").text == "Make up a PIN."
    assert not fresh_android.server.activations


@pytest.mark.parametrize("way", ["button", "key"])
def test_guidelines_keep_what_was_typed(fresh_android: Hand, way: str) -> None:
    type_code(fresh_android)
    fresh_android.tap("pin_guidelines")
    assert fresh_android.find("guidelines").text == "4 to 6 characters."
    if way == "button":
        fresh_android.tap("back")
    else:
        fresh_android.phone.hand.press("back")
    assert fresh_android.find("session_id").shown_text == CODE
    assert fresh_android.find("new_pin").shown_text == "•" * len(NEW_PIN)


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
def test_keyboard_covers_no_button(fresh: Hand, locale: str) -> None:
    fresh.phone.configure(locale=locale)
    type_code(fresh)
    assert fresh.phone.glass.keyboard_shown
    keyboard = fresh.phone.glass.screen().window("keyboard")
    assert keyboard is not None
    assert fresh.find("activate").bounds.bottom <= keyboard.root.bounds.y


def qr_code(text: str) -> bytes:
    picture = io.BytesIO()
    segno.make(text, error="m").save(picture, kind="png", scale=8)
    return picture.getvalue()


def test_scanner_fills_in_the_code(fresh_android: Hand) -> None:
    hand = fresh_android
    hand.open_typed_activation()
    hand.type("new_pin", NEW_PIN)
    hand.phone.keyboard.hide()
    hand.tap("qr_code")
    hand.tap("com.android.permissioncontroller:id/permission_allow_button")
    hand.phone.camera.show(qr_code(LINK))
    assert hand.find("session_id").shown_text == CODE
    assert hand.find("new_pin").shown_text == "•" * len(NEW_PIN)
    hand.tap("activate")
    assert hand.has("activation_result")


# scanned


@pytest.mark.parametrize(
    ("sensor", "enrolled", "page"),
    [
        ("face-id", True, "system.biometric"),
        ("touch-id", True, "system.biometric"),
        ("none", True, "system.passcode"),
        ("face-id", False, "system.passcode"),
    ],
)
def test_scanned_code_asks_for_what_unlocks_the_phone(
    fresh_iphone: Hand, sensor: str, enrolled: bool, page: str
) -> None:
    hand = fresh_iphone
    hand.phone.configure(sensor=sensor, enrolled=enrolled)
    hand.open_scanned_activation()
    assert hand.page == page
    assert not hand.server.activations
    if page == "system.passcode":
        hand.type("Passcode field", PASSCODE)
    else:
        hand.phone.sense(True)
    assert hand.has("activation_result")
    assert hand.server.activations[0].code == CODE
    assert hand.find("done").text == "Done"
    hand.tap("done")
    assert hand.find("ib_key_state").text == "Active for demo"


def test_scanned_code_is_shown(fresh_iphone: Hand) -> None:
    fresh_iphone.open_scanned_activation()
    assert fresh_iphone.find("scanned_code").text == f"•••••••••{CODE[-3:]}"


def test_cancelled_proof_leaves_ib_key_inactive(fresh_iphone: Hand) -> None:
    hand = fresh_iphone
    hand.open_scanned_activation()
    hand.tap("cancel")
    assert hand.find("message").text == "You were not verified. IB Key is not active yet."
    assert not hand.server.activations
    assert hand.find("activate").text == "Activate IB Key"
    hand.tap("activate")
    hand.phone.sense(True)
    assert hand.has("activation_result")


def test_wrong_faces_lead_to_the_passcode(fresh_iphone: Hand) -> None:
    fresh_iphone.open_scanned_activation()
    fresh_iphone.phone.sense(False)
    fresh_iphone.tap("try_face_id_again")
    fresh_iphone.phone.sense(False)
    assert fresh_iphone.page == "system.passcode"
    assert not fresh_iphone.server.activations


def test_iphone_that_nothing_locks_cannot_prove(fresh_iphone: Hand) -> None:
    fresh_iphone.phone.configure(sensor="none", passcode="")
    fresh_iphone.open_scanned_activation()
    assert "Switch on Face ID" in fresh_iphone.find("message").text
    assert not fresh_iphone.server.activations


@pytest.mark.parametrize(("answer", "arrives"), [("Allow", True), ("Don’t Allow", False)])
def test_undecided_notifications_are_asked_about_first(
    fresh_iphone: Hand, answer: str, arrives: bool
) -> None:
    hand = fresh_iphone
    hand.allow_notifications("IBKR Mobile", None)
    hand.open_scanned_activation()
    assert hand.page == "system.permission"
    hand.tap(answer)
    assert hand.page == "system.biometric"
    hand.phone.sense(True)
    assert hand.has("activation_result")
    assert hand.push_login() is arrives


@pytest.mark.parametrize("decided", [True, False])
def test_decided_notifications_are_not_asked_about(fresh_iphone: Hand, decided: bool) -> None:
    fresh_iphone.allow_notifications("IBKR Mobile", decided)
    fresh_iphone.open_scanned_activation()
    assert fresh_iphone.page == "system.biometric"


def test_question_left_unanswered_comes_again(fresh_iphone: Hand) -> None:
    hand = fresh_iphone
    hand.allow_notifications("IBKR Mobile", None)
    hand.open_scanned_activation()
    hand.phone.hand.press("home")
    assert hand.phone.prompts.front is None
    hand.open_ibkr()
    assert hand.page == "ibkr.activation-scanned"
    hand.tap("activate")
    assert hand.page == "system.permission"


def test_network_without_an_answer_leaves_the_scanned_code(fresh_iphone: Hand) -> None:
    hand = fresh_iphone
    hand.open_scanned_activation()
    hand.phone.configure(network="offline")
    hand.phone.sense(True)
    assert hand.has("network_error")
    hand.phone.configure(network="online")
    hand.tap("activate")
    hand.phone.sense(True)
    assert hand.has("activation_result")


def test_scanned_code_of_another_user(iphone: Hand) -> None:
    iphone.ibkr.drop("key-1")
    iphone.ibkr.hold(IbKeyInstance("key-0", "other", b"o" * 20), "secret")
    iphone.open_scanned_activation()
    iphone.phone.sense(True)
    iphone.tap("done")
    assert iphone.find("ib_key_state").text == "Active for demo, other"


@pytest.mark.parametrize(
    "link",
    [
        "https://www.interactivebrokers.com/sso/ibkey",
        f"https://www.example.com/sso/ibkey?code={CODE}",
        f"http://www.interactivebrokers.com/sso/ibkey?code={CODE}",
        f"{LINK}&code=another",
        f"https://www.interactivebrokers.com@example.com/sso/ibkey?code={CODE}",
        "https://[",
        CODE,
        "",
    ],
)
def test_other_links_open_no_activation(fresh_iphone: Hand, link: str) -> None:
    assert code_of(link) is None
    fresh_iphone.open_scanned_activation(link)
    assert fresh_iphone.page == "ibkr.start"


def test_link_carries_its_code() -> None:
    assert code_of(LINK) == CODE


# what stays and what goes


def test_fresh_install_is_another_installation(hand: Hand) -> None:
    before = hand.ibkr.installation
    hand.fresh_install()
    assert hand.ibkr.installation != before
    assert not hand.ibkr.instances


def test_journal_holds_no_secret(fresh_android: Hand, journal: list[tuple[str, dict[str, str]]]) -> None:
    type_code(fresh_android)
    fresh_android.tap("activate")
    assert ("IB Key activated", {"username": "demo"}) in journal
    assert NEW_PIN not in str(journal)
    assert CODE not in str(journal)
    assert NEW_PIN not in repr(fresh_android.server.activations)
