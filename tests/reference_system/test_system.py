"""Authority and phones together."""

import pytest

from reference_system.authority.logins import Progress
from reference_system.phones.apps.ibkr.mobile import IbkrMobile
from reference_system.phones.model.phone import Phone
from reference_system.system import System

PASSWORD, PIN = "Right1Password", "aB3!"


@pytest.fixture
def system() -> System:
    return System()


def tap(phone: Phone, ident: str, number: int = 0) -> None:
    """Tap the widget of this id, of several the one of this number from the top."""
    found = [one for one in phone.glass.screen().active.root.walk() if one.ident == ident]
    phone.hand.tap_widget(found[number])


def shown(phone: Phone, ident: str) -> str:
    found = phone.glass.screen().by_ident(ident)
    assert found is not None
    return found.shown_text


def approve(phone: Phone) -> None:
    field = phone.glass.screen().by_ident("pin")
    assert field is not None
    phone.keyboard.type_into(field, PIN)
    tap(phone, "authorize")


def states(system: System, *begun: Progress) -> list[str]:
    standing = [system.authority.logins.standing(one.login_id) for one in begun]
    return [one.state if isinstance(one, Progress) else one.code for one in standing]


@pytest.fixture
def waiting(system: System) -> tuple[Phone, Progress, Progress]:
    """An Android phone without a sensor, for which two logins of one user wait: Client Portal, then TWS."""
    phone = system.phones["android"]
    phone.configure(sensor="none")
    user = system.create_user(["ib-key-android"], password=PASSWORD, settings={"pin": PIN})
    older = system.authority.logins.begin(user.username, PASSWORD, "client-portal")
    newer = system.authority.logins.begin(user.username, PASSWORD, "tws")
    assert isinstance(older, Progress)
    assert isinstance(newer, Progress)
    return phone, older, newer


@pytest.mark.parametrize(
    ("from_the_top", "program", "then"),
    [(0, "TWS", ["waiting", "approved"]), (1, "Client Portal", ["approved", "waiting"])],
)
def test_each_notification_is_about_its_own_login(
    system: System,
    waiting: tuple[Phone, Progress, Progress],
    from_the_top: int,
    program: str,
    then: list[str],
) -> None:
    phone, older, newer = waiting
    phone.shade.open()
    listed = [
        one
        for one in phone.glass.screen().active.root.walk()
        if one.key.startswith("notification-") and one.description.startswith("IBKR Mobile")
    ]
    assert len(listed) == 2
    phone.hand.tap_widget(listed[from_the_top])
    assert shown(phone, "program") == program
    approve(phone)
    assert states(system, older, newer) == then


def test_the_app_opened_by_hand_offers_the_newest_first(
    system: System, waiting: tuple[Phone, Progress, Progress]
) -> None:
    phone, older, newer = waiting
    phone.apps.activate(IbkrMobile.on(phone).app_id)
    tap(phone, "waiting_login")
    assert shown(phone, "program") == "TWS"
    approve(phone)
    tap(phone, "done")
    assert states(system, older, newer) == ["waiting", "approved"]
    tap(phone, "waiting_login")
    assert shown(phone, "program") == "Client Portal"
    approve(phone)
    assert states(system, older, newer) == ["approved", "approved"]
