"""Tags of feature files, and the pytest markers by which ``-m`` selects scenarios.

Every tag is a marker of its name. More markers are made from what a scenario's steps say: its surfaces
(``tws``), its clauses (``clause-LOGIN-CHALLENGE-02``) and their articles (``article-LOGIN-CHALLENGE``). A tag
that would say the same is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
import pytest_bdd.plugin
from _pytest.mark.expression import Expression

from harness.collection.clause_rules import Clauses
from harness.spec.vocabulary import SEVERITIES, SURFACES
from harness.words import nearest

CLAUSE = "clause-"
ARTICLE = "article-"
SEVERITY = "severity-"
NEEDS = "needs-"
HELP = f"""-m takes names and expressions of names, such as "tws and not negative":
    {", ".join(SURFACES)}
    clause-ID, article-ID, needs-CAPABILITY; the words are in spec/
    {", ".join(f"severity-{level}" for level in SEVERITIES)}, negative"""
_MARKERS = {
    **{surface.value: f"the scenario acts on {surface.in_words}" for surface in SURFACES},
    **{SEVERITY + level: f"a breach is of this severity: {level}" for level in SEVERITIES},
    "negative": "the scenario shows that something is refused",
}
_FAMILIES = {
    f"{CLAUSE}ID": "the scenario states this clause of an article",
    f"{ARTICLE}ID": "the scenario states a clause of this article",
    f"{NEEDS}CAPABILITY": "the scenario needs this of a target besides what its clauses need",
}
_NEEDLESS = "the tag @{} is needless: {};\n  delete it"
_FROM_STEPS = "the surfaces of a scenario are those that its steps speak of"
_FROM_COMMENTS = (
    "the clauses of a scenario are those of `# clause: ID` above its steps, or of `Rule: ID text`"
)


def register_markers(config: pytest.Config, clauses: Callable[[], Clauses | None]) -> None:
    """Tell pytest about the markers of features, for ``--strict-markers``, ``--markers`` and ``-m``.

    There are too many clauses to register each; those that ``-m`` names are looked up.

    Args:
        clauses: Gives the catalogue, None where there is none.
    Raises: pytest.UsageError, where ``-m`` is no expression, or names a marker that nobody knows and markers
        are strict.
    """
    for name, meaning in {**_MARKERS, **_FAMILIES}.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    asked = _expression("-m", config.option.markexpr).idents()
    registered = _registered(config)
    if asked <= registered:
        return
    of_features = _of_catalogue(clauses() or {})
    for name in sorted(asked - registered):
        if name in of_features:
            config.addinivalue_line("markers", f"{name}: {of_features[name]}")
        elif _markers_are_strict(config):
            known = sorted((registered | of_features.keys()) - _FAMILIES.keys())
            raise pytest.UsageError(
                f"-m: no scenario can be {name!r}{nearest(name, known)}\n  {HELP},\n"
                "    and the `markers` of pytest's configuration"
            )


def check_keywords(written: str) -> str:
    """What was given as ``-k``. Raises: pytest.UsageError, where that is no expression."""
    _expression("-k", written)
    return written


def _expression(option: str, written: str) -> Expression:
    """Told before test workers start: pytest itself tells it in each, and ends in an error of its own."""
    try:
        return Expression.compile(written)
    except SyntaxError as error:
        raise pytest.UsageError(
            f"{option} {written!r} is no expression: at column {error.offset}: {error.msg};\n"
            "  write names joined by `and`, `or`, `not` and brackets"
        ) from None


def _registered(config: pytest.Config) -> set[str]:
    return {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}


def _markers_are_strict(config: pytest.Config) -> bool:
    strict = config.getini("strict_markers")
    return bool(config.getini("strict") if strict is None else strict)


def _of_catalogue(clauses: Clauses) -> dict[str, str]:
    """The markers that the catalogue has, each with what it means."""
    from harness.spec.catalogue import load_catalogue  # only where one is asked for

    return {
        **{CLAUSE + id_: clause.text for id_, clause in clauses.items()},
        **{ARTICLE + clause.article: "an article" for clause in clauses.values()},
        **{NEEDS + word: meaning for word, meaning in load_catalogue().capabilities.items()},
    }


def needs_of(tags: Iterable[str]) -> tuple[str, ...]:
    """Capabilities of the ``needs-`` tags, each once, in order."""
    return tuple(dict.fromkeys(tag[len(NEEDS) :] for tag in tags if tag.startswith(NEEDS)))


def made_markers(surfaces: Iterable[str], clauses: Iterable[str], known: Clauses | None) -> tuple[str, ...]:
    """Names of the markers made from what a scenario's steps say."""
    articles = dict.fromkeys(known[id_].article for id_ in clauses if known is not None and id_ in known)
    return (*surfaces, *(CLAUSE + id_ for id_ in clauses), *(ARTICLE + id_ for id_ in articles))


