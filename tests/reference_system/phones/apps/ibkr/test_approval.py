"""From the notification to the approval, on either phone."""

from __future__ import annotations

import pytest

from reference_system.ib_key.wire import IbKeyInstance, Notification
from tests.reference_system.phones.conftest import PASSCODE, PIN, Hand


@pytest.mark.parametrize("app_is", ["closed", "in the background", "in front", "behind the lock screen"])
def test_tap_opens_the_approval(hand: Hand, app_is: str) -> None:
    if app_is != "closed":
        hand.open_challenge()
    if app_is == "in the background":
        hand.phone.apps.activate(hand.phone.apps.named("Settings").app_id)
    if app_is == "behind the lock screen":
        hand.phone.lock.close()
        hand.push_login()
        hand.tap_notification()
        assert hand.page == "system.passcode"
        hand.type("Passcode field", PASSCODE)
    else:
        hand.push_login()
        hand.tap_notification()
    assert hand.page == "system.biometric"
    assert hand.phone.apps.front is hand.ibkr
    assert hand.ibkr.page.name == "ibkr.approval"
    assert not hand.server.proofs, "the tap alone approves nothing"
    hand.phone.sense(True)
    assert hand.server.approved
    assert hand.page == "ibkr.approved"


def test_tap_takes_the_notification_off_the_list(hand: Hand) -> None:
    hand.phone.receive(Notification("Mail", "Report", "Figures"))
    hand.push_login()
    hand.tap_notification()
    hand.phone.sense(True)
    hand.phone.shade.open()
    assert hand.sees("Report")
    assert not hand.sees("Login request")


def test_finding_it_among_others(hand: Hand) -> None:
    hand.push_login()
    hand.phone.receive(Notification("Messages", "Ann", "Lunch?"))
    hand.phone.receive(Notification("Mail", "Report", "Figures"))
    hand.tap_notification()
    assert hand.phone.apps.front is hand.ibkr


def test_another_apps_notification_opens_that_app(hand: Hand) -> None:
    hand.phone.receive(Notification("Messages", "Ann", "Lunch?"))
    hand.phone.shade.open()
    card = next(w for w in hand.phone.glass.screen().active.root.walk() if w.key.startswith("notification-"))
    hand.phone.hand.tap_widget(card)
    assert hand.phone.apps.front is hand.phone.apps.named("Messages")
    assert hand.sees("Lunch?")


@pytest.mark.parametrize(
    ("locale", "sender", "title"),
    [("en", "IBKR Mobile", "Login request"), ("zh-Hant", "移動IBKR", "登錄請求")],
)
def test_notification_is_in_the_phones_language(hand: Hand, locale: str, sender: str, title: str) -> None:
    hand.push_login()
    hand.phone.configure(locale=locale)
    hand.phone.shade.open()
    assert hand.sees(sender)
    assert hand.sees(title)


@pytest.mark.parametrize(("sensor", "enrolled"), [("none", True), ("fingerprint", False)])
def test_android_without_active_sensor_asks_for_the_pin(android: Hand, sensor: str, enrolled: bool) -> None:
    android.phone.configure(sensor=sensor, enrolled=enrolled)
    android.push_login()
    android.tap_notification()
    assert android.page == "ibkr.approval"
    assert android.phone.keyboard.focused is android.find("pin").entry
    android.tap("authorize")
    assert android.sees("Enter your PIN.")
    android.type("pin", "1111")
    android.tap("authorize")
    assert android.sees("Wrong PIN. Nothing was approved.")
    assert not android.server.approved
    assert android.find("pin").shown_text == ""
    android.type("pin", PIN + "\n")
    assert android.server.approved
    assert android.sees("Login authorized")


@pytest.mark.parametrize(("sensor", "enrolled"), [("none", True), ("touch-id", False), ("face-id", False)])
def test_iphone_without_active_sensor_asks_for_the_passcode(
    iphone: Hand, sensor: str, enrolled: bool
) -> None:
    iphone.phone.configure(sensor=sensor, enrolled=enrolled)
    iphone.push_login()
    iphone.tap_notification()
    assert iphone.sees("Enter iPhone passcode for “IBKR”")
    iphone.type("Passcode field", "111111")
    assert iphone.sees("Wrong passcode. Try again.")
    assert not iphone.server.proofs
    iphone.type("Passcode field", PASSCODE)
    assert iphone.server.approved


