"""What the articles leave open about notifications, logins, and what follows a refusal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from reference_system.authority import login_book, sessions
from reference_system.authority.factors import ib_key
from reference_system.authority.factors.ib_key import Answer
from reference_system.authority.happenings import (
    ActivationGranted,
    ApprovalRefused,
    FactorInUse,
    LoginBegun,
    LoginChanged,
    LoginRefused,
    LoginSettled,
)
from reference_system.authority.means import Means
from reference_system.authority.store import Login, LoginState, User
from reference_system.deviations import variation
from reference_system.ib_key.wire import Notification

_FIRST = ["LOGIN-SEAMLESS-01b", "TOUCHID-01b", "FACEID-01b"]
_LIST = ["LOGIN-SEAMLESS-02a", "TOUCHID-02b", "FACEID-02b"]
_LAST = ["LOGIN-SEAMLESS-04", "TOUCHID-04", "FACEID-04"]
_PATIENTLY = timedelta(seconds=3)


# What else reaches the phone


def _inform(user: User, title: str, body: str, means: Means) -> None:
    """Send a notification that informs, and asks for nothing, to the phones of a user."""
    for one in ib_key.ib_keys_of(user):
        means.push.send(one.phone, Notification("IBKR Mobile", title, body))


_news = variation(
    "market-news-before-each-login",
    near=[*_FIRST, *_LIST],
    differs="a notification of IBKR Mobile about the market lies in the list when that of the login comes",
    permitted="the app informs by notifications, too; the article promises one of this login",
)


@_news.hears(LoginBegun)
def _(begun: LoginBegun, means: Means) -> None:
    _inform(begun.login.user, "Market close", "The index closed 0.4 % higher.", means)


_later_news = variation(
    "market-news-after-each-notification",
    near=[*_FIRST, *_LIST],
    differs="a notification of IBKR Mobile about the market comes right after that of the login",
    permitted="the app informs by notifications, too; no article says that the login's is the newest",
)


@_later_news.hears(FactorInUse)
def _(awaited: FactorInUse, means: Means) -> None:
    _inform(awaited.login.user, "Dividend", "A dividend of 0.27 USD was paid.", means)


_told = variation(
    "each-new-session-is-told-on-the-phone",
    near=[*_LAST, "LOGIN-HELP-LCK02"],
    differs="after a login the phone gets a notification that says so",
    permitted="the app informs by notifications, too",
)


@_told.hears(LoginSettled)
def _(settled: LoginSettled, means: Means) -> None:
    if settled.login.state == LoginState.APPROVED:
        _inform(settled.login.user, "New session", "You have logged in. Not you? Call us.", means)


_alarmed = variation(
    "failed-logins-are-told-on-the-phone",
    near=_FIRST,
    differs="after a wrong password the phone gets a notification that warns of it, and approves nothing",
    permitted="the app informs by notifications, too; only the login's own needs right credentials",
)


@_alarmed.hears(LoginRefused)
def _(refused: LoginRefused, means: Means) -> None:
    if refused.user is not None and refused.reason == "credentials":
        _inform(refused.user, "Security notice", "Somebody entered a wrong password for your user.", means)


_welcome = variation(
    "activation-is-told-on-the-phone",
    near=["AND-MANUAL-09a", "AND-QR-11a", "IOS-QR-11a", "IOS-MANUAL-09a", "AND-MANUAL-F14-03"],
    differs="after an activation the phone gets a notification that welcomes the user",
    permitted="the app informs by notifications, too",
)


@_welcome.hears(ActivationGranted)
def _(granted: ActivationGranted, means: Means) -> None:
    def welcome() -> None:
        means.push.send(
            granted.request.surface, Notification("IBKR Mobile", "Welcome", "IB Key is ready for use.")
        )

    means.clock.at(means.clock.now() + timedelta(seconds=1), welcome)


# When it comes


@ib_key.notify.variation(
    "notifications-come-after-three-seconds",
    near=[*_FIRST, *_LIST],
    differs="the notification reaches the phone three seconds after the password",
    permitted="no article says how soon",
)
def _(phone: str, login: Login | None, means: Means) -> None:
    means.clock.at(means.clock.now() + _PATIENTLY, lambda: ib_key.notify.original(phone, login, means))


_slow = variation(
    "approvals-reach-the-surface-after-three-seconds",
    near=_LAST,
    differs="the login goes on three seconds after the approval on the phone",
    permitted="no article says how soon",
)


@_slow.hears(LoginSettled)
def _(settled: LoginSettled, means: Means) -> None:
    login = settled.login

    def tell() -> None:
        _slow.memory.add(login.login_id)
        means.happenings.tell(LoginChanged(login))

    if settled.by == "approval":
        means.clock.at(means.clock.now() + _PATIENTLY, tell)
    else:
        _slow.memory.add(login.login_id)


@_slow.replaces(ib_key.state_told)
def _(login: Login) -> LoginState:
    unheard = login.state == LoginState.APPROVED and login.login_id not in _slow.memory
    return LoginState.WAITING if unheard else login.state


# How long things live


@login_book.login_life.variation(
    "logins-wait-for-a-minute",
    near=[*_LAST, "LOGIN-CHALLENGE-INT01", "FACE-TOUCH-CHALLENGE-INT01"],
    differs="a login waits one minute for its second factor",
    permitted="no article says how long a login waits, and the procedure takes less",
)
def _() -> timedelta:
    return timedelta(minutes=1)


@sessions.session_life.variation(
    "sessions-end-after-a-quarter-of-an-hour",
    near=[*_LAST, "AND-MANUAL-F14-06", "IOS-QR-07b"],
    differs="a session ends 15 minutes after its login",
    permitted="no article says how long a session lives",
)
def _() -> timedelta:
    return timedelta(minutes=15)


_one_at_a_time = variation(
    "a-new-login-ends-the-one-that-waits",
    near=[*_LAST, "LOGIN-SEAMLESS-INT01", "LOGIN-HELP-LCK02"],
    differs="where a login of the user waits and another is begun, the first comes to nothing",
    permitted="no article speaks of two logins at once",
)


@_one_at_a_time.hears(LoginBegun)
def _(begun: LoginBegun, means: Means) -> None:
    for factor in begun.login.user.factors:
        for waiting in means.logins.waiting_for(factor.factor_id):
            means.logins.settle(waiting, LoginState.EXPIRED, by="another login")


# What follows a refusal

_wrong_pin_ends = variation(
    "a-wrong-pin-ends-the-login",
    near=["LOGIN-SEAMLESS-03c"],
    differs="after a wrong PIN the login comes to nothing, and the user begins anew",
    permitted="a wrong PIN must not approve; no article says what else becomes of the login",
)


@_wrong_pin_ends.hears(ApprovalRefused)
def _(refused: ApprovalRefused, means: Means) -> None:
    means.logins.settle(refused.login, LoginState.REFUSED, by="wrong proof")


_wrong_response_ends = variation(
    "a-wrong-response-ends-the-login",
    near=["LOGIN-CHALLENGE-05b", "FACE-TOUCH-CHALLENGE-06b"],
    differs="after a wrong response the login comes to nothing, and the user begins anew",
    permitted="a wrong response must not log in; no article says what else becomes of the login",
)


@_wrong_response_ends.hears(LoginRefused)
def _(refused: LoginRefused, means: Means) -> None:
    if refused.user is not None and refused.reason == "second-factor":
        for factor in refused.user.factors:
            for waiting in means.logins.waiting_for(factor.factor_id):
                means.logins.settle(waiting, LoginState.REFUSED, by="wrong response")


@ib_key.response_counter.variation(
    "responses-may-be-typed-in-groups",
    near=["FACE-TOUCH-CHALLENGE-06b", "LOGIN-CHALLENGE-06"],
    differs="blanks and hyphens within a response are passed over",
    permitted="the response is its digits; no article says how they are grouped",
)
def _(answer: Answer) -> int | None:
    typed = re.sub(r"[\s-]", "", answer.offered)
    return ib_key.response_counter.original(replace(answer, offered=typed))
