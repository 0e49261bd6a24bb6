"""Steps in the words of the person who holds the phone."""

from __future__ import annotations

from typing import cast

from pytest_bdd import given, parsers, then, when

from harness.secrets import register
from harness.sessions.device import Device
from harness.spec.vocabulary import PHONES
from harness.targets.needs import Capability, granted, needing
from harness.targets.system import User
from pages.login import LoginSurface
from pages.phone.apps import Apps
from pages.phone.challenge import AUTHENTICATE, ChallengeForm
from pages.phone.ib_key import Element, IbKey
from pages.phone.notifications import NotificationList
from steps.login import Earlier, has_asked_for_challenge, response_refused

SITS_AT = PHONES


def nearly(secret: str) -> str:
    """Wrong in its last character alone; a secret, too, for it gives the others away."""
    last = secret[-1]
    wrong = secret[:-1] + (str((int(last) + 1) % 10) if last.isdecimal() else "0")
    register(wrong)
    return wrong


@given("another app is in front")
def another_app_in_front(phone: Device) -> None:
    Apps(phone).open_settings()


@given(parsers.parse("IBKR Mobile is {state} on the phone"))
def ibkr_mobile_is(phone: Device, state: str) -> None:
    apps = Apps(phone)
    match state:
        case "closed":
            apps.end_ibkr_mobile()
        case "in front":
            apps.start_ibkr_mobile()
        case "in the background":
            apps.start_ibkr_mobile()
            apps.go_home()
        case "not installed":
            granted(phone.phone.installation, "app-install").remove()
        case "freshly installed":
            granted(phone.phone.installation, "app-install").install_anew()
        case _:
            raise ValueError(f"nobody knows how IBKR Mobile can be {state} on the phone")


@when("the user starts IBKR Mobile")
def start_ibkr_mobile(phone: Device) -> None:
    Apps(phone).start_ibkr_mobile()


@when("the user swipes down from the top edge of the phone's screen")
def swipe_down(phone: Device) -> None:
    NotificationList(phone).pull_down()


@then(parsers.re(r'the notification list holds exactly (?P<number>\d+) notifications? from "(?P<app>[^"]+)"'))
def list_holds(phone: Device, number: str, app: str) -> None:
    expected = int(number)
    found = NotificationList(phone).count(app, expected=expected, within_s=phone.patience.shown_s)
    assert found == expected, f"the list holds {found} notifications from {app}, not {expected}"


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


@then(parsers.parse("IB Key asks for {element}"))
def asks_for(phone: Device, element: str) -> None:
    expected = cast(Element, element)
    asked = IbKey(phone).asks_for(expected, within_s=phone.patience.shown_s)
    assert asked == expected, f"IB Key asks for {asked}, not for {element}"


@then("IB Key asks to approve no login")
def asks_to_approve_nothing(phone: Device) -> None:
    assert not IbKey(phone).asks_to_approve(within_s=0), "a login is up for approval"


def needed_for(proof: str) -> list[Capability]:
    """What it takes to give a proof, besides the phone."""
    needed = {"finger": "biometrics", "face": "biometrics", "passcode": "device-passcode"}
    return [Capability(needed[word]) for word in needed if word in proof]


@when(parsers.parse("the user gives {proof}"))
@needing(needed_for)
def give(phone: Device, user: User, proof: str) -> None:
    ib_key = IbKey(phone)
    match proof:
        case "the enrolled finger" | "the matching face":
            phone.present(match=True)
        case "a finger that is not enrolled" | "another face":
            phone.present(match=False)
        case "a finger that is not enrolled, twice":
            phone.present(match=False)
            phone.present(match=False)
        case "the right PIN":
            assert user.pin is not None
            ib_key.enter_pin(user.pin)
        case "a wrong PIN":
            assert user.pin is not None
            ib_key.enter_pin(nearly(user.pin))
        case "an empty PIN":
            ib_key.enter_pin("")
        case "the right passcode":
            ib_key.prompt.enter_passcode(phone.lock.passcode)
        case "a wrong passcode":
            ib_key.prompt.enter_passcode(nearly(phone.lock.passcode))
        case "nothing, cancelling the prompt":
            ib_key.prompt.cancel()
        case _:
            raise ValueError(f"nobody knows how to give {proof}")


