import pytest

from reference_system.authority.clock import Clock
from reference_system.authority.journal import KEPT, Journal
from tests.reference_system.authority.office import START


@pytest.fixture
def journal() -> Journal:
    return Journal(Clock(START.timestamp))


@pytest.mark.parametrize("name", ["password", "pin", "response", "passcode", "lab_token", "login_id", "PIN"])
def test_secrets_lose_their_value(journal: Journal, name: str) -> None:
    journal.record("lab", "something", **{name: "s3cret", "username": "demo"})
    assert journal.events()[0].details == {name: "[redacted]", "username": "demo"}


def test_events_keep_time_source_and_order(journal: Journal) -> None:
    journal.record("authority", "first")
    journal.of("android")("second", app="Mail")
    events = [(one.at, one.source, one.what, dict(one.details)) for one in journal.events()]
    assert events == [(START, "authority", "first", {}), (START, "android", "second", {"app": "Mail"})]
    journal.clear()
    assert journal.events() == []


def test_only_the_latest_are_kept(journal: Journal) -> None:
    for number in range(KEPT + 3):
        journal.record("lab", f"event {number}")
    assert len(journal.events()) == KEPT
    assert journal.events()[0].what == "event 3"
