from __future__ import annotations

import pytest

from harness.verdicts import Finding, ScenarioFacts, ScenarioResult, Verdict
from harness.verdicts.exit_code import exit_code


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ("conformant", 0),
        ("conformant, not verified", 0),
        ("conformant, inconclusive, nonconformant", 1),
        ("conformant, inconclusive", 3),
        ("conformant, not run", 3),
        ("not run, nonconformant", 1),
        ("not verified", 5),
        ("", 5),
    ],
)
def test_exit_code(verdicts: str, code: int) -> None:
    facts = ScenarioFacts("s", "f", 1, "s", "f", (), (), ())
    told = filter(None, verdicts.split(", "))
    results = [ScenarioResult(facts, Finding(Verdict(verdict)), {}) for verdict in told]
    assert exit_code(results) == code
