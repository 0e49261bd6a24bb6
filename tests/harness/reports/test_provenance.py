"""A statement says what it rests on, in every output."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from harness.reports import allure_report, conformance, junit, page
from harness.reports.provenance import catalogue_hash, job_address, provenance
from harness.reports.statement import Statement
from harness.reports.write import state
from harness.spec.catalogue import SPEC
from harness.verdicts.model import RunFacts
from tests.harness.reports.told_runs import PROVENANCE, result, run

DRIVEN = replace(
    result("driven", "client-portal", clause="LOGIN-SEAMLESS-01a"), versions={"tws": "Linux (x)"}
)
OTHER = replace(
    result("other", "client-portal"), versions={"tws": "Linux (y)", "client-portal": "Chromium 150"}
)


@pytest.fixture
def statement() -> Statement:
    return state(run(DRIVEN, OTHER, DRIVEN, provenance=PROVENANCE, details={"Seed": "7"}))


def test_the_json_has_it(statement: Statement) -> None:
    told = json.loads(conformance.render(statement))
    assert told["format"] == 1
    assert told["provenance"]["builds"] == {"portal": "4711 & more"}
    assert told["provenance"]["job"] == "https://ci.example/job/4711"
    assert told["versions"] == {"tws": ["Linux (x)", "Linux (y)"], "client-portal": ["Chromium 150"]}


def test_every_other_output_has_it_in_words(statement: Statement) -> None:
    told = {
        "Seed": "7",
        "Build of portal": "4711 & more",
        "Harness": "0.1.0 (c97b396f4376)",
        "Articles": "as read (SHA-256 eeeeeeeeeeeeeeee)",
        "Catalogue of clauses": "SHA-256 cccccccccccccccc",
        "Host": "builder (Linux 6 x86_64, Python 3.11.7)",
        "Appium": "3.8.0",
        "CI job": "https://ci.example/job/4711",
        "TWS": "Linux (x), Linux (y)",
        "Client Portal": "Chromium 150",
    }
    assert statement.details == told
    shown = lxml.html.fromstring(page.render(statement))
    labels, texts = (["".join(map(str, one.itertext())) for one in shown.iter(tag)] for tag in ("dt", "dd"))
    assert told.items() <= dict(zip(labels, texts, strict=True)).items()
    suite = lxml.etree.fromstring(junit.render(statement, Path("out")).encode())
    assert told.items() <= {one.get("name"): one.get("value") for one in suite.iter("property")}.items()
    environment = allure_report.environment(statement).splitlines()
    assert "Build\\ of\\ portal=4711 & more" in environment
    assert "CI\\ job=https://ci.example/job/4711" in environment
    assert json.loads(allure_report.executor(statement))["buildUrl"] == "https://ci.example/job/4711"


def test_it_survives_the_log() -> None:
    facts = RunFacts(provenance=PROVENANCE)
    assert RunFacts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


def test_what_is_not_known_is_not_told() -> None:
    assert RunFacts().provenance.in_words() == {}


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, ""),
        (
            {
                "GITHUB_RUN_ID": "7",
                "GITHUB_SERVER_URL": "https://git.example",
                "GITHUB_REPOSITORY": "a/b",
            },
            "https://git.example/a/b/actions/runs/7",
        ),
        ({"CI_JOB_URL": "https://lab.example/-/jobs/7"}, "https://lab.example/-/jobs/7"),
        ({"BUILD_URL": "https://jenkins.example/job/x/7/"}, "https://jenkins.example/job/x/7/"),
    ],
)
def test_the_job(environ: dict[str, str], address: str) -> None:
    assert job_address(environ) == address


def test_the_catalogue_is_told_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x: 1\n")
    first = catalogue_hash(tmp_path)
    (tmp_path / "a.yaml").write_text("x: 2\n")
    second = catalogue_hash(tmp_path)
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")
    assert len({first, second, catalogue_hash(tmp_path)}) == 3
    assert catalogue_hash(SPEC) == catalogue_hash()


def test_what_is_known_here() -> None:
    told = provenance(seed=7, builds={}, appium_home=None, environ={})
    assert told.harness.startswith("0.1.0")
    assert len(told.edition_sha256) == 64
    assert told.host
    assert told.programs == {}


def test_installed_programs(tmp_path: Path) -> None:
    package = tmp_path / "node_modules" / "appium" / "package.json"
    package.parent.mkdir(parents=True)
    package.write_text('{"version": "3.8.0"}')
    assert provenance(seed=7, builds={}, appium_home=tmp_path, environ={}).programs == {"Appium": "3.8.0"}
