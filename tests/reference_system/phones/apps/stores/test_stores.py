"""The stores, from the icon to the app that opens."""

from __future__ import annotations

from typing import Literal

import pytest

from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.stores.app_store import AppStore
from reference_system.phones.apps.stores.apple_id import AppleId, StoreProof
from reference_system.phones.model.apps import AppState
from reference_system.phones.model.widget import Kind
from tests.reference_system.phones.apps.stores.conftest import GET, OPEN, PUBLISHER, Customer
from tests.reference_system.phones.conftest import Hand

LOOK_ALIKES = [("IBKR Mobile Guide", "Trader Tips Ltd."), ("IBKR Mobile: Trade", "Fintech Apps Co.")]
PASSWORD = "Appl3-Id-Pass"


def test_from_the_icon_to_the_app(customer: Customer) -> None:
    phone, surface = customer.phone, customer.phone.surface
    customer.search()
    publisher = PUBLISHER[surface]
    assert customer.entries() == [
        *LOOK_ALIKES,
        ("IBKR Mobile Desk", publisher),
        ("IBKR Mobile", publisher),
    ]
    assert customer.button().text == GET[surface]
    customer.tap_button()
    customer.hand.clock.advance(0.4)
    assert (customer.button().text, customer.button().enabled) == ("50%", False)
    customer.tap_button()
    assert not customer.installed
    customer.hand.clock.advance(0.4)
    assert customer.button().text == OPEN[surface]
    customer.tap_button()
    assert phone.apps.state(IbkrApp.on(phone).app_id) is AppState.FOREGROUND
    assert IbkrApp.on(phone).instances == ()


@pytest.mark.parametrize("store", ["360 Mobile Assistant", "Baidu Mobile Assistant"])
def test_the_other_stores_of_android_have_it_too(android_customer: Customer, store: str) -> None:
    android_customer.search(store=store)
    android_customer.tap_button()
    android_customer.hand.clock.advance(1)
    assert android_customer.button().text == "Open"


def test_the_button_stands_in_the_right_half(customer: Customer) -> None:
    customer.search()
    assert customer.button().bounds.x > customer.phone.metrics.width / 2


def test_what_is_installed_can_be_opened_at_once(customer: Customer) -> None:
    customer.phone.apps.install(customer.hand.ibkr)
    customer.search()
    assert customer.button().text == OPEN[customer.phone.surface]


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("ibkr", 4),
        ("IBKR mob", 4),
        ("mobile ibkr", 4),
        ("IBKR Mobile trade", 1),
        ("IBKRMobile", 0),
        ("BKR", 0),
        ("metro", 1),
    ],
)
def test_search_is_by_words_and_not_by_case(customer: Customer, term: str, found: int) -> None:
    customer.search(term)
    assert len(customer.entries()) == found
    assert customer.hand.has("no_results") is (found == 0)


def test_app_store_lists_while_typing(iphone_customer: Customer) -> None:
    hand = iphone_customer.hand
    iphone_customer.open()
    search = hand.find("AppStore.tabBar.search")
    glass = hand.phone.metrics
    assert search.label == "Search"
    assert search.bounds.x > glass.width / 2
    assert search.bounds.y > glass.height / 2
    hand.tap("AppStore.tabBar.search")
    bar = hand.find("AppStore.searchField")
    assert bar.bounds.y < glass.height / 4
    hand.type("AppStore.searchField", "IB")
    assert len(iphone_customer.entries()) == 4
    assert all(entry.bounds.y > bar.bounds.bottom for entry in [iphone_customer.entry()])
    assert hand.find("AppStore.searchField").shown_text == "IB"


def test_android_stores_list_after_the_magnifying_glass_or_the_search_key(android_customer: Customer) -> None:
    hand = android_customer.hand
    android_customer.open()
    hand.type("search_bar", "IBKR Mobile")
    assert not hand.has("results")
    hand.tap("key_search")
    assert hand.has("results")
    assert not hand.phone.glass.keyboard_shown
    hand.phone.hand.press("back")
    assert not hand.has("results")
    hand.type("search_bar", "IBKR")
    assert hand.find("search_button").label == "Search"
    hand.tap("search_button")
    assert len(android_customer.entries()) == 4


def test_page_of_an_app(customer: Customer) -> None:
    customer.search()
    customer.phone.hand.tap_widget(next(one for one in customer.entry().walk() if one.ident == "app_name"))
    assert customer.hand.page == "store.product"
    assert customer.entries() == [("IBKR Mobile", PUBLISHER[customer.phone.surface])]
    customer.tap_button()
    customer.hand.clock.advance(1)
    assert customer.button().text == OPEN[customer.phone.surface]
    customer.hand.tap("back")
    assert customer.hand.has("results")


def test_look_alikes_are_not_for_this_phone(customer: Customer) -> None:
    customer.search()
    customer.tap_button("Trader Tips Ltd.")
    assert "IBKR Mobile Guide" in customer.hand.find("store_message").text
    customer.hand.clock.advance(1)
    assert not customer.installed
    customer.tap_button()
    assert not customer.hand.has("store_message")


