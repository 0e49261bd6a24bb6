"""pytest's own failure reports, made fit before they reach terminal, JUnit or another process.

Secrets are taken out, what would act on a terminal is made visible, and of what is very long the first and
the last lines are kept: the whole is in the Allure results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from harness import secrets
from harness.foreign_text import excerpt, excerpt_of_lines, without_addresses


def make_fit(report: pytest.TestReport) -> None:
    """Make the failure text and the captured output of ``report`` fit to be shown, in place."""
    report.sections = [(title, _text(text)) for title, text in report.sections]
    if report.longrepr is not None:
        report.longrepr = _Fitting().fit(report.longrepr)


class _Fitting:
    """Goes once through a failure report: a tree of dataclasses, some of them in it twice."""

    def __init__(self) -> None:
        self._done: dict[int, tuple[object, Any]] = {}  # by id; what has one must live on

    def fit(self, value: Any) -> Any:
        """``value`` with every text in it made fit."""
        if isinstance(value, str):
            return _text(value)
        if id(value) in self._done:
            return self._done[id(value)][1]
        if isinstance(value, list | tuple):
            fitted = self._sequence(value)
            self._done[id(value)] = value, fitted
            return fitted
        self._done[id(value)] = value, value
        if is_dataclass(value):
            for one in fields(value):
                setattr(value, one.name, self.fit(getattr(value, one.name)))
        elif hasattr(value, "__dict__"):
            vars(value).update({name: self.fit(one) for name, one in vars(value).items()})
        return value

    def _sequence(self, value: Sequence[Any]) -> Sequence[Any]:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return excerpt_of_lines([_text(one) for one in value])
        return type(value)([self.fit(one) for one in value])  # type: ignore[call-arg]


def _text(text: str) -> str:
    return excerpt(without_addresses(secrets.redact(text)))
