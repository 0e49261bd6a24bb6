"""The table of what scenarios are crossed by knows the words and sentences of the steps."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from pytest_bdd.steps import step_function_context_registry

import steps
from harness.spec.crossing import DIMENSIONS, Dimension
from harness.words import Words


def words_of(vocabulary: str) -> set[str]:
    """All words that steps convert by vocabularies of this name."""
    for module in pkgutil.iter_modules(steps.__path__):
        importlib.import_module(f"steps.{module.name}")
    return {
        word
        for context in step_function_context_registry.values()
        if context.step_func.__module__.startswith("steps.")  # other tests have steps, too
        for one in (context.converters or {}).values()
        if isinstance(one, Words) and one.what == vocabulary
        for word in one
    }


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda one: one.name)
def test_every_word_stands_for_a_value_or_says_why_not(dimension: Dimension) -> None:
    assert words_of(dimension.vocabulary) == set(dimension.words) | set(dimension.no_value)
