"""What a person does with a phone, whatever app is on it."""

from __future__ import annotations

import asyncio

import pytest

from reference_system.ib_key.wire import IbKeyInstance, Notification
from reference_system.phones.model.apps import AppState
from reference_system.phones.model.network import NoAnswer
from reference_system.phones.model.phone import Phone
from tests.reference_system.phones.conftest import PASSCODE, Hand, MovedClock


def message(body: str = "Lunch at one?") -> Notification:
    return Notification("Messages", "Ann", body)


def banner(phone: Phone) -> bool:
    return phone.glass.screen().window("banner") is not None


def test_swipe_from_the_top_edge_opens_the_list(hand: Hand) -> None:
    hand.phone.receive(message())
    hand.phone.hand.swipe((200, 2), (200, 500))
    assert hand.page == "system.notifications"
    assert hand.sees("Lunch at one?")


@pytest.mark.parametrize(
    ("start", "end"), [((200, 300), (200, 700)), ((200, 2), (200, 40)), ((200, 500), (200, 2))]
)
def test_other_swipes_do_not(hand: Hand, start: tuple[float, float], end: tuple[float, float]) -> None:
    hand.phone.hand.swipe(start, end)
    assert hand.page == "system.home"


def test_swipe_from_the_bottom_edge_goes_home(hand: Hand) -> None:
    hand.open_ibkr()
    glass = hand.phone.metrics
    hand.phone.hand.swipe((100, glass.height - 3), (100, glass.height - 300))
    assert hand.page == "system.home"
    assert hand.phone.apps.state(hand.ibkr.app_id) is AppState.BACKGROUND


def test_banner_goes_by_the_phones_clock_and_stays_in_the_list(hand: Hand, clock: MovedClock) -> None:
    hand.phone.receive(message())
    clock.advance(4.9)
    assert banner(hand.phone)
    clock.advance(0.1)
    assert not banner(hand.phone)
    hand.phone.shade.open()
    assert hand.sees("Lunch at one?")


def test_opening_the_app_takes_its_banner_away(hand: Hand) -> None:
    hand.push_login()
    hand.phone.apps.activate(hand.phone.apps.named("Settings").app_id)
    assert banner(hand.phone), "another app does not"
    hand.open_ibkr()
    assert not banner(hand.phone)
    assert hand.notification() is not None


def test_notifications_of_an_app_can_be_switched_off(hand: Hand) -> None:
    hand.allow_notifications("Messages", False)
    assert not hand.phone.receive(message())
    assert hand.phone.receive(Notification("Mail", "Report", "Figures"))
    hand.allow_notifications("Messages", True)
    assert hand.phone.receive(message())


@pytest.mark.parametrize("decided", [True, False])
def test_undecided_notifications_are_not_shown(hand: Hand, decided: bool) -> None:
    hand.allow_notifications("Messages", None)
    assert not hand.phone.receive(message())
    hand.allow_notifications("Messages", decided)
    assert hand.phone.receive(message()) is decided


@pytest.mark.parametrize(
    ("network", "arrives"), [("online", True), ("offline", False), ("unstable", False), ("silent", False)]
)
def test_push_and_network(hand: Hand, network: str, arrives: bool) -> None:
    hand.phone.configure(network=network)
    assert hand.phone.receive(message()) is arrives


@pytest.mark.parametrize(
    ("network", "answered", "arrived"),
    [
        ("online", [True, True, True, True], 4),
        ("offline", [False, False, False, False], 0),
        ("unstable", [False, True, False, True], 2),
        ("silent", [False, False, False, False], 4),
    ],
)
def test_requests_and_network(hand: Hand, network: str, answered: list[bool], arrived: int) -> None:
    asked: list[str] = []

    def answer() -> bool:
        try:
            hand.phone.network.request(lambda: asked.append("a question"))
        except NoAnswer:
            return False
        return True

    hand.phone.configure(network=network)
    assert [answer() for _ in range(4)] == answered
    assert len(asked) == arrived


def test_apps_start_warm_and_cold(hand: Hand) -> None:
    phone, ibkr = hand.phone, hand.ibkr.app_id
    assert phone.apps.state(ibkr) is AppState.NOT_RUNNING
    hand.open_challenge()
    phone.hand.press("home")
    phone.apps.activate(ibkr)
    assert hand.page == "ibkr.challenge"
    assert phone.apps.terminate(ibkr)
    assert not phone.apps.terminate(ibkr)
    assert hand.page == "system.home"
    phone.apps.activate(ibkr)
    assert hand.page == "ibkr.start"
    assert phone.apps.state("com.example.other") is AppState.NOT_INSTALLED
    with pytest.raises(KeyError):
        phone.apps.activate("com.example.other")


def test_icon_starts_the_app(hand: Hand) -> None:
    label = "IBKR" if hand.phone.surface == "iphone" else "IBKR Mobile"
    icon = next(widget for widget in hand.phone.glass.screen().walk() if widget.label == label)
    hand.phone.hand.tap_widget(icon)
    assert hand.page == "ibkr.start"


