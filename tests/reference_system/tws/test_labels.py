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
        ("read_only", "Enter Read Only"),
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
    ("wait_s", "duration"),
    [
        (53, "53 seconds"),
        (287, "4 minutes & 47 seconds"),
        (61, "1 minute & 1 second"),
        (86_400, "1440 minutes"),
    ],
)
def test_too_many_attempts(wait_s: int, duration: str) -> None:
    told = f"Too many failed login attempts. Please wait {duration} before attempting to re-login again."
    assert labels.too_many_attempts("en", wait_s) == told


def test_too_many_attempts_for_who_knows_how_long() -> None:
    assert labels.too_many_attempts("en", 0) == "Too many failed login attempts."


def test_too_many_attempts_in_chinese() -> None:
    assert labels.too_many_attempts("zh-Hant", 287) == "登錄失敗次數過多。 請等待4分鐘47秒後再重新登錄。"


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
