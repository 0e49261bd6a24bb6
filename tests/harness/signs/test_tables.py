"""The tables of all surfaces name the same things alike, and every clause that they rest on exists."""

from __future__ import annotations

import re

import pytest

from harness.signs.phone import ANDROID, IPHONE
from harness.signs.sign import Table
from harness.signs.tables import KNOWN, tables
from harness.spec.catalogue import load_catalogue


@pytest.mark.parametrize("table", KNOWN.values(), ids=KNOWN)
def test_documented_signs_rest_on_clauses(table: Table) -> None:
    clauses = {clause for sign in table.values() for clause in re.findall(r"[A-Z][\w-]+", sign.documented)}
    assert clauses <= set(load_catalogue().clauses)


def test_both_phones_have_the_same_signs() -> None:
    assert set(ANDROID) == set(IPHONE)


def test_a_target_overrules_one_surface_only() -> None:
    overruled = tables({"android": {"approval.authorized": ["Approved"]}})
    assert overruled["android"]["approval.authorized"].forms == ("Approved",)
    assert overruled["iphone"] == IPHONE
