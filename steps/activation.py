"""Steps in the words of the person who activates IB Key inside IBKR Mobile."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pytest_bdd import given, parsers, then, when

from harness.errors import NotArranged
from harness.neighbours import neighbours
from harness.people import KINDS_OF_CHARACTERS, PIN_KINDS, People, PinKind
from harness.sessions.device import Device
from harness.spec.ambiguities import TakeNote, reading
from harness.spec.vocabulary import PHONES
from harness.targets.needs import Account, SuchPhone, needing
from harness.targets.system import (
    Accounts,
    Clock,
    Installation,
    Language,
    Network,
    NotificationSwitch,
    PhoneKind,
    User,
    World,
)
from harness.waiting import appeared, settled
from harness.words import Words
from pages.phone.activation import FIELD_OF, Activation
from pages.phone.apps import Apps
from pages.phone.camera import Camera
from pages.phone.ib_key import IbKey
from pages.phone.notifications import NotificationList
from pages.phone.prompts import ELEMENTS, Element, PermissionPrompt
from pages.portal.login import PortalLogin
from steps import camera
from steps.phone import asks_for, asks_to_approve, swipe_down, tap_notification, watched
from steps.portal import Offer, offer_of, submit
from steps.proofs import pin_of
from steps.world import PHONE_KINDS

SITS_AT = PHONES
LONGEST_PIN = 6
PIN_REFUSED = reading("AMB-PIN-TOO-LONG", "refused")
PIN_STOPS = reading("AMB-PIN-TOO-LONG", "stops")


@given("the user has no IB Key yet", target_fixture="user")
@needing(lambda: [Account("none")])
def user_without_ib_key(accounts: Accounts, people: People) -> User:
    return accounts.user("none", people.person())


@when("IBKR Mobile is deleted and installed anew")
def install_anew(installation: Installation) -> None:
    installation.remove()
    installation.install_anew()


@given("the phone will ask about notifications of IBKR Mobile")
def will_ask_about_notifications(notification_switch: NotificationSwitch) -> None:
    notification_switch.allow(allowed=None)


@given("the user has opened the typed activation")
def has_opened_typed(phone: Device) -> None:
    Apps(phone).start_ibkr_mobile()
    Activation(phone).open_typed()


def open_typed_anew(phone: Device) -> None:
    """Without what was typed before, or is said about it."""
    Apps(phone).end_ibkr_mobile()
    has_opened_typed(phone)


@given("the user has entered the activation code")
def has_entered_code(phone: Device, login: PortalLogin) -> None:
    Activation(phone).enter_code(offer_of(login).string)


@then("IBKR Mobile shows its first screen")
def shows_first_screen(phone: Device) -> None:
    assert Activation(phone).ib_key_state(within_s=phone.patience.shown_s), "the first screen is not shown"


@then(parsers.parse('IBKR Mobile offers "{label}"'))
def offers(phone: Device, label: str) -> None:
    assert Activation(phone).control_shown(label, within_s=phone.patience.shown_s), f"nothing reads {label}"


@then(parsers.parse('IBKR Mobile shows the field "{label}"'))
def shows_field(phone: Device, label: str) -> None:
    assert Activation(phone).has_field(label, within_s=phone.patience.shown_s), f"there is no field {label}"


@when(parsers.parse('the user types the string into the field "{label}"'))
def type_string(phone: Device, login: PortalLogin, label: str) -> None:
    Activation(phone).enter(label, offer_of(login).string)


@then("no string that is nearly the right one activates IB Key")
def nearly_right_refused(phone: Device, clock: Clock, login: PortalLogin, people: People) -> None:
    """Each in a form that is opened anew; what is said about it, no article tells."""
    activation, string = Activation(phone), offer_of(login).string
    for wrong in neighbours(string):
        open_typed_anew(phone)
        activation.enter_code(wrong.value)
        if phone.surface == "android":
            activation.enter_pin(people.pin(PIN_KINDS["of all kinds"]))
        activation.submit()
        settled(
            lambda: activation.activated(within_s=0) or activation.error(within_s=0),
            bool,
            within_s=phone.patience.shown_s,
        )
        assert not activation.activated(within_s=0), f"a string with {wrong} activates IB Key"
    does_not_say_activated(phone, clock)


@then(parsers.parse('the field "{label}" holds the string unchanged'))
def field_holds_string(phone: Device, login: PortalLogin, label: str) -> None:
    string = login.activation.code(within_s=0)
    held = Activation(phone).content(label, string, within_s=phone.patience.shown_s)
    assert held == string, "the field does not hold what was typed"


@then(parsers.parse("no PIN of {count:d} characters activates IB Key"))
def no_pin_of_length(
    phone: Device, clock: Clock, login: PortalLogin, people: People, note: TakeNote, count: int
) -> None:
    """Of characters of any kind. A field that shows that it takes no more of them refuses them: noted."""
    activation, string = Activation(phone), offer_of(login).string
    for kind, characters in KINDS_OF_CHARACTERS.items() if count else [("characters", "")]:
        pin = people.pin_of(characters, count)
        open_typed_anew(phone)
        activation.enter_code(string)
        activation.enter_pin(pin)
        if (taken := activation.pin_length()) < count:
            note(PIN_STOPS, f"of a PIN of {count} characters the field takes {taken}", phone.surface)
            continue
        activation.submit()
        settled(
            lambda: (
                activation.activated(within_s=0)
                or activation.pin_error(within_s=0)
                or activation.error(within_s=0)
            ),
            bool,
            within_s=phone.patience.shown_s,
        )
        assert not activation.activated(within_s=0), f"a PIN of {count} {kind} was accepted"
        if count > LONGEST_PIN:
            note(PIN_REFUSED, f"a PIN of {count} characters is refused", phone.surface)
    does_not_say_activated(phone, clock)


@when(parsers.parse("the user makes up a PIN {kind}"), converters={"kind": PIN_KINDS}, target_fixture="user")
@given(
    parsers.parse("the user has made up a PIN {kind}"), converters={"kind": PIN_KINDS}, target_fixture="user"
)
def make_up_pin(phone: Device, user: User, people: People, kind: PinKind) -> User:
    pin = people.pin(kind)
    Activation(phone).enter_pin(pin)
    return replace(user, pin=pin)


@then("IBKR Mobile says that IB Key was activated")
def says_activated(phone: Device) -> None:
    activation = Activation(phone)
    said = activation.activated(within_s=phone.patience.shown_s)
    assert said, f"no word of an activation; on screen: {activation.seen()}"
    assert "IB Key" in said, f"the message does not speak of IB Key: {said}"


@then("IBKR Mobile does not say that IB Key was activated")
def does_not_say_activated(phone: Device, clock: Clock) -> None:
    activation = Activation(phone)
    said = appeared(lambda: activation.activated(within_s=0), watched(phone, clock))
    assert not said, "IB Key was activated"


@then("IBKR Mobile shows the activation error", target_fixture="activation_error")
def shows_error(phone: Device, clock: Clock) -> str:
    error = Activation(phone).error(within_s=phone.patience.shown_s)
    assert error, "no error is shown"
    does_not_say_activated(phone, clock)
    return error


@then("the other phone shows the activation error")
def other_shows_error(other_phone: Device, clock: Clock) -> None:
    shows_error(other_phone, clock)


@then("IBKR Mobile shows the same activation error")
def shows_same_error(phone: Device, clock: Clock, activation_error: str) -> None:
    """The article shows one message, and gives two causes for it."""
    error = shows_error(phone, clock)
    assert error == activation_error, f"another error is shown: {error!r}, and before: {activation_error!r}"


@then("a new login shows that no IB Key is active")
def no_ib_key_active(
    open_login_surface: Callable[[str, Language], PortalLogin], language: Language, user: User
) -> None:
    """By the portal, which asks for the second factor where there is one."""
    login = open_login_surface("client-portal", language)
    submit(login, user)
    stage = login.stage("open", within_s=login.patience.answered_s)
    assert stage == "open", f"the login of a user whose IB Key was not activated is at {stage}"


ADVICE = re.compile(
    r"\b(characters?|letters?|digits?|guess\w*|birth\w*|shar\w+|avoid\w*|choos\w*|never|do not)\b", re.I
)
"""Words of which one stands in any advice on a PIN."""


@then("IBKR Mobile gives advice on choosing a PIN")
def gives_advice(phone: Device) -> None:
    advice = Activation(phone).guidelines(within_s=phone.patience.shown_s)
    assert advice, "no advice on choosing a PIN is shown"
    assert ADVICE.search(advice), f"what is shown is no advice on choosing a PIN: {advice}"


@when("the user goes back")
def go_back(phone: Device) -> None:
    Activation(phone).back()


@then("the code is still there")
def code_still_there(phone: Device, login: PortalLogin) -> None:
    activation, string = Activation(phone), login.activation.code(within_s=0)
    label = FIELD_OF[phone.surface]
    assert activation.has_field(label, within_s=phone.patience.shown_s), f"the field {label} is not shown"
    assert activation.content(label, string, within_s=0) == string, "the code was lost"


@then("the PIN is still there")
def pin_still_there(phone: Device, user: User) -> None:
    assert Activation(phone).pin_length() == len(pin_of(user)), "the PIN was lost"


@then("IBKR Mobile has left the activation")
def has_left(phone: Device, clock: Clock) -> None:
    """Where it leads, no article says."""
    activation = Activation(phone)
    settled(activation.in_activation, lambda now: not now, within_s=phone.patience.shown_s)
    again = appeared(activation.in_activation, watched(phone, clock))
    assert not again, "the activation is shown again"


@then(parsers.parse('the notification from "{app}" leads to its approval'))
def notification_leads_to_approval(phone: Device, app: str) -> None:
    """The approval of the login that waits."""
    swipe_down(phone)
    came = NotificationList(phone).count(app, expected=1, within_s=phone.patience.answered_s)
    assert came, f"no notification from {app} has come"
    tap_notification(phone, app)
    asks_to_approve(phone)


@then("the other phone is asked to approve nothing")
def other_phone_approves_nothing(other_phone: Device, clock: Clock) -> None:
    Apps(other_phone).end_ibkr_mobile()
    Apps(other_phone).start_ibkr_mobile()
    ib_key = IbKey(other_phone)
    asks = appeared(lambda: ib_key.asks_to_approve(within_s=0), watched(other_phone, clock))
    assert not asks, "the login is up for approval on a phone that was not activated"


# the whole activation, where a scenario is about something else

Way = Callable[[Device, Offer], None]


def _scan(phone: Device, offer: Offer) -> None:
    camera.open_scanner(phone)
    camera.point_at(phone, offer)
    label = FIELD_OF[phone.surface]
    Activation(phone).content(label, offer.string, within_s=phone.patience.shown_s)


def _type(phone: Device, offer: Offer) -> None:
    has_opened_typed(phone)
    Activation(phone).enter_code(offer.string)


WAYS: Words[Way] = Words("way to enter the code", {"scanned": _scan, "typed": _type})
"""On an iPhone the code is always scanned."""


def _scan_with_camera_app(phone: Device, offer: Offer) -> None:
    camera.open_camera(phone)
    camera.point_at(phone, offer)
    Camera(phone).tap_banner()


@when('the user taps "Allow" where the phone asks about notifications')
def allow_notifications_where_asked(phone: Device) -> None:
    """IBKR Mobile goes on with the security element where it does not ask."""
    prompt, ib_key = PermissionPrompt(phone), IbKey(phone)
    settled(lambda: prompt.asks(within_s=0) or ib_key.asks_now(), bool, within_s=phone.patience.shown_s)
    if prompt.asks(within_s=0):
        prompt.answer("Allow")


@then(parsers.parse("IBKR Mobile asks for {element} before it activates"), converters={"element": ELEMENTS})
def asks_before_activating(phone: Device, clock: Clock, element: Element) -> None:
    """For that and nothing else, and it waits for it."""
    asks_for(phone, clock, element)
    assert not Activation(phone).activated(within_s=0), "IB Key was activated before"


@given(
    parsers.parse("the user has activated IB Key with the code in Client Portal, {way}"),
    converters={"way": WAYS},
    target_fixture="user",
)
def has_activated(
    phone: Device, login: PortalLogin, user: User, people: People, clock: Clock, way: Way
) -> User:
    activating = _activate(phone, offer_of(login), user, people, way)
    if not Activation(phone).activated(within_s=phone.patience.shown_s):
        raise NotArranged("IB Key was not activated")
    for _ in watched(phone, clock):  # what pops up about it lies over what is tapped next
        pass
    return activating


@when(parsers.parse("the user tries to activate IB Key with the other code, {way}"), converters={"way": WAYS})
def try_other_code(phone: Device, other_offer: Offer, user: User, people: People, way: Way) -> None:
    """With a PIN of its own: that of the active IB Key has to stay as it was."""
    _activate(phone, other_offer, replace(user, pin=None), people, way)


@when(
    parsers.parse("the user tries to activate IB Key with the code in Client Portal, {way}"),
    converters={"way": WAYS},
    target_fixture="user",
)
def try_code(phone: Device, login: PortalLogin, user: User, people: People, way: Way) -> User:
    return _activate(phone, offer_of(login), user, people, way)


@when(
    parsers.parse("the user tries the code on an {kind} as well"),
    converters={"kind": PHONE_KINDS},
    target_fixture="other_phone",
)
@needing(lambda kind: [SuchPhone(kind)])
def try_on_other_phone(
    world: World,
    language: Language,
    hand_out_phone: Callable[[str, Language], Device],
    login: PortalLogin,
    user: User,
    people: People,
    kind: PhoneKind,
) -> Device:
    """Scanned on an iPhone, typed on an Android phone."""
    world.phones[kind.surface].become(kind, language)
    other = hand_out_phone(kind.surface, language)
    _activate(other, offer_of(login), replace(user, pin=None), people, WAYS["typed"])
    return other


@given(
    parsers.parse("an activation with the code, {way}, has broken off after the code was sent"),
    converters={"way": WAYS},
)
def broken_off(
    network: Network, phone: Device, login: PortalLogin, user: User, people: People, way: Way
) -> None:
    network.be("silent")
    _activate(phone, offer_of(login), user, people, way)
    if not Activation(phone).no_answer(within_s=phone.patience.shown_s):
        raise NotArranged("IBKR Mobile does not say that no answer came")
    network.be("online")


def _activate(phone: Device, offer: Offer, user: User, people: People, way: Way) -> User:
    """Everything from the icon to the button that activates; the user with the PIN they made up (Android)."""
    activation = Activation(phone)
    Apps(phone).end_ibkr_mobile()
    camera.point_at_desk(phone)  # a code still before the lens would be taken at once
    if phone.surface == "iphone":
        _scan_with_camera_app(phone, offer)
        allow_notifications_where_asked(phone)
        phone.present(match=True)
        return user
    way(phone, offer)
    pin = user.pin or people.pin(PIN_KINDS["of all kinds"])
    activation.enter_pin(pin)
    activation.submit()
    return replace(user, pin=pin)
