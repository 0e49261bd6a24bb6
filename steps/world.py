"""Steps that arrange a scenario: the language, the phone and what it has, the user, the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_bdd import given, parsers, when

from harness.sessions.device import Device
from harness.targets.system import FACTOR_ON, Language, User, World

LANGUAGES: dict[str, Language] = {"English": "en", "Traditional Chinese": "zh-Hant"}

PHONES: dict[str, tuple[str, dict[str, Any]]] = {
    "an Android phone with an enrolled fingerprint": ("android", {"sensor": "fingerprint", "enrolled": True}),
    "an Android phone with no finger enrolled": ("android", {"sensor": "fingerprint", "enrolled": False}),
    "an Android phone without a fingerprint sensor": ("android", {"sensor": "none"}),
    "an iPhone with Touch ID": ("iphone", {"sensor": "touch-id", "enrolled": True}),
    "an iPhone with Touch ID not activated": ("iphone", {"sensor": "touch-id", "enrolled": False}),
    "an iPhone with Face ID": ("iphone", {"sensor": "face-id", "enrolled": True}),
    "an iPhone with Face ID not activated": ("iphone", {"sensor": "face-id", "enrolled": False}),
}


def _language(text: str) -> Language:
    return LANGUAGES[text]


@given(
    parsers.parse("the language is {language}"), converters={"language": _language}, target_fixture="language"
)
def set_language(language: Language) -> Language:
    return language


@given(parsers.re(r"the user has (?P<phone>an (?:Android phone|iPhone) .+)"), target_fixture="phone")
def have_phone(
    world: World, language: Language, hand_out_phone: Callable[[str, Language], Device], phone: str
) -> Device:
    surface, settings = PHONES[phone]
    world.set_phone(surface, locale=language, passcode=world.passcode(surface), **settings)
    return hand_out_phone(surface, language)


@given("IB Key is active on the phone for the user", target_fixture="user")
def user_with_ib_key(world: World, phone: Device) -> User:
    return world.user(phone.second_factor)


@given("the user has no second factor", target_fixture="user")
def user_without_second_factor(world: World) -> User:
    return world.user("none")


@given(parsers.parse("another user's IB Key is active on {phone}"), target_fixture="other_user")
def other_user_with_ib_key(world: World, language: Language, phone: str) -> User:
    surface, settings = PHONES[phone]
    world.set_phone(surface, locale=language, **settings)
    return world.user(FACTOR_ON[surface])


@given("notifications of IBKR Mobile are disabled on the phone")
def disable_notifications(world: World, phone: Device) -> None:
    world.allow_notifications(phone.surface, allowed=False)


@given("the phone has no network connection")
def cut_network(world: World, phone: Device) -> None:
    world.set_network(phone.surface, "offline")


@given("the phone's network connection is unstable")
def disturb_network(world: World, phone: Device) -> None:
    world.set_network(phone.surface, "unstable")


@given("other apps have shown notifications")
def notifications_of_other_apps(world: World, phone: Device) -> None:
    world.notify(phone.surface, app="Messages", title="Ana", body="Lunch?")
    world.notify(phone.surface, app="Mail", title="Weekly digest", body="Five things to read")


@given("the phone is locked")
def lock_phone(world: World, phone: Device) -> None:
    world.set_phone(phone.surface, locked=True)


@given(parsers.parse("{hours:g} hours have passed"))
def pass_hours(world: World, hours: float) -> None:
    world.advance(hours * 3600)


@when(parsers.parse("{seconds:g} seconds pass"))
def pass_seconds(world: World, seconds: float) -> None:
    world.advance(seconds)
