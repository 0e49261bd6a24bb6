"""Steps about responses that a login must not accept: made for it by a phone, and then changed or misused."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pytest_bdd import then

from harness.neighbours import neighbours
from harness.secrets import register
from harness.sessions.device import Device
from harness.spec.vocabulary import Surface
from harness.targets.needs import Failures, needing
from harness.targets.system import Clock, Language, User, World
from pages.login import LoginSurface
from pages.phone.apps import Apps
from pages.phone.challenge import ChallengeForm
from steps.login import ask_for_challenge, has_entered_credentials, logged_in, stays_shut
from steps.phone import get_response, open_form
from steps.proofs import pin_of, wrong_pins

SITS_AT = (Surface.CLIENT_PORTAL, Surface.WEBTRADER, Surface.TWS)
EVERY_DIGIT, LONGER_OR_SHORTER = tuple(range(8)), tuple(range(8, 12))
"""Which `neighbours` of a response have another digit, from the last to the first; which are not as long."""
SOME_DIGITS, ONE_LONGER_ONE_SHORTER = (0, 3, 7), (8, 10)
"""Those tried in a window, which is slow to type into: one server judges for all surfaces."""


class Attempts:
    """Responses handed in at a login, which is begun anew where it takes no further one.

    Args:
        login: It shows ``challenge``.
    """

    def __init__(self, phone: Device, login: LoginSurface, user: User, world: World, challenge: str) -> None:
        self._phone, self._login, self._user, self._world = phone, login, user, world
        self._challenge = challenge
        self._right = ""

    def challenge(self) -> str:
        """That on show."""
        if self._login.stage("challenge", within_s=0) != "challenge":
            self.begin_anew()
        return self._challenge

    def right(self) -> str:
        """The right response to the challenge on show."""
        self.challenge()
        if not self._right:
            self._right = get_response(self._phone, self._user, self._challenge)
        return self._right

    def begin_anew(self) -> None:
        """Another login of the user, which shows a challenge of its own."""
        self._login.open()
        has_entered_credentials(self._login, self._user)
        self._challenge, self._right = ask_for_challenge(self._login), ""

    def refused(self, wrong: str, differs: str) -> None:
        """Hand it in; it leads to nothing."""
        register(wrong)
        self._login.enter_response(wrong)
        self._login.confirm_response()
        self._login.error(within_s=self._login.patience.answered_s)
        stays_shut(self._login, self._world, (), led_by=f"a response with {differs}")

    def neighbours_refused(self, which: Iterable[int]) -> None:
        """Some of the right response's neighbours, in the order of `neighbours`."""
        for at in which:
            for one in neighbours(self.right())[at : at + 1]:
                self.refused(one.value, one.differs)

    def right_accepted(self) -> str:
        """Hand in the right one, which shows that its neighbours were refused for what is wrong with them."""
        right = self.right()
        self._login.enter_response(right)
        self._login.confirm_response()
        logged_in(self._login, self._user, self._world)
        return right


def _refused_for_good(login: LoginSurface, clock: Clock, world: World) -> None:
    """By the system; whether the login takes another response, no article says."""
    stays_shut(login, world, clock.passing(login.patience.answered_s), led_by="a wrong response")
    assert not (instead := login.astray()), f"the response was not refused, it failed: {instead}"


@then("the login accepts the right response and no other")
@needing(lambda: [Failures(len(EVERY_DIGIT))])
def only_the_right_one(
    phone: Device, login: LoginSurface, user: User, clock: Clock, world: World, challenge: str
) -> None:
    """In two logins, as ten failures in a row lock: another digit in each place; then what is longer or
    shorter, nothing at all, and the response that the first login has used."""
    attempts = Attempts(phone, login, user, world, challenge)
    attempts.neighbours_refused(SOME_DIGITS if login.keeps_own_time else EVERY_DIGIT)
    _refused_for_good(login, clock, world)
    used = attempts.right_accepted()
    attempts.begin_anew()
    attempts.refused(used, "nothing new: it was used before")
    attempts.neighbours_refused(ONE_LONGER_ONE_SHORTER if login.keeps_own_time else LONGER_OR_SHORTER)
    attempts.refused("", "nothing in it")
    _refused_for_good(login, clock, world)
    attempts.right_accepted()


@then("the login accepts no response to a challenge beside the one on show")
@needing(lambda: [Failures(6)])
def no_response_to_another_challenge(
    phone: Device, login: LoginSurface, user: User, clock: Clock, world: World, challenge: str
) -> None:
    attempts = Attempts(phone, login, user, world, challenge)
    for one in neighbours(challenge):
        if len(one.value) == len(challenge):
            attempts.refused(get_response(phone, user, one.value), f"{one.differs} of the challenge")
    _refused_for_good(login, clock, world)
    attempts.right_accepted()


@then("the login accepts no response of the other user's IB Key")
@needing(lambda: [Failures(1)])
def no_response_of_another_user(
    hand_out_phone: Callable[[str, Language], Device],
    language: Language,
    phone: Device,
    login: LoginSurface,
    user: User,
    other_user: User,
    clock: Clock,
    world: World,
    challenge: str,
) -> None:
    """It is right for the challenge, and made with the right PIN, finger or face, by somebody else."""
    other_phone = hand_out_phone("iphone" if phone.surface == "android" else "android", language)
    attempts = Attempts(phone, login, user, world, challenge)
    attempts.refused(get_response(other_phone, other_user, challenge), "another user's IB Key behind it")
    _refused_for_good(login, clock, world)
    attempts.right_accepted()


@then("the login accepts no response that a wrong PIN makes")
@needing(lambda: [Failures(7)])
def no_response_by_a_wrong_pin(
    phone: Device, login: LoginSurface, user: User, clock: Clock, world: World, challenge: str
) -> None:
    """One of each kind of wrong PIN, and none; a phone may show a response that is good for nothing."""
    attempts, right = Attempts(phone, login, user, world, challenge), pin_of(user)
    wrong = wrong_pins(right)
    for pin in ("", *wrong[:3], wrong[len(right)], wrong[len(right) + 2], wrong[-1]):
        if response := _response_by(pin, phone, attempts.challenge()):
            attempts.refused(response, "a wrong PIN behind it")
    _refused_for_good(login, clock, world)
    attempts.right_accepted()


def _response_by(pin: str, phone: Device, challenge: str) -> str:
    """What the phone shows after this PIN; empty where it shows none."""
    form = ChallengeForm(phone)
    Apps(phone).end_ibkr_mobile()
    open_form(phone)
    if pin:
        form.enter_pin(pin)
    form.enter_challenge(challenge)
    form.generate()
    return form.response(within_s=phone.patience.stretched(1))
