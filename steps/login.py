"""Steps in the words of the person at a login surface: Client Portal, WebTrader or TWS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pytest_bdd import given, parsers, then, when

from harness.errors import NotArranged
from harness.secrets import register
from harness.spec.ambiguities import TakeNote, reading
from harness.spec.vocabulary import LOGIN_SURFACES, Surface
from harness.targets.needs import Failures, Time, needing
from harness.targets.system import Clock, Language, User
from harness.waiting import lasting, settled
from harness.words import UnknownWord, Words
from pages.login import FALLBACK_LABELS, LoginSurface, Stage

SITS_AT = (Surface.CLIENT_PORTAL, Surface.WEBTRADER, Surface.TWS)
WRONG_PASSWORD = "not-the-password"
CHALLENGE_DIGITS = 6
"""As NOTIF-TROUBLESHOOT has it."""

CHALLENGE_AS_THERE = reading("AMB-CODE-LENGTHS", "challenge-as-there")
CHALLENGE_OTHERWISE = reading("AMB-CODE-LENGTHS", "challenge-otherwise")
WORDINGS = {
    "如未收到通知,請點擊此處": reading("AMB-FALLBACK-LINK-LABEL", "challenge-article"),
    "如您未收到通知,點擊此處": reading("AMB-FALLBACK-LINK-LABEL", "face-touch-article"),
    "如果沒收到消息請點擊此處": reading("AMB-FALLBACK-LINK-LABEL", "troubleshoot-article"),
}
LATER_PAGE = reading("AMB-FALLBACK-LINK-LABEL", "later-page")
PORTAL_ONLY = reading("AMB-LOCK-WINDOW", "portal-only")
EVERY_LOGIN = reading("AMB-LOCK-WINDOW", "every-login")


@dataclass(frozen=True)
class Earlier:
    """What an earlier login of the scenario showed; empty what it did not."""

    challenge: str
    response: str


@pytest.fixture
def challenge() -> str:
    """The challenge on show; empty before a login shows one."""
    return ""


@pytest.fixture
def response() -> str:
    """The response the phone made last; empty before it made one."""
    return ""


@given(
    parsers.parse("the login of {surface} is open"),
    converters={"surface": LOGIN_SURFACES},
    target_fixture="login",
)
def open_login(
    open_login_surface: Callable[[str, Language], LoginSurface], language: Language, surface: Surface
) -> LoginSurface:
    return open_login_surface(surface, language)


@when("the user enters the user name and the password")
def enter_credentials(login: LoginSurface, user: User) -> None:
    login.enter_username(user.username)
    login.enter_password(user.password)


@dataclass(frozen=True)
class Spelling:
    """A way to write a user name, and whether it is another name then: stored are small letters only."""

    write: Callable[[str], str]
    differs: bool = True


SPELLINGS = Words(
    "spelling",
    {
        "lower case": Spelling(str.lower, differs=False),
        "upper case": Spelling(str.upper),
        "mixed case": Spelling(str.capitalize),
    },
)


@when(
    parsers.parse("the user enters the user name in {spelling} and the password"),
    converters={"spelling": SPELLINGS},
)
@needing(lambda spelling: [Failures(int(spelling.differs))])
def enter_spelt(login: LoginSurface, user: User, spelling: Spelling) -> None:
    login.enter_username(spelling.write(user.username))
    login.enter_password(user.password)


PLACES: Words[Callable[[str, str], str]] = Words(
    "place in the user name",
    {
        "its first": lambda username, character: character + username,
        "an inner": lambda username, character: username[:2] + character + username[2:],
        "its last": lambda username, character: username + character,
    },
)


def _characters(words: str) -> list[str]:
    """``a space``, one character, or ``any of`` several with spaces between them."""
    characters = [" "] if words == "a space" else words.removeprefix("any of ").split(" ")
    if any(len(one) != 1 for one in characters):
        raise UnknownWord(words, "character", ["a space", "!", "any of ! ? *"])
    return characters


@when(
    parsers.parse("the user enters the user name with {characters} as {place} character, and the password"),
    converters={"characters": _characters, "place": PLACES},
)
def enter_malformed(
    login: LoginSurface, user: User, characters: list[str], place: Callable[[str, str], str]
) -> None:
    login.enter_username(place(user.username, "".join(characters)))
    login.enter_password(user.password)


@when("the user types the user name with Caps Lock on, and the password")
@needing(lambda: [Failures(1)])
def type_with_caps_lock(login: LoginSurface, user: User) -> None:
    """With Caps Lock on, keys pressed without Shift arrive as upper case letters."""
    login.enter_username(user.username.upper())
    login.enter_password(user.password)


@when("the user types the user name with Caps Lock off, and the password")
@when("the user clears the user name and types it again, and the password")
def type_again(login: LoginSurface, user: User) -> None:
    assert login.takes_username(), "the field for the user name takes no input any more"
    login.enter_username(user.username)
    login.enter_password(user.password)


@then(
    parsers.parse("a user name with {characters} as {place} character is refused"),
    converters={"characters": _characters, "place": PLACES},
)
def each_refused(
    login: LoginSurface, user: User, characters: list[str], place: Callable[[str, str], str]
) -> None:
    for character in characters:
        username = place(user.username, character)
        login.open()
        login.enter_username(username)
        login.enter_password(user.password)
        login.log_in()
        error = login.error(within_s=login.patience.answered_s)
        stage = login.stage("credentials", within_s=0)
        assert error, f"no message about a user name with {character!r}, which led to {stage}"
        assert stage == "credentials", f"a user name with {character!r} led to {stage}"


def _fail(login: LoginSurface, user: User) -> None:
    login.open()
    login.enter_username(user.username)
    login.enter_password(WRONG_PASSWORD)
    login.log_in()
    assert login.error(within_s=login.patience.answered_s), "no message about the wrong password"


def _log_in_anew(login: LoginSurface, user: User) -> None:
    login.open()
    login.enter_username(user.username)
    login.enter_password(user.password)
    login.log_in()


@given(parsers.re(r"the login has failed (?P<times>\d+) times?"), converters={"times": int})
@needing(lambda times: [Failures(times)])
def has_failed(login: LoginSurface, user: User, times: int) -> None:
    for _ in range(times):
        _fail(login, user)


@given(parsers.parse("the login has failed {times:d} times, once every {hours:g} hours"))
@needing(lambda times, hours: [Failures(times), Time((times - 1) * hours * 3600)])
def has_failed_over_hours(login: LoginSurface, user: User, clock: Clock, times: int, hours: float) -> None:
    for number in range(times):
        if number:
            clock.advance(hours * 3600)
        _fail(login, user)


@given("the login has succeeded once")
def has_succeeded(login: LoginSurface, user: User) -> None:
    right_credentials_accepted(login, user)
    login.log_out()


@then("the right credentials are accepted")
def right_credentials_accepted(login: LoginSurface, user: User) -> None:
    _log_in_anew(login, user)
    expected: Stage = "open" if user.second_factor == "none" else "waiting"
    stage = login.stage(expected, within_s=login.patience.answered_s)
    assert stage == expected, f"the login is at {stage}: {login.error(within_s=0)}"


@then("the right credentials are refused")
def right_credentials_refused(login: LoginSurface, user: User) -> None:
    _log_in_anew(login, user)
    refused(login)


@when(
    parsers.parse("the locked user tries the right credentials at {surface}"),
    converters={"surface": LOGIN_SURFACES},
)
def try_while_locked(
    open_login_surface: Callable[[str, Language], LoginSurface],
    language: Language,
    note: TakeNote,
    user: User,
    surface: Surface,
) -> None:
    """Whether the lock of Client Portal holds there, too, is left open: noted."""
    login = open_login_surface(surface, language)
    _log_in_anew(login, user)
    if not login.submitted(within_s=login.patience.answered_s):
        raise NotArranged(f"{surface.in_words} does not answer")
    locked = login.stage("credentials", within_s=0) == "credentials"
    seen = "refuses" if locked else "accepts"
    told = f"{surface.in_words} {seen} the right credentials while Client Portal is locked"
    note(EVERY_LOGIN if locked else PORTAL_ONLY, told, surface)


@when("the other user enters the user name and the password")
def enter_other_credentials(login: LoginSurface, other_user: User) -> None:
    enter_credentials(login, other_user)


@when("the user enters the user name and a wrong password")
@needing(lambda: [Failures(1)])
def enter_wrong_password(login: LoginSurface, user: User) -> None:
    login.enter_username(user.username)
    login.enter_password(WRONG_PASSWORD)


@when(parsers.parse('the user clicks "{label}"'))
def click_label(login: LoginSurface, label: str) -> None:
    assert login.control_shown(label, within_s=login.patience.answered_s), f"no button or link reads {label}"
    login.click(label)


@when("the user submits the credentials")
def submit_credentials(login: LoginSurface) -> None:
    login.log_in()


@given("the user has entered the right credentials")
@when("the user enters the right credentials")
def has_entered_credentials(login: LoginSurface, user: User) -> None:
    login.enter_username(user.username)
    login.enter_password(user.password)
    login.log_in()
    stage = login.stage("waiting", within_s=login.patience.answered_s)
    assert stage == "waiting", f"the right credentials led to {stage}"


@then("the credentials are submitted")
def credentials_submitted(login: LoginSurface) -> None:
    assert login.submitted(within_s=login.patience.answered_s), "the click did not submit the credentials"


@then("the login waits for the phone")
def waits_for_phone(login: LoginSurface) -> None:
    stage = login.stage("waiting", within_s=login.patience.answered_s)
    assert stage == "waiting", f"the login does not wait for the phone; it is at {stage}"


@then(parsers.parse("the login does not move on within {watched_s:g} s"))
def does_not_move_on(login: LoginSurface, clock: Clock, watched_s: float) -> None:
    before = login.stage("waiting", within_s=0)
    passing = clock.passing(max(watched_s, login.patience.answered_s))
    after = lasting(lambda: login.stage(before, within_s=0), lambda now: now == before, passing)
    assert before == after in ("waiting", "challenge"), f"the login went from {before} to {after}"


@then(parsers.parse("the login moves on by itself within {within_s:g} s"))
def moves_on(login: LoginSurface, within_s: float) -> None:
    """On is an open session, or a page on the way to it (AMB-NEXT-STEP)."""
    stage = login.stage("open", within_s=login.patience.stretched(within_s))
    assert stage in ("open", "elsewhere"), f"the login did not move on; it is at {stage}"


@then(parsers.parse("the user is logged in within {within_s:g} s"))
def logged_in(login: LoginSurface, within_s: float) -> None:
    stage = login.stage("open", within_s=login.patience.stretched(within_s))
    assert stage == "open", f"the user is not logged in; the login is at {stage}"


@then("the login is refused with a message")
def refused(login: LoginSurface) -> None:
    error = login.error(within_s=login.patience.answered_s)
    stage = login.stage("credentials", within_s=0)
    assert error, f"no error message is shown; the login is at {stage}"
    assert stage == "credentials", f"the login shows an error and is at {stage}"


@when("the user clicks the link for a notification that did not come")
def click_fallback(login: LoginSurface, note: TakeNote) -> None:
    offers_fallback(login, note)
    login.ask_for_challenge()


@then("the login offers a link for a notification that did not come")
def offers_fallback(login: LoginSurface, note: TakeNote) -> None:
    """Under any of its known wordings; which one it is is noted."""
    found = settled(lambda: _fallback_now(login), bool, within_s=login.patience.answered_s)
    assert found, "no link for a notification that did not come"
    note(WORDINGS.get(found, LATER_PAGE), f"the link reads {found}", login.name)


def _fallback_now(login: LoginSurface) -> str:
    shown = (label for label in FALLBACK_LABELS if login.control_shown(label, within_s=0))
    return next(shown, "")


@given("the user has asked for a challenge", target_fixture="challenge")
@when("the user asks for a challenge", target_fixture="challenge")
def ask_for_challenge(login: LoginSurface) -> str:
    login.ask_for_challenge()
    return shows_challenge(login)


@then("the login shows a challenge", target_fixture="challenge")
def shows_and_measures_challenge(login: LoginSurface, note: TakeNote) -> str:
    """Its length is stated in another article only: noted."""
    challenge = shows_challenge(login)
    as_there = len(challenge) == CHALLENGE_DIGITS and challenge.isdecimal()
    kind = "digits" if challenge.isdecimal() else "characters"
    measured = CHALLENGE_AS_THERE if as_there else CHALLENGE_OTHERWISE
    note(measured, f"a challenge of {len(challenge)} {kind}", login.name)
    return challenge


def shows_challenge(login: LoginSurface) -> str:
    challenge = login.challenge(within_s=login.patience.answered_s)
    assert challenge, "the login shows no challenge"
    return challenge


@when("the user abandons the login", target_fixture="earlier")
def abandon_login(login: LoginSurface, challenge: str, response: str) -> Earlier:
    """What the abandoned login showed stays known, for a comparison."""
    login.open()
    return Earlier(challenge, response)


@then("the challenge differs from the one before")
def challenge_differs(challenge: str, earlier: Earlier) -> None:
    assert challenge != earlier.challenge, "every login has the same challenge"


@then("the login shows an empty box for the response")
def shows_empty_box(login: LoginSurface) -> None:
    assert login.response_box() == "", "there is no empty box for the response"


@when("the user types the response into the login")
def type_response(login: LoginSurface, response: str) -> None:
    login.enter_response(response)


@then("the box for the response holds it unchanged")
def box_holds_response(login: LoginSurface, response: str) -> None:
    held = login.response_box()
    register(held or "")  # a box that cuts off shows most of the response
    assert held == response, "the box does not hold what was typed"


@when("the user confirms the response")
def confirm_response(login: LoginSurface) -> None:
    login.confirm_response()


@then("the response is refused")
def response_refused(login: LoginSurface) -> None:
    error = login.error(within_s=login.patience.answered_s)
    stage = login.stage("challenge", within_s=0)
    assert error, f"the response was not refused; the login is at {stage}"
    assert stage == "challenge", f"the login takes no other response; it is at {stage}"
