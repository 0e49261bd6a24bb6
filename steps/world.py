"""Steps that arrange a scenario: the language, the phone and what it has, the user, the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytest_bdd import given, parsers, when

from harness.people import People
from harness.sessions.device import Device
from harness.spec.vocabulary import Surface
from harness.targets.needs import Account, MadeAccount, Spoken, SuchPhone, Time, needing
from harness.targets.system import (
    FACTOR_ON,
    Accounts,
    Clock,
    Language,
    Network,
    NotificationSwitch,
    PhoneKind,
    Settings,
    User,
    World,
)
from harness.words import Words

UNITS = Words("unit of time", {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": 86400.0})
"""In seconds."""
LANGUAGES: Words[Language] = Words("language", {"English": "en", "Traditional Chinese": "zh-Hant"})
PHONE_KINDS = Words(
    "phone",
    {
        "Android phone with an enrolled fingerprint": PhoneKind(Surface.ANDROID, "fingerprint"),
        "Android phone with no finger enrolled": PhoneKind(Surface.ANDROID, "fingerprint", enrolled=False),
        "Android phone without a fingerprint sensor": PhoneKind(Surface.ANDROID, "none"),
        "iPhone with Touch ID": PhoneKind(Surface.IPHONE, "touch-id"),
        "iPhone with Touch ID not activated": PhoneKind(Surface.IPHONE, "touch-id", enrolled=False),
        "iPhone with Face ID": PhoneKind(Surface.IPHONE, "face-id"),
        "iPhone with Face ID not activated": PhoneKind(Surface.IPHONE, "face-id", enrolled=False),
    },
)


@given(
    parsers.parse("the language is {language}"),
    converters={"language": LANGUAGES},
    target_fixture="language",
)
@needing(lambda language: [Spoken(language)])
def set_language(language: Language) -> Language:
    return language


@given(parsers.parse("the user has an {kind}"), converters={"kind": PHONE_KINDS}, target_fixture="phone")
@needing(lambda kind: [SuchPhone(kind)])
def have_phone(
    world: World, language: Language, hand_out_phone: Callable[[str, Language], Device], kind: PhoneKind
) -> Device:
    world.phones[kind.surface].become(kind, language)
    return hand_out_phone(kind.surface, language)


@given("IB Key is active on the phone for the user", target_fixture="user")
def user_with_ib_key(accounts: Accounts, phone: Device) -> User:
    return accounts.user(phone.second_factor)


@given("the user has no second factor", target_fixture="user")
@needing(lambda: [Account("none")])
def user_without_second_factor(accounts: Accounts) -> User:
    return accounts.user("none")


NAMES: Words[Callable[[str], str]] = Words(
    "kind of user name",
    {
        "digits": lambda name: "0" + "".join(str(ord(one) % 10) for one in name),
        "letters": lambda name: "".join(chr(ord("a") + ord(one) % 26) for one in name),
    },
)
"""Made of somebody's usual user name; one of digits begins with a zero."""


@given(
    parsers.parse("the user has no second factor and a user name of {characters}"),
    converters={"characters": NAMES},
    target_fixture="user",
)
@needing(lambda characters: [MadeAccount()])  # noqa: ARG005
def user_of_name(accounts: Accounts, people: People, characters: Callable[[str], str]) -> User:
    person = people.person()
    return accounts.user("none", replace(person, username=characters(person.username)))


@given(
    parsers.parse("another user's IB Key is active on an {kind}"),
    converters={"kind": PHONE_KINDS},
    target_fixture="other_user",
)
@needing(lambda kind: [SuchPhone(kind), Account(FACTOR_ON[kind.surface])])
def other_user_with_ib_key(world: World, accounts: Accounts, language: Language, kind: PhoneKind) -> User:
    world.phones[kind.surface].become(kind, language)
    return accounts.user(FACTOR_ON[kind.surface])


@given("notifications of IBKR Mobile are disabled on the phone")
def disable_notifications(notification_switch: NotificationSwitch) -> None:
    notification_switch.allow(allowed=False)


@given("the phone has no network connection")
def cut_network(network: Network) -> None:
    network.be("offline")


@given("the phone's network connection is unstable")
def disturb_network(network: Network) -> None:
    network.be("unstable")


@given("other apps have shown notifications")
def notifications_of_other_apps(phone: Device) -> None:
    phone.phone.notify(app="Messages", title="Ana", body="Lunch?")
    phone.phone.notify(app="Mail", title="Weekly digest", body="Five things to read")


@given("the phone is locked")
def lock_phone(phone_settings: Settings) -> None:
    phone_settings.lock_screen()


@given(parsers.parse("{number:g} {unit} have passed"), converters={"unit": UNITS})
@when(parsers.parse("{number:g} {unit} pass"), converters={"unit": UNITS})
@needing(lambda number, unit: [Time(number * unit)])
def let_pass(clock: Clock, number: float, unit: float) -> None:
    clock.advance(number * unit)
