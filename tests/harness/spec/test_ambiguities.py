"""Ambiguities are read strictly, and what they want noted is noted by a step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from harness.spec.ambiguities import load_ambiguities, read_ambiguities, reading
from harness.spec.catalogue import SPEC, CatalogueError
from harness.words import UnknownWord

AMBIGUITY = {
    "id": "AMB-X",
    "clauses": ["X-01"],
    "issue": "It is not said which.",
    "readings": ["this", "that"],
    "chosen": "This.",
    "why": "It is nearer.",
}
STEPS = SPEC.parent / "steps"
WITHOUT_SCENARIO = {"AMB-IP-SCOPE", "AMB-IP-MASTER-ONLY", "AMB-VOICE-CONFIRM"}
"""They touch only clauses that no scenario states yet."""


def written(folder: Path, *changes: dict[str, object]) -> Path:
    file = folder / "ambiguities.yaml"
    entries = [{**AMBIGUITY, **one} for one in changes or ({},)]
    file.write_text(yaml.safe_dump([{k: v for k, v in one.items() if v is not None} for one in entries]))
    return file


def test_own_ambiguities() -> None:
    ambiguities = load_ambiguities()
    assert len(ambiguities) == 58
    assert set(ambiguities["AMB-LOCK-WINDOW"].noted) == {"portal-only", "every-login"}


def test_ambiguity_without_changes_is_read(tmp_path: Path) -> None:
    assert read_ambiguities(written(tmp_path), {"X-01": None})["AMB-X"].readings == ("this", "that")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"clauses": ["X-02"]}, "no clauses: X-02"),
        ({"colour": "red"}, "colour"),
        ({"why": None}, "why"),
        ({"noted": {"this": "this one"}}, "noted has one reading"),
    ],
)
def test_wrong_ambiguity(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(CatalogueError, match=said) as raised:
        read_ambiguities(written(tmp_path, changes), {"X-01": None})
    assert "ambiguities.yaml: ambiguity AMB-X" in str(raised.value)


def test_ids_are_used_once(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="used twice"):
        read_ambiguities(written(tmp_path, {}, {}), {"X-01": None})


def test_reading_that_is_noted() -> None:
    one = reading("AMB-LOCK-WINDOW", "portal-only")
    assert (one.ambiguity, one.key, one.text) == (
        "AMB-LOCK-WINDOW",
        "portal-only",
        "only Client Portal is locked",
    )


@pytest.mark.parametrize(
    ("ambiguity", "key", "said"),
    [
        ("AMB-LOCK-WINDOWS", "portal-only", "did you mean 'AMB-LOCK-WINDOW'?"),
        ("AMB-LOCK-WINDOW", "portal", "did you mean 'portal-only'?"),
        ("AMB-TWO-DAYS", "48-hours", "is no reading that AMB-TWO-DAYS wants noted"),
    ],
)
def test_misspelt_reading(ambiguity: str, key: str, said: str) -> None:
    with pytest.raises(UnknownWord, match=re.escape(said)):
        reading(ambiguity, key)


def test_what_is_to_be_noted_is_noted_by_a_step() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(STEPS.glob("*.py")))
    observed = set(re.findall(r'reading\("(AMB-[A-Z0-9-]+)", "([a-z0-9-]+)"\)', text))
    promised = {
        (id_, key)
        for id_, ambiguity in load_ambiguities().items()
        if id_ not in WITHOUT_SCENARIO
        for key in ambiguity.noted
    }
    assert observed == promised
