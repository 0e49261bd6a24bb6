"""Every deviation of the activation does what it says, and nothing is broken while it is off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reference_system import deviations
from tests.reference_system.phones.conftest import CODE, PASSCODE, Hand

NEW_PIN = "aB3!"


def entry_is_labelled(hand: Hand) -> bool:
    hand.open_ibkr()
    android = hand.phone.surface == "android"
    return hand.sees("REGISTER TWO-FACTOR" if android else "Setup IB Key using QR code")


def entry_opens_activation(hand: Hand) -> bool:
    hand.open_ibkr()
    hand.tap("register_two_factor" if hand.phone.surface == "android" else "setup_ib_key")
    return hand.has("activation_code") or hand.sees("SESSION ID")


def session_id_is_offered(android: Hand) -> bool:
    android.open_ibkr()
    android.tap("register_two_factor")
    return android.sees("SESSION ID")


def session_id_opens_session(android: Hand) -> bool:
    android.open_typed_activation()
    return android.has("session_id")


def qr_code_is_offered(android: Hand) -> bool:
    android.open_typed_activation()
    return android.sees("QR CODE")


def code_stays_as_typed(hand: Hand) -> bool:
    hand.open_typed_activation()
    field = "session_id" if hand.phone.surface == "android" else "activation_code"
    hand.type(field, CODE)
    return hand.find(field).shown_text == CODE


def activate(hand: Hand, *, pin: str = NEW_PIN) -> None:
    """Activate with the typed code, up to the confirmation."""
    hand.open_typed_activation()
    if hand.phone.surface == "android":
        hand.type("session_id", CODE)
        hand.type("new_pin", pin)
    else:
        hand.type("activation_code", CODE)
    hand.tap("activate")


def activate_scanned(iphone: Hand) -> None:
    iphone.open_scanned_activation()
    iphone.phone.sense(True)


def success_is_true(hand: Hand) -> bool:
    activate(hand)
    assert hand.has("activation_result")
    return hand.server.active


def success_of_scan_is_true(iphone: Hand) -> bool:
    activate_scanned(iphone)
    assert iphone.has("activation_result")
    return iphone.server.active


def done_leaves(hand: Hand) -> bool:
    activate(hand)
    hand.tap("done")
    return not hand.has("activate")


def done_leaves_scanned(iphone: Hand) -> bool:
    activate_scanned(iphone)
    iphone.tap("done")
    return not iphone.has("scanned_code")


def survives_restart(hand: Hand) -> bool:
    activate(hand)
    hand.tap("done")
    assert hand.find("ib_key_state").text == "Active for demo"
    hand.phone.apps.terminate(hand.ibkr.app_id)
    hand.open_ibkr()
    return hand.find("ib_key_state").text == "Active for demo"


def approves_after_restart(hand: Hand) -> bool:
    if hand.phone.surface == "android":
        hand.phone.configure(sensor="none")
    assert survives_restart(hand)
    hand.push_login()
    hand.tap_notification()
    if hand.phone.surface == "android":
        hand.type("pin", NEW_PIN)
        hand.tap("authorize")
    else:
        hand.phone.sense(True)
    return hand.server.approved


def guidelines_open(android: Hand) -> bool:
    android.open_typed_activation()
    android.tap("pin_guidelines")
    return android.has("guidelines")


def guidelines_keep_the_form(android: Hand) -> bool:
    android.open_typed_activation()
    android.type("session_id", CODE)
    android.type("new_pin", NEW_PIN)
    android.tap("pin_guidelines")
    if android.has("guidelines"):
        android.tap("back")
    return (android.find("session_id").shown_text, len(android.find("new_pin").shown_text)) == (CODE, 4)


def refusal_leaves_the_key(hand: Hand) -> bool:
    activate(hand)
    hand.tap("done")
    hand.tap("services")
    hand.tap("register_two_factor" if hand.phone.surface == "android" else "setup_ib_key")
    if hand.phone.surface == "android":
        hand.tap("session_id_way")
        hand.type("session_id", CODE)
        hand.type("new_pin", NEW_PIN)
    else:
        hand.type("activation_code", CODE)
    hand.tap("activate")
    assert hand.has("activation_error")
    return bool(hand.ibkr.instances)


def link_opens_activation(iphone: Hand) -> bool:
    iphone.open_scanned_activation()
    return iphone.has("scanned_code")


def notifications_come_after_allow(iphone: Hand) -> bool:
    iphone.allow_notifications("IBKR Mobile", None)
    iphone.open_scanned_activation()
    iphone.tap("Allow")
    iphone.phone.sense(True)
    return iphone.push_login()


def proof_is_asked_for(iphone: Hand) -> bool:
    iphone.open_scanned_activation()
    return not iphone.server.activations


def passcode_is_enough(iphone: Hand) -> bool:
    iphone.phone.configure(sensor="none")
    iphone.open_scanned_activation()
    if iphone.has("Passcode field"):
        iphone.type("Passcode field", PASSCODE)
    return iphone.server.active


Check = Callable[[Hand], bool]

# name, phone, what is looked at, how it is as documented
BREACHES: list[tuple[str, str, Check, bool]] = [
    ("activation-entry-mislabelled", "android", entry_is_labelled, True),
    ("activation-entry-mislabelled", "iphone", entry_is_labelled, True),
    ("activation-entry-opens-login", "android", entry_opens_activation, True),
    ("activation-entry-opens-login", "iphone", entry_opens_activation, True),
    ("session-id-not-offered", "android", session_id_is_offered, True),
    ("session-id-opens-username-form", "android", session_id_opens_session, True),
    ("qr-code-not-offered", "android", qr_code_is_offered, True),
    ("code-field-lowers-letters", "android", code_stays_as_typed, True),
    ("code-field-lowers-letters", "iphone", code_stays_as_typed, True),
    ("code-field-cuts-off", "android", code_stays_as_typed, True),
    ("code-field-cuts-off", "iphone", code_stays_as_typed, True),
    ("success-without-activation", "android", success_is_true, True),
    ("success-without-activation", "iphone", success_is_true, True),
    ("success-without-activation", "iphone", success_of_scan_is_true, True),
    ("done-leads-back-to-activation", "android", done_leaves, True),
    ("done-leads-back-to-activation", "iphone", done_leaves, True),
    ("done-leads-back-to-activation", "iphone", done_leaves_scanned, True),
    ("activation-lost-at-restart", "android", survives_restart, True),
    ("activation-lost-at-restart", "iphone", survives_restart, True),
    ("activation-useless-after-restart", "android", approves_after_restart, True),
    ("activation-useless-after-restart", "iphone", approves_after_restart, True),
    ("refused-activation-empties-the-app", "android", refusal_leaves_the_key, True),
    ("refused-activation-empties-the-app", "iphone", refusal_leaves_the_key, True),
    ("pin-guidelines-do-nothing", "android", guidelines_open, True),
    ("pin-guidelines-clear-the-form", "android", guidelines_keep_the_form, True),
    ("scanned-code-lost-at-start", "iphone", link_opens_activation, True),
    ("allow-registers-no-push-address", "iphone", notifications_come_after_allow, True),
    ("activation-without-proof", "iphone", proof_is_asked_for, True),
    ("activation-insists-on-biometrics", "iphone", passcode_is_enough, True),
]


def fresh(surface: str, android: Hand, iphone: Hand) -> Hand:
    hand = android if surface == "android" else iphone
    hand.fresh_install()
    return hand


@pytest.mark.parametrize(("name", "surface", "check", "documented"), BREACHES)
def test_deviation_breaches(
    name: str, surface: str, check: Check, documented: bool, android: Hand, iphone: Hand
) -> None:
    deviations.switch_on([name])
    assert check(fresh(surface, android, iphone)) is not documented


@pytest.mark.parametrize(("surface", "check", "documented"), sorted({b[1:] for b in BREACHES}, key=str))
def test_documented(surface: str, check: Check, documented: bool, android: Hand, iphone: Hand) -> None:
    assert check(fresh(surface, android, iphone)) is documented


def test_deviation_of_the_form_breaks_no_more(android: Hand) -> None:
    deviations.switch_on(["pin-guidelines-do-nothing"])
    assert guidelines_keep_the_form(fresh("android", android, android))


def test_a_field_that_stops_at_six_shows_it(android: Hand) -> None:
    deviations.switch_on(["pin-field-stops-at-six"])
    hand = fresh("android", android, android)
    hand.open_typed_activation()
    hand.type("new_pin", "aB3!567")
    assert len(hand.find("new_pin").shown_text) == 6


def test_success_without_activation_looks_like_one(iphone: Hand) -> None:
    deviations.switch_on(["success-without-activation"])
    hand = fresh("iphone", iphone, iphone)
    activate(hand)
    hand.tap("done")
    assert hand.find("ib_key_state").text.startswith("Active for")
    assert not hand.server.activations


def test_keys_of_before_survive_a_restart_that_loses_activations(iphone: Hand) -> None:
    deviations.switch_on(["activation-lost-at-restart"])
    iphone.open_ibkr()
    iphone.phone.apps.terminate(iphone.ibkr.app_id)
    assert iphone.ibkr.instances


def test_biometrics_still_activate_where_the_app_insists_on_them(iphone: Hand) -> None:
    deviations.switch_on(["activation-insists-on-biometrics"])
    assert success_of_scan_is_true(fresh("iphone", iphone, iphone))


def test_any_passcode_activates_where_any_passcode_passes(iphone: Hand) -> None:
    def is_active() -> bool:
        iphone.fresh_install()
        iphone.phone.configure(sensor="none")
        iphone.open_scanned_activation()
        iphone.type("Passcode field", "000000")
        return iphone.server.active

    assert not is_active()
    deviations.switch_on(["any-passcode-passes"])
    assert is_active()


def test_every_deviation_of_the_activation_is_tried() -> None:
    rooms = ("reference_system.phones.apps.ibkr", "reference_system.phones.model.permissions")
    registered = {
        one.name
        for one in deviations.registered()
        if one.rule.startswith(rooms)
        and ".scanner." not in one.rule
        and all(clause.startswith(("IOS-", "AND-")) for clause in one.clauses)
    }
    assert registered == {name for name, *_ in BREACHES}
