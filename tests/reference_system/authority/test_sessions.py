import pytest

from reference_system.authority.store import OpenSession, User
from tests.reference_system.authority.office import Office


def session_of(office: Office, user: User, channel: str = "client-portal") -> OpenSession:
    session = office.begin(user, channel).session
    assert session is not None
    return session


@pytest.mark.parametrize(("after_s", "lives"), [(86_399, True), (86_400, False)])
def test_a_session_lives_a_day(office: Office, after_s: float, lives: bool) -> None:
    session = session_of(office, office.user())
    office.authority.clock.advance(after_s)
    assert (office.authority.sessions.find(session.token) is not None) is lives
    assert (office.authority.sessions.latest("client-portal") is not None) is lives


def test_latest_is_of_its_channel(office: Office) -> None:
    sessions = office.authority.sessions
    assert sessions.latest("client-portal") is None
    first = session_of(office, office.user())
    session_of(office, office.user(), "webtrader")
    assert sessions.latest("client-portal") is first
    second = session_of(office, office.user())
    assert sessions.latest("client-portal") is second
    sessions.close(second)
    assert sessions.latest("client-portal") is first


def test_one_brokerage_session_for_each_user(office: Office) -> None:
    sessions = office.authority.sessions
    user = office.user()
    tws, web = session_of(office, user, "tws"), session_of(office, user)
    stranger = session_of(office, office.user(), "tws")
    assert (tws.brokerage, web.brokerage) == (True, False)
    sessions.open_brokerage(web, compete=False)
    assert (tws.brokerage, web.brokerage, web.competing) == (True, False, True)
    sessions.open_brokerage(web, compete=True)
    assert (tws.brokerage, tws.competing) == (False, True)
    assert (web.brokerage, web.competing) == (True, False)
    assert stranger.brokerage
