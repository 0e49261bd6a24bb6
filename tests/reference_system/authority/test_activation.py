import re
from collections.abc import Callable
from typing import Literal

import pytest

from reference_system import deviations
from reference_system.authority.factors.ib_key import ib_keys_of
from reference_system.authority.logins import Progress, Refused
from reference_system.authority.store import User
from reference_system.ib_key import ocra
from reference_system.ib_key.wire import ActivationRefused, ActivationRequest, IbKeyInstance
from tests.reference_system.authority.office import Office

ACTIVATION = ActivationRefused.ACTIVATION


def activated(office: Office, user: User, device: str = "one") -> IbKeyInstance:
    instance = office.activate(office.code(office.session(user)), device)
    assert isinstance(instance, IbKeyInstance)
    return instance


def two_codes(office: Office, user: User) -> tuple[str, str]:
    """Codes of two sessions that were opened before any activation."""
    first, second = office.session(user), office.session(user)
    return office.code(first), office.code(second)


def wrong(code: str) -> str:
    return code[:-1] + ("A" if code[-1] != "A" else "B")


def active_on(user: User) -> list[str | None]:
    return [one.device for one in ib_keys_of(user)]


# The offer


def test_a_code_is_made_once_for_each_session(office: Office) -> None:
    user = office.user()
    first, second = office.session(user), office.session(user)
    codes = {office.code(first), office.code(second), office.code(office.session(office.user()))}
    assert len(codes) == 3
    assert all(re.fullmatch(r"[A-Z0-9]{12}", code) for code in codes)
    assert office.code(first) == office.code(first)


def test_the_code_stays_the_same_when_it_is_void(office: Office) -> None:
    session = office.session(office.user())
    code = office.code(session)
    office.authority.clock.advance(3600)
    assert office.activate(code) == ACTIVATION
    assert office.code(session) == code


def test_who_is_offered_nothing(office: Office) -> None:
    assert office.authority.activations.offer(office.session(office.user("ib-key-android"))) is None
    assert office.authority.activations.offer(office.session(office.user(), "webtrader")) is None
    user = office.user()
    session = office.session(user)
    office.activate(office.code(session))
    assert office.authority.activations.offer(session) is None


# The attempt


@pytest.mark.parametrize(
    ("surface", "method", "secret"), [("android", "5.2a", "aB3!"), ("iphone", "5.2i", "5" * 32)]
)
def test_an_activated_ib_key_approves_logins(
    office: Office, surface: Literal["android", "iphone"], method: str, secret: str
) -> None:
    user = office.user()
    key = office.activate(office.code(office.session(user)), "one", surface, secret)
    assert isinstance(key, IbKeyInstance)
    begun = office.begin(user)
    assert (begun.state, begun.method) == ("waiting", method)
    assert [phone for phone, _ in office.phones.sent] == [surface]
    (pending,) = office.server.pending(key.instance_id)
    assert key.username == user.username
    for pin in ("wrong", secret):
        proof = ocra.response(key.key, key.counter, pending.question, pin)
        assert office.server.approve(key.instance_id, pending.login_id, proof) is (pin == secret)
    assert office.state(begun) == "approved"


@pytest.mark.parametrize("pin", ["123", "1234567", "12 4"])
def test_a_pin_that_is_not_allowed_leaves_the_code_unused(office: Office, pin: str) -> None:
    user = office.user()
    code = office.code(office.session(user))
    assert office.activate(code, secret=pin) == ActivationRefused.PIN
    assert user.factors == []
    assert isinstance(office.activate(code), IbKeyInstance)


def test_only_the_exact_code_activates(office: Office) -> None:
    user = office.user()
    code = office.code(office.session(user))
    typed = ["", wrong(code), f" {code}", f"{code} ", code.lower(), code[:-1], f"{code[:6]} {code[6:]}"]
    assert [office.activate(one) for one in typed] == [ACTIVATION] * len(typed)
    assert user.factors == []
    assert isinstance(office.activate(code), IbKeyInstance)


def test_a_code_works_once(office: Office) -> None:
    user = office.user()
    code = office.code(office.session(user))
    office.activate(code)
    assert office.activate(code, "another") == ACTIVATION
    assert active_on(user) == ["one"]


