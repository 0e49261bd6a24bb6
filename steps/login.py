"""Steps in the words of the person at a login surface: Client Portal, WebTrader or TWS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice, repeat

import pytest
from pytest_bdd import given, parsers, then, when

from harness.errors import ElementNotShown, NotArranged
from harness.neighbours import neighbours, other_cases
from harness.patience import Patience
from harness.secrets import register
from harness.sessions.device import Device
from harness.signs.sign import NotRecognised
from harness.spec.ambiguities import TakeNote, reading
from harness.spec.vocabulary import LOGIN_SURFACES, Surface
from harness.targets.needs import Failures, Time, needing
from harness.targets.system import FACTOR_ON, Accounts, Clock, Language, User, World
from harness.waiting import lasting, real_time, settled
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
PADDING_REFUSED = reading("AMB-HELP-ADVICE", "refused")
PADDING_TRIMMED = reading("AMB-HELP-ADVICE", "trimmed")
PORTAL_ONLY = reading("AMB-LOCK-WINDOW", "portal-only")
EVERY_LOGIN = reading("AMB-LOCK-WINDOW", "every-login")
SHUT: tuple[Stage, ...] = ("credentials", "waiting", "challenge")
"""Stages of a login that has opened nothing."""
AT_MOST = 8
"""So many failures in a row are made of one user: ten lock, and what is locked refuses anything."""
WATCHED_S = 3600.0
"""So long is a login watched that must never open, where that takes no time."""


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


@when("the user enters the user name in lower case and the password")
def enter_in_lower_case(login: LoginSurface, user: User) -> None:
    login.enter_username(user.username.lower())
    login.enter_password(user.password)


PLACES: Words[Callable[[str, str], str]] = Words(
    "place in the user name",
    {
        "its first": lambda username, character: character + username,
        "an inner": lambda username, character: username[:2] + character + username[2:],
        "its last": lambda username, character: username + character,
    },
)


SPACES = {"a space": [" "], "any space": [" ", "\N{IDEOGRAPHIC SPACE}", "\N{NO-BREAK SPACE}"]}


def _characters(words: str) -> list[str]:
    """``a space``, ``any space``, one character, or ``any of`` several with spaces between them."""
    characters = SPACES.get(words) or words.removeprefix("any of ").split(" ")
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
    login: LoginSurface,
    user: User,
    clock: Clock,
    world: World,
    characters: list[str],
    place: Callable[[str, str], str],
) -> None:
    """What is no user name counts against no user, however many there are."""
    all_refused(login, clock, world, [(place(user.username, one), user.password) for one in characters])


@then("no other spelling of the user name is accepted")
@needing(lambda: [Failures(1)])
def no_other_spelling(
    login: LoginSurface, user: User, accounts: Accounts, clock: Clock, world: World
) -> None:
    def spelt(of: User) -> list[Pair]:
        name = of.username
        single = [one.value for one in other_cases(name)]
        some = single[:: len(single) - 1] if login.keeps_own_time and len(single) > 1 else single
        return [(one, of.password) for one in (*some, name.upper(), name.capitalize(), full_width(name))]

    all_refused(login, clock, world, of_fresh_users(accounts, user, spelt))


@then("no other password is accepted")
@needing(lambda: [Failures(1)])
def no_other_password(
    login: LoginSurface, user: User, accounts: Accounts, clock: Clock, world: World
) -> None:
    """Every neighbour of the right one at Client Portal, some elsewhere: one server judges for all."""
    others = accounts.user(user.second_factor).password

    def wrong(of: User) -> list[Pair]:
        right = of.password
        near = [one.value for one in neighbours(right)]
        some = [near[0], near[len(right) // 2], near[len(right) - 1], near[len(right)], near[-2]]
        alike = [right.swapcase(), full_width(right)]
        rare = [right.upper(), right.lower(), f"{right[:4]} {right[4:]}", ""]
        passwords = [*near, *alike, *rare] if login.name == Surface.CLIENT_PORTAL else [*some, *alike]
        return [(of.username, one) for one in (*passwords, others) if one != right]

    all_refused(login, clock, world, of_fresh_users(accounts, user, wrong))


Pair = tuple[str, str]
"""User name and password."""


def of_fresh_users(accounts: Accounts, user: User, wrong: Callable[[User], list[Pair]]) -> Iterator[Pair]:
    """All that ``wrong`` makes of a user, `AT_MOST` of one user and the next of another.

    Of accounts that are only listed it tries one, or `AT_MOST` where so many may fail, and leaves it at that.
    """
    at_most = AT_MOST if accounts.allows(AT_MOST) else 1
    made, at = wrong(user), 0
    while True:
        for username, password in made[at : at + at_most]:
            if password:
                register(password)
            yield username, password
        at += at_most
        if at >= len(made):
            return
        tried, user = user, accounts.user(user.second_factor)
        if user.username == tried.username:
            return
        made = wrong(user)


def full_width(text: str) -> str:
    """``text`` in the full-width forms of its letters and digits."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


