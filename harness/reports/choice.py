"""What a run was told about its output."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.reports.output import Output
from harness.setup.environment import NoEnvironment, load

_OUTPUT = pytest.StashKey[Output | None]()
_ALLURE = pytest.StashKey[Sequence[str]]()


class NoAllure(HarnessError):
    """The environment has no Allure, or no Node to run it."""


def output_of(config: pytest.Config) -> Output | None:
    """Where this run writes to, None when it writes nothing; relative to where the command was typed."""
    if _OUTPUT not in config.stash:
        folder: Path | None = config.getoption("--output")
        here = config.invocation_params.dir
        junit: str | None = config.getoption("xmlpath", None)
        config.stash[_OUTPUT] = (
            None
            if folder is None
            else Output(Path(here, folder).absolute(), Path(here, junit).absolute() if junit else None)
        )
    return config.stash[_OUTPUT]


def use_allure(config: pytest.Config, command: Sequence[str]) -> None:
    """Have Allure's report made by ``command`` (node, Allure's ``cli.js``), not by the environment's."""
    config.stash[_ALLURE] = command


def allure_command(config: pytest.Config) -> Sequence[str]:
    """What starts Allure's command line in this run. Raises: NoAllure."""
    return config.stash[_ALLURE] if _ALLURE in config.stash else installed_allure()


def installed_allure() -> Sequence[str]:
    """What starts the Allure that ``./ibkey`` installed. Raises: NoAllure, saying what to do."""
    try:
        environment = load()
    except NoEnvironment as error:
        raise NoAllure(str(error)) from error
    if environment.node is None:
        raise NoAllure(environment.why_not("node"))
    if environment.allure_cli is None:
        raise NoAllure(environment.why_not("allure_cli"))
    return str(environment.node), str(environment.allure_cli)
