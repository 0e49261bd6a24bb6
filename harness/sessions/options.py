"""What a run was told: the options of ``./ibkey run``, which are pytest options too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

SERVICES_VARIABLE = "IBKEY_SERVICES"
"""Environment variable by which test workers learn the folder of the run's keeper."""


@dataclass(frozen=True)
class RunOptions:
    """Options of a run; ``target`` None means the embedded reference system."""

    target: Path | None
    deviations: tuple[str, ...]
    headed: bool


def add_options(parser: pytest.Parser) -> None:
    """Register the options."""
    group = parser.getgroup("ibkey", "system under test")
    group.addoption("--target", type=Path, metavar="FILE", help="run against the system this TOML file names")
    group.addoption(
        "--deviation",
        action="append",
        default=[],
        metavar="NAME",
        help="make the reference system commit this breach; may be given several times",
    )
    group.addoption("--headed", action="store_true", help="show the browser window (needs a display)")


def run_options(config: pytest.Config) -> RunOptions:
    """The options as given."""
    return RunOptions(
        target=config.getoption("--target"),
        deviations=tuple(config.getoption("--deviation")),
        headed=config.getoption("--headed"),
    )
