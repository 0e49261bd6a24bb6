"""pytest plugin: keeps evidence of scenarios as Allure results. Loads verdicts and reports, too.

``--output DIR`` (``harness.reports``) turns our own Allure results on. Without it, ``--alluredir DIR`` of
allure-pytest works as ever, and its results carry the Gherkin steps and the evidence.
"""

from __future__ import annotations

import allure_commons
import pytest

from harness.evidence.listener import AllureResults, LostResults, ThroughAllurePytest
from harness.evidence.taker import EvidenceTaker
from harness.option_group import option_group
from harness.reports.choice import output_of
from harness.verdicts.session import is_worker

pytest_plugins = ["harness.verdicts.plugin", "harness.reports.plugin"]


def pytest_addoption(parser: pytest.Parser) -> None:
    option_group(parser).addoption(
        "--evidence",
        choices=("off", "failure", "step"),
        default="failure",
        help="screens, sources and traces: never, when a scenario fails (default), or also a screen per step",
    )


@pytest.hookimpl(trylast=True)  # after allure-pytest has configured itself
def pytest_configure(config: pytest.Config) -> None:
    if config.option.collectonly:
        return
    alluredir: str | None = getattr(config.option, "allure_report_dir", None)
    output = output_of(config)
    taker = EvidenceTaker(config.getoption("--evidence"))
    if output is not None:
        if alluredir and config.rootpath.joinpath(alluredir).resolve() == output.allure_results.resolve():
            raise pytest.UsageError(
                f"--alluredir {alluredir} is where --output writes its own results: leave one of the two out"
            )
        results = AllureResults(output.allure_results, taker)
        config.pluginmanager.register(results, "ibkey-allure-results")
        allure_commons.plugin_manager.register(results.calls, "ibkey-allure-calls")
        config.add_cleanup(lambda: allure_commons.plugin_manager.unregister(name="ibkey-allure-calls"))
        if not is_worker(config):
            config.pluginmanager.register(LostResults(output.allure_results), "ibkey-lost-results")
    elif alluredir:
        config.pluginmanager.register(ThroughAllurePytest(taker), "ibkey-through-allure-pytest")
    else:
        return
    config.pluginmanager.register(taker, "ibkey-evidence")
