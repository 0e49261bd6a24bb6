import re

import pytest

import reference_system.process  # noqa: F401 - the rules of every room
from reference_system import deviations
from reference_system.authority.logins import Progress
from reference_system.context import act
from reference_system.operators import call, making
from tests.reference_system.authority.office import PASSWORD, Office, response_of

OPERATORS = list(making.all_operators())


def test_there_are_more_than_a_thousand_each_with_a_name_of_its_own() -> None:
    names = [one.name for one in OPERATORS]
    assert len(names) == len(set(names)) > 1000
    assert all(re.fullmatch(r"[a-z0-9.-]+(~[a-z0-9-]+)+", name) for name in names)
    assert all(one.described().clauses and one.described().breaks for one in OPERATORS)


def test_rules_have_names_of_their_own() -> None:
    of_the_system = [
        one for one in deviations.rules().values() if one.original.__module__.startswith("reference_")
    ]
    assert len({one.name for one in of_the_system}) == len(of_the_system) > 100


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("authority.factors.ib-key.proof-counter~last-character-may-differ", "no person can hand in one"),
        ("authority.lock.failures-to-lock~one-more~on-webtrader", "speaks of what is on-webtrader"),
        ("phones.apps.ibkr.scanner.asks-for-camera~opposite~after-5s", "about nothing that lasts"),
        ("tws.behaviour.opens-on~opposite~after-5s", "no clock of its own"),
        ("authority.lock.failures-to-lock~one-more", "the same as locks-after-eleven-failures"),
        ("authority.lock.end-of-lock~an-hour-late", None),
    ],
)
def test_what_is_left_out_has_a_reason(name: str, why: str | None) -> None:
    told = making.why_left_out(name)
    assert told is None if why is None else told is not None and why in told
    assert (name in {one.name for one in OPERATORS}) is (why is None)


@pytest.mark.parametrize(
    ("name", "clauses"),
    [
        ("state-told~says-approved~on-tws~with-android", ("LOGIN-SEAMLESS-04", "LOGIN-SEAMLESS-INT02")),
        ("state-told~says-approved~with-face-id", ("FACEID-04",)),
        ("state-told~says-approved~on-webtrader", ("LOGIN-SEAMLESS-04", "LOGIN-SEAMLESS-INT04")),
        ("phones-to-notify~somewhere-else~with-android", ("LOGIN-SEAMLESS-01b",)),
    ],
)
def test_a_condition_leaves_the_clauses_that_speak_of_it(name: str, clauses: tuple[str, ...]) -> None:
    assert making.broken_by(f"authority.factors.ib-key.{name}") == clauses


def test_kinds_are_told_whatever_the_rule_and_the_seconds() -> None:
    names = ("state-told~late-11s", "state-told~late-170s~on-tws~with-face-id", "state-told~says-refused")
    made = (making.operator(f"authority.factors.ib-key.{name}") for name in names)
    assert [one and one.kind for one in made] == [
        "late",
        "late on one surface with one proof",
        "says-refused",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "authority.lock.failures-to-lock",
        "authority.lock.failures-to-lock~",
        "authority.lock.failures-to-lock~empty",
        "authority.lock.failures-to-lock~one-more~on-the-moon",
        "authority.lock.nonsense~one-more",
        "~",
    ],
)
def test_names_without_sense(name: str) -> None:
    with pytest.raises(deviations.UnknownDeviation):
        deviations.switch_on([name])


def test_one_says_what_it_breaks() -> None:
    one = making.operator("authority.lock.failures-to-lock~one-more~on-client-portal~after-5s")
    assert one is not None
    assert one.described().breaks == (
        "How many consecutive failures lock. - But: one more, at Client Portal only, "
        "5 s after it was first asked"
    )
    assert one.described().clauses == ("LOGIN-HELP-LCK01",)


