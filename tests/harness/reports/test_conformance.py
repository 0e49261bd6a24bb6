from __future__ import annotations

import hashlib
import json

from harness.reports.conformance import render
from harness.reports.write import state
from tests.harness.reports.told_runs import result, run

GOOD = result("good", "client-portal iphone", clause="LOGIN-SEAMLESS-01a")
BREACH = result("breach", "tws", "nonconformant", "no link", clause="LOGIN-SEAMLESS-01a")
DOUBT = result("doubt", "android", "inconclusive", "no phone", clause="LOGIN-SEAMLESS-01b")


def test_the_json_has_what_pipelines_rely_on() -> None:
    told = json.loads(render(state(run(GOOD, BREACH, DOUBT, target="staging", deviations=("x",)))))
    assert told["target"] == "staging"
    assert told["started"] == "2026-11-18T11:06:40+00:00"
    assert told["duration_s"] == 12.5
    assert told["exit_code"] == 1
    assert told["totals"] == {
        "conformant": 1,
        "nonconformant": 1,
        "not verified": 0,
        "inconclusive": 1,
        "not run": 0,
    }
    assert told["clause_totals"]["nonconformant"] == 1
    assert told["scenarios"][1] == {
        "id": "features/login/a.feature::breach",
        "feature": "features/login/a.feature",
        "line": 7,
        "name": "breach",
        "rule": "",
        "surfaces": ["tws"],
        "clauses": ["LOGIN-SEAMLESS-01a"],
        "verdict": "nonconformant",
        "reason": "no link",
        "attempts": 1,
        "duration_s": 0.5,
        "step": {"line": 12, "text": "Then the page says so"},
        "clause_verdicts": {"LOGIN-SEAMLESS-01a": "nonconformant"},
        "report": f"allure-report/index.html#{hashlib.md5(b'uuid of breach').hexdigest()}",
        "known": [],
        "notes": [],
    }
    first = told["clauses"][0]
    assert (first["id"], first["article"], first["verdict"]) == (
        "LOGIN-SEAMLESS-01a",
        "LOGIN-SEAMLESS",
        "nonconformant",
    )
    assert first["reason"] == "no link"
    assert first["scenarios"] == ["features/login/a.feature::good", "features/login/a.feature::breach"]
    assert {surface: cell["verdict"] for surface, cell in first["surfaces"].items()} == {
        "client-portal": "conformant",
        "tws": "nonconformant",
    }
    assert told["acts"] == [{"act": "touch the sensor", "performer": "lab", "times": 1}]
    assert not told["partial"]
    assert first["standing"] == "breached"
    assert told["standing_totals"]["breached"] == told["standing_totals"]["undecided"] == 1
    assert sum(told["standing_totals"].values()) == told["testable_clauses"]
    assert len(told["without_scenario"]) == told["testable_clauses"] - 2
    assert told["not_in_run"] == []
