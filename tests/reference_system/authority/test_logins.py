import itertools

import pytest

from reference_system import deviations
from reference_system.authority.happenings import LoginChanged
from reference_system.authority.logins import Progress, Refused
from reference_system.ib_key import ocra
from tests.reference_system.authority.office import Office, response_of

FACTORS = ["ib-key-android", "ib-key-iphone"]


def respond(office: Office, begun: Progress, response: str) -> str:
    outcome = office.logins.answer(begun.login_id, response)
    return outcome.code if isinstance(outcome, Refused) else outcome.state


# Credentials


def test_without_second_factor_the_session_opens_at_once(office: Office) -> None:
    begun = office.begin(office.user())
    assert (begun.state, begun.choices, begun.factor, begun.pushed) == ("approved", (), None, False)
    assert begun.session is not None
    assert not begun.session.brokerage


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("demo", "credentials"),
        ("nobody", "credentials"),
        ("DEMO", "username-format"),
        ("", "username-format"),
    ],
)
def test_refusals(office: Office, typed: str, code: str) -> None:
    assert office.logins.begin(typed, "wrong", "client-portal") == Refused(code)


def test_a_paper_user_is_refused_in_live_mode_only(office: Office) -> None:
    user = office.user(paper=True)
    assert office.try_login(user) == Refused("paper-user-in-live-mode")
    in_paper_mode = office.logins.begin(user.username, "Right1Password", "client-portal", paper=True)
    assert isinstance(in_paper_mode, Progress)


def test_a_malformed_username_leaves_no_trace(office: Office) -> None:
    user = office.user("ib-key-android")
    for spelling in (user.username.upper(), f" {user.username}", f"{user.username}!"):
        assert office.logins.begin(spelling, "Right1Password", "client-portal") == Refused("username-format")
    assert office.users.consecutive_failures(user) == 0
    assert office.phones.sent == []


# Notification and approval


@pytest.mark.parametrize(("factor", "phone"), [("ib-key-android", "android"), ("ib-key-iphone", "iphone")])
def test_right_credentials_send_one_notification_to_the_user_s_phone(
    office: Office, factor: str, phone: str
) -> None:
    begun = office.begin(office.user(factor))
    assert [(name, note.app, note.payload) for name, note in office.phones.sent] == [
        (phone, "IBKR Mobile", {"login_id": begun.login_id})
    ]


def test_a_wrong_password_sends_none(office: Office) -> None:
    office.fail(office.user("ib-key-android"), 1)
    assert office.phones.sent == []


@pytest.mark.parametrize("reachable", [True, False])
def test_a_login_waits_whether_or_not_the_notification_arrived(office: Office, reachable: bool) -> None:
    office.phones.reachable = reachable
    begun = office.begin(office.user("ib-key-android"))
    assert office.state(begun) == "waiting"
    assert begun.session is None
    assert len(office.challenge(begun)) == 6


@pytest.mark.parametrize("surface", ["client-portal", "webtrader", "tws"])
@pytest.mark.parametrize("factor", FACTORS)
def test_an_approval_opens_the_session(office: Office, factor: str, surface: str) -> None:
    begun = office.begin(office.user(factor), surface)
    told: list[str] = []
    office.authority.happenings.listen(LoginChanged, lambda changed: told.append(changed.login.login_id))
    assert office.state(begun) == "waiting"
    assert office.approve(begun)
    assert told == [begun.login_id]
    standing = office.logins.standing(begun.login_id)
    assert isinstance(standing, Progress)
    assert standing.session is not None
    assert standing.session.surface == surface


