"""What the parts of a test session tell each other about the run as a whole."""

from __future__ import annotations

import pytest

from harness.verdicts.model import RunFacts
from harness.verdicts.run import Run

_RUN_FACTS = pytest.StashKey[RunFacts]()
_RUN = pytest.StashKey[Run]()
_UNWRITTEN = pytest.StashKey[str]()


def describe_run(config: pytest.Config, facts: RunFacts) -> None:
    """Say what is tested, for the reports; to be called before the first scenario starts."""
    config.stash[_RUN_FACTS] = facts


def run_facts(config: pytest.Config) -> RunFacts:
    """What ``describe_run`` was told."""
    return config.stash.get(_RUN_FACTS, RunFacts())


def finish_run(config: pytest.Config, run: Run) -> None:
    """Keep ``run`` for those who ask afterwards."""
    config.stash[_RUN] = run


def finished_run(config: pytest.Config) -> Run | None:
    """All results, once the session has finished; None when no scenario was run."""
    return config.stash.get(_RUN, None)


def note_unwritten(config: pytest.Config, why: str) -> None:
    """Say why a part of the output could not be written; the first reason is kept."""
    config.stash.setdefault(_UNWRITTEN, why)


def unwritten(config: pytest.Config) -> str | None:
    """Why a part of the output is missing, None when all of it was written."""
    return config.stash.get(_UNWRITTEN, None)


def is_worker(config: pytest.Config) -> bool:
    """Whether this is one of pytest-xdist's test processes."""
    return hasattr(config, "workerinput")
