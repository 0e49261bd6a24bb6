"""What the collector knows about one run of pytest."""

from __future__ import annotations

from collections.abc import Set
from functools import cached_property
from pathlib import Path

import _pytest.fixtures
import _pytest.python
import pytest

from harness.collection.definition_index import DefinitionRegistry
from harness.collection.definitions import Definition
from harness.collection.fixture_closure import FixtureClosures
from harness.collection.tags import TagMarks


class RunState:
    """Made at the first feature file of a session; kept in ``config.stash[RUN_STATE]``.

    Attributes:
        collected_files: Feature files that were collected, whether they had problems or not.
    """

    def __init__(self, session: pytest.Session) -> None:
        self._config = session.config
        self._manager = session._fixturemanager
        self._fixtures: dict[pytest.Collector, FixtureClosures] = {}
        self.definitions = DefinitionRegistry(self._manager)
        self.tags = TagMarks(session.config)
        self.collected_files: set[Path] = set()

    @classmethod
    def of(cls, session: pytest.Session) -> RunState:
        """The state of the session."""
        stash = session.config.stash
        if RUN_STATE not in stash:
            stash[RUN_STATE] = cls(session)
        return stash[RUN_STATE]

    @cached_property
    def known_clauses(self) -> Set[str] | None:
        """Ids of the catalogue; None where no plugin offers one."""
        known: set[str] | None = self._config.hook.pytest_ibkey_known_clauses(config=self._config)
        return known

    @cached_property
    def tests_are_generated(self) -> bool:
        """Whether a conftest.py or plugin has a ``pytest_generate_tests`` of its own."""
        own = (_pytest.python, self._manager)
        return any(each.plugin not in own for each in self._config.hook.pytest_generate_tests.get_hookimpls())

    def fixtures_for(self, folder: pytest.Collector) -> FixtureClosures:
        """The fixtures that features directly below ``folder`` can see."""
        closures = self._fixtures.get(folder)
        if closures is None:
            closures = self._fixtures[folder] = FixtureClosures(self._manager, folder)
        return closures

    def unused_definitions(self) -> list[Definition]:
        """Definitions below the run's root that no collected scenario uses, in order of file and line."""
        root = self._config.rootpath
        unused = [
            each
            for each in self.definitions.definitions()
            if not each.used
            and each.public.file.is_relative_to(root)
            and "site-packages" not in each.public.file.parts
        ]
        return sorted(unused, key=lambda each: (str(each.public.file), each.public.line))


RUN_STATE = pytest.StashKey[RunState]()
