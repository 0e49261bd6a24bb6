"""Every login is told before it is submitted, and again when its outcome is seen."""

from __future__ import annotations

from typing import Any, cast

import pytest

from harness.patience import Patience
from pages.audited import AuditedLogin
from pages.login import LoginSurface, Stage


class Surface:
    """A login that shows what it is told to show; says what was done to it."""

    name, patience = "client-portal", Patience()

    def __init__(self, told: list[str]) -> None:
        self._told = told
        self.shows: Stage = "credentials"
        self.says = ""
        self.activation = "of this surface only"

    def __getattr__(self, did: str) -> Any:
        return lambda *_: self._told.append(did)

    def stage(self, expected: Stage, *, within_s: float) -> Stage:
        return self.shows

    def error(self, *, within_s: float) -> str:
        return self.says


class Audit:
    """Writes down what it is told, with what becomes of it."""

    def __init__(self, told: list[str]) -> None:
        self._told = told

    def typed(self, username: str) -> None:
        self._told.append(f"typed {username}")

    def submits(self, username: str, password: str) -> Any:
        self._told.append(f"submits {username} {password}")
        return self

    def responds(self, username: str) -> Any:
        self._told.append(f"responds {username}")
        return self

    def __getattr__(self, outcome: str) -> Any:
        return lambda: self._told.append(f"> {outcome}")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def surface(told: list[str]) -> Surface:
    return Surface(told)


@pytest.fixture
def login(surface: Surface, told: list[str]) -> AuditedLogin:
    login = AuditedLogin(cast(LoginSurface, surface), Audit(told))
    login.enter_username("ana")
    login.enter_password("secret")
    return login


TYPED = ["typed ana", "enter_username", "enter_password"]


@pytest.mark.parametrize("submit", ["log_in", "click"])
def test_told_before_it_is_submitted(login: AuditedLogin, told: list[str], submit: str) -> None:
    login.log_in() if submit == "log_in" else login.click("登錄")
    assert told == [*TYPED, "submits ana secret", submit]


def test_a_click_elsewhere_submits_nothing(login: AuditedLogin, told: list[str]) -> None:
    login.log_in()
    login.click("Log in with Challenge/Response")
    assert told[-1] == "click"
    assert told.count("submits ana secret") == 1


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [("waiting", ["> accepted"]), ("challenge", ["> accepted"]), ("open", ["> opened"]), ("elsewhere", [])],
)
def test_the_outcome_is_told(
    login: AuditedLogin, surface: Surface, told: list[str], stage: Stage, outcome: list[str]
) -> None:
    login.log_in()
    surface.shows = stage
    assert login.stage("open", within_s=0) == stage
    assert [one for one in told if one.startswith(">")] == outcome


def test_a_refusal_is_told_once(login: AuditedLogin, surface: Surface, told: list[str]) -> None:
    login.log_in()
    assert login.error(within_s=0) == ""
    surface.says = "wrong"
    assert [login.error(within_s=0), login.error(within_s=0)] == ["wrong", "wrong"]
    assert told.count("> refused") == 1


@pytest.mark.parametrize("end", ["open", "leave"])
def test_a_login_that_nobody_follows_any_more(login: AuditedLogin, told: list[str], end: str) -> None:
    login.log_in()
    login.open() if end == "open" else login.leave()
    assert "> left" in told


def test_an_open_session_is_not_left_waiting(login: AuditedLogin, surface: Surface, told: list[str]) -> None:
    login.log_in()
    surface.shows = "open"
    login.stage("open", within_s=0)
    login.leave()
    assert "> left" not in told


def test_only_an_open_session_accepts_a_response(
    login: AuditedLogin, surface: Surface, told: list[str]
) -> None:
    login.log_in()
    surface.shows = "challenge"
    login.stage("challenge", within_s=0)
    login.confirm_response()
    told.clear()
    login.stage("challenge", within_s=0)
    assert told == []
    surface.shows = "open"
    login.stage("open", within_s=0)
    assert told == ["> opened"]


def test_what_only_one_surface_has(login: AuditedLogin) -> None:
    assert login.activation == "of this surface only"
