from __future__ import annotations

from pathlib import Path

import pytest

from harness.setup.commands import CommandFailed
from harness.setup.diagnosis import failed

# What the programs printed when it happened, shortened.
OUTPUTS = {
    "npm offline": (
        "npm error code ENOTFOUND\nnpm error request to https://registry.example/appium failed, reason: "
        "getaddrinfo ENOTFOUND registry.example",
        "the registry cannot be reached",
    ),
    "npm refused": (
        "npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED",
        "the registry cannot be reached",
    ),
    "npm wrong certificate": (
        "npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error request to https://registry.example/a failed",
        "certificate is not trusted",
    ),
    "npm disk full": ("npm error code ENOSPC\nnpm error nospc no space left on device", "the disk is full"),
    "npm not mirrored": (
        "npm error code E404\nnpm error 404 Not Found - GET https://r.example/a",
        "does not have",
    ),
    "npm altered": ("npm error code EINTEGRITY\nnpm error sha512-x integrity checksum failed", "not the one"),
    "npm not logged in": ("npm error code E401\nnpm error Unable to authenticate", "refuses us"),
    "pip offline": (
        "WARNING: Retrying after connection broken by 'NewConnectionError(Failed to establish a connection: "
        "[Errno -3] Temporary failure in name resolution)'\n"
        "ERROR: No matching distribution found for uv==0.13.9",
        "the registry cannot be reached",
    ),
    "pip not mirrored": (
        "ERROR: No matching distribution found for uv==0.13.9",
        "does not have a package",
    ),
    "pip altered": (
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
        "not the one",
    ),
    "pip disk full": ("ERROR: Could not install: [Errno 28] No space left on device", "the disk is full"),
    "apt offline": (
        "Err:1 http://deb.example/debian bookworm InRelease\n  Temporary failure resolving 'deb.example'\n"
        "E: Failed to fetch http://deb.example/x.deb",
        "the registry cannot be reached",
    ),
    "apt unknown": ("E: Unable to locate package xvfb", "does not have"),
    "apt busy": ("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 12", "at work"),
    "apt disk full": ("E: You don't have enough free space in /var/cache/apt/archives/.", "the disk is full"),
    "read-only": ("error: EACCES: permission denied, mkdir '/x/.ibkey'", "cannot be written"),
}


@pytest.mark.parametrize(("output", "because"), OUTPUTS.values(), ids=OUTPUTS.keys())
def test_the_cause_a_person_can_act_on(output: str, because: str) -> None:
    log = Path("/logs/a.log")
    failure = failed("The npm packages", CommandFailed(["npm", "ci"], 1, output, log), where="the registry")
    assert failure.what.startswith("The npm packages could not be installed: ")
    assert because in failure.what
    assert failure.remedy
    assert f"  log: {log}" in str(failure)


def test_the_address_is_named_without_its_password() -> None:
    output = "error ENOTFOUND https://me:secret@mirror.example/simple/uv/"
    failure = failed("uv", CommandFailed(["pip"], 1, output, Path("log")), where="somewhere")
    assert failure.where == "https://mirror.example"
    assert "secret" not in str(failure)


def test_the_unknown_is_quoted() -> None:
    failure = failed(
        "uv", CommandFailed(["/x/pip"], 9, "one\nSegmentation fault\n\n", Path("log")), where="here"
    )
    assert (
        failure.what
        == "uv could not be installed: pip ended with exit code 9; its last words: Segmentation fault"
    )
    assert failure.where == "here"
