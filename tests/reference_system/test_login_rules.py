"""What login surfaces say, typed a second time, and which of them a deviation breaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reference_system import deviations, login_rules
from reference_system.deviations import Deviation, Rule
from reference_system.languages import Language

SURFACES = ("client-portal", "webtrader", "tws")


@pytest.fixture(autouse=True)
def documented_behaviour() -> Iterator[None]:
    yield
    deviations.switch_on([])


@pytest.mark.parametrize(
    ("language", "paper", "on_web", "in_tws"),
    [
        ("en", False, "Login", "Log In"),
        ("en", True, "Simulated Login", "Paper Log In"),
        ("zh-Hant", False, "登錄", "登錄"),
        ("zh-Hant", True, "模擬登錄", "模擬登錄"),
    ],
)
def test_login_button(language: Language, paper: bool, on_web: str, in_tws: str) -> None:
    said = [login_rules.login_button(surface, language, paper) for surface in SURFACES]
    assert said == [on_web, on_web, in_tws]


@pytest.mark.parametrize(
    ("language", "method", "said"),
    [
        ("en", "5.2a", "Log in with Challenge/Response"),
        ("en", "5.2i", "Log in with Challenge/Response"),
        ("zh-Hant", "5.2a", "如未收到通知,請點擊此處"),
        ("zh-Hant", "5.2i", "如您未收到通知,點擊此處"),
    ],
)
def test_challenge_link(language: Language, method: str, said: str) -> None:
    assert [login_rules.challenge_link(surface, language, method) for surface in SURFACES] == [said] * 3


@pytest.mark.parametrize(
    ("language", "on_web", "in_tws"), [("en", "Login", "OK"), ("zh-Hant", "確定", "確定")]
)
def test_confirm_button(language: Language, on_web: str, in_tws: str) -> None:
    said = [login_rules.confirm_button(surface, language) for surface in SURFACES]
    assert said == [on_web, on_web, in_tws]


ARGUMENTS = {"login_button": ("en", False), "challenge_link": ("en", "5.2a"), "confirm_button": ("en",)}
OURS = [one for one in deviations.registered() if one.rule.startswith("reference_system.login_rules.")]


def said_by(rule: Rule[..., object]) -> list[object]:
    return [rule(surface, *ARGUMENTS.get(rule.original.__name__, ())) for surface in SURFACES]


@pytest.mark.parametrize("deviation", OURS, ids=lambda one: one.name)
def test_a_deviation_breaks_the_web_or_tws(deviation: Deviation) -> None:
    rule = getattr(login_rules, deviation.rule.rpartition(".")[2])
    documented = said_by(rule)
    deviations.switch_on([deviation.name])
    changed = [now != before for now, before in zip(said_by(rule), documented, strict=True)]
    assert changed == ([False, False, True] if deviation.name.startswith("tws-") else [True, True, False])


def test_each_can_be_broken_on_the_web_and_in_tws() -> None:
    names = {one.name for one in OURS}
    assert len(names) == 20
    assert {name.removeprefix("tws-") for name in names if name.startswith("tws-")} == {
        name for name in names if not name.startswith("tws-")
    }
