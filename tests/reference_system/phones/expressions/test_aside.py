"""The process beside the event loop."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reference_system.phones.expressions import ExpressionRefused
from reference_system.phones.expressions.aside import Aside
from tests.reference_system.phones.conftest import with_aside

ENDLESS = "(a*)*b", ["a" * 60]
PAGE = "<a><b/><c/></a>"


async def quick(aside: Aside) -> list[bool]:
    return await aside.fit("(a|b)", ["a", "c"], ignore_case=False)


def test_the_loop_goes_on_meanwhile() -> None:
    async def turns(aside: Aside) -> int:
        asked = asyncio.create_task(aside.fit(*ENDLESS, ignore_case=False))
        taken = 0
        while not asked.done():
            await asyncio.sleep(0)
            taken += 1
        with pytest.raises(ExpressionRefused, match=r"takes more than 0\.3 s"):
            await asked
        return taken

    assert with_aside(turns) > 100


def test_it_answers_after_an_expression_that_took_too_long() -> None:
    async def answers(aside: Aside) -> list[bool]:
        with pytest.raises(ExpressionRefused):
            await aside.fit(*ENDLESS, ignore_case=False)
        return await quick(aside)

    assert with_aside(answers) == [True, False]


def test_an_answer_nobody_waits_for_is_not_the_next_ones() -> None:
    async def answers(aside: Aside) -> list[bool]:
        await quick(aside)
        left = asyncio.create_task(aside.fit("(.)", ["x", "y", "z"], ignore_case=False))
        await asyncio.sleep(0)
        left.cancel()
        await asyncio.wait([left])
        return await quick(aside)

    assert with_aside(answers) == [True, False]


def test_many_at_once() -> None:
    async def answers(aside: Aside) -> list[list[int | None]]:
        return await asyncio.gather(*(aside.selected(f"//{tag}", PAGE, None) for tag in "abc"))

    assert with_aside(answers) == [[0], [1], [2]]


OWNER = """
import asyncio
from reference_system.phones.expressions.aside import Aside

async def main():
    aside = Aside()
    await aside.fit("(a)", ["a"], ignore_case=False)
    print(aside._process.pid, flush=True)
    await {busy_with}

asyncio.run(main())
"""


@pytest.mark.parametrize(
    "busy_with", ["aside.fit('(a*)*b', ['a' * 60], ignore_case=False)", "asyncio.sleep(600)"]
)
def test_it_does_not_outlive_an_owner_that_is_killed(busy_with: str) -> None:
    command = [sys.executable, "-c", OWNER.format(busy_with=busy_with)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        owner.kill()
    deadline = time.monotonic() + 60  # a second of computing can take long on a busy machine
    while _runs(pid):
        assert time.monotonic() < deadline, f"process {pid} was still there after 60 s"
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    """Whether the process is there and not a mere entry in the table."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