def _attempt(login: LoginSurface, username: str, password: str) -> Stage:
    """Submit these at the login as it is, or anew where it takes none; where that leads."""
    if login.stage("credentials", within_s=0) != "credentials":
        login.open()
    login.enter_username(username)
    login.enter_password(password)
    login.log_in()
    login.error(within_s=login.patience.answered_s)
    return login.stage("credentials", within_s=0)


def all_refused(login: LoginSurface, clock: Clock, world: World, wrong: Iterable[Pair]) -> None:
    """Each of these pairs of user name and password is refused, and none leads to anything afterwards."""
    owner = world.books and world.books.owner(login.name)
    for username, password in wrong:
        stage = _attempt(login, username, password)
        assert stage == "credentials", f"not refused; the login is at {login.astray() or stage}"
        assert not (instead := login.astray()), f"the login was not refused, it failed: {instead}"
    _refused(login, clock)
    now = world.books and world.books.owner(login.name)
    assert now == owner, "the login shows a refusal, and the system has opened a session"


@when("the user tries the user name with a space before and behind it")
def try_padded(login: LoginSurface, user: User, note: TakeNote) -> None:
    """Whether a login trims what is typed is left open: noted."""
    login.open()
    login.enter_username(f" {user.username} ")
    login.enter_password(user.password)
    login.log_in()
    if not login.submitted(within_s=login.patience.answered_s):
        raise NotArranged(f"{login.name} does not answer")
    refused = login.stage("credentials", within_s=0) == "credentials"
    told = "a user name with a space before and behind it is " + ("refused" if refused else "accepted")
    note(PADDING_REFUSED if refused else PADDING_TRIMMED, told, login.name)


@pytest.fixture
def guesses(user: User) -> Iterator[str]:
    """Passwords that somebody may guess who comes close: all different, and none right."""
    return cycle(one.value for one in neighbours(user.password))


def _fail(login: LoginSurface, user: User, guess: str) -> None:
    stage = _attempt(login, user.username, guess)
    if stage != "credentials" or login.astray():
        raise NotArranged(f"a wrong password was not refused; the login is at {login.astray() or stage}")


def _log_in_anew(login: LoginSurface, user: User) -> None:
    login.open()
    login.enter_username(user.username)
    login.enter_password(user.password)
    login.log_in()


@given(parsers.re(r"the login has failed (?P<times>\d+) times?"), converters={"times": int})
@needing(lambda times: [Failures(times)])
def has_failed(login: LoginSurface, user: User, guesses: Iterator[str], times: int) -> None:
    for guess in islice(guesses, times):
        _fail(login, user, guess)


@given(parsers.parse("the login has failed {times:d} times with the same password"))
@needing(lambda times: [Failures(times)])
def has_failed_alike(login: LoginSurface, user: User, guesses: Iterator[str], times: int) -> None:
    has_failed(login, user, repeat(next(guesses)), times)


@given(parsers.parse("the login has failed {times:d} times, on a page opened anew each time"))
@needing(lambda times: [Failures(times)])
def has_failed_anew(login: LoginSurface, user: User, guesses: Iterator[str], times: int) -> None:
    for guess in islice(guesses, times):
        login.open()
        _fail(login, user, guess)


