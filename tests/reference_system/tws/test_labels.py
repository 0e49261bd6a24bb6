"""Labels, typed here a second time."""

from __future__ import annotations

import pytest

from reference_system import deviations
from reference_system.tws import labels
from reference_system.tws.labels import Language


def test_both_languages_say_the_same_things() -> None:
    assert labels.TEXTS["en"].keys() == labels.TEXTS["zh-Hant"].keys()


@pytest.mark.parametrize(
    ("key", "english"),
    [
        ("login", "LOGIN"),
        ("second_factor", "SECOND FACTOR AUTHENTICATION"),
        ("username", "Username"),
        ("password", "Password"),
        ("live", "Live Trading"),
        ("paper", "Paper Trading"),
        ("settings", "Use/store settings on server"),
        ("select_device", "Select second factor device"),
        ("sent", "Notification sent"),
        ("response", "Response"),
        ("wrong", "Unrecognized Username or Password"),
        ("failed", "Login failed"),
        ("file", "File"),
        ("lock", "Lock Application"),
    ],
)
def test_published_labels(key: str, english: str) -> None:
    assert labels.TEXTS["en"][key] == english


@pytest.mark.parametrize(
    ("language", "paper", "said"),
    [
        ("en", False, "Log In"),
        ("en", True, "Paper Log In"),
        ("zh-Hant", False, "登錄"),
        ("zh-Hant", True, "模擬登錄"),
    ],
)
def test_login_button(language: Language, paper: bool, said: str) -> None:
    assert labels.login_button(language, paper) == said
    deviations.switch_on(["tws-login-button-says-next"])
    assert labels.login_button(language, paper) != said


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
    assert labels.challenge_link(language, method) == said
    deviations.switch_on(["tws-challenge-link-says-something-else"])
    assert labels.challenge_link(language, method) != said


@pytest.mark.parametrize(("language", "said"), [("en", "OK"), ("zh-Hant", "確定")])
def test_confirm_button(language: Language, said: str) -> None:
    assert labels.confirm_button(language) == said
    deviations.switch_on(["tws-confirm-button-says-submit"])
    assert labels.confirm_button(language) != said


def test_main_title() -> None:
    assert labels.main_title("U1234567") == "U1234567 Interactive Brokers"


def test_each_clause_seen_on_the_desktop_has_a_deviation_of_tws() -> None:
    clauses = {
        *(f"LOGIN-SEAMLESS-{step}" for step in ("INT01", "INT02", "01a", "04")),
        *(f"LOGIN-CHALLENGE-{step}" for step in ("INT05", "01", "02", "05a", "05b", "06")),
        *(f"{article}-{step}" for article in ("TOUCHID", "FACEID") for step in ("01a", "04")),
        *(f"FACE-TOUCH-CHALLENGE-{step}" for step in ("INT04", "01", "02a", "02b", "06a", "06b", "07")),
        *(f"LOGIN-HELP-{what}0{number}" for what in ("USR", "CHR") for number in (1, 2, 3)),
    }
    ours = [d for d in deviations.registered() if d.rule.startswith("reference_system.tws.")]
    assert {clause for deviation in ours for clause in deviation.clauses} == clauses
    assert all(deviation.name.startswith("tws-") for deviation in ours)
