"""Steps in the words of the person who gets IBKR Mobile from a store."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from harness.sessions.device import Device
from harness.spec.vocabulary import PHONES
from harness.targets.system import StoreFront, StoreProof
from harness.waiting import settled
from pages.phone.apps import Apps
from pages.phone.home import HomeScreen
from pages.phone.prompts import Proof, ProofPrompt
from pages.phone.store import STORES, Store

SITS_AT = PHONES
WRONG_PASSWORD = "not-the-password"

PROOFS: dict[str, tuple[StoreProof, Proof | None]] = {
    "no proof": ("none", None),
    "the Apple ID password": ("password", None),
    "Face ID": ("face-id", "Face ID"),
    "a fingerprint": ("touch-id", "Touch ID"),
}
"""What the App Store may ask for: as the system is told, and as the phone's prompt is recognised."""


@given(parsers.parse("the App Store asks for {proof}"), target_fixture="store_password")
def store_asks(store_front: StoreFront, proof: str) -> str:
    return store_front.ask_for(PROOFS[proof][0])


@when(parsers.parse('the user taps the icon "{app}" on the home screen'))
def tap_icon(phone: Device, app: str) -> None:
    HomeScreen(phone).tap_icon(app)


@then(parsers.parse('the store "{store}" is in the foreground'))
def store_in_front(phone: Device, store: str) -> None:
    assert Apps(phone).in_front(STORES[store], within_s=phone.patience.shown_s), (
        f"{store} is not in the foreground"
    )


@then(parsers.parse('"{label}" lies at the lower right of the phone\'s screen'))
def lies_at_lower_right(phone: Device, label: str) -> None:
    store = Store(phone)
    assert store.control_shown(label, within_s=phone.patience.shown_s), f"no control reads {label}"
    x, y = store.control_place(label)
    assert x > 0.5, f"{label} lies at {x:.0%} of the width"
    assert y > 0.5, f"{label} lies at {y:.0%} of the height"


@then("the search bar lies at the top of the phone's screen")
def search_bar_at_top(phone: Device) -> None:
    store = Store(phone)
    assert store.has_search_bar(within_s=phone.patience.shown_s), "there is no search bar"
    _, y = store.search_bar()
    assert y < 0.33, f"the search bar lies at {y:.0%} of the height"


@when(parsers.parse('the user types "{term}" into the search bar'))
def type_term(phone: Device, term: str) -> None:
    Store(phone).type_term(term)


@then(parsers.parse('the search bar reads "{term}"'))
def search_bar_reads(phone: Device, term: str) -> None:
    assert Store(phone).term() == term


@when("the user taps the magnifying glass")
def tap_magnifying_glass(phone: Device) -> None:
    Store(phone).start_search()


@then(parsers.parse('the store lists results for "{term}" below the search bar'))
def lists_results(phone: Device, term: str) -> None:
    store = Store(phone)
    assert store.finds(term, within_s=phone.patience.shown_s), f"no result for {term} is listed"
    (_, result), (_, bar) = store.first_result(term), store.search_bar()
    assert result > bar, f"the results begin at {result:.0%} of the height, the search bar lies at {bar:.0%}"


@given(parsers.parse('the user has found "{app}" in the store "{store}"'))
@when(parsers.parse('the user looks for "{app}" in the store "{store}"'))
def look_for(phone: Device, app: str, store: str) -> None:
    HomeScreen(phone).tap_icon(store)
    shown = Store(phone)
    shown.open_search()
    shown.type_term(app)
    if phone.surface == "android":
        shown.start_search()


@then(parsers.parse('the store offers "{button}" for "{app}" by "{publisher}"'))
def offers(phone: Device, button: str, app: str, publisher: str) -> None:
    store = Store(phone)
    assert store.lists(app, publisher, within_s=phone.patience.shown_s), (
        f"no entry {app} by {publisher} is listed"
    )
    assert store.button(app, publisher, button, within_s=0) == button
    assert store.button_works(app, publisher), f"{button} is greyed out"


@then(parsers.parse('"{button}" of "{app}" by "{publisher}" lies in the right half of the phone\'s screen'))
def button_at_right(phone: Device, button: str, app: str, publisher: str) -> None:
    x, _ = Store(phone).button_place(app, publisher)
    assert x > 0.5, f"{button} lies at {x:.0%} of the width"


