"""What a scenario needs of a target, and what of it a target lacks.

A need comes from a clause (``needs`` in ``spec/articles/``), from a tag (``@needs-clock``), from the surfaces
of the scenario, or from a step: from the ports that its function asks for, and from what its words say::

    @given(parsers.parse("the language is {language}"), ...)
    @needing(lambda language: [Spoken(language)])
    def set_language(language: Language) -> Language: ...
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from harness.collection.model import Scenario, Step
from harness.collection.tags import needs_of
from harness.spec.catalogue import load_catalogue
from harness.targets.system import Language, Phone, PhoneKind, SecondFactor, World
from harness.verdicts.judge import NotVerified

Function = TypeVar("Function", bound=Callable[..., Any])
P = TypeVar("P")

_NEEDS = "needs_of_words"
_LANGUAGES = {"en": "English", "zh-Hant": "Traditional Chinese"}
_NO_WAY_YET = "a target file cannot give it yet"
_WITHHELD = "the target file withholds it"


@dataclass(frozen=True)
class Lack:
    """Something needed that a target does not have.

    Attributes:
        word: Of ``spec/capabilities.yaml``; empty where the need is none of these.
        told: What is lacking and what would give it, for a person.
    """

    word: str
    told: str


class Need(Protocol):
    """Something that a scenario needs."""

    def lack(self, world: World, surfaces: Collection[str]) -> Lack | None:
        """What ``world`` lacks of it for a scenario on ``surfaces``; None when it is there."""


@dataclass(frozen=True)
class Port:
    """Where a target has a capability from.

    Attributes:
        find: What provides it; false where nothing does. Asked of each phone of the scenario where it is a
            phone's, with None as the phone otherwise.
        remedy: What would give it to a deployed system.
    """

    find: Callable[[World, Phone | None], object]
    of_phone: bool = False
    remedy: str = _NO_WAY_YET


def _of_phone(find: Callable[[Phone], object], remedy: str = _NO_WAY_YET) -> Port:
    return Port(lambda _, phone: phone is not None and find(phone), of_phone=True, remedy=remedy)


def _missing_everywhere() -> Port:
    """For words of clauses that no scenario covers yet."""
    return Port(lambda _world, _phone: None)


_SPEAKING = ("client-portal", "tws", "android", "iphone")
_PHONE = "describe a phone in [surfaces.android] or [surfaces.iphone], and [appium]"

PORTS: dict[str, Port] = {
    "account-provisioning": Port(lambda world, _: world.accounts, remedy="list [[accounts]]"),
    "admin": Port(lambda world, _: world.office),
    "app-install": _of_phone(lambda phone: phone.installation),
    "app-store": _of_phone(lambda phone: phone.store_front),
    "biometrics": _of_phone(
        lambda phone: phone.sensor, 'name sensor and biometrics ("person" needs a terminal, and no -n)'
    ),
    "camera-focus": _of_phone(lambda phone: phone.camera),
    "camera-image": _of_phone(lambda phone: phone.camera),
    "camera-lens": _of_phone(lambda phone: phone.camera),
    "clock": Port(lambda world, _: world.clock is not None and world.clock.longest_s == float("inf")),
    "device-matrix": _missing_everywhere(),
    "device-passcode": _of_phone(lambda phone: phone.lock, 'passcode = "env:NAME" of the phone'),
    "enrolment-code": _of_phone(lambda phone: phone.installation),
    "help-content": Port(lambda world, _: world.portal, remedy="name [portal]"),
    "keyboard-state": Port(
        lambda world, _: world.portal or world.desktop, remedy="name [portal] or [desktop]"
    ),
    "locale-zh-hant": Port(
        lambda world, _: any("zh-Hant" in world.languages(one) for one in _SPEAKING),
        remedy='language = "zh-Hant" or "switchable", if it is so',
    ),
    "login-surface": Port(
        lambda world, _: world.portal or world.desktop, remedy="name [portal] or [desktop]"
    ),
    "network-control": _of_phone(lambda phone: phone.network),
    "os-settings": _of_phone(lambda phone: phone.settings),
    "paired-phone": _of_phone(lambda phone: phone, _PHONE),
    "print-save": _missing_everywhere(),
    "push": _of_phone(lambda phone: phone, _PHONE),
    "push-blocked": _of_phone(lambda phone: phone.notification_switch),
    "release-channel": _missing_everywhere(),
    "security-device": _missing_everywhere(),
    "sms": _missing_everywhere(),
    "source-ip": _missing_everywhere(),
    "store-signin": _of_phone(lambda phone: phone.store_front),
    "support-desk": Port(lambda world, _: world.support_desk),
    "system-ui": _of_phone(lambda phone: phone, _PHONE),
    "telephony": Port(lambda world, _: world.telephone),
}
"""Each word of ``spec/capabilities.yaml``, and the port that it means."""

OF_PARAMETERS = {
    "accounts": "account-provisioning",
    "installation": "app-install",
    "network": "network-control",
    "notification_switch": "push-blocked",
    "phone_settings": "os-settings",
    "store_front": "store-signin",
    "support_desk": "support-desk",
    "telephone": "telephony",
}
"""Fixtures that hand a port to a step, and the capability that the step needs by asking for it."""


@dataclass(frozen=True)
class Capability:
    """A word of ``spec/capabilities.yaml``."""

    word: str

    def lack(self, world: World, surfaces: Collection[str]) -> Lack | None:
        port = PORTS[self.word]
        phones = [phone for surface, phone in world.phones.items() if surface in surfaces]
        asked: Iterable[Phone | None] = (phones or world.phones.values()) if port.of_phone else (None,)
        withheld = self.word in world.withheld
        if not withheld and any(port.find(world, phone) for phone in asked):
            return None
        meaning = load_catalogue().capabilities[self.word]
        return Lack(self.word, f'"{meaning}": {_WITHHELD if withheld else port.remedy}')


@dataclass(frozen=True)
class Surface:
    """A place where the scenario acts."""

    name: str

    def lack(self, world: World, surfaces: Collection[str]) -> Lack | None:
        return None if world.has(self.name) else Lack("", world.why_not(self.name))


@dataclass(frozen=True)
class Spoken:
    """The language that all surfaces of the scenario are to speak."""

    language: Language

    def lack(self, world: World, surfaces: Collection[str]) -> Lack | None:
        silent = [one for one in surfaces if self.language not in world.languages(one)]
        if not silent:
            return None
        word = "locale-zh-hant" if self.language == "zh-Hant" else ""
        told = f"{', '.join(silent)} in {_LANGUAGES[self.language]}: {PORTS['locale-zh-hant'].remedy}"
        return Lack(word, told)


@dataclass(frozen=True)
class SuchPhone:
    """A phone of this kind."""

    kind: PhoneKind

    def lack(self, world: World, surfaces: Collection[str]) -> Lack | None:
        phone = world.phones.get(self.kind.surface)
        if phone is None:
            return Lack("", world.why_not(self.kind.surface))
        why = phone.why_not(self.kind)
        return None if why is None else Lack("", why)


@dataclass(frozen=True)
class Time:
    """So many seconds that pass between two steps."""

    seconds: float

    def lack(self, world: World, surfaces: Collection[str]) -> Lack | None:
        if world.clock is not None and self.seconds <= world.clock.longest_s:
            return None
        return Capability("clock").lack(world, surfaces)


@dataclass(frozen=True)
class Account:
    """A user with this second factor."""

    second_factor: SecondFactor

    def lack(self, world: World, surfaces: Collection[str]) -> Lack | None:
        if world.accounts is None or not world.accounts.has(self.second_factor):
            return Lack(
                "account-provisioning",
                f"an account with second factor {self.second_factor}: list it in [[accounts]]",
            )
        return None


@dataclass(frozen=True)
class MadeAccount:
    """A user whose name the scenario chooses."""

    def lack(self, world: World, surfaces: Collection[str]) -> Lack | None:
        if world.accounts is not None and world.makes_fresh:
            return None
        return Lack(
            "account-provisioning", "an account made for the scenario: a target file can only list accounts"
        )


@dataclass(frozen=True)
class Failures:
    """So many failed logins of one user."""

    times: int

    def lack(self, world: World, surfaces: Collection[str]) -> Lack | None:
        if world.accounts is None or world.accounts.allows(self.times):
            return None
        return Lack("", f"{self.times} failed logins in a row: limits.failed_logins_per_account allows fewer")


def needing(of_words: Callable[..., Iterable[Need]]) -> Callable[[Function], Function]:
    """Says what a step needs by its words; ``of_words`` is called with the values parsed from them."""

    def marked(function: Function) -> Function:
        setattr(function, _NEEDS, of_words)
        return function

    return marked


def needs_of_scenario(scenario: Scenario) -> Iterator[Need]:
    """All that a scenario needs, some of it perhaps more than once."""
    yield from map(Surface, scenario.surfaces)
    clauses = load_catalogue().clauses
    for clause in scenario.clauses:
        yield from map(Capability, clauses[clause].needs)
    yield from map(Capability, needs_of(scenario.tags))
    for step in scenario.steps:
        yield from _needs_of_step(step)


def _needs_of_step(step: Step) -> Iterator[Need]:
    function = step.definition.function
    yield from _needs_of_parameters(function)
    of_words = getattr(function, _NEEDS, None)
    if of_words is not None:
        yield from of_words(**step.arguments)


@functools.cache
def _needs_of_parameters(function: Callable[..., Any]) -> tuple[Capability, ...]:
    asked = inspect.signature(function).parameters.keys() & OF_PARAMETERS.keys()
    return tuple(Capability(OF_PARAMETERS[name]) for name in sorted(asked))


def lacks(world: World, needs: Iterable[Need], surfaces: Collection[str]) -> list[Lack]:
    """What ``world`` lacks of ``needs``, each once."""
    found = (need.lack(world, surfaces) for need in dict.fromkeys(needs))
    return list(dict.fromkeys(lack for lack in found if lack is not None))


def not_verified(lacks: Collection[Lack]) -> NotVerified:
    """What ends a scenario that needs what is lacking."""
    words = tuple(dict.fromkeys(lack.word for lack in lacks if lack.word))
    if len(words) < len(lacks) or len(lacks) == 1:
        return NotVerified(words, "; ".join(lack.told for lack in lacks))
    return NotVerified(words, "; ".join(f"{lack.word}: {lack.told}" for lack in lacks))


def granted(port: P | None, word: str) -> P:
    """The port. Raises: NotVerified, where a target has none: for what no need has told before."""
    if port is None:
        raise NotVerified((word,), PORTS[word].remedy)
    return port
