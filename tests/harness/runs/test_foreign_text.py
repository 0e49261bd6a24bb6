"""Text from outside, whatever is in it, stops no writer and inflates none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

FEATURE = """
Feature: Text from outside

  Scenario: Well
    Given a page
    Then it is well

  Scenario: Named \x1b[31mred \u202eabc
    Given a page
    Then it is well

  Scenario Outline: With a <cell>
    Given a page
    Then it is well

    Examples:
      | cell        |
      | \x07 bell   |

  Scenario: Odd
    Given a page
    Then it fails oddly

  Scenario: Huge
    Given a page
    Then it fails hugely

  Scenario: {long}
    Given a page
    Then it says {long}

  Scenario: Last
    Given a page
    Then it is well
"""

STEPS = r"""
import allure
from pytest_bdd import given, parsers, then

@given("a page")
def _() -> None: ...

@then("it is well")
def _() -> None: ...

@then(parsers.parse("it says {text}"))
def _(text) -> None:
    print(text + "\n" * 100_000)
    allure.attach("\x1b[0m\ud83d\u202e", "half \ud83d")
    with allure.step("\x00 \ud83d"):
        raise RuntimeError

@then("it fails oddly")
def _() -> None:
    raise AssertionError("the page said \x01 \x1b[31mred \x00 \ud83d \u202eabc")

@then("it fails hugely")
def _() -> None:
    raise AssertionError("x" * 3_000_000)
"""

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LONG = "long " * 20_000
SHOWN = r"the page said \u0001 \u001b[31mred \u0000 \ud83d \u202eabc"


@pytest.mark.parametrize("more", [(), ("-n", "2", "--no-allure-report")], ids=["one process", "xdist"])
def test_everything_is_reported(run: Callable[..., Any], tmp_path: Path, more: tuple[str, ...]) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "conftest.py").write_text(STEPS)
    (folder / "odd.feature").write_text(FEATURE.format(long=LONG.strip()))
    ended = run(str(folder), "-v", *more)
    assert ended.end() == 3, ended.said
    assert "INTERNALERROR" not in ended.said
    assert len(ended.said) < 40_000
    assert not RAW.search(ended.said)
    assert ended.said.count(SHOWN) >= 2
    told = json.loads((ended.output / "conformance.json").read_text())
    verdicts = {one["name"]: one["verdict"] for one in told["scenarios"]}
    assert list(verdicts.values()).count("inconclusive") == 3
    assert verdicts[r"Named \u001b[31mred \u202eabc"] == "conformant"
    assert verdicts[r"With a \u0007 bell"] == "conformant"
    assert told["scenarios"][3]["reason"] == f"{SHOWN} (step at line 22: Then it fails oddly)"
    cases = ElementTree.parse(ended.output / "junit.xml").getroot().iter("testcase")
    assert len(list(cases)) == len(verdicts) == 7
    written = [file for file in ended.output.rglob("*") if file.is_file()]
    for file in written:
        if "allure-report" not in file.parts:
            assert not RAW.search(file.read_text()), file
    results = [json.loads(file.read_text()) for file in written if file.name.endswith("-result.json")]
    assert len(results) == 7
    whole = [one for one in written if one.suffix == ".txt" and one.stat().st_size > 1_000_000]
    assert len(whole) == 1
    assert whole[0].read_text().endswith("x… (1,951,424 more characters)")
    assert sum(file.stat().st_size for file in written) < 8_000_000