@when(parsers.parse('the user taps the button "{button}" of "{app}" by "{publisher}"'))
def tap_button(phone: Device, button: str, app: str, publisher: str) -> None:
    store = Store(phone)
    shown = store.button(app, publisher, button, within_s=phone.patience.shown_s)
    assert shown == button, f"the button of {app} by {publisher} reads {shown!r}"
    store.tap_button(app, publisher)


@then(parsers.parse('the store no longer offers "{button}" for "{app}" by "{publisher}"'))
def no_longer_offers(phone: Device, button: str, app: str, publisher: str) -> None:
    store = Store(phone)
    changed = settled(
        lambda: store.button(app, publisher, button, within_s=0) not in ("", button),
        bool,
        within_s=phone.patience.shown_s,
    )
    assert changed, f"the button still reads {button}: no installation has begun"


@then("no installation has begun")
def no_installation(phone: Device) -> None:
    store, apps = Store(phone), Apps(phone)
    begun = settled(
        lambda: store.shows_progress() or apps.ibkr_mobile_installed(within_s=0),
        bool,
        within_s=phone.patience.at_once_s,
    )
    assert not begun, "the app is being installed"


@then(parsers.parse('the store offers "{button}" for "{app}" by "{publisher}" once it is installed'))
def offers_once_installed(phone: Device, button: str, app: str, publisher: str) -> None:
    """Looks at the button first: what it offers then must be there already."""
    store, apps = Store(phone), Apps(phone)
    shown = store.button(app, publisher, button, within_s=phone.patience.installed_s)
    installed = apps.ibkr_mobile_installed(within_s=0)
    assert shown == button, (
        f"the button reads {shown!r}, and IBKR Mobile is {'' if installed else 'not '}installed"
    )
    assert installed, f"{button} is offered, and IBKR Mobile is not installed"


@then("IBKR Mobile gets installed")
def gets_installed(phone: Device) -> None:
    assert Apps(phone).ibkr_mobile_installed(within_s=phone.patience.installed_s), (
        "IBKR Mobile was not installed"
    )


@then(parsers.parse('the store shows the page of "{app}" by "{publisher}"'))
def shows_page(phone: Device, app: str, publisher: str) -> None:
    store = Store(phone)
    assert Apps(phone).in_front(STORES["App Store"], within_s=phone.patience.shown_s), (
        "the App Store is not in the foreground"
    )
    assert store.page_of(app, publisher, within_s=phone.patience.shown_s), (
        f"it does not show the page of {app} by {publisher}"
    )


@then(parsers.parse("the App Store asks for nothing but {proof}"))
def asks_for_proof(phone: Device, proof: str) -> None:
    expected = PROOFS[proof][1]
    store, prompt = Store(phone), ProofPrompt(phone)
    if proof == "the Apple ID password":
        assert store.asks_for_password(within_s=phone.patience.shown_s), "no password is asked for"
    elif expected is None:
        assert prompt.asked() is None, f"{prompt.asked()} is asked for"
    else:
        assert prompt.asks_for(expected, within_s=phone.patience.shown_s), f"{expected} is not asked for"


@when(parsers.parse("the App Store is given {proof}"))
def give_to_store(phone: Device, store_password: str, proof: str) -> None:
    match proof:
        case "no proof":
            pass
        case "the Apple ID password":
            Store(phone).enter_password(store_password)
        case "a wrong password, twice":
            Store(phone).enter_password(WRONG_PASSWORD)
            Store(phone).enter_password(WRONG_PASSWORD)
        case "Face ID" | "a fingerprint":
            phone.present(match=True)
        case "another face":
            phone.present(match=False)
        case "a finger that is not enrolled, twice":
            phone.present(match=False)
            phone.present(match=False)
        case "nothing, cancelling the prompt":
            ProofPrompt(phone).cancel()
        case _:
            raise ValueError(f"nobody knows how to give the App Store {proof}")


@then("IBKR Mobile is in the foreground")
def ibkr_mobile_in_front(phone: Device) -> None:
    assert Apps(phone).ibkr_mobile_in_front(within_s=phone.patience.shown_s), (
        "IBKR Mobile is not in the foreground"
    )
