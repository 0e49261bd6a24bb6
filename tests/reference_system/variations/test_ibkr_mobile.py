"""Each variation of the phones' pages changes one of them, and each wording that one knows is used."""

from __future__ import annotations

import pytest

import reference_system.process  # noqa: F401 - registers the variations
from reference_system.ib_key.wire import PendingLogin
from reference_system.phones.apps.ibkr.activation.android import SessionPage, WaysPage
from reference_system.phones.apps.ibkr.activation.iphone import ScannedCodePage, TypedCodePage
from reference_system.phones.apps.ibkr.activation.page import ActivatedPage
from reference_system.phones.apps.ibkr.approval import ApprovalPage
from reference_system.phones.apps.ibkr.challenge import ChallengePage, ResponsePage
from reference_system.phones.apps.ibkr.start import StartPage
from reference_system.phones.apps.ibkr.words import IBKR
from reference_system.phones.apps.stores.android import BaiduMobileAssistant, SearchPage
from reference_system.phones.model.app import Page
from reference_system.phones.model.glass import built
from reference_system.phones.model.widget import Widget
from reference_system.phones.model.words import SYSTEM, wording
from tests.reference_system.phones.conftest import CHALLENGE, Hand, Server, android, clock, journal, server

__all__ = ["android", "clock", "journal", "server"]


@pytest.fixture
def pages(android: Hand, server: Server) -> list[Page]:
    """Those that variations build otherwise."""
    app, phone = android.ibkr, android.phone
    phone.configure(sensor="none")
    android.open_ibkr()
    server.login = PendingLogin("login-1", "demo", "Client Portal", CHALLENGE, android.clock.now())
    app.go(approval := ApprovalPage(app, "login-1"))
    store = BaiduMobileAssistant.on(phone)
    store.pages = [search := SearchPage(store)]
    search.term = "IBKR Mobile"
    session = SessionPage(app)
    forms = [session, TypedCodePage(app), ScannedCodePage(app, "CODE"), ActivatedPage(app, session)]
    return [
        StartPage(app),
        approval,
        ChallengePage(app),
        ResponsePage(app, "12345678"),
        WaysPage(app),
        *forms,
        search,
    ]


def looks(root: Widget) -> list[tuple[str, str, bool]]:
    return [(widget.text, widget.ident, widget.enabled) for widget in root.walk()]


@pytest.mark.parametrize("name", list(built.replacements))
def test_it_changes_a_page(pages: list[Page], name: str) -> None:
    change = built.replacements[name]
    assert [type(page) for page in pages if looks(change(page)) != looks(page.build())]


@pytest.mark.parametrize("name", list(wording.replacements))
def test_it_says_something_else(name: str) -> None:
    say = wording.replacements[name]
    changed = [
        key
        for words in (IBKR, SYSTEM)
        for key in words
        if say(words, "en", key) != wording.original(words, "en", key)
    ]
    assert changed
