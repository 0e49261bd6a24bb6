"""Steps in the words of the person who activates IB Key inside IBKR Mobile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytest_bdd import given, parsers, then, when

from harness.errors import NotArranged
from harness.people import PIN_KINDS, People, PinKind
from harness.secrets import register
from harness.sessions.device import Device
from harness.spec.vocabulary import PHONES
from harness.targets.needs import Account, needing
from harness.targets.system import Accounts, Installation, Network, NotificationSwitch, User
from harness.waiting import settled
from harness.words import Words
from pages.phone.activation import FIELD_OF, Activation
from pages.phone.apps import Apps
from pages.phone.camera import Camera
from pages.phone.ib_key import IbKey
from pages.phone.prompts import ELEMENTS, Element, PermissionPrompt
from pages.portal.login import PortalLogin
from steps import camera
from steps.phone import asks_to_approve, list_holds, swipe_down, tap_notification
from steps.portal import Offer, offer_of
from steps.proofs import pin_of

SITS_AT = PHONES


@given("the user has no IB Key yet", target_fixture="user")
@needing(lambda: [Account("none")])
def user_without_ib_key(accounts: Accounts, people: People) -> User:
    return accounts.user("none", people.person())


@given("IBKR Mobile has been deleted and installed anew")
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


CHANGES: Words[Callable[[str], str]] = Words(
    "change of the string",
    {
        "another last character": lambda string: string[:-1] + ("A" if string[-1] != "A" else "B"),
        "another first character": lambda string: ("A" if string[0] != "A" else "B") + string[1:],
        "one character more": lambda string: f"{string}A",
        "one character less": lambda string: string[:-1],
        "small letters": str.lower,
        "a space in it": lambda string: f"{string[:4]} {string[4:]}",
    },
)


@when(
    parsers.parse('the user types the string with {change} into the field "{label}"'),
    converters={"change": CHANGES},
)
def type_changed_string(phone: Device, login: PortalLogin, change: Callable[[str], str], label: str) -> None:
    changed = change(offer_of(login).string)
    register(changed)
    Activation(phone).enter(label, changed)


@then(parsers.parse('the field "{label}" holds the string unchanged'))
def field_holds_string(phone: Device, login: PortalLogin, label: str) -> None:
    string = login.activation.code(within_s=0)
    held = Activation(phone).content(label, string, within_s=phone.patience.shown_s)
    assert held == string, "the field does not hold what was typed"


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
def does_not_say_activated(phone: Device) -> None:
    assert not Activation(phone).activated(within_s=phone.patience.at_once_s), "IB Key was activated"


@then("IBKR Mobile shows the activation error")
def shows_error(phone: Device) -> None:
    activation = Activation(phone)
    assert activation.error(within_s=phone.patience.shown_s), "no error is shown"
    assert not activation.activated(within_s=0), "IB Key was activated"


@then("IBKR Mobile refuses the PIN")
def refuses_pin(phone: Device) -> None:
    activation = Activation(phone)
    assert activation.pin_error(within_s=phone.patience.shown_s), "the PIN was not refused"
    assert not activation.activated(within_s=0), "IB Key was activated"


@then("IBKR Mobile gives advice on choosing a PIN")
def gives_advice(phone: Device) -> None:
    assert Activation(phone).guidelines(within_s=phone.patience.shown_s), (
        "no advice on choosing a PIN is shown"
    )


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
def has_left(phone: Device) -> None:
    activation = Activation(phone)
    assert activation.ib_key_state(within_s=phone.patience.shown_s), "the start screen is not shown"
    assert not activation.in_activation(), "the activation is shown again"


@then("IB Key is active on the phone")
def active(phone: Device, user: User) -> None:
    state = Activation(phone).ib_key_state(within_s=phone.patience.shown_s)
    assert user.username in state, f"the start screen says {state!r}"


@then("IB Key is not active on the phone")
def not_active(phone: Device, user: User) -> None:
    state = Activation(phone).ib_key_state(within_s=phone.patience.shown_s)
    assert state, "the start screen is not shown"
    assert user.username not in state, "IB Key is active"


@then(parsers.parse('the notification from "{app}" leads to its approval'))
def notification_leads_to_approval(phone: Device, app: str) -> None:
    """The approval of the login that waits."""
    swipe_down(phone)
    list_holds(phone, 1, app)
    tap_notification(phone, app)
    asks_to_approve(phone)


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
def asks_before_activating(phone: Device, element: Element) -> None:
    assert IbKey(phone).asks_for(element, within_s=phone.patience.shown_s) == element
    assert not Activation(phone).activated(within_s=0), "IB Key was activated before"


@given(
    parsers.parse("the user has activated IB Key with the code in Client Portal, {way}"),
    converters={"way": WAYS},
    target_fixture="user",
)
def has_activated(phone: Device, login: PortalLogin, user: User, people: People, way: Way) -> User:
    activating = _activate(phone, offer_of(login), user, people, way)
    if not Activation(phone).activated(within_s=phone.patience.shown_s):
        raise NotArranged("IB Key was not activated")
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
