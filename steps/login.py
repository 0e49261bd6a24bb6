"""Steps in the words of the person at a login surface: Client Portal, WebTrader or TWS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pytest_bdd import given, parsers, then, when

from harness.targets.system import Language, User, World
from harness.waiting import settled
from pages.login import LoginSurface

SURFACES = {"Client Portal": "client-portal", "WebTrader": "webtrader", "TWS": "tws"}
ANSWERED_WITHIN_S = 10.0
HOLDS_FOR_S = 0.5

Spelling = Literal["as stored", "in upper case", "in mixed case"]


@given(parsers.parse("the login of {surface} is open"), target_fixture="login")
@when(parsers.parse("the user opens the login of {surface}"), target_fixture="login")
def open_login(
    open_login_surface: Callable[[str, Language], LoginSurface], language: Language, surface: str
) -> LoginSurface:
    return open_login_surface(SURFACES[surface], language)


@when("the user enters the user name and the password")
def enter_credentials(login: LoginSurface, user: User) -> None:
    login.enter_username(user.username)
    login.enter_password(user.password)


@when("the user enters the user name and a wrong password")
def enter_wrong_password(login: LoginSurface, user: User, world: World) -> None:
    world.expect_failed_login(user)
    login.enter_username(user.username)
    login.enter_password("not-the-password")


@when(parsers.parse('the user clicks "{label}"'))
def click_label(login: LoginSurface, label: str) -> None:
    assert login.control_shown(label, within_s=ANSWERED_WITHIN_S), f"no button or link reads {label}"
    login.click(label)


@when("the user submits the credentials")
def submit_credentials(login: LoginSurface) -> None:
    login.log_in()


@given("the user has entered the right credentials")
def has_entered_credentials(login: LoginSurface, user: User) -> None:
    login.enter_username(user.username)
    login.enter_password(user.password)
    login.log_in()
    stage = login.stage("waiting", within_s=ANSWERED_WITHIN_S)
    assert stage == "waiting", f"the right credentials led to {stage}"


@then(parsers.parse('the login offers "{label}"'))
def offers(login: LoginSurface, label: str) -> None:
    assert login.control_shown(label, within_s=ANSWERED_WITHIN_S), f"no button or link reads {label}"


@then("the credentials are submitted")
def credentials_submitted(login: LoginSurface) -> None:
    assert login.submitted(within_s=ANSWERED_WITHIN_S), "the click did not submit the credentials"


@then("the login waits for the phone")
def waits_for_phone(login: LoginSurface) -> None:
    assert login.stage("waiting", within_s=ANSWERED_WITHIN_S) == "waiting"


@then("the login still waits")
def still_waits(login: LoginSurface) -> None:
    """Watch for as long as an approval takes to reach the surface."""
    left = settled(
        lambda: login.stage("waiting", within_s=0), lambda stage: stage != "waiting", within_s=HOLDS_FOR_S
    )
    assert left == "waiting", f"the login went on to {left}"


@then(parsers.parse("the login moves on by itself within {within_s:g} s"))
def moves_on(login: LoginSurface, within_s: float) -> None:
    assert login.stage("open", within_s=within_s) not in ("waiting", "challenge")


@then(parsers.parse("the user is logged in within {within_s:g} s"))
def logged_in(login: LoginSurface, within_s: float) -> None:
    assert login.stage("open", within_s=within_s) == "open"


@then("the login is refused with a message")
def refused(login: LoginSurface) -> None:
    assert login.error(within_s=ANSWERED_WITHIN_S), "no error message is shown"
    assert login.stage("credentials", within_s=0) == "credentials"