@pytest.mark.parametrize("network", ["offline", "silent"])
def test_nothing_is_installed_without_a_network(customer: Customer, network: str) -> None:
    customer.search()
    customer.phone.hand.tap_widget(customer.entry())
    customer.phone.configure(network=network)
    customer.tap_button()
    assert customer.hand.has("store_message")
    customer.hand.clock.advance(1)
    assert not customer.installed
    customer.phone.configure(network="online")
    customer.tap_button()
    customer.hand.clock.advance(1)
    assert customer.installed


def test_nothing_is_found_offline(customer: Customer) -> None:
    customer.phone.configure(network="offline")
    customer.search()
    assert customer.hand.has("no_network")


def test_stores_speak_chinese(customer: Customer) -> None:
    customer.phone.configure(locale="zh-Hant")
    customer.search()
    assert customer.button().text == {"iphone": "取得", "android": "安裝"}[customer.phone.surface]


def test_a_link_leads_to_the_page_of_an_app(iphone_customer: Customer) -> None:
    store = iphone_customer.phone.apps["com.apple.AppStore"]
    assert isinstance(store, AppStore)
    store.show_product("IBKR Mobile")
    assert iphone_customer.phone.apps.front is store
    assert iphone_customer.entries() == [("IBKR Mobile", PUBLISHER["iphone"])]
    store.show_product("No such app")
    assert iphone_customer.hand.page == "appstore.today"
    assert iphone_customer.hand.has("store_message")


def test_a_search_bar_is_no_ordinary_field(customer: Customer) -> None:
    customer.search()
    assert customer.hand.find(customer.bar).kind is Kind.SEARCH_FIELD


# Apple ID


def ask_for_app(customer: Customer, proof: StoreProof, sensor: str = "face-id") -> None:
    customer.phone.configure(sensor=sensor)
    AppStore.on(customer.phone).apple_id.proof = proof
    customer.search()
    customer.tap_button()


def arrives(customer: Customer) -> bool:
    customer.hand.clock.advance(1)
    return customer.installed


def test_password_of_the_apple_id(
    iphone_customer: Customer, journal: list[tuple[str, dict[str, str]]]
) -> None:
    hand = iphone_customer.hand
    ask_for_app(iphone_customer, "password")
    assert hand.sees("Apple ID")
    assert not arrives(iphone_customer)
    hand.type("apple_id_password", "wrong")
    hand.tap("sign_in")
    assert hand.has("apple_id_message")
    assert not arrives(iphone_customer)
    hand.type("apple_id_password", PASSWORD)
    hand.tap("sign_in")
    assert arrives(iphone_customer)
    assert PASSWORD not in str(journal)
    assert "wrong" not in str(journal)


def test_a_password_of_one_s_own(iphone_customer: Customer) -> None:
    AppStore.on(iphone_customer.phone).apple_id = AppleId("password", "my own")
    ask_for_app(iphone_customer, "password")
    iphone_customer.hand.type("apple_id_password", "my own\n")
    assert arrives(iphone_customer)


@pytest.mark.parametrize("sensor", ["face-id", "touch-id"])
def test_the_sensor_in_place_of_the_password(
    iphone_customer: Customer, sensor: Literal["face-id", "touch-id"]
) -> None:
    ask_for_app(iphone_customer, sensor, sensor)
    assert iphone_customer.hand.page == "system.biometric"
    iphone_customer.phone.sense(False)
    assert not arrives(iphone_customer)
    if sensor == "face-id":
        iphone_customer.hand.tap("try_face_id_again")
    iphone_customer.phone.sense(True)
    assert arrives(iphone_customer)


def test_the_password_in_place_of_a_sensor_that_gave_up(iphone_customer: Customer) -> None:
    ask_for_app(iphone_customer, "face-id")
    iphone_customer.phone.sense(False)
    iphone_customer.hand.tap("try_face_id_again")
    iphone_customer.phone.sense(False)
    iphone_customer.hand.type("apple_id_password", f"{PASSWORD}\n")
    assert arrives(iphone_customer)


@pytest.mark.parametrize(("proof", "sensor"), [("touch-id", "face-id"), ("face-id", "none")])
def test_the_password_in_place_of_a_sensor_that_is_not_there(
    iphone_customer: Customer, proof: StoreProof, sensor: str
) -> None:
    ask_for_app(iphone_customer, proof, sensor)
    assert iphone_customer.hand.has("apple_id_password")


@pytest.mark.parametrize("proof", ["password", "face-id"])
def test_cancelled(iphone_customer: Customer, proof: StoreProof) -> None:
    ask_for_app(iphone_customer, proof)
    iphone_customer.hand.tap("cancel")
    assert not arrives(iphone_customer)
    assert iphone_customer.button().text == "GET"


# Off the phone


def test_taken_off_with_icon_and_data(hand: Hand) -> None:
    phone = hand.phone
    hand.push_login()
    phone.apps.uninstall(IbkrApp.on(phone))
    assert phone.apps.state(IbkrApp.on(phone).app_id) is AppState.NOT_INSTALLED
    assert IbkrApp.on(phone).title not in [one.text for one in phone.glass.screen().walk()]
    assert not hand.push_login()
    phone.apps.install(IbkrApp.on(phone))
    assert IbkrApp.on(phone).instances == ()
    phone.reset()
    assert phone.apps.state(IbkrApp.on(phone).app_id) is AppState.NOT_RUNNING
