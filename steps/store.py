"""Steps in the words of the person who gets IBKR Mobile from a store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pytest_bdd import given, parsers, then, when

from harness.sessions.device import Device
from harness.spec.vocabulary import PHONES
from harness.targets.system import Clock, StoreFront, StoreProof
from harness.waiting import appeared, lasting, settled
from harness.words import Words
from pages.phone.apps import Apps
from pages.phone.home import HomeScreen
from pages.phone.prompts import Element, Proof, ProofPrompt
from pages.phone.store import STORES, Store, StoreApp
from steps.phone import watched

SITS_AT = PHONES
WRONG_PASSWORD = "not-the-password"
CORNER, TOP = 2 / 3, 1 / 3
"""Of the screen: a corner begins there, the top ends there."""


@dataclass(frozen=True)
class Demand:
    """What the App Store may ask for before a download: as it is told, and how the phone asks for it."""

    told: StoreProof
    prompt: Proof | None = None
    password: bool = False


DEMANDS = Words(
    "demand of the App Store",
    {
        "no proof": Demand("none"),
        "the Apple ID password": Demand("password", password=True),
        "Face ID": Demand("face-id", Element.FACE_ID),
        "a fingerprint": Demand("touch-id", Element.TOUCH_ID),
    },
)


def _nothing(phone: Device, _: str) -> None:
    """Nothing is asked for."""


def _password(phone: Device, password: str) -> None:
    Store(phone).enter_password(password)


def _wrong_passwords(phone: Device, _: str) -> None:
    for _time in range(2):
        Store(phone).enter_password(WRONG_PASSWORD)


def _sense(phone: Device, _: str, *, match: bool, times: int = 1) -> None:
    for _time in range(times):
        phone.present(match=match)


def _cancel(phone: Device, _: str) -> None:
    ProofPrompt(phone).cancel()


ANSWERS: Words[Callable[[Device, str], None]] = Words(
    "answer to the App Store",
    {
        "no proof": _nothing,
        "the Apple ID password": _password,
        "a wrong password, twice": _wrong_passwords,
        "Face ID": partial(_sense, match=True),
        "another face": partial(_sense, match=False),
        "a fingerprint": partial(_sense, match=True),
        "a finger that is not enrolled, twice": partial(_sense, match=False, times=2),
        "nothing, cancelling the prompt": _cancel,
    },
)
"""What the App Store may be given; each is called with the phone and the right password."""


@given(
    parsers.parse("the App Store asks for {demand}"),
    converters={"demand": DEMANDS},
    target_fixture="store_password",
)
def store_asks(store_front: StoreFront, demand: Demand) -> str:
    return store_front.ask_for(demand.told)


@when(parsers.parse('the user taps the icon "{app}" on the home screen'))
def tap_icon(phone: Device, app: str) -> None:
    HomeScreen(phone).tap_icon(app)


@then(parsers.parse('the store "{store}" is in the foreground'), converters={"store": STORES})
def store_in_front(phone: Device, store: StoreApp) -> None:
    assert Apps(phone).in_front(store.app_id, within_s=phone.patience.shown_s), (
        f"{store.name} is not in the foreground"
    )


@then(parsers.parse('"{label}" lies at the lower right of the phone\'s screen'))
def lies_at_lower_right(phone: Device, label: str) -> None:
    store = Store(phone)
    assert store.control_shown(label, within_s=phone.patience.shown_s), f"no control reads {label}"
    x, y = store.control_place(label)
    assert x > CORNER, f"{label} lies at {x:.0%} of the width"
    assert y > CORNER, f"{label} lies at {y:.0%} of the height"


@then("the search bar lies at the top of the phone's screen")
def search_bar_at_top(phone: Device) -> None:
    store = Store(phone)
    assert store.has_search_bar(within_s=phone.patience.shown_s), "there is no search bar"
    _, y = store.search_bar()
    assert y < TOP, f"the search bar lies at {y:.0%} of the height"


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


@given(parsers.parse('the user has found "{app}" in the store "{store}"'), converters={"store": STORES})
@when(parsers.parse('the user looks for "{app}" in the store "{store}"'), converters={"store": STORES})
def look_for(phone: Device, app: str, store: StoreApp) -> None:
    HomeScreen(phone).tap_icon(store.name)
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


PUBLISHERS = (
    "Interactive Brokers Group",
    "Interactive Brokers LLC",
    "Interactive Brokers",
    "盈透證券",
    "盈透证券",
)


@then(parsers.parse('the store offers "{app}" of the broker for download'))
def offers_of_broker(phone: Device, app: str) -> None:
    """What the button reads, and in which language the publisher is named, no article says."""
    store = Store(phone)
    found = settled(
        lambda: next((one for one in PUBLISHERS if store.lists(app, one, within_s=0)), ""),
        bool,
        within_s=phone.patience.shown_s,
    )
    assert found, f"no entry {app} of the broker is listed"
    assert store.button_works(app, found), "its button is greyed out"


@when(parsers.parse('the user selects "{app}" by "{publisher}"'))
def select_app(phone: Device, app: str, publisher: str) -> None:
    """Tap its entry, beside the button; the store may show a page of it."""
    store = Store(phone)
    assert store.lists(app, publisher, within_s=phone.patience.shown_s), (
        f"no entry {app} by {publisher} is listed"
    )
    store.select(app, publisher)


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
def no_installation(phone: Device, clock: Clock) -> None:
    store, apps = Store(phone), Apps(phone)
    begun = appeared(
        lambda: store.shows_progress() or apps.ibkr_mobile_installed(within_s=0),
        clock.passing(phone.patience.installed_s),
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
    assert Apps(phone).in_front(STORES["App Store"].app_id, within_s=phone.patience.shown_s), (
        "the App Store is not in the foreground"
    )
    assert store.page_of(app, publisher, within_s=phone.patience.shown_s), (
        f"it does not show the page of {app} by {publisher}"
    )


@then(parsers.parse("the App Store asks for nothing but {demand}"), converters={"demand": DEMANDS})
def asks_for_proof(phone: Device, clock: Clock, demand: Demand) -> None:
    store, prompt = Store(phone), ProofPrompt(phone)

    def asked() -> tuple[Proof | None, bool]:
        proof = prompt.asked()
        return proof, proof is not Element.PASSCODE and store.asks_for_password(within_s=0)

    wanted = demand.prompt, demand.password
    settled(asked, lambda now: now == wanted, within_s=phone.patience.shown_s)
    found, password = lasting(asked, lambda now: now == wanted, watched(phone, clock))
    assert found is demand.prompt, f"{found or 'nothing'} is asked for, not {demand.prompt or 'nothing'}"
    assert password is demand.password, f"the password is {'' if password else 'not '}asked for"


@when(parsers.parse("the App Store is given {answer}"), converters={"answer": ANSWERS})
def give_to_store(phone: Device, store_password: str, answer: Callable[[Device, str], None]) -> None:
    answer(phone, store_password)


@then("IBKR Mobile is in the foreground")
def ibkr_mobile_in_front(phone: Device) -> None:
    assert Apps(phone).ibkr_mobile_in_front(within_s=phone.patience.shown_s), (
        "IBKR Mobile is not in the foreground"
    )
