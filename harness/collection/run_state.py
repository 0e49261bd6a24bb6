"""What the collector knows about one run of pytest."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.collection.definition_index import DefinitionRegistry
from harness.collection.definitions import Definition
from harness.collection.surroundings import Surroundings


class RunState:
    """Made at the first feature file of a session; kept in ``config.stash[RUN_STATE]``.

    Attributes:
        collected_files: Feature files that were collected, whether they had problems or not.
    """

    def __init__(self, session: pytest.Session) -> None:
        self._config = session.config
        self._manager = session._fixturemanager
        self._surroundings: dict[pytest.Collector, Surroundings] = {}
        self.definitions = DefinitionRegistry(self._manager)
        self.collected_files: set[Path] = set()

    @classmethod
    def of(cls, session: pytest.Session) -> RunState:
        """The state of the session."""
        stash = session.config.stash
        if RUN_STATE not in stash:
            stash[RUN_STATE] = cls(session)
        return stash[RUN_STATE]

    def surroundings(self, folder: pytest.Collector) -> Surroundings:
        """What features directly below ``folder`` see."""
        surroundings = self._surroundings.get(folder)
        if surroundings is None:
            surroundings = Surroundings(folder, self.definitions, self._manager)
            self._surroundings[folder] = surroundings
        return surroundings

    def unused_definitions(self) -> list[Definition]:
        """Definitions below the run's root that no collected scenario uses, in order of file and line."""
        root = self._config.rootpath
        unused = [
            each
            for each in self.definitions.definitions()
            if not each.used and each.file.is_relative_to(root) and "site-packages" not in each.file.parts
        ]
        return sorted(unused, key=lambda each: (str(each.file), each.line))


RUN_STATE = pytest.StashKey[RunState]()
