"""When evidence is taken: of every actor at the first failure, of the acting one at each step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from _pytest.outcomes import Skipped

from harness.evidence.actors import actors_of, forget_actors
from harness.evidence.capture import Artefact, on_failure, screen

Wanted = Literal["off", "failure", "step"]

_TAKEN = pytest.StashKey[bool]()


class EvidenceTaker:
    """Takes what ``--evidence`` asks for; a pytest plugin only to start each scenario afresh."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        forget_actors(item)
        item.stash[_TAKEN] = False

    def after_step(self, item: pytest.Item, error: BaseException | None) -> Iterator[Artefact]:
        """What to attach to the step that just ended."""
        if error is not None:
            yield from self.after_failure(item, error)
        elif self._wanted == "step":
            acting = actors_of(item).take_acting()
            if acting is not None:
                yield screen(acting)

    def after_failure(self, item: pytest.Item, error: BaseException) -> Iterator[Artefact]:
        """All actors' screens, sources, extras and documents; once per scenario, never for a skip."""
        interrupted = not isinstance(error, Exception | pytest.fail.Exception)
        if self._wanted == "off" or interrupted or isinstance(error, Skipped):
            return
        if not item.stash.get(_TAKEN, False):
            item.stash[_TAKEN] = True
            yield from on_failure(actors_of(item))
