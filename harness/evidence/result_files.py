"""Files of an ``allure-results`` folder: JSON of the model of allure-python-commons, each written whole."""

from __future__ import annotations

import contextlib
import json
import uuid
from pathlib import Path
from typing import Any

import attr
from allure_commons.model2 import TestResult

from harness import secrets

# What names files, states and kinds; everything else is text in which a secret could stand.
_VERBATIM = frozenset({"uuid", "historyId", "testCaseId", "status", "stage", "source", "type", "mode"})


def write_result(folder: Path, result: TestResult) -> Path:
    """Write ``result`` without secrets; the file appears whole or not at all."""
    file = folder / f"{result.uuid or uuid.uuid4()}-result.json"
    entry = attr.asdict(result, filter=_is_told)
    if secrets.registered():
        entry = _redacted(entry)
    write_whole(file, json.dumps(entry, ensure_ascii=False).encode("utf-8", "surrogateescape"))
    return file


def write_attachment(file: Path, content: bytes) -> None:
    """Write an attachment, free of secrets already."""
    write_whole(file, content)


def write_whole(file: Path, content: bytes) -> None:
    """Write ``content`` beside ``file`` and move it into place; its folder is made when missing.

    Raises: OSError, when there is no room for it; nothing of it stays then, what is smaller may still fit.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        try:
            part.write_bytes(content)
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
        part.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _is_told(_: object, value: object) -> bool:
    """Leave out what is empty, as allure-python-commons does."""
    return bool(value) or value is False


def _redacted(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in _VERBATIM else secrets.redact(value)
    if isinstance(value, list):
        return [_redacted(one, key) for one in value]
    if isinstance(value, dict):
        return {name: _redacted(one, name) for name, one in value.items()}
    return value
