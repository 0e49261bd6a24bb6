"""Secrets out of pytest's own failure reports, before they reach terminal, JUnit or another process."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from harness import secrets


def redact_report(report: pytest.TestReport) -> None:
    """Replace secrets in the failure text and in captured output of ``report``, in place."""
    report.sections = [(title, secrets.redact(text)) for title, text in report.sections]
    if report.longrepr is not None and secrets.shown_in(str(report.longrepr)):
        report.longrepr = _redacted(report.longrepr)


def _redacted(value: Any) -> Any:
    """``value`` with every text in it redacted; pytest's failure reports are trees of dataclasses."""
    if isinstance(value, str):
        return secrets.redact(value)
    if isinstance(value, list | tuple):
        return type(value)([_redacted(one) for one in value])
    if is_dataclass(value):
        for one in fields(value):
            setattr(value, one.name, _redacted(getattr(value, one.name)))
    elif hasattr(value, "__dict__"):
        vars(value).update({name: _redacted(one) for name, one in vars(value).items()})
    return value
