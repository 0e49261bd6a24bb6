"""Steps in the words of the person who holds the phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_bdd import given, parsers, then, when

from harness.errors import NotArranged
from harness.sessions.device import Device
from harness.spec.ambiguities import TakeNote, reading
from harness.spec.vocabulary import PHONES
from harness.targets.needs import granted, needing
from harness.targets.system import Clock, User
from harness.waiting import appeared, lasting
from harness.words import Words
from pages.phone.apps import Apps
from pages.phone.challenge import AUTHENTICATE, ChallengeForm
from pages.phone.ib_key import IbKey
from pages.phone.notifications import NotificationList
from pages.phone.prompts import ELEMENTS, Element
from steps.login import Earlier
from steps.proofs import PROOFS, TYPED, Proof, pin_of

SITS_AT = PHONES
RESPONSE_DIGITS = 8
"""As NOTIF-TROUBLESHOOT has it."""

RESPONSE_AS_THERE = reading("AMB-CODE-LENGTHS", "response-as-there")
RESPONSE_OTHERWISE = reading("AMB-CODE-LENGTHS", "response-otherwise")


def _closed(phone: Device) -> None:
    Apps(phone).end_ibkr_mobile()


def _in_front(phone: Device) -> None:
    Apps(phone).start_ibkr_mobile()


def _in_the_background(phone: Device) -> None:
    _in_front(phone)
    Apps(phone).go_home()


def _not_installed(phone: Device) -> None:
    granted(phone.phone.installation, "app-install").remove()


def _freshly_installed(phone: Device) -> None:
    granted(phone.phone.installation, "app-install").install_anew()


STATES: Words[Callable[[Device], None]] = Words(
    "state of IBKR Mobile",
    {
        "closed": _closed,
        "in front": _in_front,
        "in the background": _in_the_background,
        "not installed": _not_installed,
        "freshly installed": _freshly_installed,
    },
)
"""How IBKR Mobile can be on the phone, and what brings it about."""


@given("another app is in front")
def another_app_in_front(phone: Device) -> None:
    Apps(phone).open_settings()


@given(parsers.parse("IBKR Mobile is {bring} on the phone"), converters={"bring": STATES})
def ibkr_mobile_is(phone: Device, bring: Callable[[Device], None]) -> None:
    bring(phone)


@when("the user starts IBKR Mobile")
def start_ibkr_mobile(phone: Device) -> None:
    Apps(phone).start_ibkr_mobile()


@when("the user restarts IBKR Mobile")
def restart_ibkr_mobile(phone: Device) -> None:
    apps = Apps(phone)
    apps.end_ibkr_mobile()
    apps.start_ibkr_mobile()


@when("the user swipes down from the top edge of the phone's screen")
def swipe_down(phone: Device) -> None:
    NotificationList(phone).pull_down()


def watched(phone: Device, clock: Clock) -> Iterator[None]:
    """What must not come to the phone is watched for as long as an answer of the system is waited for."""
    return clock.passing(phone.patience.answered_s)


@then(
    parsers.re(r'the notification list holds exactly (?P<number>\d+) notifications? from "(?P<app>[^"]+)"'),
    converters={"number": int},
)
def list_holds(phone: Device, clock: Clock, number: int, app: str) -> None:
    """And no other comes later."""
    notifications = NotificationList(phone)
    notifications.count(app, expected=number, within_s=phone.patience.answered_s)
    found = lasting(
        lambda: notifications.count(app, expected=number, within_s=0),
        lambda now: now == number,
        watched(phone, clock),
    )
    assert found == number, f"the list holds {found} notifications from {app}, not {number}"


@given(parsers.parse('no notification from "{app}" has come'))
def no_notification(phone: Device, clock: Clock, app: str) -> None:
    """As the article presumes: no notification is a reason to turn to what it describes."""
    swipe_down(phone)
    notifications = NotificationList(phone)
    came = lasting(
        lambda: notifications.count(app, expected=0, within_s=0),
        lambda now: now == 0,
        watched(phone, clock),
    )
    if came:
        raise NotArranged("a notification has come all the same")
    Apps(phone).go_home()


@when(parsers.parse('the user taps the notification from "{app}"'))
def tap_notification(phone: Device, app: str) -> None:
    NotificationList(phone).tap(app)


@given(parsers.parse('the user has opened the notification from "{app}"'))
def has_opened_notification(phone: Device, app: str) -> None:
    swipe_down(phone)
    tap_notification(phone, app)
    asks_to_approve(phone)


@then("IB Key asks to approve the login")
def asks_to_approve(phone: Device) -> None:
    assert IbKey(phone).asks_to_approve(within_s=phone.patience.shown_s), "no login is up for approval"


@then(parsers.parse("IB Key asks for {element}"), converters={"element": ELEMENTS})
def asks_for(phone: Device, clock: Clock, element: Element) -> None:
    """That, and nothing else: neither beside it, nor in its place after a while."""
    ib_key = IbKey(phone)
    ib_key.asks_for(element, within_s=phone.patience.shown_s)
    asked = lasting(ib_key.asked, lambda now: now == {element}, watched(phone, clock))
    assert asked == {element}, f"IB Key asks for {' and for '.join(sorted(asked))}, not for {element}"


@then("IB Key asks to approve no login")
def asks_to_approve_nothing(phone: Device, clock: Clock) -> None:
    ib_key = IbKey(phone)
    asks = appeared(lambda: ib_key.asks_to_approve(within_s=0), watched(phone, clock))
    assert not asks, "a login is up for approval"


@when(parsers.parse("the user gives {proof}"), converters={"proof": PROOFS})
@needing(lambda proof: proof.needs)
def give(phone: Device, user: User, proof: Proof) -> None:
    proof.give(phone, user)


@then("IB Key says that the login was approved")
def says_approved(phone: Device) -> None:
    assert IbKey(phone).approved(within_s=phone.patience.shown_s), "no word of an approval"


@then("IB Key does not say that the login was approved")
def does_not_say_approved(phone: Device, clock: Clock) -> None:
    ib_key = IbKey(phone)
    approved = appeared(lambda: ib_key.approved(within_s=0), watched(phone, clock))
    assert not approved, "the login was approved"


@given("IBKR Mobile has been opened outside the authentication part")
def opened_outside(phone: Device) -> None:
    Apps(phone).start_ibkr_mobile()


@given("IBKR Mobile has been opened inside the authentication part")
def opened_inside(phone: Device) -> None:
    Apps(phone).start_ibkr_mobile()
    ChallengeForm(phone).select_authenticate()
    Apps(phone).go_home()
    Apps(phone).start_ibkr_mobile()


@when(parsers.parse('the user taps "{label}"'))
def tap_label(phone: Device, label: str) -> None:
    form = ChallengeForm(phone)
    assert form.control_shown(label, within_s=phone.patience.shown_s), f"nothing on the phone reads {label}"
    form.tap(label)


@when(parsers.parse('the user taps "{label}" where necessary'))
def tap_label_where_necessary(phone: Device, label: str) -> None:
    form = ChallengeForm(phone)
    if not form.form_shown(within_s=0):
        assert form.control_shown(label, within_s=phone.patience.shown_s), (
            f"nothing on the phone reads {label}"
        )
        form.tap(label)


@then("IBKR Mobile shows the form for the challenge")
def form_shown(phone: Device) -> None:
    assert ChallengeForm(phone).form_shown(within_s=phone.patience.shown_s), (
        "there is no form for a challenge"
    )


@given("the form for the challenge is open")
def open_form(phone: Device) -> None:
    """From wherever IBKR Mobile was left, also from an earlier response."""
    form = ChallengeForm(phone)
    if form.form_shown(within_s=0):
        return
    restart_ibkr_mobile(phone)
    if not form.control_shown(form.label(AUTHENTICATE), within_s=phone.patience.shown_s):
        raise NotArranged("IBKR Mobile offers no way to the form for the challenge")
    form.select_authenticate()


@when(parsers.parse("the user types {typed} PIN"), converters={"typed": TYPED})
def type_pin(phone: Device, user: User, typed: Callable[[str], str]) -> None:
    if pin := typed(pin_of(user)):
        ChallengeForm(phone).enter_pin(pin)


@when("the user types the challenge")
def type_challenge(phone: Device, challenge: str) -> None:
    ChallengeForm(phone).enter_challenge(challenge)


@then("the form holds the challenge as typed")
def form_holds_challenge(phone: Device, challenge: str) -> None:
    held = ChallengeForm(phone).challenge()
    assert held == challenge, f"the form holds {held}, not the challenge {challenge}"


@when("the user taps the button that makes the response")
def tap_generate(phone: Device) -> None:
    ChallengeForm(phone).generate()


@then("the phone shows a response", target_fixture="response")
def shows_and_measures_response(phone: Device, note: TakeNote) -> str:
    """Its length is stated in another article only: noted. What it is stays a secret."""
    response = shows_response(phone)
    as_there = len(response) == RESPONSE_DIGITS and response.isdecimal()
    kind = "digits" if response.isdecimal() else "characters"
    measured = RESPONSE_AS_THERE if as_there else RESPONSE_OTHERWISE
    note(measured, f"a response of {len(response)} {kind}", phone.surface)
    return response


def shows_response(phone: Device) -> str:
    response = ChallengeForm(phone).response(within_s=phone.patience.shown_s)
    assert response, "the phone shows no response"
    return response


@then("the phone shows no response")
def shows_no_response(phone: Device, clock: Clock) -> None:
    form = ChallengeForm(phone)
    shown = appeared(lambda: form.response(within_s=0), watched(phone, clock))
    assert not shown, "the phone shows a response"


@then("the phone still shows the response")
def still_shows_response(phone: Device, response: str) -> None:
    assert ChallengeForm(phone).response(within_s=0) == response, "the phone shows the response no more"


@given("the user has asked the phone for a response to the challenge")
def ask_for_response(phone: Device, user: User, challenge: str) -> None:
    open_form(phone)
    form = ChallengeForm(phone)
    if user.pin is not None:
        form.enter_pin(user.pin)
    form.enter_challenge(challenge)
    form.generate()


@when("the user gets a response to the challenge", target_fixture="response")
@given("the user has got a response to the challenge", target_fixture="response")
def get_response(phone: Device, user: User, challenge: str) -> str:
    """Go through the form as the phone asks for it: the PIN on Android, finger or face on iPhone."""
    ask_for_response(phone, user, challenge)
    if phone.surface == "iphone":
        phone.present(match=True)
    return shows_response(phone)


@then("the response differs from the one before")
def response_differs(response: str, earlier: Earlier) -> None:
    assert response != earlier.response, "the phone shows the response of the earlier login"
