"""The result files of an ``allure-results`` folder: JSON of the model of allure-python-commons."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import attr
from allure_commons.model2 import TestResult

from harness import secrets
from harness.foreign_text import LONGEST_MESSAGE, LONGEST_NAME, beginning, excerpt, without_addresses
from harness.reports.output import write_whole

# What names files, states and kinds; everything else is text in which a secret could stand.
_VERBATIM = frozenset({"uuid", "historyId", "testCaseId", "status", "stage", "source", "type", "mode"})
_LONGEST = {"name": LONGEST_NAME, "descriptionHtml": 16 * LONGEST_MESSAGE}


def write_result(folder: Path, result: TestResult) -> Path:
    """Write ``result`` without secrets, its texts visible and cut; the file appears whole or not at all."""
    file = folder / f"{result.uuid or uuid.uuid4()}-result.json"
    entry = _fit(attr.asdict(result, filter=_is_told))
    write_whole(file, json.dumps(entry, ensure_ascii=False))
    return file


def _is_told(_: object, value: object) -> bool:
    """Leave out what is empty, as allure-python-commons does."""
    return bool(value) or value is False


def _fit(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        if key in _VERBATIM:
            return value
        text = without_addresses(secrets.redact(value))
        return excerpt(text) if key == "trace" else beginning(text, _LONGEST.get(key, LONGEST_MESSAGE))
    if isinstance(value, list):
        return [_fit(one, key) for one in value]
    if isinstance(value, dict):
        return {name: _fit(one, name) for name, one in value.items()}
    return value
