"""What the features of one folder see of plugins and conftest.py: steps, fixtures, hooks.

Each folder is asked anew: its conftest.py may say what that of the folder before did not.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import _pytest.python
import pytest

from harness.collection.clause_rules import Clauses
from harness.collection.fixture_closure import FixtureClosures
from harness.collection.tags import TagMarks, apply_tag_seen_by, made_markers, marker

if TYPE_CHECKING:
    from _pytest.fixtures import FixtureManager

    from harness.collection.definition_index import DefinitionRegistry
    from harness.collection.planning import PlannedScenario


class Surroundings:
    """Of the features directly below ``folder``."""

    def __init__(
        self, folder: pytest.Collector, definitions: DefinitionRegistry, manager: FixtureManager
    ) -> None:
        self._folder = folder
        self._manager = manager
        self.index = definitions.index_for(folder)
        self.fixtures = FixtureClosures(manager, folder)
        self.tags = TagMarks(folder.config, apply_tag_seen_by(folder))

    @cached_property
    def _clauses(self) -> Clauses | None:
        known: Clauses | None = self._folder.ihook.pytest_ibkey_known_clauses(config=self._folder.config)
        return known

    @cached_property
    def tests_are_generated(self) -> bool:
        """Whether a conftest.py or plugin has a ``pytest_generate_tests`` of its own."""
        own = (_pytest.python, self._manager)
        hook = self._folder.ihook.pytest_generate_tests
        return any(each.plugin not in own for each in hook.get_hookimpls())

    def clauses(self) -> Clauses | None:
        """The catalogue; None where no plugin offers one."""
        return self._clauses

    def has_fixture(self, name: str) -> bool:
        """Whether there is a fixture of that name, or a hook may make one."""
        return self.fixtures.has(name) or self.tests_are_generated

    def fixture_names(self) -> Iterable[str]:
        """All fixtures that a person would type."""
        return self.fixtures.names()

    def marks(self, plan: PlannedScenario) -> list[pytest.Mark]:
        """The markers of a scenario, from its tags and from what its steps say."""
        marks = self.tags.marks(plan.tags) if plan.tags else []
        if plan.surfaces or plan.clauses:
            known = self._clauses if plan.clauses else None
            marks += map(marker, made_markers(plan.surfaces, plan.clauses, known))
        return marks
