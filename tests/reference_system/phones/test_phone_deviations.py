"""Every deviation of the phones does what it says, and nothing is broken while it is off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reference_system import deviations
from reference_system.ib_key.wire import IbKeyInstance
from tests.reference_system.phones.conftest import CHALLENGE, KEY, PASSCODE, PIN, Hand, Server, hand_of


def nearly(digits: str) -> str:
    """Wrong in the last digit alone."""
    return f"{digits[:-1]}{(int(digits[-1]) + 1) % 10}"


def response(hand: Hand, *, challenge: str = CHALLENGE, pin: str = PIN) -> str | None:
    """The response after the right finger, face or passcode; None when there is none."""
    hand.open_challenge()
    if not hand.has("challenge"):
        return None
    if hand.phone.surface == "android" and pin:
        hand.type("pin", pin)
    hand.type("challenge", challenge)
    hand.tap("generate")
    if hand.has("Passcode field"):
        hand.type("Passcode field", PASSCODE)
    hand.phone.sense(True)
    return hand.find("response_string").text if hand.has("response_string") else None


def approves_with_wrong_pin(android: Hand) -> bool:
    android.phone.configure(sensor="none")
    android.push_login()
    android.tap_notification()
    android.type("pin", "0000\n")
    return android.server.approved


def approves_with_nearly_right_pin(android: Hand) -> bool:
    android.phone.configure(sensor="none")
    android.push_login()
    android.tap_notification()
    android.type("pin", f"{PIN[:-1]}x\n")
    return android.server.approved


def second_wrong_sense_approves(hand: Hand) -> bool:
    hand.phone.configure(sensor="fingerprint" if hand.phone.surface == "android" else "touch-id")
    hand.push_login()
    hand.tap_notification()
    hand.phone.sense(False)
    hand.phone.sense(False)
    return hand.server.approved


def pin_asked_without_finger(android: Hand) -> bool:
    android.phone.configure(sensor="none")
    android.push_login()
    android.tap_notification()
    return android.has("pin")


def passcode_asked_without_face(iphone: Hand) -> bool:
    iphone.phone.configure(enrolled=False)
    iphone.push_login()
    iphone.tap_notification()
    return iphone.has("Passcode field")


def nearly_right_passcode_approves(iphone: Hand) -> bool:
    iphone.phone.configure(enrolled=False)
    iphone.push_login()
    iphone.tap_notification()
    iphone.type("Passcode field", nearly(PASSCODE))
    return iphone.server.approved


def approves_without_proof(iphone: Hand) -> bool:
    iphone.phone.configure(enrolled=False)
    iphone.push_login()
    iphone.tap_notification()
    if iphone.has("authorize"):
        iphone.tap("authorize")
    return iphone.server.approved


def wrong_sense_approves(hand: Hand) -> bool:
    hand.push_login()
    hand.tap_notification()
    hand.phone.sense(False)
    return hand.server.approved


def finger_asked_without_sensor(android: Hand) -> bool:
    android.phone.configure(sensor="none")
    android.push_login()
    android.tap_notification()
    android.phone.sense(True)
    return android.page == "system.biometric"


def kept_in_list(hand: Hand) -> bool:
    hand.push_login()
    hand.clock.advance(10)
    return hand.notification() is not None


def tap_reaches_app(hand: Hand) -> bool:
    hand.push_login()
    hand.tap_notification()
    return hand.phone.apps.front is hand.ibkr


def approval_after_tap(hand: Hand) -> bool:
    hand.push_login()
    hand.tap_notification()
    return hand.page == "system.biometric"


def approval_after_warm_tap(hand: Hand) -> bool:
    hand.open_ibkr()
    return approval_after_tap(hand)


def form_while_offline(iphone: Hand) -> bool:
    iphone.phone.configure(network="offline")
    iphone.open_challenge()
    return iphone.has("challenge")


def form_while_waiting(hand: Hand) -> bool:
    hand.push_login()
    hand.open_challenge()
    return hand.has("challenge")


def authenticate_opens_form(iphone: Hand) -> bool:
    iphone.open_challenge()
    return iphone.has("challenge")


def response_offline(hand: Hand) -> bool:
    hand.phone.configure(network="offline")
    return response(hand) is not None


def response_is_right(hand: Hand) -> bool:
    made = response(hand)
    return made is not None and Server.accepts(made, CHALLENGE)


def wrong_challenge_is_accepted(hand: Hand) -> bool:
    hand.push_login()
    made = response(hand, challenge="000001")
    return made is not None and Server.accepts(made, CHALLENGE)


def nearly_right_challenge_is_accepted(hand: Hand) -> bool:
    hand.push_login()
    made = response(hand, challenge=nearly(CHALLENGE))
    return made is not None and Server.accepts(made, CHALLENGE)


def nearly_right_pin_is_accepted(android: Hand) -> bool:
    made = response(android, pin=f"{PIN[:-1]}x")
    return made is not None and Server.accepts(made, CHALLENGE)


def wrong_or_empty_pin_is_accepted(android: Hand) -> bool:
    wrong = response(android, pin="0000")
    android.phone.apps.terminate(android.ibkr.app_id)
    made = [wrong, response(android, pin="")]
    return all(one is not None and Server.accepts(one, CHALLENGE) for one in made)


def response_before_proof(iphone: Hand) -> bool:
    iphone.open_challenge()
    iphone.type("challenge", CHALLENGE)
    iphone.tap("generate")
    return iphone.has("response_string")


def response_after_cancelling(iphone: Hand) -> bool:
    iphone.open_challenge()
    iphone.type("challenge", CHALLENGE)
    iphone.tap("generate")
    iphone.tap("cancel")
    return iphone.has("response_string")


def response_before_passcode(iphone: Hand) -> bool:
    iphone.phone.configure(enrolled=False)
    return response_before_proof(iphone)


def face_asked_for_response(iphone: Hand) -> bool:
    iphone.open_challenge()
    iphone.type("challenge", CHALLENGE)
    iphone.tap("generate")
    return iphone.has("face_id_ask")


def button_is_labelled(android: Hand) -> bool:
    android.phone.configure(locale="zh-Hant")
    android.open_challenge()
    return android.sees("生成通關碼")


Check = Callable[[Hand], bool]

# name, phone, what is looked at, how it is as documented
BREACHES: list[tuple[str, str, Check, bool]] = [
    ("notification-only-pops-up", "android", kept_in_list, True),
    ("notification-only-pops-up", "iphone", kept_in_list, True),
    ("tap-only-dismisses-notification", "android", tap_reaches_app, True),
    ("tap-only-dismisses-notification", "iphone", tap_reaches_app, True),
    ("tap-opens-start-screen", "android", approval_after_tap, True),
    ("tap-opens-start-screen", "iphone", approval_after_warm_tap, True),
    ("tap-opens-trading-login", "android", approval_after_tap, True),
    ("tap-opens-trading-login", "iphone", approval_after_tap, True),
    ("cold-start-loses-approval", "iphone", approval_after_tap, True),
    ("fingerprint-asked-without-sensor", "android", finger_asked_without_sensor, False),
    ("any-finger-or-face-passes", "android", wrong_sense_approves, False),
    ("any-finger-or-face-passes", "iphone", wrong_sense_approves, False),
    ("second-wrong-finger-passes", "android", second_wrong_sense_approves, False),
    ("second-wrong-finger-passes", "iphone", second_wrong_sense_approves, False),
    ("any-pin-approves", "android", approves_with_wrong_pin, False),
    (
        "last-character-of-the-pin-approves-whatever-it-is",
        "android",
        approves_with_nearly_right_pin,
        False,
    ),
    ("approval-asks-for-the-lock-of-the-phone", "android", pin_asked_without_finger, True),
    ("approval-asks-for-a-secret-of-the-app", "iphone", passcode_asked_without_face, True),
    ("last-digit-of-the-passcode-ignored", "iphone", nearly_right_passcode_approves, False),
    ("approval-without-proof-when-biometrics-off", "iphone", approves_without_proof, False),
    ("offline-app-only-waits", "iphone", form_while_offline, True),
    ("authenticate-blocked-while-login-waits", "android", form_while_waiting, True),
    ("authenticate-blocked-while-login-waits", "iphone", form_while_waiting, True),
    ("authenticate-opens-trading-login", "iphone", authenticate_opens_form, True),
    ("response-needs-network", "android", response_offline, True),
    ("response-needs-network", "iphone", response_offline, True),
    ("response-of-earlier-challenge-shown", "android", response_is_right, True),
    ("response-of-earlier-challenge-shown", "iphone", response_is_right, True),
    ("response-stays-empty", "android", response_is_right, True),
    ("typed-challenge-ignored", "android", wrong_challenge_is_accepted, False),
    ("typed-challenge-ignored", "iphone", wrong_challenge_is_accepted, False),
    ("last-digit-of-the-challenge-ignored", "android", nearly_right_challenge_is_accepted, False),
    ("last-digit-of-the-challenge-ignored", "iphone", nearly_right_challenge_is_accepted, False),
    ("response-ignores-pin", "android", wrong_or_empty_pin_is_accepted, False),
    ("response-ignores-last-character-of-the-pin", "android", nearly_right_pin_is_accepted, False),
    ("cancelled-prompt-shows-the-response", "iphone", response_after_cancelling, False),
    ("response-without-proof", "iphone", response_before_proof, False),
    ("response-without-proof-when-biometrics-off", "iphone", response_before_passcode, False),
    ("face-id-phone-asks-for-finger", "iphone", face_asked_for_response, True),
    ("generate-button-mislabelled", "android", button_is_labelled, True),
]


@pytest.mark.parametrize(("name", "surface", "check", "documented"), BREACHES)
def test_deviation_breaches(
    name: str, surface: str, check: Check, documented: bool, android: Hand, iphone: Hand
) -> None:
    deviations.switch_on([name])
    assert check(hand_of(surface, android, iphone)) is not documented


@pytest.mark.parametrize(("surface", "check", "documented"), sorted({b[1:] for b in BREACHES}, key=str))
def test_documented(surface: str, check: Check, documented: bool, android: Hand, iphone: Hand) -> None:
    assert check(hand_of(surface, android, iphone)) is documented


def test_cold_start_only(iphone: Hand) -> None:
    deviations.switch_on(["cold-start-loses-approval"])
    assert approval_after_warm_tap(iphone)


def test_earlier_response_is_the_one_of_before(iphone: Hand) -> None:
    deviations.switch_on(["response-of-earlier-challenge-shown"])
    first = response(iphone)
    iphone.tap("done")
    assert response(iphone, challenge="111111") == first


def test_every_deviation_of_the_phones_is_tried() -> None:
    """Those of installation and activation are tried beside the tests of their apps."""
    of_phones = {
        one.name
        for one in deviations.registered()
        if one.rule.startswith("reference_system.phones")
        and not all(clause.startswith(("IOS-", "AND-")) for clause in one.clauses)
    }
    assert of_phones == {name for name, *_ in BREACHES}


def test_clauses_named_by_deviations_are_those_of_phones() -> None:
    covered = {
        clause
        for one in deviations.registered()
        if one.rule.startswith("reference_system.phones")
        for clause in one.clauses
    }
    wanted = {
        *(f"LOGIN-SEAMLESS-{clause}" for clause in ("02a", "02b", "03a", "03b", "03c")),
        *(f"LOGIN-CHALLENGE-{clause}" for clause in ("03a", "03b", "03c", "03d", "04", "INT05")),
        *(
            f"{article}-{clause}"
            for article in ("TOUCHID", "FACEID")
            for clause in ("INT02", "02a", "02b", "03a", "03b", "03c")
        ),
        *(
            f"FACE-TOUCH-CHALLENGE-{clause}"
            for clause in ("03a", "03b", "04a", "04b", "04c", "04d", "05a", "05b", "05c", "INT04")
        ),
    }
    assert wanted <= covered


def test_another_users_key_is_not_opened_by_a_deviation(iphone: Hand) -> None:
    deviations.switch_on(["any-finger-or-face-passes"])
    iphone.ibkr.drop("key-1")
    iphone.ibkr.hold(IbKeyInstance("key-2", "other", KEY), PIN)
    iphone.push_login()
    iphone.tap_notification()
    iphone.phone.sense(False)
    assert not iphone.server.approved
