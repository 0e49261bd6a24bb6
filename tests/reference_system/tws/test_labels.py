"""Labels, typed here a second time."""

from __future__ import annotations

import pytest

from reference_system import deviations
from reference_system.tws import labels


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
    rooms = ("reference_system.tws.", "reference_system.login_rules.")
    ours = [d for d in deviations.registered() if d.rule.startswith(rooms) and d.name.startswith("tws-")]
    assert {clause for deviation in ours for clause in deviation.clauses} == clauses
    assert {d for d in deviations.registered() if d.rule.startswith(rooms[0])} <= set(ours)