@pytest.mark.parametrize(("seconds", "works"), [(3599, True), (3600, False)])
def test_a_code_lives_an_hour(office: Office, seconds: float, works: bool) -> None:
    user = office.user()
    code = office.code(office.session(user))
    office.authority.clock.advance(seconds)
    assert isinstance(office.activate(code), IbKeyInstance) is works
    assert active_on(user) == (["one"] if works else [])


def test_a_code_ends_with_its_session_and_the_next_one_has_another(office: Office) -> None:
    user = office.user()
    session = office.session(user)
    code = office.code(session)
    office.authority.sessions.close(session)
    assert office.activate(code) == ACTIVATION
    assert isinstance(office.activate(office.code(office.session(user))), IbKeyInstance)


def test_an_active_instance_is_not_activated_again_and_stays_active(office: Office) -> None:
    user = office.user()
    first, second = two_codes(office, user)
    key = office.activate(first)
    assert office.activate(second) == ACTIVATION
    assert [one.factor_id for one in user.factors] == [key.instance_id]  # type: ignore[union-attr]
    assert office.approve(office.begin(user))


def test_one_phone_at_a_time(office: Office) -> None:
    user = office.user()
    first, second = two_codes(office, user)
    old = office.activate(first)
    assert isinstance(old, IbKeyInstance)
    begun = office.begin(user)
    assert isinstance(office.activate(second, "another", "iphone"), IbKeyInstance)
    assert active_on(user) == ["another"]
    assert office.state(begun) == "expired"
    assert office.server.pending(old.instance_id) == []
    assert office.begin(user).methods == ("5.2i",)


def test_a_lost_answer_uses_the_code_up_and_activates_nothing(office: Office) -> None:
    user = office.user()
    session = office.session(user)
    code = office.code(session)
    lost = office.server.activate(ActivationRequest(code, "one", "android", "aB3!"))
    assert isinstance(lost, IbKeyInstance)
    assert user.factors == []
    assert office.activate(code) == ACTIVATION
    assert office.begin(user).state == "approved"
    assert office.code(session) == code
    fresh = office.code(office.session(user))
    assert fresh != code
    assert isinstance(office.activate(fresh), IbKeyInstance)
    office.server.activated("of nobody")
    assert active_on(user) == ["one"]


def test_a_lost_answer_leaves_the_former_ib_key_active(office: Office) -> None:
    user = office.user()
    first, second = two_codes(office, user)
    office.activate(first)
    office.server.activate(ActivationRequest(second, "another", "iphone", "5" * 32))
    assert active_on(user) == ["one"]
    assert office.approve(office.begin(user))


def test_an_activation_is_forgotten_at_reset(office: Office) -> None:
    user = office.user()
    code = office.code(office.session(user))
    activated(office, office.user())
    office.authority.reset()
    assert office.activate(code) == ACTIVATION
    seed = office.users.find("demo")
    assert seed is not None
    assert isinstance(activated(office, seed), IbKeyInstance)


def test_nothing_secret_in_reprs_and_journal(office: Office) -> None:
    code = office.code(office.session(office.user()))
    office.activate(code, secret="aB3!xyz")
    key = office.activate(code)
    office.activate(code)
    told = repr(office.authority.journal.events()) + repr(key)
    assert "IB Key activated" in told
    assert code not in told
    assert "aB3!" not in told


# Deviations


@pytest.mark.parametrize(
    ("deviation", "newcomer", "active", "refused_before"),
    [
        (None, True, False, True),
        ("offers-activation-to-nobody", False, False, False),
        ("offers-activation-to-active-users", True, True, True),
        ("offers-no-second-code", True, False, False),
    ],
)
def test_deviations_of_the_offer(
    office: Office, deviation: str | None, newcomer: bool, active: bool, refused_before: bool
) -> None:
    refused = office.user()
    code = office.code(office.session(refused))
    deviations.switch_on([deviation] if deviation else [])
    office.authority.clock.advance(3600)
    assert office.activate(code) == ACTIVATION
    users = (office.user(), office.user("ib-key-android"), refused)
    offered = [office.authority.activations.offer(office.session(user)) is not None for user in users]
    assert offered == [newcomer, active, refused_before]


def test_deviation_shows_the_same_code_in_each_session(office: Office) -> None:
    deviations.switch_on(["shows-the-same-code-in-each-session"])
    user = office.user()
    first = office.session(user)
    code = office.code(first)
    office.authority.sessions.close(first)
    again = office.session(user)
    assert [office.code(again), office.code(again)] == [code, code]
    assert office.activate(code) == ACTIVATION
    assert office.code(office.session(office.user())) != code


