"""Words that catalogue, features and reports share."""

from __future__ import annotations

import json

from harness.spec.vocabulary import LOGIN_SURFACES, SURFACES, Surface


def test_a_surface_is_its_name_in_files_and_has_one_for_readers() -> None:
    assert Surface.CLIENT_PORTAL.value == "client-portal"
    assert json.dumps(SURFACES) == (
        '["client-portal", "webtrader", "tws", "android", "iphone", "phone-call"]'
    )
    assert Surface.TWS.in_words == "TWS"


def test_one_logs_in_where_the_articles_say() -> None:
    assert LOGIN_SURFACES("Client Portal") is Surface.CLIENT_PORTAL
    assert list(LOGIN_SURFACES) == ["Client Portal", "WebTrader", "TWS"]