@then("IB Key says that the login was approved")
def says_approved(phone: Device) -> None:
    assert IbKey(phone).approved(within_s=phone.patience.shown_s), "no word of an approval"


@then("IB Key does not say that the login was approved")
def does_not_say_approved(phone: Device) -> None:
    assert not IbKey(phone).approved(within_s=0), "the login was approved"


@given("IBKR Mobile has been opened outside the authentication part")
def opened_outside(phone: Device) -> None:
    Apps(phone).start_ibkr_mobile()


@given("IBKR Mobile has been opened inside the authentication part")
def opened_inside(phone: Device) -> None:
    Apps(phone).start_ibkr_mobile()
    ChallengeForm(phone).select_authenticate()
    Apps(phone).go_home()
    Apps(phone).start_ibkr_mobile()


@when(parsers.parse('the user selects "{label}"'))
@when(parsers.parse('the user taps "{label}"'))
def tap_label(phone: Device, label: str) -> None:
    form = ChallengeForm(phone)
    assert form.control_shown(label, within_s=phone.patience.shown_s), f"nothing on the phone reads {label}"
    form.tap(label)


@when(parsers.parse('the user selects "{label}" where necessary'))
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
    apps = Apps(phone)
    apps.end_ibkr_mobile()
    apps.start_ibkr_mobile()
    if not form.control_shown(form.label(AUTHENTICATE), within_s=phone.patience.shown_s):
        raise ValueError("IBKR Mobile offers no way to the form for the challenge")
    form.select_authenticate()


@when(parsers.parse("the user types {pin} PIN"))
def type_pin(phone: Device, user: User, pin: str) -> None:
    assert user.pin is not None
    typed = {"the right": user.pin, "a wrong": nearly(user.pin), "an empty": ""}[pin]
    if typed:
        ChallengeForm(phone).enter_pin(typed)


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
def shows_response(phone: Device) -> str:
    response = ChallengeForm(phone).response(within_s=phone.patience.shown_s)
    assert response, "the phone shows no response"
    return response


@then("the phone shows no response")
def shows_no_response(phone: Device) -> None:
    assert not ChallengeForm(phone).response(within_s=0), "the phone shows a response"


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


@when(
    parsers.parse("the user gets a response to the challenge with its {place} digit changed"),
    target_fixture="response",
)
def get_response_to_another(phone: Device, user: User, challenge: str, place: str) -> str:
    changed = list(challenge)
    at = {"first": 0, "last": -1}[place]
    changed[at] = str((int(changed[at]) + 1) % 10)
    return get_response(phone, user, "".join(changed))


@when("the user types a wrong response into the login")
def type_wrong_response(phone: Device, login: LoginSurface, user: User, challenge: str) -> None:
    login.enter_response(nearly(get_response(phone, user, challenge)))


@when("the user types a second wrong response into the login")
def type_second_wrong_response(phone: Device, login: LoginSurface, user: User, challenge: str) -> None:
    wrong = nearly(get_response(phone, user, challenge))
    login.enter_response(wrong)
    login.confirm_response()
    response_refused(login)
    login.enter_response(nearly(wrong))


@when("the user types a response without its last digit into the login")
def type_cut_response(phone: Device, login: LoginSurface, user: User, challenge: str) -> None:
    cut = get_response(phone, user, challenge)[:-1]
    register(cut)
    login.enter_response(cut)


@when("the user types a response already used into the login")
def type_used_response(phone: Device, login: LoginSurface, user: User, challenge: str) -> None:
    used = get_response(phone, user, challenge)
    login.enter_response(used)
    login.confirm_response()
    stage = login.stage("open", within_s=phone.patience.shown_s)
    if stage != "open":
        raise ValueError(f"the first use of the response led to {stage}")
    login.open()
    has_asked_for_challenge(login, user)
    login.enter_response(used)


@then("the response differs from the one before")
def response_differs(response: str, earlier: Earlier) -> None:
    assert response != earlier.response, "the phone shows the response of the earlier login"


@then("the login accepts no response that the phone shows")
def no_response_accepted(phone: Device, login: LoginSurface) -> None:
    response = ChallengeForm(phone).response(within_s=phone.patience.stretched(1))
    if response:
        login.enter_response(response)
        login.confirm_response()
        assert login.error(within_s=phone.patience.shown_s), "the login has not refused the response"
    assert login.stage("challenge", within_s=0) == "challenge"
