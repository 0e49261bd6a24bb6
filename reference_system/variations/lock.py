"""What the article on failed logins leaves open (AMB-LOCK-WINDOW), and how the service center works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from reference_system.authority import lock, support
from reference_system.authority.happenings import LoginRefused
from reference_system.authority.means import Means
from reference_system.authority.store import User
from reference_system.authority.support import Reply
from reference_system.authority.users import Users
from reference_system.context import context
from reference_system.deviations import variation
from reference_system.languages import Language
from reference_system.portal.texts import error_text

_LOCK = [f"LOGIN-HELP-LCK0{number}" for number in (1, 2, 4, 5)]
_DESK = [f"LOGIN-HELP-LCK0{number}" for number in (7, 8, 9)]
_CALL_BACK = timedelta(minutes=10)


@lock.counts_at.variation(
    "failures-count-at-tws-too",
    near=_LOCK,
    differs="a failed login to TWS counts as one to Client Portal does",
    permitted="the article counts failed logins to Client Portal and is silent about the platforms",
)
def _(surface: str) -> bool:  # noqa: ARG001
    return True


@lock.counts_at.variation(
    "failures-count-at-client-portal-only",
    near=_LOCK,
    differs="failed logins to WebTrader and TWS count nothing",
    permitted="the article counts failed logins to Client Portal, and no others",
)
def _(surface: str) -> bool:
    return surface == "client-portal"


@lock.wrong_responses_count.variation(
    "wrong-responses-lock-nobody",
    near=[*_LOCK, "LOGIN-CHALLENGE-03b"],
    differs="only a wrong password is a failed login, a wrong response is none",
    permitted="the measure is against guessing passwords; no article says that a response counts",
)
def _() -> bool:
    return False


_prolonged = variation(
    "attempts-during-the-lock-prolong-it",
    near=_LOCK,
    differs="each attempt during the lock moves its end to 24 hours after it",
    permitted="the lock lasts until 24 hours after the last failed attempt, and a refused one has failed",
)


@_prolonged.hears(LoginRefused)
def _(refused: LoginRefused, means: Means) -> None:
    if refused.user is not None and refused.reason == "locked":
        _prolonged.past[refused.user.username] = means.clock.now()


@_prolonged.replaces(lock.end_of_lock)
def _(counted: Sequence[datetime]) -> datetime:
    ends = lock.end_of_lock.original(counted)
    refused_at = _prolonged.past.get(context().username)
    return ends if refused_at is None else max(ends, refused_at + timedelta(hours=24))


# What a person is told


@error_text.variation(
    "lock-is-not-told",
    near=_LOCK,
    differs="a locked user reads what everybody reads who cannot log in",
    permitted="the article says that the login fails, not that the page says why",
)
def _(code: str, language: Language) -> str:
    return error_text.original("credentials" if code == "locked" else code, language)


@error_text.variation(
    "failures-are-told-with-a-warning",
    near=[*_LOCK, "LOGIN-SEAMLESS-01b"],
    differs="the message about a wrong password warns of the lock and names the service center",
    permitted="no article gives the words of the message",
)
def _(code: str, language: Language) -> str:
    told = error_text.original(code, language)
    if code != "credentials":
        return told
    warning = {
        "en": "Your account will be locked for 24 hours after 10 failed attempts.",
        "zh-Hant": "連續10次登錄失敗後,您的賬戶將被鎖定24小時。",
    }
    return f"{told}. {warning[language]}"


# The service center


@support.right_answers.variation(
    "desk-asks-for-account-and-telephone",
    near=_DESK,
    differs="the caller is asked for the account and the year of birth only",
    permitted="the identity has to be verified, and no article says by which questions",
)
def _(user: User) -> dict[str, str]:
    answers: Mapping[str, str] = support.right_answers.original(user)
    return {"account": answers["account"], "year_of_birth": answers["date_of_birth"][:4]}


@support.help_with_login.variation(
    "desk-helps-within-ten-minutes",
    near=_DESK,
    differs="the lock is lifted ten minutes after the call",
    permitted="the article promises help on the telephone, not that it works while one still talks",
)
def _(users: Users, user: User) -> None:
    username = user.username

    def lift() -> None:
        found = users.find(username)
        if found is not None:
            support.help_with_login.original(users, found)

    users.clock.at(users.clock.now() + _CALL_BACK, lift)


@support.reply.variation(
    "desk-has-other-words",
    near=_DESK,
    differs="whatever the desk did, it says so in a few words of its own",
    permitted="nobody tells the people at the telephone what to say",
)
def _(done: bool, said: str) -> Reply:
    return Reply(done, "All right, that is done." if done else f"I am sorry, no. {said[-40:]}")
