"""Tags of feature files: which are known, and which pytest markers they become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import pytest_bdd.plugin

from harness.spec.vocabulary import SEVERITIES, SURFACES

CLAUSE = "clause-"
ARTICLE = "article-"
SEVERITY = "severity-"
NEEDS = "needs-"
_MARKERS = (
    "clause(id): the scenario proves this clause of an article; made from the tag `@clause-ID`",
    "article(id): the scenario belongs to this article; made from the tag `@article-ID`",
    "needs(capability): the scenario needs this of a target besides what its clauses need; made from the tag "
    "`@needs-CAPABILITY`",
    "severity(level): how much a breach matters; made from the tag `@severity-LEVEL`",
    "negative: the scenario shows that something is refused",
    *(f"{surface}: the scenario acts on this surface" for surface in SURFACES),
)


def register_markers(config: pytest.Config) -> None:
    """Tell pytest about the markers that tags become, for ``--strict-markers`` and ``--markers``."""
    for line in _MARKERS:
        config.addinivalue_line("markers", line)


def clauses_of(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of the ``clause-`` tags, each once, in order."""
    return tuple(dict.fromkeys(tag[len(CLAUSE) :] for tag in tags if tag.startswith(CLAUSE)))


def surfaces_of(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The surfaces among the tags, each once, in order."""
    return tuple(dict.fromkeys(tag for tag in tags if tag in SURFACES))


def needs_of(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Capabilities of the ``needs-`` tags, each once, in order."""
    return tuple(dict.fromkeys(tag[len(NEEDS) :] for tag in tags if tag.startswith(NEEDS)))


class TagMarks:
    """The markers of tags; ``pytest_bdd_apply_tag`` of a conftest.py or plugin is asked first."""

    def __init__(self, config: pytest.Config) -> None:
        self._registered = {
            line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")
        }
        self._apply_tag = _foreign_apply_tag(config)
        self._known: dict[str, tuple[list[pytest.Mark], str | None]] = {}

    def fault(self, tag: str) -> str | None:
        """Why ``tag`` is not allowed, or None."""
        return self._look_up(tag)[1]

    def marks(self, tags: tuple[str, ...]) -> list[pytest.Mark]:
        """Markers of all the tags, in order; unknown tags have none."""
        return [mark for tag in dict.fromkeys(tags) for mark in self._look_up(tag)[0]]

    def _look_up(self, tag: str) -> tuple[list[pytest.Mark], str | None]:
        known = self._known.get(tag)
        if known is None:
            marks, handled = self._ask_hook(tag)
            mark, fault = (None, None) if handled else self._own_mark(tag)
            known = self._known[tag] = ([*marks, mark] if mark else marks, fault)
        return known

    def _ask_hook(self, tag: str) -> tuple[list[pytest.Mark], bool]:
        if self._apply_tag is None:
            return [], False

        def scenario() -> None:
            """Carries the marks that the hook puts on it."""

        handled = self._apply_tag(tag=tag, function=scenario) is not None
        return list(getattr(scenario, "pytestmark", ())), handled

    def _own_mark(self, tag: str) -> tuple[pytest.Mark | None, str | None]:
        if tag.startswith(NEEDS) and (fault := _unknown_capability(tag)):
            return None, fault
        for prefix, parameter in (
            (CLAUSE, "id"),
            (ARTICLE, "id"),
            (SEVERITY, "level"),
            (NEEDS, "capability"),
        ):
            if tag.startswith(prefix):
                value = tag[len(prefix) :]
                if not value:
                    return None, f"the tag @{tag} names nothing after its dash"
                if prefix == SEVERITY and value not in SEVERITIES:
                    return None, f"unknown tag @{tag}; severities are {', '.join(SEVERITIES)}"
                return getattr(pytest.mark, prefix[:-1])(**{parameter: value}).mark, None
        if tag in self._registered and not tag.startswith("_"):
            return getattr(pytest.mark, tag).mark, None
        from harness.collection.suggestions import nearest  # difflib, for the unlucky only

        known = {*self._registered, CLAUSE, ARTICLE, NEEDS, *(SEVERITY + level for level in SEVERITIES)}
        return None, (
            f"unknown tag @{tag}{nearest(tag, known)}\n"
            "  known are @clause-ID, @article-ID, @needs-CAPABILITY, the surfaces "
            + " ".join(f"@{surface}" for surface in SURFACES)
            + ",\n  @severity-LEVEL, @negative and the `markers` of pytest's configuration"
        )


def _unknown_capability(tag: str) -> str | None:
    """What is wrong with a ``needs-`` tag, None when its capability is in the catalogue."""
    from harness.spec.catalogue import load_catalogue  # only where the tag is used

    capabilities, capability = load_catalogue().capabilities, tag[len(NEEDS) :]
    if capability in capabilities:
        return None
    from harness.collection.suggestions import nearest

    known = f"{nearest(capability, capabilities)}; the capabilities are in spec/capabilities.yaml"
    return f"unknown capability in the tag @{tag}{known}"


def _foreign_apply_tag(config: pytest.Config) -> Callable[..., Any] | None:
    """``pytest_bdd_apply_tag`` without pytest-bdd's own answer to it, None where there is no other."""
    hook = config.hook.pytest_bdd_apply_tag
    if all(each.plugin is pytest_bdd.plugin for each in hook.get_hookimpls()):
        return None
    return config.pluginmanager.subset_hook_caller("pytest_bdd_apply_tag", [pytest_bdd.plugin])
