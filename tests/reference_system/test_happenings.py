from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from reference_system import deviations
from reference_system.deviations import deviation, rule
from reference_system.happenings import Happenings


@dataclass(frozen=True)
class Knock:
    at: str


class LoudKnock(Knock):
    pass


@rule
def opens(door: str) -> bool:  # noqa: ARG001
    """A door opens to who knocks."""
    return True


timid = deviation(
    "test-timid", clauses=["LOGIN-HELP-LCK01"], breaks="a door that was knocked at loudly stays shut"
)


@timid.hears(LoudKnock)
def _(knock: LoudKnock, heard: list[str]) -> None:
    timid.memory.add(knock.at)
    heard.append(knock.at)


@timid.replaces(opens)
def _(door: str) -> bool:
    return door not in timid.memory


@pytest.fixture(scope="module", autouse=True)
def known_in_this_module_only() -> Iterator[None]:
    yield
    del deviations._registry[timid.name]


@pytest.fixture(autouse=True)
def documented_behaviour() -> Iterator[None]:
    yield
    deviations.switch_on([])


def test_listeners_hear_their_kind_in_the_order_they_came() -> None:
    happenings = Happenings(None)
    heard: list[str] = []
    happenings.listen(Knock, lambda knock: heard.append(f"first {knock.at}"))
    happenings.listen(LoudKnock, lambda knock: heard.append(f"loud {knock.at}"))
    happenings.listen(object, lambda _: heard.append("last"))
    happenings.tell(LoudKnock("a"))
    happenings.tell(Knock("b"))
    happenings.tell("something else")
    assert heard == ["first a", "loud a", "last", "first b", "last", "last"]


def test_a_deviation_hears_only_while_it_is_in_force_and_is_handed_the_place() -> None:
    heard: list[str] = []
    happenings = Happenings(heard)
    happenings.tell(LoudKnock("front"))
    assert heard == []
    deviations.switch_on([timid.name])
    happenings.tell(Knock("front"))
    happenings.tell(LoudKnock("back"))
    assert heard == ["back"]
    assert (opens("front"), opens("back")) == (True, False)


@pytest.mark.parametrize("end", [deviations.forget, lambda: deviations.switch_on([timid.name])])
def test_its_memory_ends_with_a_reset_and_when_it_is_switched_on_anew(
    end: Callable[[], None],
) -> None:
    deviations.switch_on([timid.name])
    Happenings([]).tell(LoudKnock("back"))
    end()
    assert opens("back")
