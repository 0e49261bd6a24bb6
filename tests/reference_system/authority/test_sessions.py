import pytest

from reference_system.authority.logins import Progress, Refused
from reference_system.authority.store import LoginState, OpenSession, User
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
    assert (office.authority.sessions.of_gateway() is not None) is lives


def test_the_gateway_holds_one_session(office: Office) -> None:
    sessions = office.authority.sessions
    assert sessions.of_gateway() is None
    first = session_of(office, office.user())
    session_of(office, office.user(), "webtrader")
    assert sessions.of_gateway() is first
    second = session_of(office, office.user())
    assert sessions.of_gateway() is second
    sessions.close(second)
    assert sessions.of_gateway() is None, "the one before was replaced"
    assert sessions.find(first.token) is first, "in its browser it lives on"
    third = session_of(office, office.user())
    assert sessions.of_gateway() is third


@pytest.mark.parametrize(("after_s", "authenticated"), [(0.9, False), (1, True), (3600, True)])
def test_the_gateway_becomes_authenticated_by_itself(
    office: Office, after_s: float, authenticated: bool
) -> None:
    session = session_of(office, office.user())
    office.authority.clock.advance(after_s)
    assert office.authority.sessions.of_gateway() is session
    assert session.brokerage is authenticated


def test_a_session_that_was_replaced_does_not_compete(office: Office) -> None:
    user = office.user()
    for _ in range(3):
        session = session_of(office, user)
        office.authority.clock.advance(5)
        assert office.authority.sessions.of_gateway() is session
        assert (session.brokerage, session.competing) == (True, False)


def test_the_gateway_takes_no_brokerage_session_away(office: Office) -> None:
    user = office.user()
    tws, web = session_of(office, user, "tws"), session_of(office, user)
    office.authority.clock.advance(5)
    office.authority.sessions.of_gateway()
    assert (tws.brokerage, web.brokerage, web.competing) == (True, False, True)


def test_the_gateway_can_wait_to_be_asked(office: Office) -> None:
    sessions = office.authority.sessions
    sessions.gateway_authenticates = False
    session = session_of(office, office.user())
    office.authority.clock.advance(3600)
    sessions.of_gateway()
    assert not session.brokerage
    sessions.open_brokerage(session, compete=False)
    assert session.brokerage
    office.authority.reset()
    assert sessions.gateway_authenticates


def test_a_read_only_session_does_not_trade(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android"), "tws")
    entered = office.logins.enter_read_only(begun.login_id)
    assert isinstance(entered, Progress)
    assert (entered.state, entered.session is not None) == (LoginState.READ_ONLY, True)
    assert entered.session is not None
    assert not entered.session.brokerage
    assert office.logins.answer(begun.login_id, "12345678") == Refused("unknown-login")


def test_read_only_is_offered_by_tws_alone(office: Office) -> None:
    for surface in ("client-portal", "webtrader"):
        begun = office.begin(office.user("ib-key-iphone"), surface)
        assert office.logins.enter_read_only(begun.login_id) == Refused("unknown-option")
        assert office.state(begun) == "waiting"


@pytest.mark.parametrize("factors", [[], ["ib-key-android"]])
def test_read_only_is_for_logins_that_wait(office: Office, factors: list[str]) -> None:
    begun = office.begin(office.user(*factors), "tws")
    office.authority.clock.advance(181)
    refused = office.logins.enter_read_only(begun.login_id)
    assert refused == Refused("expired" if factors else "unknown-login")


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