@given(parsers.parse("the login has failed {times:d} times, half of them in another browser"))
@needing(lambda times: [Failures(times)])
def has_failed_elsewhere(
    open_login_surface: Callable[[str, Language], LoginSurface],
    language: Language,
    login: LoginSurface,
    user: User,
    guesses: Iterator[str],
    times: int,
) -> None:
    has_failed(open_login_surface(login.name, language), user, guesses, times // 2)
    has_failed(login, user, guesses, times - times // 2)


@given(parsers.parse("the login has failed {times:d} times, once every {hours:g} hours"))
@needing(lambda times, hours: [Failures(times), Time((times - 1) * hours * 3600)])
def has_failed_over_hours(
    login: LoginSurface, user: User, guesses: Iterator[str], clock: Clock, times: int, hours: float
) -> None:
    for number, guess in enumerate(islice(guesses, times)):
        if number:
            clock.advance(hours * 3600)
        _fail(login, user, guess)


@given("the login has succeeded once")
def has_succeeded(login: LoginSurface, user: User, world: World) -> None:
    right_credentials_accepted(login, user, world)
    login.log_out()


@then("the right credentials are accepted")
def right_credentials_accepted(login: LoginSurface, user: User, world: World) -> None:
    _log_in_anew(login, user)
    expected: Stage = "open" if user.second_factor == "none" else "waiting"
    stage = login.stage(expected, within_s=login.patience.answered_s)
    assert stage == expected, f"the login is at {login.astray() or stage}: {login.error(within_s=0)}"
    if expected == "open":
        _is_open_for(user, login, world)


@then("somebody else's right credentials are accepted")
def others_accepted(login: LoginSurface, accounts: Accounts, user: User, world: World) -> None:
    other = accounts.user("none")
    if other.username == user.username:
        raise NotArranged("the target has one account without a second factor only")
    right_credentials_accepted(login, other, world)


@then("the right credentials are refused")
def right_credentials_refused(login: LoginSurface, user: User, clock: Clock, world: World) -> None:
    _log_in_anew(login, user)
    refused(login, clock, world)


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


# --- somebody else's login, which waits meanwhile


@pytest.fixture
def other_login() -> LoginSurface | None:
    """Another user's login that waits for their phone; None where nobody's does."""
    return None


@given("another user's login waits for their own phone", target_fixture="other_login")
def others_login_waits(
    open_login_surface: Callable[[str, Language], LoginSurface],
    language: Language,
    world: World,
    accounts: Accounts,
    phone: Device,
    login: LoginSurface,
) -> LoginSurface | None:
    """At another surface, with IB Key on another phone; where accounts are only listed, nobody's waits.

    Not of the same user: no article says what becomes of one's other login.
    """
    if not world.makes_fresh:
        return None
    elsewhere = Surface.WEBTRADER if login.name == Surface.CLIENT_PORTAL else Surface.CLIENT_PORTAL
    others = open_login_surface(elsewhere, language)
    other_factors = (factor for surface, factor in FACTOR_ON.items() if surface != phone.surface)
    enter_credentials(others, accounts.user(next(other_factors)))
    others.log_in()
    stage = others.stage("waiting", within_s=others.patience.answered_s)
    if stage != "waiting":
        raise NotArranged(f"another user's login at {others.name} does not wait; it is at {stage}")
    return others


@then("another user's login still opens nothing")
def others_login_stays_shut(other_login: LoginSurface | None, clock: Clock, world: World) -> None:
    if other_login is not None:
        watched = clock.passing(other_login.patience.answered_s)
        stays_shut(other_login, world, watched, led_by="somebody else's approval")


# --- where a login has got to


def _watched_s(clock: Clock, patience: Patience) -> float:
    """How long to watch that something never happens: where the clock is moved it costs nothing."""
    return WATCHED_S if clock.longest_s > WATCHED_S else patience.answered_s


def stays_shut(
    login: LoginSurface, world: World, passing: Iterable[None], *, led_by: str = "nothing"
) -> None:
    """The login opens nothing while the time passes, by its screen and by what the system itself tells.

    That it ends without anybody's doing, or after a wrong proof, is not moving on: no article says for how
    long it waits, or what follows.
    """
    stage = lasting(lambda: login.stage("waiting", within_s=0), lambda now: now in SHUT, passing)
    if stage == "elsewhere" and not login.astray():
        raise _not_recognised(login)
    assert stage in SHUT, f"led by {led_by}, the login is at {login.astray() or stage}"
    outcome = world.books and world.books.outcome(login.name)
    assert outcome != "opened", "the login shows no open session, and the system has opened one"


def _not_recognised(login: LoginSurface) -> ElementNotShown:
    return ElementNotShown(
        screen=login.name, element="a page of a login", waited_s=login.patience.answered_s, seen=login.seen()
    )


def _is_open_for(user: User, login: LoginSurface, world: World) -> None:
    """The session is this user's: as the surface shows it, and as the system itself tells."""
    shown = login.session_user()
    assert shown in (None, user.username), "the session that has opened is another user's"
    owner = world.books.owner(login.name) if world.books else user.username
    assert owner == user.username, f"the system has opened no session for the user at {login.name}"


@then("the login does not move on")
def does_not_move_on(login: LoginSurface, clock: Clock, world: World) -> None:
    stays_shut(login, world, clock.passing(login.patience.answered_s))


@then("the login never moves on")
def never_moves_on(login: LoginSurface, clock: Clock, world: World) -> None:
    stays_shut(login, world, clock.passing(_watched_s(clock, login.patience)))
    if login.keeps_own_time and clock.longest_s > WATCHED_S:
        stays_shut(login, world, real_time(login.patience.answered_s))


@then("the login moves on by itself")
def moves_on(login: LoginSurface, user: User, world: World) -> None:
    """On is an open session, or a page on the way to it (AMB-NEXT-STEP)."""
    try:
        stage = login.stage("open", within_s=login.patience.answered_s)
    except NotRecognised:
        if not login.mentions(user.username):
            raise
        return
    assert stage == "open", f"the login did not move on; it is at {login.astray() or stage}"
    _is_open_for(user, login, world)


@then("the user is logged in")
def logged_in(login: LoginSurface, user: User, world: World) -> None:
    stage = login.stage("open", within_s=login.patience.answered_s)
    assert stage == "open", f"the user is not logged in; the login is at {login.astray() or stage}"
    _is_open_for(user, login, world)


@then("the login is refused")
def refused(login: LoginSurface, clock: Clock, world: World) -> None:
    """By the system, for good, and whether or not it says why: no article promises a message."""
    _refused(login, clock)
    outcome = world.books and world.books.outcome(login.name)
    assert outcome in (None, "refused"), f"the login shows a refusal, and the system says: {outcome}"


def _refused(login: LoginSurface, clock: Clock) -> None:
    login.error(within_s=login.patience.answered_s)
    watched = clock.passing(login.patience.answered_s)
    stage = lasting(lambda: login.stage("credentials", within_s=0), lambda now: now == "credentials", watched)
    assert stage == "credentials", f"the login was not refused; it is at {login.astray() or stage}"
    assert not (instead := login.astray()), f"the login was not refused, it failed: {instead}"


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
