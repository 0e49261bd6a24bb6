"""CPU that verdicts and Allure results add to each step, on scenarios whose steps do nothing.

    python benchmarks/evidence/cost_per_step.py [--scenarios 200] [--rounds 5]

Runs the same features with the collector alone, with verdicts, and with Allure results, each in a process of
its own, with the scenarios' number doubled to tell the cost per step from that of starting up. Prints
milliseconds of CPU (user + system) per step, medians over the rounds. To be reached: at most 0.1 without, at
most 0.3 with Allure results.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEPS = 10

CONFTEST = """
from pytest_bdd import given, parsers, then, when

@given(parsers.parse("a user called {name}"))
def a_user(name):
    pass

@when(parsers.parse("the user does {number:d} things"))
def does(number):
    pass

@then(parsers.parse("the user sees {number:d} things"))
def sees(number):
    pass
"""

COLLECTOR = ["-p", "pytest_bdd.plugin", "-p", "harness.collection.plugin"]
EVIDENCE = [*COLLECTOR, "-p", "harness.evidence.plugin"]
VARIANTS = {
    "collector alone": COLLECTOR,
    "with verdicts": EVIDENCE,
    "with Allure results": [*EVIDENCE, "--output", "out", "--no-allure-report"],
}


def write_features(folder: Path, scenarios: int) -> None:
    """Scenarios of ``STEPS`` steps, 50 a file."""
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "pytest.ini").write_text("[pytest]\n")
    features = folder / "features"
    features.mkdir()
    for file in range(0, scenarios, 50):
        text = [f"Feature: number {file}"]
        for number in range(file, min(file + 50, scenarios)):
            text.append(f"  Scenario: number {number}\n    Given a user called u{number}")
            text += [f"    When the user does {step} things" for step in range(STEPS // 2)]
            text += [f"    Then the user sees {step} things" for step in range(STEPS - 1 - STEPS // 2)]
        (features / f"f{file}.feature").write_text("\n".join(text) + "\n")


def cpu_s(folder: Path, plugins: list[str]) -> float:
    """Seconds of CPU of one run, its set-up included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "features", *plugins],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        sys.exit(f"the run failed:\n{ran.stdout[-3000:]}{ran.stderr[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    costs: dict[str, list[float]] = {variant: [] for variant in VARIANTS}
    with tempfile.TemporaryDirectory(prefix="ibkey-benchmark-") as temporary:
        small, large = Path(temporary) / "small", Path(temporary) / "large"
        for folder, scenarios in ((small, options.scenarios), (large, 2 * options.scenarios)):
            folder.mkdir()
            write_features(folder, scenarios)
        for _ in range(options.rounds):
            for variant, plugins in VARIANTS.items():
                more = cpu_s(large, plugins) - cpu_s(small, plugins)
                costs[variant].append(1000 * more / (options.scenarios * STEPS))
    for variant, measured in costs.items():
        spread = f"{min(measured):.3f} to {max(measured):.3f}"
        print(f"{variant:22} {statistics.median(measured):6.3f} ms per step ({spread})")


if __name__ == "__main__":
    main()
