"""What is wrong before anything runs: one message that says what and where, exit code 2."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FEATURE = """
    @severity-minor
    Feature: Names

      Scenario: A name is accepted
        Given the user has no second factor
        And the login of Client Portal is open
        When the user enters the user name in lower case and the password
        And the user submits the credentials
        # clause: LOGIN-HELP-USR02
        Then the user is logged in
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said", "processes"),
    [
        ("the user submits the", "the user submitz the", ":9: undefined step: When the user submitz", ()),
        (
            "@severity-minor",
            "@negatve",
            ":2: unknown tag @negatve; did you mean 'negative'?",
            (),
        ),
        (
            "Client Portal is",
            "Client Portall is",
            ":7: Given the login of Client Portall is open: 'Client Portall' is no login surface; "
            "did you mean 'Client Portal'?",
            (),
        ),
        ("USR02", "USR92", ":10: unknown clause LOGIN-HELP-USR92", ("-n", "2")),
    ],
    ids=["misspelt step", "unknown tag", "misspelt word", "unknown clause, xdist"],
)
def test_feature_with_a_fault(
    run: Callable[..., Any], tmp_path: Path, right: str, wrong: str, said: str, processes: tuple[str, ...]
) -> None:
    feature = tmp_path / "names.feature"
    feature.write_text(textwrap.dedent(FEATURE).replace(right, wrong))
    ended = run(str(feature), *processes)
    assert ended.end() == 2
    assert f"{feature}{said}" in ended.said
    assert "Traceback" not in ended.said
    assert not ended.left()


def test_browser_that_is_not_there(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IBKEY_BROWSER", "/nowhere/chromium")
    ended = run("features/help/usernames.feature")
    assert ended.end() == 2
    assert ended.said.startswith("ibkey run: no browser '/nowhere/chromium'")
    assert len(ended.said.splitlines()) == 1


def test_output_that_cannot_be_written(run: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = run("features/help/usernames.feature", f"--output={tmp_path / 'file'}")
    assert ended.end() == 2
    assert f"--output {tmp_path / 'file'} cannot be written to" in ended.said
    assert "Traceback" not in ended.said
