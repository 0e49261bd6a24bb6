"""The real Allure makes the report, a browser opens it where ``conformance.html`` points to."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from harness.reports.allure_report import AllureReportError, build
from harness.reports.choice import NoAllure, installed_allure
from harness.reports.command import report
from harness.reports.output import Output
from harness.setup.environment import load
from tests.harness.verdicts.project import Project

SCENARIOS = """
from tests.harness.verdicts.fake_collector import nothing, scenario, step

def fails(item):
    assert "shown" == "missing"

TAGS = "tws clause-LOGIN-SEAMLESS-01a"
MANY = [scenario(f"number {n}", TAGS, *[step(f"And step {s}") for s in range(9)],
                 step("Then a", fails if n % 10 == 0 else nothing, "LOGIN-SEAMLESS-01a")) for n in range(100)]
"""


@pytest.fixture(scope="module")
def allure() -> Sequence[str]:
    try:
        return installed_allure()
    except NoAllure as error:
        pytest.skip(f"Allure is not installed: {error}")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """What a run of 100 scenarios left."""
    project = Project(tmp_path_factory.mktemp("run"), SCENARIOS, "harness.evidence.plugin")
    ran = project.run("*MANY", "--output", "out", "--no-allure-report", "--tb=no", "-q")
    assert ran.returncode == 1, ran.stdout
    return Output(project.path / "out")


def test_a_hundred_results_in_seconds(output: Output, allure: Sequence[str]) -> None:
    started = time.monotonic()
    assert report(output.folder, allure=allure, opens=False, say=print) == 0
    # 4 s on a quiet machine is the aim (benchmarks); this only notices a report that hangs.
    assert time.monotonic() - started < 30
    page = (output.allure_report / "index.html").read_text()
    assert "googletagmanager" not in page
    assert output.allure_history.is_file()


def test_an_error_of_allure_says_what_and_not_where_in_allure(tmp_path: Path) -> None:
    allure = tmp_path / "allure.sh"
    allure.write_text(
        "echo 'Internal Error: no space left on device, write'; echo '    at async write (fs.js:1)'; exit 1"
    )
    with pytest.raises(AllureReportError) as raised:
        build(Output(tmp_path), ["/bin/sh", str(allure)])
    assert str(raised.value) == "Allure ended with code 1: Internal Error: no space left on device, write"


def test_the_statement_leads_to_the_scenario(output: Output, allure: Sequence[str]) -> None:
    if not (output.allure_report / "index.html").is_file():
        report(output.folder, allure=allure, opens=False, say=print)
    told = json.loads(output.conformance_json.read_text())
    breach = next(one for one in told["scenarios"] if one["verdict"] == "nonconformant")
    browser_named = load().browser
    if browser_named is None:
        pytest.skip(load().why_not("browser"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_named.path, args=["--no-sandbox"])
        page = browser.new_page()
        requested: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        page.goto(f"{output.folder.as_uri()}/{breach['report']}")
        page.get_by_text(f"features/login/sign_in.feature: {breach['name']}", exact=True).wait_for(
            timeout=10_000
        )
        page.get_by_text("Breached clauses").wait_for(timeout=10_000)
        # Allure shows descriptions in a frame that may not leave the page: the statement opens inside it.
        description = page.frame_locator("iframe")
        description.get_by_role("link", name="LOGIN-SEAMLESS-01a").click(timeout=10_000)
        statement = description.locator("tr#LOGIN-SEAMLESS-01a")
        statement.wait_for(timeout=10_000, state="attached")
        browser.close()
    assert not [url for url in requested if url.startswith("http")]
