"""What a scenario needs and a target lacks is found before anything starts, and told with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.collection.model import Scenario, Step, StepDefinition
from harness.spec.catalogue import load_catalogue
from harness.targets.deployed import Deployed
from harness.targets.embedded import Embedded
from harness.targets.file import TargetFile
from harness.targets.needs import (
    PORTS,
    Account,
    Capability,
    Failures,
    Need,
    Spoken,
    SuchPhone,
    Time,
    lacks,
    needing,
    needs_of_scenario,
    not_verified,
)
from harness.targets.system import Clock, Network, PhoneKind, World

ENGLISH_PHONE = {
    "name": "staging",
    "portal": {"url": "https://portal.example"},
    "appium": {"url": "http://127.0.0.1:4723"},
    "surfaces": {"android": {"sensor": "fingerprint", "biometrics": "emulator"}},
    "accounts": [{"second_factor": "none", "username": "env:A", "password": "env:B"}],
}


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A", "ana4821")
    monkeypatch.setenv("B", "correct-horse")


def deployed(**changed: Any) -> World:
    return Deployed(TargetFile.model_validate({**ENGLISH_PHONE, **changed}))


def scenario(*steps: Step, surfaces: tuple[str, ...] = (), clauses: tuple[str, ...] = ()) -> Scenario:
    return Scenario("id", "name", "feature", "", Path("a.feature"), 1, (), clauses, surfaces, steps)


class Saying(StepDefinition):
    """A definition that has parsed its text."""

    said: Mapping[str, Any]

    def arguments(self, text: str) -> Mapping[str, Any]:
        return self.said


def step(function: Callable[..., Any], **arguments: Any) -> Step:
    definition = Saying(function, "given", None, Path("steps.py"), 1)
    definition.said = arguments
    return Step("Given", "given", "text", 2, (), definition)


def test_every_capability_means_a_port() -> None:
    assert PORTS.keys() == load_catalogue().capabilities.keys()


def test_the_embedded_system_has_what_its_covered_clauses_need(embedded: Embedded) -> None:
    covered = set(PORTS) - {
        "device-matrix",
        "print-save",
        "release-channel",
        "security-device",
        "sms",
        "source-ip",
    }
    assert not lacks(embedded, map(Capability, covered), ("client-portal", "android", "iphone"))


@pytest.mark.parametrize("word", ["clock", "app-install", "support-desk", "camera-image", "push-blocked"])
def test_what_a_target_file_cannot_give(word: str) -> None:
    (lack,) = lacks(deployed(), [Capability(word)], ("android",))
    assert lack.word == word
    assert load_catalogue().capabilities[word] in lack.told
    assert "a target file cannot give it yet" in lack.told


def test_what_a_target_file_forgot() -> None:
    bare = deployed(accounts=[], surfaces={"android": {}})
    told = [one.told for one in lacks(bare, map(Capability, ("account-provisioning", "biometrics")), ())]
    assert "list [[accounts]]" in told[0]
    assert "name sensor and biometrics" in told[1]


def test_what_a_target_file_withholds() -> None:
    assert not lacks(deployed(), [Capability("push")], ("android",))
    (lack,) = lacks(deployed(withhold=["push"]), [Capability("push")], ("android",))
    assert "withholds" in lack.told


def test_phone_of_another_language() -> None:
    needs = [Spoken("zh-Hant")]
    assert not lacks(deployed(), needs, ("client-portal",))
    (lack,) = lacks(deployed(), needs, ("client-portal", "android"))
    assert lack.word == "locale-zh-hant"
    assert lack.told.startswith("android in Traditional Chinese: ")
    switchable = deployed(surfaces={"android": {"language": "switchable"}})
    assert not lacks(switchable, needs, ("client-portal", "android"))


@pytest.mark.parametrize(
    ("need", "told"),
    [
        (SuchPhone(PhoneKind("android", "none")), "sensor none; this android has fingerprint"),
        (SuchPhone(PhoneKind("iphone", "face-id")), "[surfaces.iphone]"),
        (Account("ib-key-android"), "second factor ib-key-android: list it"),
        (Time(61), "move the time that the system under test goes by"),
        (Failures(9), "9 failed logins in a row: limits.failed_logins_per_account allows fewer"),
    ],
)
def test_other_lacks(need: Any, told: str) -> None:
    (lack,) = lacks(deployed(), [need], ("android",))
    assert told in lack.told


def test_what_is_there() -> None:
    needs: list[Need] = [
        SuchPhone(PhoneKind("android", "fingerprint")),
        Account("none"),
        Time(60),
        Failures(3),
    ]
    assert not lacks(deployed(), needs, ("android",))


def test_needs_of_clauses_and_surfaces() -> None:
    told = scenario(clauses=("LOGIN-HELP-LCK07",), surfaces=("tws",))
    words = {lack.word for lack in lacks(deployed(), needs_of_scenario(told), told.surfaces)}
    assert words == {"", "telephony", "support-desk", "clock"}


def test_needs_of_steps() -> None:
    def cut(network: Network) -> None: ...

    @needing(lambda seconds: [Time(seconds)])
    def wait(clock: Clock, seconds: float) -> None: ...

    told = scenario(step(cut), step(wait, seconds=3600))
    assert list(needs_of_scenario(told)) == [Capability("network-control"), Time(3600)]


def test_in_words() -> None:
    ended = not_verified(lacks(deployed(), [Capability("clock"), Spoken("zh-Hant")], ("android",)))
    assert ended.missing == ("clock", "locale-zh-hant")
    assert str(ended).startswith('needs clock, locale-zh-hant: clock: "move the time that the system')
    alone = not_verified(lacks(deployed(), [Capability("clock")], ("android",)))
    assert str(alone).startswith('needs clock: "move the time that the system')
    assert 'android in Traditional Chinese: language = "zh-Hant"' in str(ended)
