"""Steps in the words of the person in Client Portal, who is offered to activate IB Key."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pytest_bdd import given, then, when

from harness.camera.reading import codes_in
from harness.errors import NotArranged
from harness.spec.vocabulary import Surface
from harness.targets.system import Language, User
from pages.login import LoginSurface
from pages.portal.login import PortalLogin

SITS_AT = (Surface.CLIENT_PORTAL,)


@dataclass(frozen=True)
class Offer:
    """A code that Client Portal showed: the string, and the QR code as the page shows it (PNG)."""

    string: str = field(repr=False)
    picture: bytes = field(repr=False)


def offer_of(login: PortalLogin) -> Offer:
    """The code on show. It has to be there: a step that states it comes before."""
    string = login.activation.code(within_s=login.patience.answered_s)
    return Offer(string, login.activation.picture())


def submit(login: LoginSurface, user: User) -> None:
    """Log in at a login page that is open."""
    login.enter_username(user.username)
    login.enter_password(user.password)
    login.log_in()


@when("the user logs in to Client Portal", target_fixture="login")
def log_in(
    open_login_surface: Callable[[str, Language], PortalLogin], language: Language, user: User
) -> PortalLogin:
    login = open_login_surface("client-portal", language)
    submit(login, user)
    return login


@given("the user has logged in to Client Portal", target_fixture="login")
def has_logged_in(
    open_login_surface: Callable[[str, Language], PortalLogin], language: Language, user: User
) -> PortalLogin:
    login = log_in(open_login_surface, language, user)
    _must_be_open(login)
    return login


def _must_be_open(login: PortalLogin) -> None:
    if login.stage("open", within_s=login.patience.answered_s) != "open":
        raise NotArranged(f"Client Portal did not open: {login.error(within_s=0)}")


@given("Client Portal has shown the user another code in another browser", target_fixture="other_offer")
def other_code(
    open_login_surface: Callable[[str, Language], PortalLogin], language: Language, user: User
) -> Offer:
    return offer_of(has_logged_in(open_login_surface, language, user))


ADVISES_AGAINST = re.compile(
    r"\b(never|do not|don.t|(must|should) not|refrain from|avoid)\s+(\w+\s+){0,2}?(activat|scan|use)\w*",
    re.I,
)


@then("Client Portal recommends to activate IB Key by scanning a QR code")
def recommends_activation(login: PortalLogin) -> None:
    text = login.activation.text(within_s=login.patience.answered_s)
    assert "IB Key" in text, f"no banner is about IB Key: {text!r}"
    assert "QR" in text, f"the banner speaks of no QR code: {text!r}"
    assert not (warning := ADVISES_AGAINST.search(text)), f"the banner advises against it: {warning[0]!r}"


@then("a picture of the page gives the code that stands below it")
def picture_gives_code(login: PortalLogin) -> None:
    read = codes_in(login.activation.page_picture())
    assert len(read) == 1, f"{len(read)} QR codes can be read in a picture of the page"
    string = login.activation.code(within_s=0)
    assert string, "no string stands below the QR code"
    assert _carries(read[0].text, string), "the QR code carries another code than the string below it"


@then("the QR code is large enough for a phone held before the screen")
def large_enough(login: PortalLogin) -> None:
    from harness.camera.photograph import photograph  # Pillow: 20 ms that only those pay who take pictures

    assert codes_in(photograph(login.activation.picture())), "a camera reads nothing from where it is held"


@then("Client Portal shows a string below the QR code")
def shows_string(login: PortalLogin) -> None:
    assert login.activation.code(within_s=login.patience.answered_s), "there is no string"
    assert login.activation.string_is_below(), "the string does not stand below the QR code"


@then("the string consists of letters and digits")
def string_is_plain(login: PortalLogin) -> None:
    string = login.activation.code(within_s=0)
    assert string.isascii(), "the string has other characters than letters and digits"
    assert string.isalnum(), "the string has other characters than letters and digits"


@then("the QR code carries the string")
def code_carries_string(login: PortalLogin) -> None:
    read = codes_in(login.activation.picture())
    assert read, "the QR code cannot be read"
    assert _carries(read[0].text, login.activation.code(within_s=0)), "the string belongs to another code"


def _carries(text: str, string: str) -> bool:
    """Whether the string stands in the text as a whole, not as a part of a longer one."""
    return string in re.findall(r"[0-9A-Za-z]+", text)


@then("Client Portal offers no activation")
def offers_no_activation(login: PortalLogin) -> None:
    """At the first look and at the next one."""
    for _ in range(2):
        assert not login.activation.text(within_s=0), "a banner offers an activation"
        assert not login.activation.code(within_s=0), "a code for an activation is shown"
        assert not login.activation.has_qr_code(), "a QR code for an activation is shown"
        login.activation.look_again()


@when("the user logs out of Client Portal", target_fixture="earlier_offer")
def log_out(login: PortalLogin) -> Offer:
    """What the session showed stays known, for a comparison."""
    earlier = offer_of(login)
    login.press_log_out()
    stage = login.stage("credentials", within_s=login.patience.answered_s)
    assert stage == "credentials", "the user is still logged in"
    return earlier


@then("the code differs from the one before")
def code_differs(login: PortalLogin, earlier_offer: Offer) -> None:
    string = login.activation.code(within_s=login.patience.answered_s)
    assert string, "no string stands below the QR code"
    assert string != earlier_offer.string, "the new session shows the code of the one before"
    read = codes_in(login.activation.picture())
    assert read, "the QR code cannot be read"
    assert _carries(read[0].text, string), "the QR code carries another code than the string below it"
