"""Which pytest fixtures a scenario uses, worked out once for all scenarios that use the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import pytest
from _pytest.fixtures import FuncFixtureInfo

if TYPE_CHECKING:
    from _pytest.fixtures import FixtureManager
    from _pytest.nodes import Node


class Closure(NamedTuple):
    """The fixtures of a scenario.

    Attributes:
        info: For the item: what pytest sets up before the first step (autouse, ``usefixtures``, parametrised
            ones); the others are set up by the step that first asks for them, as pytest-bdd does it.
        whole: All of them, for parametrisation.
        parametrised: Whether one of them has parameters.
        missing: Name of a fixture that does not exist to the fixture that asks for it.
    """

    info: FuncFixtureInfo
    whole: FuncFixtureInfo
    parametrised: bool
    missing: dict[str, str]


class FixtureClosures:
    """The fixtures that the features directly below one folder can see."""

    def __init__(self, manager: FixtureManager, folder: Node) -> None:
        self._manager = manager
        self._folder = folder
        self._autouse = tuple(dict.fromkeys(manager._getautousenames(folder)))
        self._exists: dict[str, bool] = {}
        self._closures: dict[tuple[frozenset[str], tuple[str, ...]], Closure] = {}

    def has(self, name: str) -> bool:
        """Whether a fixture of that name is visible."""
        exists = self._exists.get(name)
        if exists is None:
            exists = self._exists[name] = bool(self._manager.getfixturedefs(name, self._folder))
        return exists

    def names(self) -> Iterable[str]:
        """All visible fixtures that a person would type."""
        registered = {
            definition.argname for definition in self._manager._get_all_fixture_defs_for_node(self._folder)
        }
        return (name for name in registered if name.isidentifier() and not name.startswith("_"))

    def closure(self, asked_for: frozenset[str], marks: Iterable[pytest.Mark]) -> Closure:
        """The fixtures of a scenario whose steps ask for ``asked_for`` and which carries ``marks``."""
        used = tuple(name for mark in marks if mark.name == "usefixtures" for name in mark.args)
        key = (asked_for, used)
        closure = self._closures.get(key)
        if closure is None:
            closure = self._closures[key] = self._work_out(asked_for, used)
        return closure

    def _work_out(self, asked_for: frozenset[str], used: tuple[str, ...]) -> Closure:
        at_once = tuple(dict.fromkeys((*self._autouse, *used)))
        everything = tuple(dict.fromkeys((*at_once, *sorted(asked_for - {"request"}))))
        names, definitions = self._manager.getfixtureclosure(self._folder, everything, frozenset())
        first_names, _ = self._manager.getfixtureclosure(self._folder, at_once, frozenset())
        parametrised = {
            name for name in names if any(each.params is not None for each in definitions.get(name, ()))
        }
        set_up_first = [name for name in names if name in parametrised or name in first_names]
        missing = {
            name: next((who for who, defs in definitions.items() if name in defs[-1].argnames), "usefixtures")
            for name in names
            if name not in definitions and name != "request"
        }
        return Closure(
            FuncFixtureInfo((), at_once, set_up_first, definitions),
            FuncFixtureInfo((), everything, names, definitions),
            bool(parametrised),
            missing,
        )
