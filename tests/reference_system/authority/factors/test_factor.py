"""A kind of second factor that logins, users and store know nothing of works by being one."""

from collections.abc import Mapping
from typing import ClassVar, Self

import pytest
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from reference_system.authority import users
from reference_system.authority.factors.factor import Factor, new_factor_id
from reference_system.authority.factors.kinds import KINDS
from reference_system.authority.logins import Progress, Refused
from reference_system.authority.means import Means
from reference_system.authority.store import Login
from tests.reference_system.authority.office import Office


class Pigeon(Factor):
    """A word that a pigeon brings; it flies again when asked to."""

    __tablename__ = "test_pigeons"

    factor_id: Mapped[str] = mapped_column(ForeignKey("factors.factor_id"), primary_key=True)
    loft: Mapped[str]
    flights: Mapped[int]

    kind_name = "pigeon"
    method = "9"
    message_type = "SWPG"
    label = "Pigeon"
    names: ClassVar[Mapping[str, str]] = {"en": "Pigeon", "zh-Hant": "鴿子"}
    settings = frozenset({"loft"})
    options = ("again",)

    @classmethod
    def issued(cls, settings: Mapping[str, str]) -> Self:
        return cls(factor_id=new_factor_id(), loft=settings.get("loft", "roof"), flights=0)

    def in_hand(self) -> Mapping[str, str]:
        return {"loft": self.loft}

    def begin(self, login: Login, means: Means) -> None:
        self.flights += 1
        login.kept["word"] = f"{self.loft}{self.flights}"

    def shown(self, login: Login) -> Mapping[str, str]:
        return {"colour": "grey"}

    def take(self, option: str, login: Login, means: Means) -> Mapping[str, str]:
        self.begin(login, means)
        return {"flights": str(self.flights)}

    def accepts(self, typed: str, login: Login, means: Means) -> bool:
        return typed == login.kept["word"]


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(users, "KINDS", {**KINDS, "pigeon": Pigeon})
    return Office()


def test_a_login_by_it(office: Office) -> None:
    user = office.users.create(["pigeon"], password="Right1Password", settings={"loft": "barn"})
    begun = office.begin(user, "webtrader")
    assert (begun.state, begun.method, begun.pushed, begun.shown) == (
        "waiting",
        "9",
        False,
        {"colour": "grey"},
    )
    assert office.logins.answer(begun.login_id, "barn2") == Refused("second-factor")
    assert office.users.consecutive_failures(user) == 1
    again = office.logins.take(begun.login_id, "again")
    assert isinstance(again, Progress)
    assert again.shown == {"flights": "2"}
    assert office.logins.take(begun.login_id, "challenge") == Refused("unknown-option")
    done = office.logins.answer(begun.login_id, "barn2")
    assert isinstance(done, Progress)
    assert done.session is not None
    assert (done.session.username, done.session.surface) == (user.username, "webtrader")


def test_it_expires_as_all_do(office: Office) -> None:
    begun = office.begin(office.user("pigeon"))
    office.authority.clock.advance(180)
    assert office.state(begun) == "expired"
    assert office.logins.answer(begun.login_id, "roof1") == Refused("expired")


def test_it_is_chosen_among_others(office: Office) -> None:
    user = office.user("ib-key-android", "pigeon")
    begun = office.begin(user)
    assert (begun.state, begun.methods) == ("choosing", ("5.2a", "9"))
    chosen = office.logins.choose(begun.login_id, "9")
    assert isinstance(chosen, Progress)
    assert (chosen.state, chosen.method) == ("waiting", "9")
    assert office.phones.sent == []


def test_what_it_remembers_outlasts_the_objects(office: Office) -> None:
    user = office.user("pigeon")
    begun = office.begin(user)
    office.authority._store.expire_all()
    assert user.factors[0].in_hand() == {"loft": "roof"}
    done = office.logins.answer(begun.login_id, "roof1")
    assert isinstance(done, Progress)


def test_a_setting_that_no_kind_of_the_user_has(office: Office) -> None:
    with pytest.raises(users.UserRefused, match="loft: ib-key-android can have none"):
        office.users.create(["ib-key-android"], password="Right1Password", settings={"loft": "barn"})
