from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from harness.collection.model import Step, StepDefinition, StepType
from harness.evidence.actors import Actor, actors_of
from harness.lab import LabError
from harness.sessions.witness import SystemWitness
from harness.targets.system import World
from harness.verdicts.witness import Observed

DEFINITION = StepDefinition(lambda: None, None, None, Path("steps.py"), 1)


class Silent(World):
    name = "staging"
    answers_at = "http://127.0.0.1:9"  # nobody's port


class Ended(World):
    name = "embedded"
    is_replaced = True
    ended = "the ./ibkey up that this run uses has ended"


class Page:
    """An actor whose page's server answered with an error at a time."""

    name = "client-portal"

    def __init__(self) -> None:
        self.asked_since = 0.0

    def server_error(self, since: float) -> str:
        self.asked_since = since
        return "client-portal answered /do with HTTP 500"


@pytest.fixture
def item(request: pytest.FixtureRequest) -> pytest.Item:
    return cast("pytest.Item", request.node)


def step(type_: StepType) -> Step:
    return Step(type_, type_, "a step", 1, (), DEFINITION)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("no such window: the program ended with exit code 0", "the program ended with exit code 0"),
        (
            "Message: the program ended with exit code 1; its last output:\nTraceback",
            "the program ended with exit code 1",
        ),
        ("the program was ended by signal 11", "the program was ended by signal 11"),
        ("the program was ended by signal 9", ""),
        ("the program was ended by signal 15", ""),
        ("the program shows no window", ""),
        (
            "Message: the application 'atws.app' has crashed: KeyError Stacktrace: UnknownError",
            "the application 'atws.app' has crashed",
        ),
        ("Message: KeyError in POST /session/1/element/2/click", ""),
    ],
)
def test_a_program_that_ended_by_itself(item: pytest.Item, said: str, fault: str) -> None:
    witness = SystemWitness(World())
    witness.step_begins(step("then"))
    assert witness.testify(item, RuntimeError(said)) == Observed(fault=fault)
    witness.close()


def test_an_error_of_the_server_counts_since_the_last_act(item: pytest.Item) -> None:
    page = Page()
    actors_of(item).add(cast("Actor", page))
    witness = SystemWitness(Silent())
    witness.step_begins(step("when"))
    acted_at = witness._acted_at
    witness.step_begins(step("then"))
    assert witness.testify(item, AssertionError()) == Observed(
        fault="client-portal answered /do with HTTP 500"
    )
    assert page.asked_since == acted_at > 0
    lost = witness.testify(item, LabError("the lab is gone"))
    assert lost == Observed(silence="the portal did not answer for 1 s")
    witness.close()


def test_only_what_nobody_replaces_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.sessions.witness.GONE_AFTER_S", 0.1)
    deployed, embedded = Silent(), Silent()
    embedded.is_replaced = True
    assert SystemWitness(deployed).gone() == "staging at http://127.0.0.1:9 has not answered for 0.1 s"
    assert SystemWitness(embedded).gone() == ""


def test_what_was_ended_for_good_is_gone_at_once() -> None:
    assert SystemWitness(Ended()).gone() == "the ./ibkey up that this run uses has ended"
