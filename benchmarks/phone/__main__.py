"""Approvals on Android: ours beside a bare Appium client's script.  python -m benchmarks.phone [--rounds N]

Whole processes, beside one `./ibkey up`: the same Appium, phone and acts. The login to approve is begun over
HTTP, so that no browser takes part.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.paired import IBKEY, Cost, in_turns, load_now, measure, table, up

APPROVALS = (1, 20)
FEATURE = """Feature: approvals

  Scenario Outline: approval <number>
    Given the user has an Android phone with an enrolled fingerprint
    And IB Key is active on the phone for the user
    When the user logs in elsewhere
    And the user swipes down from the top edge of the phone's screen
    # clause: LOGIN-SEAMLESS-02a
    Then the notification list holds exactly 1 notification from "IBKR Mobile"
    When the user taps the notification from "IBKR Mobile"
    Then IB Key asks to approve the login
    When the user gives the enrolled finger
    Then IB Key says that the login was approved

    Examples:
      | number |
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    beside: dict[str, str] = {}
    jobs: dict[str, Callable[[], Cost]] = {}
    with up() as (services, system), tempfile.TemporaryDirectory() as folder:
        for approvals in APPROVALS:
            script = [sys.executable, "-m", "benchmarks.phone.script", str(approvals)]
            jobs[f"{approvals}: script"] = partial(measure, script, services, given=json.dumps(system))
            feature = Path(folder, f"approvals_{approvals}.feature")
            feature.write_text(FEATURE + "".join(f"      | {number} |\n" for number in range(approvals)))
            ours = [*IBKEY, "run", str(feature), "-p", "benchmarks.phone.elsewhere"]
            ours += [f"--output={folder}/out", "--no-allure-report"]
            jobs[name := f"{approvals}: ours"] = partial(measure, ours, services)
            beside[name] = f"{approvals}: script"
        costs = in_turns(rounds, jobs)
    print(f"approvals on Android, {rounds} rounds, {load_now()}\n")
    print(table(costs, beside=beside))


if __name__ == "__main__":
    main()