def test_deviation_any_string_of_the_right_length_activates(office: Office) -> None:
    deviations.switch_on(["any-string-of-the-right-length-activates"])
    assert office.activate("A" * 12) == ACTIVATION
    earlier, newest = office.user(), office.user()
    own = office.code(office.session(earlier))
    code = office.code(office.session(newest))
    assert office.activate(wrong(code)[:-1]) == ACTIVATION
    assert isinstance(office.activate(wrong(code)), IbKeyInstance)
    assert active_on(newest) == ["one"]
    assert isinstance(office.activate(own), IbKeyInstance)
    assert active_on(earlier) == ["one"]


@pytest.mark.parametrize(
    ("deviation", "change"),
    [
        ("first-character-of-code-is-ignored", lambda code: "?" + code[1:]),
        ("more-than-the-code-is-ignored", lambda code: code + "A"),
        ("part-of-the-code-is-enough", lambda code: code[:-1]),
    ],
)
def test_deviations_of_the_comparison(office: Office, deviation: str, change: Callable[[str], str]) -> None:
    user = office.user()
    code = office.code(office.session(user))
    assert office.activate(change(code)) == ACTIVATION
    deviations.switch_on([deviation])
    assert office.activate(code.lower()) == ACTIVATION
    assert isinstance(office.activate(change(code)), IbKeyInstance)
    assert active_on(user) == ["one"]


def test_deviation_used_code_activates_again(office: Office) -> None:
    deviations.switch_on(["used-code-activates-again"])
    user = office.user()
    code = office.code(office.session(user))
    office.activate(code)
    assert office.activate(code) == ACTIVATION  # on the same phone the IB Key is active
    assert isinstance(office.activate(code, "another"), IbKeyInstance)
    assert active_on(user) == ["another"]


@pytest.mark.parametrize("same_code", [True, False])
@pytest.mark.parametrize(
    ("deviation", "reports_success", "is_active"),
    [("second-activation-succeeds", True, True), ("second-activation-destroys-the-first", False, False)],
)
def test_deviations_of_the_second_activation(
    office: Office, deviation: str, reports_success: bool, is_active: bool, same_code: bool
) -> None:
    deviations.switch_on([deviation])
    user = office.user()
    first, second = two_codes(office, user)
    assert isinstance(office.activate(first), IbKeyInstance)
    again = office.activate(first if same_code else second)
    assert isinstance(again, IbKeyInstance) is reports_success
    assert bool(user.factors) is is_active
    assert bool(office.begin(user).methods) is is_active


def test_deviation_second_activation_changes_the_pin(office: Office) -> None:
    user = office.user()
    first, second = two_codes(office, user)
    office.activate(first, secret="aB3!")
    assert office.activate(second, secret="1234") == ACTIVATION
    assert ib_keys_of(user)[0].pin == "aB3!"
    deviations.switch_on(["second-activation-changes-the-pin"])
    assert office.activate(second, secret="1234") == ACTIVATION
    assert ib_keys_of(user)[0].pin == "1234"


@pytest.mark.parametrize(
    ("deviation", "gets_in", "notified"),
    [
        (None, True, True),
        ("refused-activation-refuses-logins", False, False),
        ("refused-activation-ends-notifications", True, False),
    ],
)
def test_deviations_after_a_refused_activation(
    office: Office, deviation: str | None, gets_in: bool, notified: bool
) -> None:
    deviations.switch_on([deviation] if deviation else [])
    user, other = office.user(), office.user()
    first, second = two_codes(office, user)
    activated(office, other)
    office.activate(first)
    assert office.begin(user).pushed
    assert office.activate(second) == ACTIVATION
    office.phones.sent.clear()
    tried = office.try_login(user)
    assert isinstance(tried, Progress) is gets_in
    assert bool(office.phones.sent) is notified
    if gets_in:
        assert office.approve(tried)  # type: ignore[arg-type]
    assert isinstance(office.try_login(user, surface="tws"), Progress)
    assert office.begin(other).state == "waiting"


def test_deviation_client_portal_refuses_users_without_ib_key(office: Office) -> None:
    deviations.switch_on(["client-portal-refuses-users-without-ib-key"])
    user = office.user()
    assert office.try_login(user) == Refused("second-factor")
    assert office.begin(user, "webtrader").state == "approved"
    assert office.begin(office.user("ib-key-android")).state == "waiting"