def test_iphone_with_nothing_to_verify_with(iphone: Hand) -> None:
    iphone.phone.configure(sensor="none", passcode="")
    iphone.push_login()
    iphone.tap_notification()
    assert "Switch on Face ID" in iphone.find("message").text
    assert not iphone.server.proofs


def test_cancelled_prompt_leaves_the_login_waiting(hand: Hand) -> None:
    hand.push_login()
    hand.tap_notification()
    assert hand.phone.prompts.front is not None
    hand.phone.prompts.front.cancel()
    assert hand.sees("You were not verified. The login still waits.")
    hand.tap("authorize")
    hand.phone.sense(True)
    assert hand.server.approved


def test_waiting_login_is_found_again(hand: Hand) -> None:
    hand.push_login()
    hand.open_ibkr()
    hand.tap("waiting_login")
    hand.phone.sense(True)
    assert hand.server.approved
    hand.tap("done")
    assert hand.page == "ibkr.start"
    assert not hand.has("waiting_login")


def test_deny(hand: Hand) -> None:
    hand.push_login()
    hand.tap_notification()
    assert hand.phone.prompts.front is not None
    hand.phone.prompts.front.cancel()
    hand.tap("deny")
    assert hand.server.denied
    assert hand.sees("Login denied")


def test_login_that_is_over(hand: Hand) -> None:
    hand.push_login()
    hand.server.login = None
    hand.tap_notification()
    assert hand.page == "ibkr.over"
    assert not hand.server.proofs


def test_login_that_ends_while_the_prompt_is_open(iphone: Hand) -> None:
    iphone.push_login()
    iphone.tap_notification()
    iphone.phone.configure(network="offline")
    iphone.phone.sense(True)
    assert iphone.sees("The network did not answer. Try again.")
    assert not iphone.server.approved


@pytest.mark.parametrize("network", ["offline", "unstable"])
def test_approval_without_network_offers_the_challenge(hand: Hand, network: str) -> None:
    hand.push_login()
    hand.phone.configure(network=network)
    hand.tap_notification()
    assert hand.sees("No network connection")
    hand.tap("authenticate")
    assert hand.page == "ibkr.challenge"


def test_unstable_network_works_the_second_time(iphone: Hand) -> None:
    iphone.push_login()
    iphone.phone.configure(network="unstable")
    iphone.tap_notification()
    iphone.tap("try_again")
    iphone.phone.sense(True)
    assert iphone.sees("The network did not answer. Try again.")
    iphone.tap("authorize")
    iphone.phone.sense(True)
    assert iphone.server.approved


def test_phone_without_ib_key_approves_nothing(hand: Hand) -> None:
    hand.ibkr.drop("key-1")
    hand.push_login()
    hand.tap_notification()
    assert hand.page == "ibkr.over"
    assert hand.phone.prompts.front is None
    hand.phone.sense(True)
    assert not hand.server.proofs


def test_key_of_another_user_approves_nothing(hand: Hand) -> None:
    hand.ibkr.drop("key-1")
    hand.ibkr.hold(IbKeyInstance("key-2", "other", b"k" * 20), PIN)
    hand.push_login()
    hand.tap_notification()
    assert hand.page == "ibkr.over"


def test_journal_holds_no_secret(android: Hand, journal: list[tuple[str, dict[str, str]]]) -> None:
    android.phone.configure(sensor="none")
    android.push_login()
    android.tap_notification()
    android.type("pin", PIN)
    android.tap("authorize")
    assert ("login approved", {"username": "demo", "program": "Client Portal"}) in journal
    assert PIN not in str(journal)
    assert android.server.proofs[0] not in str(journal)
    assert PIN not in repr(android.ibkr.keys)
