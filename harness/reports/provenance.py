"""What a statement rests on: which harness, which edition of the articles, which machine, which CI job."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.kept import kept
from harness.setup.version import version
from harness.spec import edition
from harness.spec.catalogue import SPEC
from harness.verdicts.model import Provenance


def catalogue_hash(folder: Path = SPEC) -> str:
    """SHA-256 of all that the catalogue states: clauses, capabilities, ambiguities, by the files' names."""
    summed = hashlib.sha256()
    for file in sorted(folder.rglob("*.yaml")):
        summed.update(f"{file.relative_to(folder).as_posix()}\0".encode())
        summed.update(hashlib.sha256(file.read_bytes()).digest())
    return summed.hexdigest()


def job_address(environ: Mapping[str, str]) -> str:
    """Where the CI job that runs this can be looked at, empty outside of the CI servers that say so."""
    if environ.get("GITHUB_RUN_ID"):
        server, repository = environ.get("GITHUB_SERVER_URL", ""), environ.get("GITHUB_REPOSITORY", "")
        return f"{server}/{repository}/actions/runs/{environ['GITHUB_RUN_ID']}"
    return environ.get("CI_JOB_URL") or environ.get("BUILD_URL") or ""  # GitLab; Jenkins


def _programs(appium_home: Path | None) -> Iterator[tuple[str, str]]:
    """Appium and its drivers, as they are installed."""
    if appium_home is None:
        return
    for label, package in (
        ("Appium", "appium"),
        ("UiAutomator2 driver", "appium-uiautomator2-driver"),
        ("XCUITest driver", "appium-xcuitest-driver"),
    ):
        file = appium_home / "node_modules" / package / "package.json"
        if file.is_file():
            yield label, json.loads(file.read_bytes())["version"]


def provenance(
    *,
    seed: int,
    builds: Mapping[str, str],
    appium_home: Path | None,
    environ: Mapping[str, str] = os.environ,
) -> Provenance:
    """What is known before anything is run.

    Args:
        builds: Of the system under test, as the user gives them: part to build.
        appium_home: Where the Appium that will be used is installed; None where it is not ours.
    """
    file = SPEC / "edition.yaml"
    name, sha256 = kept("edition-name", [file, Path(__file__)], lambda: _named(edition.read_edition(file)))
    return Provenance(
        harness=version(),
        edition=name,
        edition_sha256=sha256,
        catalogue_sha256=catalogue_hash(),
        seed=seed,
        host=socket.gethostname(),
        machine=f"{platform.system()} {platform.release()} {platform.machine()}",
        python=platform.python_version(),
        job=job_address(environ),
        builds=dict(builds),
        programs=dict(_programs(appium_home)),
    )


def _named(one: edition.Edition) -> tuple[str, str]:
    return one.name, one.sha256
