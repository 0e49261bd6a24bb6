"""``./ibkey run``: pytest with our plugins, and the services it will need starting meanwhile."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from harness.cli.interrupts import Interrupts
from harness.services.client import Services
from harness.services.variables import SERVICES_VARIABLE, TYPED_VARIABLE
from harness.setup.environment import load

if TYPE_CHECKING:
    import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
NEEDS_NO_SYSTEM = ("-h", "--help", "--collect-only", "--co", "--version", "-V", "--fixtures", "--markers")
TAKE_A_VALUE = ("--output", "--target", "--deviation", "--evidence", "--seed", "--build", "--known")
USAGE = 2
DEFAULTS = ("-p", "harness.collection.lean_pytest_bdd", "-rN")


def workers(arguments: Sequence[str]) -> list[str]:
    """Names of the reference systems that test workers will ask for first: ``-n 2`` means gw0 and gw1."""
    joined = " ".join(arguments)
    given = re.search(r"(?:^|\s)(?:-n|--numprocesses)[ =]?(\d+)", joined)
    count = int(given.group(1)) if given else 0
    return [f"gw{number}" for number in range(count)] or ["main"]


def joined(arguments: Sequence[str]) -> list[str]:
    """The same with our own options and their values in one word (``--output=DIR``).

    pytest looks for conftest.py before it knows these options, and would take ``DIR`` for a path to collect.
    """
    words: list[str] = []
    rest = iter(arguments)
    for word in rest:
        value = next(rest, None) if word in TAKE_A_VALUE else None
        words.append(word if value is None else f"{word}={value}")
    return words


class Usage:
    """pytest plugin: what is wrong with the arguments is told in the words of ``./ibkey run``."""

    def pytest_addoption(self, parser: pytest.Parser) -> None:
        parser.prog = "ibkey run"

    def pytest_configure(self, config: pytest.Config) -> None:
        import pytest

        for argument in config.args:
            path = Path(argument.partition("::")[0])
            if path.is_file() and path.suffix != ".feature":
                raise pytest.UsageError(
                    f"{path} is no feature: `run` takes .feature files and folders of them"
                )


def _for_features_elsewhere(arguments: Sequence[str]) -> list[str]:
    """Options that give features outside of the project its steps and fixtures, beside their own conftest.py.

    pytest looks for conftest.py above what it is to collect, which does not find ours. It would find ours a
    second time where features of the project are named, too: then there is no other conftest.py.
    """
    paths = [Path(re.sub(r"::.*|(:\d+)+$", "", one)) for one in arguments if not one.startswith("-")]
    named = [path.resolve() for path in paths if path.exists()]
    if all(path.is_relative_to(PROJECT) for path in named):
        return []
    mixed = any(path.is_relative_to(PROJECT) or PROJECT.is_relative_to(path) for path in named)
    return ["-p", "conftest", *(["--noconftest"] if mixed else [])]


def main(arguments: list[str]) -> int:
    """Run the scenarios that ``arguments`` name, all of ``features/`` when they name none.

    Returns: 0 all conformant, 1 nonconformant, 2 usage or configuration, 3 inconclusive, 5 nothing ran.
    """
    interrupts = Interrupts()
    interrupts.listen()
    os.environ[TYPED_VARIABLE] = shlex.join(arguments)
    arguments = joined(arguments)
    if not any(one == "--output" or one.startswith("--output=") for one in arguments):
        arguments = [f"--output={PROJECT / 'reports'}", *arguments]
    services: Services | None = None
    uses_target = any(one == "--target" or one.startswith("--target=") for one in arguments)
    needs_system = not set(arguments) & set(NEEDS_NO_SYSTEM)
    if needs_system:
        load()  # says at once what is wrong with it, before anything else complains
    if needs_system and not uses_target:
        services = Services.for_a_run(*(f"reference-system:{worker}" for worker in workers(arguments)))
        os.environ[SERVICES_VARIABLE] = str(services.folder)
    # Plugins that load themselves cost 0.3 s; ours are named.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    deviations = [one.partition("=")[2] for one in arguments if one.startswith("--deviation=")]
    try:
        if deviations and services is not None:
            from harness.deviations.names import check_names

            check_names(services.need("reference-system", worker=workers(arguments)[0]), deviations)
        import pytest

        options = [
            f"--config-file={PROJECT / 'pyproject.toml'}",
            f"--rootdir={PROJECT}",
            f"--override-ini=testpaths={PROJECT / 'features'}",
            "--override-ini=python_files=",  # scenarios only, also of a folder that has tests in it
            *DEFAULTS,
        ]
        if services is not None:
            options.append(f"--basetemp={services.folder / f'pytest-{os.getpid()}'}")
        options += _for_features_elsewhere(arguments)
        if {"-n", "--numprocesses", "--dist"} & {re.split(r"[=\d]", one)[0] for one in arguments}:
            options += ["-p", "xdist"]
        interrupts.check()
        code = pytest.main([*options, *arguments], plugins=[interrupts, Usage()])
        return USAGE if code == pytest.ExitCode.USAGE_ERROR else int(code)
    finally:
        if services is not None:
            services.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
