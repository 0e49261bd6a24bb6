"""What the parts of a test session tell each other about the run as a whole."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from harness.verdicts.known import NOTHING_KNOWN, Known
from harness.verdicts.model import RunFacts
from harness.verdicts.run import Run

_RUN_FACTS = pytest.StashKey[RunFacts]()
_RUN = pytest.StashKey[Run]()
_KNOWN = pytest.StashKey[Known]()
_UNWRITTEN = pytest.StashKey[dict[str, str]]()


def know_breaches(config: pytest.Config, known: Known) -> None:
    """Say which breaches are known; to be called before the first scenario starts."""
    config.stash[_KNOWN] = known


def known_breaches(config: pytest.Config) -> Known:
    """What ``know_breaches`` was told."""
    return config.stash.get(_KNOWN, NOTHING_KNOWN)


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


def note_unwritten(config: pytest.Config, part: str, why: str) -> None:
    """Say why ``part`` of the output (``junit.xml``) is not there as a whole; the first reason is kept."""
    config.stash.setdefault(_UNWRITTEN, {}).setdefault(part, why)


def unwritten(config: pytest.Config) -> Mapping[str, str]:
    """The parts of the output that are missing, and why; empty when all of it was written."""
    known: dict[str, str] = config.stash.get(_UNWRITTEN, {})
    return dict(known)


def is_worker(config: pytest.Config) -> bool:
    """Whether this is one of pytest-xdist's test processes."""
    return hasattr(config, "workerinput")
