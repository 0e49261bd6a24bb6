"""A sign has forms, a target may overrule them, and what is not recognised is told without secrets."""

from __future__ import annotations

import pytest

from harness.signs.sign import NotRecognised, Sign, Table, listed
from harness.words import UnknownWord

TABLE = Table(
    "phone",
    (
        Sign("start", ("Start",)),
        Sign("done", ("Done", "id:done"), instead=("start",)),
        Sign("note", ("note from {app}",)),
    ),
)


def test_a_target_overrules_a_sign() -> None:
    assert TABLE.overruled({"done": ["Finished"]})["done"].forms == ("Finished",)
    assert TABLE["done"].forms == ("Done", "id:done")


def test_a_target_adds_to_a_sign() -> None:
    assert TABLE.overruled({"done": ["Finished", "..."]})["done"].forms == ("Finished", "Done", "id:done")


def test_an_overruled_sign_keeps_what_may_stand_instead() -> None:
    overruled = TABLE.overruled({"done": ["Finished"], "start": ["Home"]})
    assert [sign.forms for sign in overruled.instead_of(overruled["done"])] == [("Home",)]


def test_a_sign_that_nobody_knows() -> None:
    with pytest.raises(UnknownWord, match="'dome' is no sign of phone; did you mean 'done'"):
        TABLE.overruled({"dome": ["Finished"]})


def test_a_table_names_only_signs_that_it_has() -> None:
    with pytest.raises(UnknownWord, match="'home' is no sign"):
        Table("phone", (Sign("done", (), instead=("home",)),))


def test_one_among_many() -> None:
    assert TABLE["note"].about(app="Mail").forms == ("note from Mail",)


def test_what_is_not_recognised_is_told_with_what_is_there() -> None:
    error = NotRecognised("phone", TABLE["done"], listed(["Approved", "Approved", "OK"]))
    assert str(error) == "not recognised: done on phone; it shows Approved, OK"


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([], "nothing"),
        (["", "  "], "nothing"),
        (["Response String", "123 456 78"], "Response String, …"),
        (["code K7TQ2M9XA3K", "PIN ••••"], "code …, PIN …"),
        ([f"row {'x' * number}" for number in range(1, 15)][-1:], "row " + "x" * 14),
    ],
)
def test_what_may_be_a_secret_is_not_listed(texts: list[str], told: str) -> None:
    assert listed(texts) == told


def test_a_long_list_is_cut() -> None:
    assert listed([letter * 2 for letter in "abcdefghijklmnop"]).endswith("ll and 4 more")