@cache
def marker(name: str) -> pytest.Mark:
    """The marker of that name, which need not be registered."""
    return pytest.Mark(name, (), {}, _ispytest=True)


class TagMarks:
    """The tags that features of one folder may have, and their markers.

    Args:
        apply_tag: ``pytest_bdd_apply_tag`` as the folder sees it without pytest-bdd's own answer, asked
            first; None where there is no other.
    """

    def __init__(self, config: pytest.Config, apply_tag: Callable[..., Any] | None) -> None:
        self._registered = _registered(config) - _FAMILIES.keys()
        self._apply_tag = apply_tag
        self._known: dict[str, tuple[list[pytest.Mark], str | None]] = {}

    def fault(self, tag: str) -> str | None:
        """Why ``tag`` is not allowed, or None."""
        return self._look_up(tag)[1]

    def marks(self, tags: Iterable[str]) -> list[pytest.Mark]:
        """Markers of all the tags, in order; unknown tags have none."""
        return [mark for tag in dict.fromkeys(tags) for mark in self._look_up(tag)[0]]

    def _look_up(self, tag: str) -> tuple[list[pytest.Mark], str | None]:
        known = self._known.get(tag)
        if known is None:
            marks, handled = self._ask_hook(tag)
            fault = None if handled else self._fault(tag)
            known = self._known[tag] = (marks if handled or fault else [*marks, marker(tag)], fault)
        return known

    def _ask_hook(self, tag: str) -> tuple[list[pytest.Mark], bool]:
        if self._apply_tag is None:
            return [], False

        def scenario() -> None:
            """Carries the marks that the hook puts on it."""

        handled = self._apply_tag(tag=tag, function=scenario) is not None
        return list(getattr(scenario, "pytestmark", ())), handled

    def _fault(self, tag: str) -> str | None:
        if tag in SURFACES:
            return _NEEDLESS.format(tag, _FROM_STEPS)
        if tag.startswith((CLAUSE, ARTICLE)):
            return _NEEDLESS.format(tag, _FROM_COMMENTS)
        if tag.startswith(NEEDS):
            return _unknown_capability(tag)
        if tag in self._registered and not tag.startswith("_"):
            return None
        if tag.startswith(SEVERITY):
            return f"unknown tag @{tag}; severities are {', '.join(SEVERITIES)}"
        return (
            f"unknown tag @{tag}{nearest(tag, {*self._registered, NEEDS} - set(SURFACES))}\n"
            "  known are @needs-CAPABILITY, @severity-LEVEL, @negative and the `markers` of pytest's "
            "configuration"
        )


def _unknown_capability(tag: str) -> str | None:
    """What is wrong with a ``needs-`` tag, None when its capability is in the catalogue."""
    from harness.spec.catalogue import load_catalogue  # only where the tag is used

    capabilities, capability = load_catalogue().capabilities, tag[len(NEEDS) :]
    if capability in capabilities:
        return None
    known = f"{nearest(capability, capabilities)}; the capabilities are in spec/capabilities.yaml"
    return f"unknown capability in the tag @{tag}{known}"


def apply_tag_seen_by(folder: pytest.Collector) -> Callable[..., Any] | None:
    """``pytest_bdd_apply_tag`` of the plugins and conftest.py that ``folder`` sees, but pytest-bdd's own."""
    name, config = "pytest_bdd_apply_tag", folder.config
    seen = [each.plugin for each in getattr(folder.ihook, name).get_hookimpls()]
    answering = [each.plugin for each in getattr(config.hook, name).get_hookimpls()]
    left_out = [each for each in answering if each is pytest_bdd.plugin or each not in seen]
    others = config.pluginmanager.subset_hook_caller(name, left_out)
    return others if others.get_hookimpls() else None
