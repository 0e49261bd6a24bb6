"""What is written has the published form, and what is published is the form that is written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from harness.reports import conformance
from harness.reports.conformance_schema import PUBLISHED, Conformance, schema
from harness.reports.history import PastRun
from harness.reports.write import state
from harness.verdicts.known import Known, KnownBreach
from harness.verdicts.model import Note
from tests.harness.reports.told_runs import PROVENANCE, result, run

NOTE = Note("AMB-LOCK-WINDOW", "portal-only", "only Client Portal is locked", "it opens", "tws")
PAST = PastRun("it", (), 1.0, {}, {"LOGIN-SEAMLESS-01a": {"client-portal": "nonconformant"}})
RESULTS = (
    result("good", "client-portal", clause="LOGIN-SEAMLESS-01a"),
    result("breach", "tws", "nonconformant", "no link", clause="LOGIN-SEAMLESS-INT02"),
    result("left", "tws", "not run", "ended before", clause="LOGIN-SEAMLESS-01b"),
    replace(result("noting", "iphone", clause="FACEID-03b"), notes=(NOTE,), versions={"iphone": "iOS 18"}),
)
EMPTY_IN_IT = ["target_details", "unwritten", "deviations", "not_in_run"]


def written() -> dict[str, Any]:
    """A file in which nearly every list has something."""
    known = Known(
        (KnownBreach("LOGIN-SEAMLESS-INT02", "team", "T-1", date(2026, 12, 31)),), date(2026, 11, 27)
    )
    whole = replace(run(*RESULTS, provenance=PROVENANCE, target="it"), known=known)
    told: dict[str, Any] = json.loads(conformance.render(state(whole, [PAST])))
    assert [key for key, value in told.items() if value in ([], {})] == EMPTY_IN_IT
    return told


def test_what_is_written_has_the_form() -> None:
    Conformance.model_validate_json(json.dumps(written()))


@pytest.mark.parametrize("key", ["format", "provenance", "notes", "exit_code"])
def test_a_file_without_a_key_has_not(key: str) -> None:
    told = written()
    del told[key]
    with pytest.raises(ValidationError, match=key):
        Conformance.model_validate_json(json.dumps(told))


def test_the_published_schema_is_this_one() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema(), "write it anew, as the module says"


def test_readers_may_meet_more_than_they_know() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert "additionalProperties" not in published
    assert set(published["required"]) == set(written())
