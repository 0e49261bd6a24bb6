"""Challenge and response, with and without a network."""

from __future__ import annotations

import pytest

from reference_system.ib_key.wire import IbKeyInstance
from tests.reference_system.phones.conftest import CHALLENGE, KEY, PASSCODE, PIN, Hand, Server


def fill(hand: Hand, challenge: str = CHALLENGE, pin: str = PIN) -> None:
    """Open the form, fill it in and press the button; passes whatever is asked for."""
    hand.open_challenge()
    if hand.phone.surface == "android":
        hand.type("pin", pin)
    hand.type("challenge", challenge)
    hand.tap("generate")


def shown(hand: Hand) -> str:
    return hand.find("response_string").text


@pytest.mark.parametrize("network", ["online", "offline", "unstable"])
def test_response_is_accepted(hand: Hand, network: str) -> None:
    hand.phone.configure(network=network)
    fill(hand)
    hand.phone.sense(True)
    response = shown(hand)
    assert len(response) == 8
    assert response.isdigit()
    assert Server.accepts(response, CHALLENGE)
    assert hand.find("response_title").text == "Response String"


def test_response_answers_the_typed_challenge_only(hand: Hand) -> None:
    hand.push_login()
    fill(hand, "642918")
    hand.phone.sense(True)
    assert Server.accepts(shown(hand), "642918")
    assert not Server.accepts(shown(hand), CHALLENGE)


def test_response_stays_until_it_is_left(hand: Hand) -> None:
    fill(hand)
    hand.phone.sense(True)
    before = shown(hand)
    hand.phone.hand.press("home")
    hand.clock.advance(600)
    hand.open_ibkr()
    assert shown(hand) == before
    hand.tap("another_challenge")
    assert hand.find("challenge").shown_text == ""


def test_every_response_is_another_one(iphone: Hand) -> None:
    seen = set()
    for _ in range(3):
        fill(iphone)
        iphone.phone.sense(True)
        seen.add(shown(iphone))
        iphone.tap("done")
    assert len(seen) == 3
    assert iphone.ibkr.instances[0].counter == 3


@pytest.mark.parametrize("pin", ["1111", PIN.upper()])
def test_wrong_pin_makes_a_response_that_nobody_accepts(android: Hand, pin: str) -> None:
    fill(android, pin=pin)
    assert len(shown(android)) == 8
    assert not Server.accepts(shown(android), CHALLENGE)


def test_empty_pin_makes_none(android: Hand) -> None:
    fill(android, pin="")
    assert android.sees("Enter your PIN.")
    assert android.page == "ibkr.challenge"


@pytest.mark.parametrize("challenge", ["", "12345"])
def test_short_challenge_is_refused(hand: Hand, challenge: str) -> None:
    fill(hand, challenge)
    assert hand.sees("The challenge has 6 digits.")
    assert hand.page == "ibkr.challenge"


def test_challenge_field_takes_six_digits(hand: Hand) -> None:
    hand.open_challenge()
    hand.type("challenge", "64 29-17")
    assert hand.find("challenge").shown_text == CHALLENGE


@pytest.mark.parametrize(("sensor", "asked"), [("touch-id", "touch_id_ask"), ("face-id", "face_id_ask")])
def test_iphone_asks_for_finger_or_face_first(iphone: Hand, sensor: str, asked: str) -> None:
    iphone.phone.configure(sensor=sensor)
    fill(iphone)
    assert iphone.has(asked)
    assert not iphone.has("response_string")
    iphone.phone.sense(False)
    assert not iphone.has("response_string")
    assert iphone.ibkr.instances[0].counter == 0, "no response was made in secret"


@pytest.mark.parametrize("sensor", ["touch-id", "face-id", "none"])
def test_iphone_without_active_sensor_asks_for_the_passcode(iphone: Hand, sensor: str) -> None:
    iphone.phone.configure(sensor=sensor, enrolled=False)
    fill(iphone)
    assert iphone.page == "system.passcode"
    iphone.type("Passcode field", "111111")
    assert not iphone.has("response_string")
    iphone.type("Passcode field", PASSCODE)
    assert Server.accepts(shown(iphone), CHALLENGE)


def test_cancelled_prompt_makes_no_response(iphone: Hand) -> None:
    fill(iphone)
    iphone.tap("cancel")
    assert iphone.sees("You were not verified. No response was generated.")


@pytest.mark.parametrize(
    ("surface", "locale", "authenticate", "generate"),
    [
        ("android", "en", "Authenticate", "Generate Passcode"),
        ("android", "zh-Hant", "驗證", "生成通關碼"),
        ("iphone", "en", "Authenticate", "Generate Response"),
        ("iphone", "zh-Hant", "驗證", "生成響應字符串"),
    ],
)
def test_labels(
    android: Hand, iphone: Hand, surface: str, locale: str, authenticate: str, generate: str
) -> None:
    hand = android if surface == "android" else iphone
    hand.phone.configure(locale=locale)
    hand.open_ibkr()
    assert hand.find("authenticate").text == authenticate
    hand.tap("authenticate")
    assert hand.find("generate").text == generate


def test_challenge_is_reached_while_an_approval_waits(hand: Hand) -> None:
    hand.push_login()
    hand.tap_notification()
    assert hand.phone.prompts.front is not None
    hand.phone.prompts.front.cancel()
    hand.tap("close")
    hand.tap("authenticate")
    assert hand.page == "ibkr.challenge"


def test_challenge_is_reached_by_way_of_services(hand: Hand) -> None:
    hand.open_ibkr()
    hand.tap("services")
    hand.tap("authenticate")
    assert hand.page == "ibkr.challenge"


def test_no_ib_key_no_form(hand: Hand) -> None:
    hand.ibkr.drop("key-1")
    hand.open_challenge()
    assert hand.sees("IB Key is not active on this phone")
    assert not hand.has("challenge")


def test_user_is_chosen_where_there_are_several(iphone: Hand) -> None:
    iphone.ibkr.hold(IbKeyInstance("key-0", "other", b"o" * 20), "secret")
    iphone.open_challenge()
    assert iphone.find("user_value").text == "other", "the newest is offered"
    iphone.tap("user")
    assert iphone.find("user_value").text == "demo"
    iphone.type("challenge", CHALLENGE)
    iphone.tap("generate")
    iphone.phone.sense(True)
    assert Server.accepts(shown(iphone), CHALLENGE)


def test_responses_and_keys_are_not_in_reprs(hand: Hand) -> None:
    fill(hand)
    hand.phone.sense(True)
    assert shown(hand) not in repr(hand.ibkr.keys)
    assert str(KEY) not in repr(hand.ibkr.instances)


def test_trading_login_is_not_the_challenge(hand: Hand) -> None:
    hand.open_ibkr()
    hand.tap("log_in")
    hand.tap("log_in_submit")
    assert hand.sees("Enter your username and password.")
    hand.type("username", "demo")
    hand.type("password", "secret")
    hand.phone.keyboard.hide()
    hand.tap("log_in_submit")
    assert hand.sees("Trading is not available on this phone.")
