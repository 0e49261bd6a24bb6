from typing import Any

import pytest

from reference_system.authority.factors.ib_key import ib_keys_of
from reference_system.authority.users import UserRefused
from tests.reference_system.authority.office import PASSWORD, Office, cpu_s


@pytest.mark.parametrize(
    ("factors", "options", "said"),
    [
        (["sms"], {}, "second_factor: there is no sms"),
        ([], {}, "second_factor: one, or several"),
        (["none", "ib-key-android"], {}, "second_factor: one, or several"),
        (["ib-key-android", "ib-key-android"], {}, "second_factor: one, or several"),
        (["none"], {"username": "Upper"}, "username: it has lower-case letters and digits only"),
        (["none"], {"username": ""}, "lower-case letters and digits only"),
        (["none"], {"username": "demo"}, "username: demo is taken"),
        (["none"], {"settings": {"pin": "1234"}}, "pin: none can have none"),
        (["ib-key-iphone"], {"settings": {"pin": "1234"}}, "pin: ib-key-iphone can have none"),
        (["ib-key-android"], {"settings": {"pin": "123"}}, "pin: it has 4 to 6 characters"),
        (["ib-key-android"], {"settings": {"pin": "1234567"}}, "4 to 6 characters"),
    ],
)
def test_users_that_cannot_be(office: Office, factors: list[str], options: dict[str, Any], said: str) -> None:
    with pytest.raises(UserRefused, match=said):
        office.users.create(factors, password=PASSWORD, **options)


@pytest.mark.parametrize("pin", ["1234", "a!9B", "123456"])
def test_pins_have_four_to_six_characters(office: Office, pin: str) -> None:
    assert office.user("ib-key-android", pin=pin).factors[0].in_hand() == {"pin": pin}


def test_made_up_users_can_log_in_and_differ(office: Office) -> None:
    users = [office.user("ib-key-android") for _ in range(5)]
    assert len({user.username for user in users}) == 5
    assert len({ib_keys_of(user)[0].key for user in users}) == 5
    assert all(office.begin(user).state == "waiting" for user in users)


def test_an_iphone_instance_keeps_a_secret_in_the_pin_s_place(office: Office) -> None:
    (ib_key,) = ib_keys_of(office.user("ib-key-iphone"))
    assert (ib_key.method, ib_key.phone) == ("5.2i", "iphone")
    assert len(ib_key.pin) == 32


def test_nothing_secret_in_reprs_and_journal(office: Office) -> None:
    user = office.user("ib-key-android", pin="a!9B")
    begun = office.begin(user)
    told = repr(user) + repr(user.factors) + repr(begun) + repr(office.authority.journal.events())
    told += repr(office.authority.seeds) + repr(office.logins._book.find(begun.login_id))
    seed_passwords = [seed.password for seed in office.authority.seeds]
    for secret in (PASSWORD, "a!9B", begun.login_id, *seed_passwords):
        assert secret not in told


def test_a_user_costs_less_than_five_milliseconds(office: Office) -> None:
    assert cpu_s(lambda: office.user("ib-key-android"), times=50) < 0.005


def test_a_reset_costs_less_than_fifty_milliseconds(office: Office) -> None:
    assert cpu_s(office.authority.reset, times=5) < 0.05


def test_reset_leaves_the_seed_users_as_new(office: Office) -> None:
    seed = office.authority.seeds[1]
    office.user(username="other")
    begun = office.logins.begin(seed.username, seed.password, "client-portal")
    office.authority.clock.advance(5)
    users = office.authority.reset()
    assert [user.username for user in users] == ["demo", "demoandroid", "demoiphone"]
    assert office.users.find("other") is None
    assert office.logins.standing(begun.login_id) != begun  # type: ignore[union-attr]
    again = office.logins.begin(seed.username, seed.password, "client-portal")
    assert again.method == "5.2a"  # type: ignore[union-attr]
    assert users[1].factors[0].in_hand() == seed.settings