def test_it_is_in_force_until_it_is_switched_off(office: Office) -> None:
    deviations.switch_on(["authority.lock.failures-to-lock~one-more"])
    user = office.user()
    office.fail(user, 10)
    assert office.users.locked_until(user) is None
    office.fail(user, 1)
    assert office.users.locked_until(user) is not None
    deviations.switch_on([])
    office.fail(other := office.user(), 10)
    assert office.users.locked_until(other) is not None


@pytest.mark.parametrize(
    ("surface", "opens"), [("client-portal", False), ("webtrader", True), ("tws", False)]
)
def test_at_one_surface_only(office: Office, surface: str, opens: bool) -> None:
    user = office.user()
    office.fail(user, 10)
    deviations.switch_on(["authority.lock.refuses-right-credentials~opposite~on-webtrader"])
    assert isinstance(office.try_login(user, surface=surface), Progress) is opens


@pytest.mark.parametrize(("factor", "states"), [("android", ["waiting"]), ("iphone", ["approved"])])
def test_with_one_phone_only(office: Office, factor: str, states: list[str]) -> None:
    deviations.switch_on(["authority.factors.ib-key.state-told~says-approved~with-iphone"])
    begun = office.begin(office.user(f"ib-key-{factor}"))
    assert [begun.state, office.state(begun)] == states * 2


def test_with_one_proof_only(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    proofs = {"android": "pin", "iphone": "face-id"}
    monkeypatch.setattr(call, "proof_of", lambda phone: proofs.get(phone, ""))
    deviations.switch_on(["authority.factors.ib-key.state-told~says-approved~with-pin"])
    android, iphone = (office.begin(office.user(f"ib-key-{phone}")) for phone in proofs)
    assert [android.state, iphone.state] == ["approved", "waiting"]
    proofs["android"] = "fingerprint"
    assert office.state(office.begin(office.user("ib-key-android"))) == "waiting"


@pytest.mark.parametrize(
    ("condition", "right"),
    [
        ("the-first-time", [False, True, True, True]),
        ("from-the-second-time", [True, False, False, False]),
        ("the-third-time", [True, True, False, True]),
    ],
)
def test_at_the_nth_time_for_each_user(office: Office, condition: str, right: list[bool]) -> None:
    deviations.switch_on([f"authority.credentials.password-is-right~right-one-fails~{condition}"])
    users = office.user(), office.user()
    for user in users:
        answers = [office.logins.begin(user.username, PASSWORD, "tws") for _ in right]
        assert [isinstance(answer, Progress) for answer in answers] == right


def test_after_a_while(office: Office) -> None:
    deviations.switch_on(["authority.factors.ib-key.state-told~says-approved~after-5s"])
    begun = office.begin(office.user("ib-key-android"))
    states = []
    for seconds in (0, 4.9, 0.1):
        office.authority.clock.advance(seconds)
        states.append(office.state(begun))
    assert states == ["waiting", "waiting", "approved"]
    # Of each login anew.
    assert office.state(office.begin(office.user("ib-key-android"))) == "waiting"


def test_a_reset_makes_it_forget(office: Office) -> None:
    deviations.switch_on(["authority.credentials.password-is-right~right-one-fails~the-first-time"])
    seed = office.authority.seeds[0]
    for _ in range(2):
        act(username="")
        first, second = (office.logins.begin(seed.username, seed.password, "tws") for _ in range(2))
        assert (isinstance(first, Progress), isinstance(second, Progress)) == (False, True)
        office.authority.reset()


def test_a_check_of_an_answer(office: Office) -> None:
    deviations.switch_on(["authority.factors.ib-key.proof-counter~first-character-may-differ"])
    begun = office.begin(office.user("ib-key-android"))
    ib_key, pending = office.ib_key(begun), office.pending(begun)
    right = response_of(ib_key, pending.question)
    wrong_first = f"{(int(right[0]) + 5) % 10}{right[1:]}"
    wrong_last = f"{right[:-1]}{(int(right[-1]) + 5) % 10}"
    assert not office.server.approve(ib_key.factor_id, begun.login_id, wrong_last)
    assert office.server.approve(ib_key.factor_id, begun.login_id, wrong_first)
