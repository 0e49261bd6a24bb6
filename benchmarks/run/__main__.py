"""From the command to the verdict, and a whole run.  python -m benchmarks.run [--rounds N] [--whole N]

The verdict is there when the terminal shows its line; the report and the end of all processes come after it.
Memory is what all processes below the command hold: proportional set size (a page shared by n processes
counts 1/n in each), read every half second.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import psutil

from benchmarks.paired import IBKEY, ROOT, load_now, spread, up

WEB = ("features/help/usernames.feature", "-k", "Client and Portal and accepts and stored")
DEVICE = ("features/login/login_seamless.feature", "-k", "approved and Client and Android")
ANDROID = ("features/activation/and_qr.feature", "-k", "Play and Store")
IPHONE = ("features/activation/ios_qr.feature", "-k", "From and activated")
PROBE_EVERY_S = 0.5


class Timed(NamedTuple):
    """One run; seconds from the command on, and bytes."""

    verdict_s: float
    end_s: float
    memory: int
    said: str


def timed(arguments: Sequence[str], *, memory: bool = False) -> Timed:
    """Run ``./ibkey run`` with ``arguments``. Raises: RuntimeError, where it ends with neither 0, 1 nor 3."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [*IBKEY, "run", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    ended, held = threading.Event(), [0]
    if memory:
        threading.Thread(target=lambda: held.extend(_memory_until(ended, process.pid))).start()
    verdict_s, said = 0.0, []
    for line in process.stdout:
        said.append(line)
        if line.startswith("scenarios: "):
            verdict_s = time.perf_counter() - started
    code = process.wait()
    ended.set()
    if code not in (0, 1, 3):
        raise RuntimeError(f"{' '.join(arguments)} exited {code}:\n{''.join(said)[-2000:]}")
    return Timed(verdict_s, time.perf_counter() - started, max(held), "".join(said))


def _memory_until(ended: threading.Event, root: int) -> Iterator[int]:
    while not ended.wait(PROBE_EVERY_S):
        yield memory_below(root)


def memory_below(root: int) -> int:
    """Proportional set size of the process and all below it, in bytes."""
    total = 0
    try:
        processes = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--whole", type=int, default=1, help="whole runs with -n 2")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        output = f"--output={folder}"

        def verdicts(arguments: Sequence[str]) -> str:
            timed([*arguments, output])  # to warm up
            runs = [timed([*arguments, output]) for _ in range(options.rounds)]
            both = spread([run.verdict_s for run in runs]), spread([run.end_s for run in runs])
            return " | ".join(both)

        scenarios = {
            "web": WEB,
            "device": DEVICE,
            "activation on Android": ANDROID,
            "activation on iPhone": IPHONE,
        }
        rows = {f"{name}, cold": verdicts(which) for name, which in scenarios.items()}
        with up():
            rows |= {f"{name}, beside up": verdicts(which) for name, which in scenarios.items()}
        print(f"one scenario, {options.rounds} rounds, {load_now()}, min / median / max\n")
        print("| | command to verdict, s | to the end, report included, s |\n| --- | --- | --- |")
        for name, row in rows.items():
            print(f"| {name} | {row} |")
        print("\n| all features, `-n 2` | to the end, s | memory at most, MiB | verdicts |\n|" + " --- |" * 4)
        for _ in range(options.whole):
            whole = timed(["-n", "2", output], memory=True)
            verdict = next(line for line in whole.said.splitlines() if line.startswith("scenarios: "))
            print(f"| {load_now()} | {whole.end_s:.1f} | {whole.memory / 2**20:.0f} | {verdict} |")


if __name__ == "__main__":
    main()
