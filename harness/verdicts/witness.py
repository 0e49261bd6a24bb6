"""Who tells, when a step failed, what the system under test did: answer, keep silent or fail by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pytest

from harness.collection.model import Step


@dataclass(frozen=True, slots=True)
class Observed:
    """What the system under test was seen to do while a step ran; both empty where it answered.

    Attributes:
        silence: That it did not answer, and for how long: what did not come meanwhile is no breach.
        fault: What it did wrong by itself, an error of its own or its end: a breach, whatever rose from it.
    """

    silence: str = ""
    fault: str = ""


ANSWERED = Observed()
NO_ANSWER = "the system did not answer"


class Witness(Protocol):
    """Watches the system under test while steps run."""

    def step_begins(self, step: Step) -> None:
        """``step`` is about to run."""

    def step_ends(self) -> None:
        """The step is over, and was testified on where it failed."""

    def testify(self, item: pytest.Item, error: BaseException) -> Observed:
        """What the system did in the step that ends with ``error``; asks it once more."""

    def gone(self) -> str:
        """After a silence: why the run cannot go on, nobody replacing the system; empty where it can."""


class NoWitness:
    """Nobody watches: a step is judged by what it says."""

    def step_begins(self, step: Step) -> None:
        """Nothing to watch."""

    def step_ends(self) -> None:
        """Nothing was watched."""

    def testify(self, item: pytest.Item, error: BaseException) -> Observed:
        return ANSWERED

    def gone(self) -> str:
        return ""


_WITNESS = pytest.StashKey[Witness]()


def call_witness(config: pytest.Config, witness: Witness) -> None:
    """Have ``witness`` asked from now on in this process."""
    config.stash[_WITNESS] = witness


def witness_of(config: pytest.Config) -> Witness:
    """Who watches the system under test."""
    return config.stash.get(_WITNESS, NoWitness())