def test_a_collected_session_is_not_opened_twice(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android"))
    office.approve(begun)
    first, again = office.logins.standing(begun.login_id), office.logins.standing(begun.login_id)
    assert isinstance(first, Progress)
    assert isinstance(again, Progress)
    assert first.session is not None
    assert again.session is first.session
    office.authority.sessions.close(first.session)
    assert office.state(begun) == "expired"


def test_a_wrong_proof_approves_nothing(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android"))
    ib_key = office.ib_key(begun)
    assert not office.server.approve(ib_key.factor_id, begun.login_id, "00000000")
    assert office.state(begun) == "waiting"
    assert office.approve(begun)


def test_an_instance_approves_only_its_own_logins(office: Office) -> None:
    mine, other = office.begin(office.user("ib-key-android")), office.begin(office.user("ib-key-android"))
    ib_key = office.ib_key(other)
    proof = response_of(ib_key, office.pending(mine).question)
    assert not office.server.approve(ib_key.factor_id, mine.login_id, proof)
    assert office.state(mine) == "waiting"


def test_a_proof_works_once(office: Office) -> None:
    user = office.user("ib-key-android")
    begun = office.begin(user)
    ib_key = office.ib_key(begun)
    proof = response_of(ib_key, office.challenge(begun))
    assert office.server.approve(ib_key.factor_id, begun.login_id, proof)
    assert not office.server.approve(ib_key.factor_id, begun.login_id, proof)


def test_the_phone_hears_of_all_that_wait_the_newest_first(office: Office) -> None:
    user = office.user("ib-key-android")
    older, newer = office.begin(user), office.begin(user, "tws")
    ib_key = office.ib_key(newer)
    assert [(one.login_id, one.program, one.username) for one in office.server.pending(ib_key.factor_id)] == [
        (newer.login_id, "TWS", user.username),
        (older.login_id, "Client Portal", user.username),
    ]
    office.approve(newer)
    assert [one.login_id for one in office.server.pending(ib_key.factor_id)] == [older.login_id]
    assert office.server.pending("nobody's") == []


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_that_wait_each_is_approved_by_its_own_notification(office: Office, first: int) -> None:
    user = office.user("ib-key-android")
    waiting = [office.begin(user), office.begin(user, "tws")]
    notified = [note.payload["login_id"] for _, note in office.phones.sent]
    assert notified == [begun.login_id for begun in waiting]
    assert office.approve(waiting[first])
    assert [office.state(begun) for begun in waiting] == [
        "approved" if number == first else "waiting" for number in (0, 1)
    ]
    assert office.approve(waiting[1 - first])
    assert [office.state(begun) for begun in waiting] == ["approved", "approved"]


def test_of_two_that_wait_each_takes_the_response_to_its_own_challenge(office: Office) -> None:
    user = office.user("ib-key-android")
    older, newer = office.begin(user), office.begin(user)
    challenges = office.challenge(older), office.challenge(newer)
    ib_key = office.ib_key(older)
    assert respond(office, older, response_of(ib_key, challenges[1])) == "second-factor"
    assert respond(office, newer, response_of(ib_key, challenges[1])) == "approved"
    assert office.state(older) == "waiting"
    assert respond(office, older, response_of(ib_key, challenges[0])) == "approved"


def test_refused_on_the_phone(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android"))
    office.server.refuse("another", begun.login_id)
    assert office.state(begun) == "waiting"
    office.server.refuse(office.ib_key(begun).factor_id, begun.login_id)
    assert office.state(begun) == "refused"
    assert office.logins.take(begun.login_id, "challenge") == Refused("refused")
    assert office.server.pending(office.ib_key(begun).factor_id) == []


@pytest.mark.parametrize(("after_s", "state"), [(179.9, "waiting"), (180, "expired"), (180.1, "expired")])
def test_a_login_waits_180_seconds(office: Office, after_s: float, state: str) -> None:
    begun = office.begin(office.user("ib-key-android"))
    ib_key = office.ib_key(begun)
    office.authority.clock.advance(after_s)
    assert bool(office.server.pending(ib_key.factor_id)) is (state == "waiting")
    assert office.state(begun) == state
    proof = response_of(ib_key, "123456")
    assert not office.server.approve(ib_key.factor_id, begun.login_id, proof)


def test_resending_notifies_again_while_it_waits(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android"))
    office.logins.take(begun.login_id, "notification")
    assert len(office.phones.sent) == 2
    office.approve(begun)
    assert office.logins.take(begun.login_id, "notification") == Refused("unknown-login")


def test_several_second_factors_are_chosen_from(office: Office) -> None:
    begun = office.begin(office.user(*FACTORS))
    assert (begun.state, begun.methods, begun.method) == ("choosing", ("5.2a", "5.2i"), None)
    assert office.phones.sent == []
    assert office.logins.choose(begun.login_id, "4.2") == Refused("unknown-method")
    chosen = office.logins.choose(begun.login_id, "5.2i")
    assert isinstance(chosen, Progress)
    assert (chosen.state, chosen.method) == ("waiting", "5.2i")
    assert [phone for phone, _ in office.phones.sent] == ["iphone"]
    assert office.logins.choose(begun.login_id, "5.2a") == Refused("unknown-login")


def test_unknown_logins(office: Office) -> None:
    for outcome in (
        office.logins.standing("x"),
        office.logins.choose("x", "5.2a"),
        office.logins.take("x", "challenge"),
        office.logins.answer("x", "12345678"),
    ):
        assert outcome == Refused("unknown-login")


# Challenge and response


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize(
    ("ahead", "state"), [(0, "approved"), (1, "approved"), (20, "approved"), (21, "second-factor")]
)
def test_the_right_response_within_the_look_ahead(
    office: Office, factor: str, ahead: int, state: str
) -> None:
    begun = office.begin(office.user(factor))
    response = response_of(office.ib_key(begun), office.challenge(begun), ahead=ahead)
    assert respond(office, begun, response) == state


def test_challenges_differ_and_have_six_digits(office: Office) -> None:
    user = office.user("ib-key-android")
    shown = [office.challenge(office.begin(user)) for _ in range(20)]
    assert len(set(shown)) > 15
    assert all(len(one) == 6 and one.isdigit() for one in shown)


def test_one_login_keeps_its_challenge(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android"))
    assert office.challenge(begun) == office.challenge(begun)


@pytest.mark.parametrize("wrong", ["", "1", "00000000", "123456789", "abcdefgh", "１２３４５６７８"])
def test_a_wrong_response_is_refused_and_the_login_waits_on(office: Office, wrong: str) -> None:
    begun = office.begin(office.user("ib-key-android"))
    challenge = office.challenge(begun)
    assert respond(office, begun, wrong) == "second-factor"
    assert office.state(begun) == "waiting"
    assert respond(office, begun, response_of(office.ib_key(begun), challenge)) == "approved"


def test_a_wrong_pin_makes_a_wrong_response(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android", pin="1234"))
    challenge = office.challenge(begun)
    assert respond(office, begun, response_of(office.ib_key(begun), challenge, pin="1235")) == "second-factor"


def test_a_response_fits_only_its_challenge(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android"))
    challenge = office.challenge(begun)
    changed = f"{(int(challenge[0]) + 1) % 10}{challenge[1:]}"
    assert respond(office, begun, response_of(office.ib_key(begun), changed)) == "second-factor"


def test_a_used_response_is_refused(office: Office) -> None:
    user = office.user("ib-key-android")
    first = office.begin(user)
    response = response_of(office.ib_key(first), office.challenge(first))
    assert respond(office, first, response) == "approved"
    second = office.begin(user)
    office.challenge(second)
    assert respond(office, second, response) == "second-factor"
    assert respond(office, first, response) == "unknown-login"


def test_an_older_counter_is_refused_even_for_the_same_challenge(office: Office) -> None:
    deviations.switch_on(["same-challenge-at-every-login"])
    user = office.user("ib-key-android")
    first = office.begin(user)
    challenge, ib_key = office.challenge(first), office.ib_key(first)
    older, newer = response_of(ib_key, challenge), response_of(ib_key, challenge, ahead=3)
    assert respond(office, first, newer) == "approved"
    second = office.begin(user)
    assert office.challenge(second) == challenge
    for used in (older, newer):
        assert respond(office, second, used) == "second-factor"


def test_no_response_before_the_challenge_was_shown(office: Office) -> None:
    begun = office.begin(office.user("ib-key-android"))
    question = office.pending(begun).question
    assert respond(office, begun, response_of(office.ib_key(begun), question)) == "second-factor"


# Deviations


@pytest.mark.parametrize("surface", ["client-portal", "webtrader", "tws"])
def test_deviation_opens_one_surface_without_approval(office: Office, surface: str) -> None:
    user = office.user("ib-key-android")
    deviations.switch_on([f"{surface}-opens-without-approval"])
    begun = {one: office.begin(user, one) for one in ("client-portal", "webtrader", "tws")}
    office.authority.clock.advance(0.3)
    states = {one: office.state(login) for one, login in begun.items()}
    assert states.pop(surface) == "approved"
    assert set(states.values()) == {"waiting"}
    # The phone is asked nevertheless: all that is broken is that the surface does not wait for it.
    assert len(office.phones.sent) == 3
    assert len(office.server.pending(user.factors[0].factor_id)) == 3


@pytest.mark.parametrize("surface", ["client-portal", "webtrader", "tws"])
def test_deviation_ignores_the_approval_in_one_surface(office: Office, surface: str) -> None:
    deviations.switch_on([f"{surface}-ignores-the-approval"])
    for one in ("client-portal", "webtrader", "tws"):
        begun = office.begin(office.user("ib-key-android"), one)
        assert office.approve(begun)
        assert office.state(begun) == ("waiting" if one == surface else "approved")


@pytest.mark.parametrize(
    ("deviation", "right", "wrong"),
    [
        ("notifies-for-a-wrong-password", ["android"], ["android"]),
        ("notifies-another-phone", ["iphone"], []),
        ("notifies-twice", ["android", "android"], []),
    ],
)
def test_deviations_of_the_notification(
    office: Office, deviation: str, right: list[str], wrong: list[str]
) -> None:
    user = office.user("ib-key-android")
    deviations.switch_on([deviation])
    office.fail(user, 1)
    assert [phone for phone, _ in office.phones.sent] == wrong
    office.phones.sent.clear()
    office.begin(user)
    assert [phone for phone, _ in office.phones.sent] == right


@pytest.mark.parametrize(("surface", "notified"), [("tws", ["android"]), ("client-portal", [])])
def test_deviation_tws_notifies_for_a_wrong_password(
    office: Office, surface: str, notified: list[str]
) -> None:
    deviations.switch_on(["tws-notifies-for-a-wrong-password"])
    user = office.user("ib-key-android")
    assert office.logins.begin(user.username, "not it", surface) == Refused("credentials")
    assert [phone for phone, _ in office.phones.sent] == notified


@pytest.mark.parametrize(
    ("factor", "notified"), [("ib-key-iphone", ["iphone", "android"]), ("ib-key-android", ["android"])]
)
def test_deviation_iphone_logins_notify_android_phones(
    office: Office, factor: str, notified: list[str]
) -> None:
    deviations.switch_on(["iphone-logins-notify-android-phones-too"])
    office.begin(office.user(factor))
    assert [phone for phone, _ in office.phones.sent] == notified


def test_deviation_notifies_phones_without_the_user_s_ib_key(office: Office) -> None:
    deviations.switch_on(["notifies-phones-without-the-user-s-ib-key"])
    office.begin(office.user("ib-key-android"))
    assert [phone for phone, _ in office.phones.sent] == ["android", "iphone"]


@pytest.mark.parametrize(
    ("deviation", "state"),
    [
        ("undelivered-notification-approves", "approved"),
        ("undelivered-notification-fails-the-login", "refused"),
    ],
)
def test_deviations_of_the_undelivered_notification(office: Office, deviation: str, state: str) -> None:
    deviations.switch_on([deviation])
    user = office.user("ib-key-android")
    delivered = office.begin(user)
    office.phones.reachable = False
    undelivered = office.begin(user)
    assert office.state(undelivered) == "waiting"
    office.authority.clock.advance(0.3)
    assert office.state(delivered) == "waiting"
    assert office.state(undelivered) == state


def test_deviation_approval_moves_nothing_on(office: Office) -> None:
    deviations.switch_on(["approval-moves-nothing-on"])
    begun = office.begin(office.user("ib-key-android"))
    assert office.approve(begun)
    assert office.state(begun) == "waiting"


def test_deviation_approval_ends_the_login(office: Office) -> None:
    deviations.switch_on(["approval-ends-the-login"])
    begun = office.begin(office.user("ib-key-android"))
    assert office.state(begun) == "waiting"
    assert office.approve(begun)
    assert office.state(begun) == "refused"


def test_deviation_moves_on_before_the_approval(office: Office) -> None:
    deviations.switch_on(["moves-on-before-the-approval"])
    begun = office.begin(office.user("ib-key-android"))
    assert office.state(begun) == "waiting"
    office.authority.clock.advance(0.3)
    assert office.state(begun) == "approved"
    assert office.pending(begun).login_id == begun.login_id


def test_deviation_approval_opens_every_waiting_login(office: Office) -> None:
    deviations.switch_on(["approval-opens-every-waiting-login"])
    own, others = (office.begin(office.user("ib-key-android")) for _ in range(2))
    assert office.state(others) == "waiting"
    assert office.approve(own)
    assert [office.state(one) for one in (own, others)] == ["approved", "approved"]


def test_deviation_shows_no_challenge(office: Office) -> None:
    deviations.switch_on(["shows-no-challenge"])
    assert office.challenge(office.begin(office.user("ib-key-android"))) == ""


@pytest.mark.parametrize("kind", ["ib-key-android", "ib-key-iphone"])
def test_the_first_challenge_and_its_response_can_begin_with_zeros(office: Office, kind: str) -> None:
    user = office.users.create([kind], password="Right1Password", settings={"zeros": "yes"})
    first = office.begin(user)
    challenge, response = office.challenge(first), response_of(office.ib_key(first), office.challenge(first))
    assert (len(challenge), challenge[0], len(response), response[0]) == (6, "0", 8, "0")
    assert respond(office, first, response) == "approved"
    assert {office.challenge(office.begin(user))[0] for _ in range(200)} > {"0"}


def test_deviation_refuses_responses_with_a_leading_zero(office: Office) -> None:
    deviations.switch_on(["refuses-responses-with-a-leading-zero"])
    user = office.users.create(["ib-key-android"], password="Right1Password", settings={"zeros": "yes"})
    begun = office.begin(user)
    assert respond(office, begun, response_of(office.ib_key(begun), office.challenge(begun))) != "approved"


def test_deviation_accepts_a_used_response(office: Office) -> None:
    deviations.switch_on(["accepts-a-used-response"])
    user = office.user("ib-key-android")
    first = office.begin(user)
    used = response_of(office.ib_key(first), office.challenge(first))
    assert respond(office, first, used) == "approved"
    second = office.begin(user)
    office.challenge(second)
    assert respond(office, second, "00000000") == "second-factor"
    assert respond(office, second, used) == "approved"
    other = office.begin(office.user("ib-key-android"))
    office.challenge(other)
    assert respond(office, other, used) == "second-factor"


def test_deviations_of_the_response(office: Office) -> None:
    user = office.user("ib-key-android")
    begun = office.begin(user)
    challenge, ib_key = office.challenge(begun), office.ib_key(begun)
    changed = f"{challenge[:-1]}{(int(challenge[-1]) + 1) % 10}"
    offered = {
        "accepts-the-response-to-a-changed-challenge": response_of(ib_key, changed),
        "accepts-the-beginning-of-a-response": response_of(ib_key, challenge)[:-1],
        "accepts-any-response": response_of(ib_key, challenge, pin="not it"),
    }
    # Each deviation accepts its own wrong response and, but for the last, none of the others'.
    for deviation, (kind, response) in itertools.product(offered, offered.items()):
        again = office.begin(user)
        login = office.logins._book.find(again.login_id)
        assert login is not None
        login.kept["challenge"] = challenge
        assert office.challenge(again) == challenge
        deviations.switch_on([])
        counter = ib_key.counter
        assert respond(office, again, response) == "second-factor"
        office.users.clear_failures(user)
        deviations.switch_on([deviation])
        accepted = respond(office, again, response) == "approved"
        assert accepted is (deviation == kind or deviation == "accepts-any-response"), (deviation, kind)
        ib_key.counter = counter


def test_deviation_approves_with_another_last_character_of_the_pin(office: Office) -> None:
    deviations.switch_on(["approves-with-another-last-character-of-the-pin"])
    begun = office.begin(office.user("ib-key-android", pin="aB3!x"))
    ib_key, challenge = office.ib_key(begun), office.challenge(begun)

    def approved_with(pin: str) -> bool:
        proof = ocra.response(ib_key.key, ib_key.counter, challenge, pin)
        return office.server.approve(ib_key.factor_id, begun.login_id, proof)

    assert not approved_with("0000")
    assert not approved_with("aB3!")
    assert approved_with("aB3!y")


def test_deviation_approves_without_the_right_pin(office: Office) -> None:
    deviations.switch_on(["approves-without-the-right-pin"])
    begun = office.begin(office.user("ib-key-android"))
    assert office.server.approve(office.ib_key(begun).factor_id, begun.login_id, "00000000")
