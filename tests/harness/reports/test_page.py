from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import lxml.html

from harness.reports.history import entry_of
from harness.reports.page import render
from harness.reports.write import state
from harness.spec.catalogue import load_catalogue
from harness.verdicts.clauses import clause_results
from harness.verdicts.run import Run
from tests.harness.reports.told_runs import result, run

GOOD = result("good", "client-portal iphone", clause="LOGIN-SEAMLESS-01a")
BREACH = result(
    "breach", "tws", "nonconformant", 'no <b>link</b> "如未收到通知"', clause="LOGIN-SEAMLESS-01a"
)
LACKING = result("lacking", "tws", "not verified", "needs clock", clause="LOGIN-HELP-LCK01")
DOUBT = result("doubt", "android", "inconclusive", "no phone", clause="LOGIN-SEAMLESS-01b")
LEFT = result("left", "tws", "not run", "the run ended before", clause="LOGIN-SEAMLESS-INT02")
PLAIN = result("plain", "tws", "inconclusive", "the portal is gone")


def page(told: Run, before: Run | None = None) -> str:
    past = [entry_of(before, clause_results(before.results, load_catalogue()))] if before else []
    return render(state(told, past))


FULL = run(
    GOOD,
    BREACH,
    LACKING,
    DOUBT,
    LEFT,
    PLAIN,
    target="staging",
    details={"Client Portal": "https://example.org"},
    deviations=("locks-after-nine",),
    arguments=("-n", "2", "-m", "tws and android"),
    ended_early="interrupted (KeyboardInterrupt)",
)


def words(element: Any) -> str:
    """The text inside an element, each gap one space."""
    return " ".join(str(element.text_content()).split())


def text(html: str) -> str:
    return words(lxml.html.document_fromstring(html))


def test_it_says_everything_a_release_manager_asks() -> None:
    shown = text(page(FULL))
    for said in (
        "-n 2 -m 'tws and android'",
        "Not conformant: 1 of 322 testable clauses checked, 1 breached; 1 not verified, 1 undecided",
        "318 clauses without a scenario",
        "The catalogue has 332 clauses, of which 322 can be tested.",
        "Deliberate breaches were switched on: locks-after-nine",
        "The run did not get to its end: interrupted (KeyboardInterrupt). 1 scenario was not run.",
        'no <b>link</b> "如未收到通知"',
        "needs clock",
        "no phone",
        "the portal is gone",
        "staging",
        "touch the sensor: by lab, 1 time",
        "12.5 s for 6 scenarios",
        "There is no earlier run on this target",
        "AND-QR",
    ):
        assert said in shown


def test_a_scenario_is_shown_with_its_rule() -> None:
    plain, left = (
        replace(one, scenario=replace(one.scenario, rule="Names are kept")) for one in (PLAIN, LEFT)
    )
    shown = text(page(run(plain, left, ended_early="interrupted")))
    assert "Names are kept: plain" in shown
    assert "Names are kept: left" in shown


def test_nothing_is_loaded_from_elsewhere() -> None:
    html = page(FULL)
    assert not re.search(r"<(?:script|link|img|iframe)\b|@import|url\(", html)


def test_every_link_inside_leads_somewhere() -> None:
    document = lxml.html.document_fromstring(page(FULL))
    anchors = [link.get("href", "") for link in document.iter("a")]
    ids = {element.get("id") for element in document.iter() if element.get("id")}
    inside = {href[1:] for href in anchors if href.startswith("#")}
    assert inside
    assert inside <= ids
    assert any(href.startswith("allure-report/index.html#") for href in anchors)


def test_a_cell_per_clause_and_surface() -> None:
    document = lxml.html.document_fromstring(page(FULL))
    row = next(one for one in document.iter("tr") if one.get("id") == "LOGIN-SEAMLESS-01a")
    table = next(row.iterancestors("table"))
    heads = [words(head) for head in table.iter("th")]
    cells = [words(cell) for cell in row.iter("td")]
    shown = dict(zip(heads, cells, strict=True))
    assert shown["Client Portal"] == "✓conformant"
    assert shown["TWS"] == "✗nonconformant"
    assert shown["Android"] == ""


def test_what_changed_is_grouped_and_the_worst_comes_first() -> None:
    before = run(
        result("good", "client-portal iphone", "nonconformant", clause="LOGIN-SEAMLESS-01a"),
        result("breach", "tws", clause="LOGIN-SEAMLESS-01a"),
        started=1_794_000_000.0,
    )
    shown = text(page(run(GOOD, BREACH, DOUBT), before))
    worse = shown.index("conformant → nonconformant: LOGIN-SEAMLESS-01a (TWS)")
    better = shown.index("nonconformant → conformant: LOGIN-SEAMLESS-01a (Client Portal)")
    assert worse < better
    assert "1 cell was measured for the first time" in shown


def test_no_change_is_said() -> None:
    shown = text(page(run(GOOD), run(GOOD, started=1_794_000_000.0)))
    assert "No verdict has changed" in shown


def test_an_empty_run_has_a_page() -> None:
    assert "Nothing was verified: 0 of 322 testable clauses checked" in text(page(run()))
