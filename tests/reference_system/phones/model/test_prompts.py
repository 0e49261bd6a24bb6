"""Fingers, faces, passcodes and permissions."""

from __future__ import annotations

import pytest

from reference_system.phones.apps.ibkr.approval import ApprovalPage
from reference_system.phones.model.permissions import ask_for_notifications
from tests.reference_system.phones.conftest import PASSCODE, Hand


def prompt(hand: Hand, sensor: str) -> None:
    """Have the app ask for the sensor."""
    hand.phone.configure(sensor=sensor)
    hand.push_login()
    hand.tap_notification()
    assert hand.page == "system.biometric"


def test_right_finger_passes(android: Hand) -> None:
    prompt(android, "fingerprint")
    assert android.phone.sense(True)
    assert android.page == "ibkr.approved"


@pytest.mark.parametrize("sensor", ["touch-id", "face-id"])
def test_right_finger_or_face_passes(iphone: Hand, sensor: str) -> None:
    prompt(iphone, sensor)
    assert iphone.phone.sense(True)
    assert iphone.page == "ibkr.approved"


def test_wrong_fingers_fall_back_to_the_pin(android: Hand) -> None:
    prompt(android, "fingerprint")
    for _ in range(4):
        android.phone.sense(False)
        assert android.sees("Not recognized. Try again.")
    android.phone.sense(False)
    assert android.page == "ibkr.approval"
    assert android.has("pin")
    assert not android.server.approved


def test_wrong_fingers_fall_back_to_the_passcode(iphone: Hand) -> None:
    prompt(iphone, "touch-id")
    iphone.phone.sense(False)
    assert iphone.find("touch_id_title").text == "Try Again"
    iphone.phone.sense(False)
    iphone.phone.sense(False)
    assert iphone.page == "system.passcode"
    iphone.type("Passcode field", PASSCODE)
    assert iphone.server.approved


def test_face_is_looked_at_again_only_when_told_to(iphone: Hand) -> None:
    prompt(iphone, "face-id")
    iphone.phone.sense(False)
    assert iphone.sees("Face Not Recognized")
    assert not iphone.phone.sense(True), "it is not looking"
    assert not iphone.server.approved
    iphone.tap("try_face_id_again")
    iphone.phone.sense(True)
    assert iphone.server.approved


def test_two_wrong_faces_fall_back_to_the_passcode(iphone: Hand) -> None:
    prompt(iphone, "face-id")
    iphone.phone.sense(False)
    iphone.tap("try_face_id_again")
    iphone.phone.sense(False)
    assert iphone.page == "system.passcode"


@pytest.mark.parametrize("how", ["button", "home", "lock"])
def test_cancelled_prompt_approves_nothing(hand: Hand, how: str) -> None:
    hand.push_login()
    hand.tap_notification()
    match how:
        case "button":
            hand.tap(
                "cancel" if hand.phone.surface == "iphone" else "com.android.systemui:id/button_negative"
            )
        case "home":
            hand.phone.hand.press("home")
        case _:
            hand.phone.lock.close()
    assert hand.phone.prompts.front is None
    assert not hand.server.approved
    assert hand.server.login is not None
    hand.phone.sense(True)
    assert not hand.server.approved, "a finger after the prompt has gone means nothing"


def test_nothing_asks_for_a_finger(hand: Hand) -> None:
    assert not hand.phone.sense(True)


@pytest.mark.parametrize(("button", "allowed"), [(0, False), (1, True)])
def test_permission_for_notifications(hand: Hand, button: int, allowed: bool) -> None:
    hand.allow_notifications("IBKR Mobile", not allowed)
    ask_for_notifications(hand.phone, hand.ibkr)
    buttons = [widget for widget in hand.phone.glass.screen().active.root.walk() if widget.kind == "button"]
    hand.phone.hand.tap_widget(buttons[button])
    assert hand.phone.notifications.allowed(hand.phone.apps.named("IBKR Mobile")) is allowed
    assert hand.page == "system.home"


def test_an_app_that_fails_at_the_proof_ends(android: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: ApprovalPage) -> str:
        raise KeyError("pin")

    monkeypatch.setattr(ApprovalPage, "kept_pin", fail)
    prompt(android, "fingerprint")
    assert android.phone.sense(True), "the finger was felt"
    assert not android.ibkr.running
    assert android.phone.prompts.front is None
