from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.setup.commands import Commands
from harness.setup.failure import Interrupted, SetupFailure
from harness.setup.plan import Step, carry_out
from harness.setup.progress import Progress


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    return Commands(tmp_path)


@pytest.fixture
def progress() -> Progress:
    return Progress(io.StringIO())


def failing() -> None:
    raise SetupFailure("no network", where="there", remedy="wait")


def sleeping(commands: Commands) -> Callable[[], None]:
    """An action that would take a minute."""

    def action() -> None:
        commands.run(["sleep", "60"], log="a")

    return action


def noting(done: list[str], name: str) -> Callable[[], None]:
    return lambda: done.append(name)


def test_a_step_comes_after_those_it_names(commands: Commands, progress: Progress) -> None:
    done: list[str] = []
    steps = [
        Step("c", "c", noting(done, "c"), after=("b", "a")),
        Step("b", "b", noting(done, "b"), after=("a", "not in this plan")),
        Step("a", "a", noting(done, "a")),
    ]
    assert carry_out(steps, commands, progress) == {}
    assert done == ["a", "b", "c"]


def test_independent_steps_run_at_the_same_time(commands: Commands, progress: Progress) -> None:
    meeting = threading.Barrier(2, timeout=10)

    def meet() -> None:
        meeting.wait()

    steps = [Step(name, name, meet) for name in ("a", "b")]
    assert carry_out(steps, commands, progress) == {}


def test_an_optional_failure_is_returned_and_the_rest_goes_on(commands: Commands, progress: Progress) -> None:
    done: list[str] = []
    steps = [Step("npm", "npm", failing), Step("browser", "b", noting(done, "browser"), after=("npm",))]
    failures = carry_out(steps, commands, progress)
    assert list(failures) == ["npm"]
    assert done == ["browser"]


def test_a_required_failure_ends_what_is_running(commands: Commands, progress: Progress) -> None:
    steps = [
        Step("npm", "npm", sleeping(commands)),
        Step("python", "python", failing, required=True),
    ]
    with pytest.raises(SetupFailure, match="no network"):
        carry_out(steps, commands, progress)


def test_an_interruption_ends_what_is_running(commands: Commands, progress: Progress) -> None:
    def interrupted() -> None:
        raise Interrupted(2)

    steps = [
        Step("npm", "npm", sleeping(commands)),
        Step("signal", "signal", interrupted),
    ]
    with pytest.raises(Interrupted):
        carry_out(steps, commands, progress)