def test_locked_phone_asks_for_its_passcode(hand: Hand) -> None:
    hand.phone.lock.close()
    assert hand.page == "system.lock"
    hand.phone.hand.swipe((200, 700), (200, 300))
    assert hand.page == "system.passcode"
    hand.type("Passcode field", "000000")
    assert hand.phone.lock.closed
    assert hand.sees("Wrong passcode. Try again.")
    hand.type("Passcode field", PASSCODE)
    assert hand.page == "system.home"


def test_passcode_by_its_pad(iphone: Hand) -> None:
    iphone.phone.lock.close()
    iphone.phone.lock.wake()
    for digit in PASSCODE:
        iphone.tap(f"pad_{digit}")
    assert not iphone.phone.lock.closed


def test_five_wrong_passcodes_block_for_a_minute(hand: Hand, clock: MovedClock) -> None:
    hand.phone.lock.close()
    hand.phone.lock.wake()
    for _ in range(5):
        hand.type("Passcode field", "000000")
    hand.type("Passcode field", PASSCODE)
    assert hand.phone.lock.closed
    assert hand.sees("Too many attempts. Try again in 1 minute.")
    clock.advance(60)
    hand.type("Passcode field", PASSCODE)
    assert not hand.phone.lock.closed


@pytest.mark.parametrize(
    ("match", "enrolled", "opens"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_sensor_unlocks_for_its_owner(hand: Hand, match: bool, enrolled: bool, opens: bool) -> None:
    hand.phone.configure(locked=True, enrolled=enrolled)
    hand.phone.sense(match)
    assert hand.phone.lock.closed is not opens


def test_phone_without_passcode_unlocks_at_a_swipe(hand: Hand) -> None:
    hand.phone.configure(locked=True, passcode="")
    hand.phone.hand.swipe((200, 700), (200, 300))
    assert hand.page == "system.home"


@pytest.mark.parametrize(
    "wrong", [{"locale": "fr"}, {"sensor": "nose"}, {"network": "slow"}], ids=lambda wrong: next(iter(wrong))
)
def test_configure_refuses_and_changes_nothing(hand: Hand, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        hand.phone.configure(enrolled=False, **wrong)  # type: ignore[arg-type]
    assert hand.phone.enrolled


def test_sensors_belong_to_their_phones(android: Hand, iphone: Hand) -> None:
    with pytest.raises(ValueError, match="sensor"):
        android.phone.configure(sensor="face-id")
    with pytest.raises(ValueError, match="sensor"):
        iphone.phone.configure(sensor="fingerprint")


def test_iphone_keeps_no_ib_key_without_its_secret(iphone: Hand) -> None:
    with pytest.raises(ValueError, match="secret"):
        iphone.ibkr.hold(IbKeyInstance("key-2", "other", b"k" * 20))


def test_reset(hand: Hand) -> None:
    hand.open_challenge()
    hand.push_login()
    hand.phone.configure(locale="zh-Hant", sensor="none", network="offline", locked=True)
    hand.allow_notifications("IBKR Mobile", False)
    hand.allow_notifications("Messages", None)
    before = hand.ibkr.installation
    hand.phone.reset()
    assert (hand.page, hand.phone.locale, hand.phone.network.state) == ("system.home", "en", "online")
    assert hand.phone.notifications.allowed(hand.phone.apps.named("IBKR Mobile"))
    assert hand.phone.notifications.allowed(hand.phone.apps.named("Messages"))
    assert not hand.ibkr.instances
    assert hand.ibkr.installation != before
    assert hand.phone.apps.state(hand.ibkr.app_id) is AppState.NOT_RUNNING
    hand.phone.shade.open()
    assert hand.sees("No notifications")


def test_revision_wakes_whoever_waits(hand: Hand) -> None:
    async def wait() -> int:
        before = hand.phone.revision
        waiting = asyncio.create_task(hand.phone.changed(before))
        await asyncio.sleep(0)
        assert not waiting.done()
        hand.phone.hand.press("power")
        return await asyncio.wait_for(waiting, 1) - before

    assert asyncio.run(wait()) > 0


def test_screen_is_kept_until_something_changes(hand: Hand, clock: MovedClock) -> None:
    first = hand.phone.glass.screen()
    assert hand.phone.glass.screen() is first
    clock.advance(60)
    assert hand.phone.glass.screen() is not first


def test_keyboard_comes_up_and_types(android: Hand) -> None:
    android.open_challenge()
    android.tap("challenge")
    assert android.phone.glass.keyboard_shown
    for digit in "64":
        android.phone.hand.tap_widget(
            next(
                w
                for w in android.phone.glass.screen().walk()
                if w.path.startswith("keyboard") and w.text == digit
            )
        )
    assert android.find("challenge").shown_text == "64"
    android.tap("key_delete")
    assert android.find("challenge").shown_text == "6"
    android.phone.hand.press("back")
    assert not android.phone.glass.keyboard_shown
    assert android.page == "ibkr.challenge", "back only put the keyboard away"
    android.phone.hand.press("back")
    assert android.page == "ibkr.start"


def test_field_takes_what_its_keyboard_has(android: Hand) -> None:
    android.open_challenge()
    android.type("challenge", "64-29a17\b8")
    assert android.find("challenge").shown_text == "642918"
