"""What a run was told: the options of ``./ibkey run``, which are pytest options too."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.option_group import option_group
from harness.people import seed_of_run
from harness.services.variables import TYPED_VARIABLE


@dataclass(frozen=True)
class RunOptions:
    """Options of a run; without ``target`` it is about the embedded reference system."""

    target: Path | None
    deviations: tuple[str, ...]
    headed: bool
    seed: int
    typed: tuple[str, ...]
    builds: dict[str, str]


def add_options(parser: pytest.Parser) -> None:
    """Register the options."""
    group = option_group(parser)
    group.addoption("--target", type=Path, metavar="FILE", help="run against the system this TOML file names")
    group.addoption(
        "--deviation",
        action="append",
        default=[],
        metavar="NAME",
        help="make the reference system commit this breach; may be given several times",
    )
    group.addoption(
        "--seed",
        type=int,
        metavar="N",
        help="make up the same people and PINs as the run that showed it",
    )
    group.addoption(
        "--build",
        action="append",
        default=[],
        metavar="PART=BUILD",
        help="which build of the system is tested, such as portal=4711; may be given several times",
    )
    group.addoption("--headed", action="store_true", help="show the browser window (needs a display)")


def run_options(config: pytest.Config) -> RunOptions:
    """The options as given."""
    return RunOptions(
        target=config.getoption("--target"),
        deviations=tuple(config.getoption("--deviation")),
        headed=config.getoption("--headed"),
        seed=seed_of_run(config.getoption("--seed")),
        typed=tuple(shlex.split(os.environ.get(TYPED_VARIABLE, "")))
        or tuple(map(str, config.invocation_params.args)),
        builds=dict(map(_build, config.getoption("--build"))),
    )


def _build(given: str) -> tuple[str, str]:
    part, _, build = given.partition("=")
    if not part.strip() or not build.strip():
        raise pytest.UsageError(f"--build {given}: write PART=BUILD, such as --build portal=4711")
    return part.strip(), build.strip()
