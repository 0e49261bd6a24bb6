"""Carrying out the steps of set-up, those that do not depend on one another at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from harness.setup.commands import Commands, Stopped
from harness.setup.failure import SetupFailure
from harness.setup.progress import Progress


@dataclass(frozen=True)
class Step:
    """One thing to make.

    Attributes:
        name: By which other steps refer to it.
        title: What a person sees while it runs.
        action: Makes it; raises SetupFailure.
        after: Steps that come first where they are in the plan; this one runs even if an optional one of
            them failed.
        required: Whether nothing works without it: its failure ends set-up.
    """

    name: str
    title: str
    action: Callable[[], None]
    after: tuple[str, ...] = ()
    required: bool = False


def carry_out(steps: Sequence[Step], commands: Commands, progress: Progress) -> dict[str, SetupFailure]:
    """Run ``steps`` and return the failures of optional ones, by name.

    Raises: SetupFailure of a required step, or Interrupted, when everything that was running has ended.
    """
    left = {step.name: step for step in steps}
    running: dict[Future[None], Step] = {}
    failures: dict[str, SetupFailure] = {}
    with ThreadPoolExecutor(max_workers=max(1, len(steps))) as threads:
        try:
            while left or running:
                busy = left.keys() | {step.name for step in running.values()}
                for step in [step for step in left.values() if not busy.intersection(step.after)]:
                    running[threads.submit(_make, step, progress)] = step
                    del left[step.name]
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    step = running.pop(future)
                    try:
                        future.result()
                    except SetupFailure as failure:
                        if step.required:
                            raise
                        failures[step.name] = failure
        except BaseException:
            commands.stop_all()
            raise
    return failures


def _make(step: Step, progress: Progress) -> None:
    try:
        with progress.step(step.title):
            step.action()
    except Stopped:
        return
