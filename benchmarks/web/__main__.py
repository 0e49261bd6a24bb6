"""Logins to Client Portal: ours beside a bare Playwright script.  python -m benchmarks.web [--rounds N]

Whole processes, beside one `./ibkey up`: both attach to its browser, make their users in its lab, and do the
same with a page in a context of its own for every login. Allure results are written, their HTML is not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.paired import IBKEY, Cost, in_turns, load_now, measure, table, up
from harness.services.client import Services
from harness.setup.environment import load

LOGINS = (1, 20)
FEATURE = """Feature: logins

  Scenario Outline: login <number>
    Given the user has no second factor
    And the login of Client Portal is open
    When the user enters the user name and the password
    And the user submits the credentials
    # clause: LOGIN-HELP-USR02
    Then the user is logged in within 5 s

    Examples:
      | number |
"""


def write_feature(file: Path, logins: int) -> Path:
    """A feature of that many logins, each a scenario."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(FEATURE + "".join(f"      | {number} |\n" for number in range(logins)))
    return file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    browser = load().browser
    if browser is None:
        raise SystemExit("no browser was found; ./ibkey doctor says where was looked")
    beside: dict[str, str] = {}
    jobs: dict[str, Callable[[], Cost]] = {}
    with up() as (services, system), tempfile.TemporaryDirectory() as output:
        kept = Services.kept()
        assert kept is not None
        places = {"own browser": str(browser.path), "attached": kept.need("browser")["endpoint"]}
        for logins in LOGINS:
            for what, browser_at in places.items():
                script = [sys.executable, "-m", "benchmarks.web.script", str(logins)]
                script += [system["portal_url"], system["lab_url"], system["lab_token"], browser_at]
                jobs[f"{logins}: script, {what}"] = partial(measure, script, services)
            feature = write_feature(Path(output, "features", f"logins_{logins}.feature"), logins)
            for evidence in ("off", "failure"):
                ours = [*IBKEY, "run", str(feature)]
                ours += [f"--evidence={evidence}", f"--output={output}", "--no-allure-report"]
                jobs[name := f"{logins}: ours, evidence {evidence}"] = partial(measure, ours, services)
                beside[name] = f"{logins}: script, attached"
        costs = in_turns(rounds, jobs)
    print(f"logins to Client Portal, {rounds} rounds, {load_now()}\n")
    print(table(costs, beside=beside))


if __name__ == "__main__":
    main()
