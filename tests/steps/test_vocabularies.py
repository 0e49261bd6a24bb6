"""Words in steps: each is of a vocabulary, and a misspelt one is told at collection."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from pytest_bdd import parsers
from pytest_bdd.steps import step_function_context_registry

import steps
from harness.collection.definition_index import DefinitionIndex, Unbound, Visible
from harness.collection.definitions import Definition

FIELD = re.compile(r"\{(?P<name>\w+)(?P<type>:[^}]+)?\}|\(\?P<(?P<group>\w+)>")


@pytest.fixture(scope="module")
def definitions() -> list[Definition]:
    """The step definitions of the project."""
    for module in pkgutil.iter_modules(steps.__path__):
        importlib.import_module(f"steps.{module.name}")
    contexts = list(step_function_context_registry.values())
    return [Definition(one) for one in contexts if one.step_func.__module__.startswith("steps.")]


def test_every_field_is_a_vocabulary_a_number_or_stands_in_quotes(definitions: list[Definition]) -> None:
    """What stands in quotes is a text on a screen: that it is there is what a step finds out."""
    assert len(definitions) > 100
    loose = [
        f"{one.where}: {field[0]} in {one.pattern}"
        for one in definitions
        if not isinstance(one.context.parser, parsers.string)
        for field in FIELD.finditer(one.pattern)
        if (field["name"] or field["group"]) not in (one.context.converters or {})
        if not field["type"] and f'"{field[0]}' not in one.pattern
    ]
    assert not loose


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("given the language is Traditional Chineese", "Traditional Chinese"),
        ("given the user has an iPhone with Fase ID", "iPhone with Face ID"),
        (
            "given the user has an Android phone with an enroled fingerprint",
            "Android phone with an enrolled fingerprint",
        ),
        ("given another user's IB Key is active on an iPhone with FaceID", "iPhone with Face ID"),
        ("given the login of Client Portall is open", "Client Portal"),
        ("given IBKR Mobile is in the backround on the phone", "in the background"),
        ("given the App Store asks for the AppleID password", "the Apple ID password"),
        ('given the user has found "IBKR Mobile" in the store "AppStore"', "App Store"),
        ("given the user has made up a PIN of 4 charakters", "of 4 characters"),
        ("given the user has activated IB Key with the code in Client Portal, scaned", "scanned"),
        ("when the user gives the enroled finger", "the enrolled finger"),
        ("given the user has no second factor and a user name of digts", "digits"),
        (
            "then a user name with a spaze as its last character is refused",
            "a space",
        ),
        ("when the user enters the user name with ! as its lost character, and the password", "its last"),
        ("when the user types the rigth PIN", "the right"),
        ("when the user points the camera at the QR code, which is turnt", "the QR code, which is turned"),
        ("when the user tries the code on an iPhone with FaceID as well", "iPhone with Face ID"),
        ("when 5 minuets pass", "minutes"),
        ("when the App Store is given an other face", "another face"),
        ("then IB Key asks for the finger print", "the fingerprint"),
        ("then IBKR Mobile asks for Fase ID before it activates", "Face ID"),
        ("then the App Store asks for nothing but Fase ID", "Face ID"),
        ('then the store "Play Stor" is in the foreground', "Play Store"),
    ],
)
def test_misspelt_words(definitions: list[Definition], step: str, told: str) -> None:
    index = DefinitionIndex([Visible(one, 0) for one in definitions])
    type_, _, text = step.partition(" ")
    bound = index.bind(type_, text)  # type: ignore[arg-type]
    assert isinstance(bound, Unbound)
    assert bound.word
    assert bound.word in text
    assert f"; did you mean {told!r}?\n  known are:" in bound.message
