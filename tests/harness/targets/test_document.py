"""The example in docs/targets.md is a target file, and names every key there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from harness.targets.file import Account, Limits, Portal, Surface, TargetFile

DOCUMENT = Path(__file__).parents[3] / "docs" / "targets.md"


@pytest.fixture(scope="module")
def example() -> str:
    found = re.search("```toml\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_is_right(example: str) -> None:
    assert TargetFile.model_validate(tomllib.loads(example)).name == "staging"


@pytest.mark.parametrize("table", [TargetFile, Portal, Surface, Account, Limits])
def test_every_key_is_in_it(example: str, table: type[BaseModel]) -> None:
    assert [key for key in table.model_fields if not re.search(rf"\b{key}\b", example)] == []
