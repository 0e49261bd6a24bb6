"""Every deviation of the stores does what it says, and nothing is broken while it is off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reference_system import deviations
from reference_system.phones.apps.stores.app_store import AppStore
from reference_system.phones.apps.stores.apple_id import StoreProof
from reference_system.phones.model.apps import AppState
from tests.reference_system.phones.apps.stores.conftest import GET, OPEN, PUBLISHER, Customer
from tests.reference_system.phones.conftest import Hand

Check = Callable[[Customer], bool]


def listed(store: str = "") -> Check:
    def check(customer: Customer) -> bool:
        customer.search(store=store)
        return "IBKR Mobile" in [name for name, _ in customer.entries()]

    return check


def icon_opens(store: str = "") -> Check:
    def check(customer: Customer) -> bool:
        customer.open(store)
        return customer.phone.apps.front is not None

    return check


def search_at_lower_right(iphone: Customer) -> bool:
    iphone.open()
    x, y = iphone.hand.find("AppStore.tabBar.search").bounds.center
    return x > iphone.phone.metrics.width / 2 and y > iphone.phone.metrics.height / 2


def search_tab_opens_search(iphone: Customer) -> bool:
    iphone.open()
    iphone.hand.tap("AppStore.tabBar.search")
    return iphone.hand.has("AppStore.searchField")


def term_is_kept(customer: Customer) -> bool:
    customer.open()
    if customer.phone.surface == "iphone":
        customer.hand.tap("AppStore.tabBar.search")
    customer.hand.type(customer.bar, "IBKR Mobile")
    return customer.hand.find(customer.bar).shown_text == "IBKR Mobile"


def listed_while_typing(iphone: Customer) -> bool:
    iphone.search()
    return iphone.hand.has("results")


def results_are_beneath_the_bar(iphone: Customer) -> bool:
    iphone.search()
    bar, results = iphone.hand.find(iphone.bar).bounds, iphone.hand.find("results").bounds
    return results.y > bar.y


def finds_what_was_searched(customer: Customer) -> bool:
    customer.search()
    return all("IBKR Mobile" in name for name, _ in customer.entries())


def button_works(store: str = "") -> Check:
    def check(customer: Customer) -> bool:
        customer.search(store=store)
        return customer.button().enabled

    return check


def shows_first_screen(customer: Customer) -> bool:
    customer.phone.apps.install(customer.hand.ibkr)
    customer.search()
    customer.tap_button()
    return customer.hand.has("ib_key_state")


def arrives_after_second_wrong_password(iphone: Customer) -> bool:
    AppStore.on(iphone.phone).apple_id.proof = "password"
    got(iphone)
    iphone.hand.type("apple_id_password", "wrong\n")
    iphone.hand.type("apple_id_password", "wrong\n")
    iphone.hand.clock.advance(1)
    return iphone.installed


def arrives_after_second_wrong_finger(iphone: Customer) -> bool:
    iphone.phone.configure(sensor="touch-id")
    AppStore.on(iphone.phone).apple_id.proof = "touch-id"
    got(iphone)
    iphone.phone.sense(False)
    iphone.phone.sense(False)
    iphone.hand.clock.advance(1)
    return iphone.installed


def arrives_after_cancel(proof: StoreProof) -> Check:
    def check(iphone: Customer) -> bool:
        AppStore.on(iphone.phone).apple_id.proof = proof
        got(iphone)
        iphone.hand.tap("cancel")
        iphone.hand.clock.advance(1)
        return iphone.installed

    return check


def link_shows_page_of_the_publisher(iphone: Customer) -> bool:
    store = iphone.phone.apps.named("App Store")
    assert isinstance(store, AppStore)
    store.show_product("IBKR Mobile")
    return iphone.entries() == [("IBKR Mobile", PUBLISHER["iphone"])]


def glass_lists(android: Customer) -> bool:
    android.search()
    return android.hand.has("results") and android.hand.find("search_bar").shown_text == "IBKR Mobile"


def key_lists(customer: Customer) -> bool:
    """What stays as it is: the search key."""
    customer.open()
    if customer.phone.surface == "iphone":
        customer.hand.tap("AppStore.tabBar.search")
    customer.hand.type(customer.bar, "IBKR Mobile\n")
    return customer.hand.has("results")


def published_by_interactive_brokers(customer: Customer) -> bool:
    customer.search()
    return ("IBKR Mobile", PUBLISHER[customer.phone.surface]) in customer.entries()


def got(customer: Customer) -> None:
    customer.search()
    customer.tap_button()


def arrives(customer: Customer) -> bool:
    got(customer)
    customer.hand.clock.advance(1)
    return customer.installed


def arrives_after_wrong_password(iphone: Customer) -> bool:
    AppStore.on(iphone.phone).apple_id.proof = "password"
    got(iphone)
    iphone.hand.type("apple_id_password", "wrong\n")
    iphone.hand.clock.advance(1)
    return iphone.installed


def arrives_after_wrong_face(iphone: Customer) -> bool:
    AppStore.on(iphone.phone).apple_id.proof = "face-id"
    got(iphone)
    iphone.phone.sense(False)
    iphone.hand.clock.advance(1)
    return iphone.installed


def opens_only_when_there(customer: Customer) -> bool:
    surface = customer.phone.surface
    seen = []
    got(customer)
    for _ in range(3):
        seen.append(customer.button().text)
        customer.hand.clock.advance(0.5)
    return seen == ["0%", "62%", OPEN[surface]]


def reads_get_while_installed(customer: Customer) -> bool:
    got(customer)
    customer.hand.clock.advance(1)
    return customer.installed and customer.button().text == GET[customer.phone.surface]


def open_launches(customer: Customer) -> bool:
    customer.phone.apps.install(customer.hand.ibkr)
    customer.search()
    customer.tap_button()
    return customer.phone.apps.state(customer.hand.ibkr.app_id) is AppState.FOREGROUND


# name, phone, what is looked at, how it is as documented
BREACHES: list[tuple[str, str, Check, bool]] = [
    ("app-store-without-ibkr-mobile", "iphone", listed(), True),
    ("play-store-without-ibkr-mobile", "android", listed(), True),
    ("360-mobile-assistant-without-ibkr-mobile", "android", listed("360 Mobile Assistant"), True),
    ("baidu-mobile-assistant-without-ibkr-mobile", "android", listed("Baidu Mobile Assistant"), True),
    ("store-icon-dead", "iphone", icon_opens(), True),
    ("store-icon-dead", "android", icon_opens(), True),
    ("store-icon-dead", "android", icon_opens("Baidu Mobile Assistant"), True),
    ("app-store-search-at-the-top", "iphone", search_at_lower_right, True),
    ("app-store-search-opens-another-tab", "iphone", search_tab_opens_search, True),
    ("search-bar-loses-space", "iphone", term_is_kept, True),
    ("search-bar-loses-space", "android", term_is_kept, True),
    ("app-store-lists-after-search-key", "iphone", listed_while_typing, True),
    ("magnifying-glass-clears-term", "android", glass_lists, True),
    ("ibkr-mobile-of-another-publisher", "iphone", published_by_interactive_brokers, True),
    ("ibkr-mobile-of-another-publisher", "android", published_by_interactive_brokers, True),
    ("download-never-starts", "iphone", arrives, True),
    ("download-never-starts", "android", arrives, True),
    ("download-goes-on-after-wrong-proof", "iphone", arrives_after_wrong_password, False),
    ("download-goes-on-after-wrong-proof", "iphone", arrives_after_wrong_face, False),
    ("open-offered-too-early", "iphone", opens_only_when_there, True),
    ("open-offered-too-early", "android", opens_only_when_there, True),
    ("open-never-offered", "iphone", opens_only_when_there, True),
    ("open-never-offered", "android", reads_get_while_installed, False),
    ("search-finds-other-apps", "iphone", finds_what_was_searched, True),
    ("search-finds-other-apps", "android", finds_what_was_searched, True),
    ("app-store-lists-above-the-search-bar", "iphone", results_are_beneath_the_bar, True),
    ("ibkr-mobile-greyed-out-in-stores", "iphone", button_works(), True),
    ("ibkr-mobile-greyed-out-in-stores", "android", button_works("360 Mobile Assistant"), True),
    ("download-goes-on-after-second-wrong-proof", "iphone", arrives_after_second_wrong_password, False),
    ("download-goes-on-after-second-wrong-proof", "iphone", arrives_after_second_wrong_finger, False),
    ("download-goes-on-after-cancel", "iphone", arrives_after_cancel("password"), False),
    ("download-goes-on-after-cancel", "iphone", arrives_after_cancel("face-id"), False),
    ("activation-link-opens-app-of-the-same-name", "iphone", link_shows_page_of_the_publisher, True),
    ("opened-app-shows-nothing", "iphone", shows_first_screen, True),
    ("opened-app-shows-nothing", "android", shows_first_screen, True),
    ("open-leads-back-to-store", "iphone", open_launches, True),
    ("open-leads-back-to-store", "android", open_launches, True),
]
NAMED = [f"{name}-{surface}-{number}" for number, (name, surface, *_) in enumerate(BREACHES)]


def customer_of(surface: str, android: Hand, iphone: Hand) -> Customer:
    hand = android if surface == "android" else iphone
    hand.phone.apps.uninstall(hand.ibkr)
    return Customer(hand)


@pytest.mark.parametrize(("name", "surface", "check", "documented"), BREACHES, ids=NAMED)
def test_deviation_breaches(
    name: str, surface: str, check: Check, documented: bool, android: Hand, iphone: Hand
) -> None:
    deviations.switch_on([name])
    assert check(customer_of(surface, android, iphone)) is not documented


@pytest.mark.parametrize(("_name", "surface", "check", "documented"), BREACHES, ids=NAMED)
def test_documented(
    _name: str, surface: str, check: Check, documented: bool, android: Hand, iphone: Hand
) -> None:
    assert check(customer_of(surface, android, iphone)) is documented


@pytest.mark.parametrize(
    ("name", "surface"),
    [("app-store-lists-after-search-key", "iphone"), ("magnifying-glass-clears-term", "android")],
)
def test_the_search_key_still_lists(name: str, surface: str, android: Hand, iphone: Hand) -> None:
    deviations.switch_on([name])
    assert key_lists(customer_of(surface, android, iphone))


def test_open_before_the_end_opens_nothing(customer: Customer) -> None:
    deviations.switch_on(["open-offered-too-early"])
    got(customer)
    customer.tap_button()
    assert not customer.installed
    assert customer.hand.has("app_entry")


def test_another_store_still_lists_it(android_customer: Customer) -> None:
    deviations.switch_on(["360-mobile-assistant-without-ibkr-mobile"])
    assert listed("Baidu Mobile Assistant")(android_customer)


def test_every_deviation_of_the_stores_is_tried() -> None:
    of_stores = {
        one.name
        for one in deviations.registered()
        if one.rule.startswith("reference_system.phones.apps.stores")
    }
    assert of_stores == {name for name, *_ in BREACHES}
