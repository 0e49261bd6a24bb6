"""A system that does not answer is accused of nothing; one that answers with an error of its own is."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.setup.environment import load

PORTAL = """
import http.server, sys

class Portal(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        ask = "fetch(this.id).then(answer => answer.text()).then(text => out.textContent = text)"
        page = f"<button id=good onclick='{ask}'>good</button><button id=idle onclick='{ask}'>idle</button>"
        page += f"<button id=broken onclick='{ask}'>broken</button><p id=out>"
        said = {"/good": "done", "/idle": "nothing", "/broken": "Traceback"}.get(self.path, page)
        self.wfile.write(said.encode())
    def do_HEAD(self):
        self.send_error(405)
    def log_message(self, *_): pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
print(server.server_port, flush=True)
server.serve_forever()
"""

STEPS = """
import os, signal, threading
import pytest
from pytest_bdd import given, parsers, then, when
import harness.sessions.witness
from harness.sessions.actors import PageActor
from harness.waiting import settled

harness.sessions.witness.GONE_AFTER_S = 12.0
PORTAL = int(os.environ["PORTAL"])

@pytest.fixture
def page(world, chromium, actors):
    with chromium.context(world.portal.url, "en", patience=world.patience, traced=False) as context:
        page = context.new_page()
        actors.add(PageActor("client-portal", page))
        yield page

@given("the page is open")
def _(page):
    page.goto("/")

@when(parsers.parse("the portal stops for {seconds:g} s"))
def _(seconds):
    os.kill(PORTAL, signal.SIGSTOP)
    threading.Timer(seconds, os.kill, [PORTAL, signal.SIGCONT]).start()

@when("the portal is killed")
def _():
    os.kill(PORTAL, signal.SIGKILL)

@when(parsers.parse("{button} is asked for"))
def _(page, button):
    page.locator("#" + button).click()

@when("nothing is done")
def _(): ...

@when("the driver is lost")
def _():
    raise OSError("the driver is gone")

@then(parsers.parse("it says that it is done within {seconds:g} s"))
def _(page, seconds):
    assert settled(lambda: page.locator("#out").inner_text() == "done", bool, within_s=seconds), "not done"
"""

HEAD = """
Feature: Silence
"""
SCENARIO = """
  Scenario: {name}
    Given the page is open
    When {before}
    And {asked} is asked for
    # clause: LOGIN-SEAMLESS-02c
    Then it says that it is done within {within} s
"""
NOTHING = "nothing is done"

pytestmark = pytest.mark.skipif(load().browser is None, reason="runs in a browser, and none was found")


@pytest.fixture
def portal() -> Iterator[subprocess.Popen[str]]:
    portal = subprocess.Popen([sys.executable, "-c", PORTAL], stdout=subprocess.PIPE, text=True)
    yield portal
    portal.kill()
    portal.wait()


@pytest.fixture
def tried(
    run: Callable[..., Any], portal: subprocess.Popen[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Runs scenarios, one per row of ``name, before, asked, within``, on the portal as a target."""

    def tried(*rows: tuple[str, str, str, float], options: tuple[str, ...] = ()) -> Any:
        folder = tmp_path / "features"
        folder.mkdir()
        (folder / "conftest.py").write_text(STEPS)
        scenarios = [
            SCENARIO.format(name=name, before=before, asked=asked, within=within)
            for name, before, asked, within in rows
        ]
        (folder / "silence.feature").write_text(HEAD + "".join(scenarios))
        assert portal.stdout is not None
        address = f"http://127.0.0.1:{portal.stdout.readline().strip()}"
        target = tmp_path / "target.toml"
        target.write_text(textwrap.dedent(f'name = "staging"\n[portal]\nurl = "{address}"\n'))
        monkeypatch.setenv("PORTAL", str(portal.pid))
        return run(str(folder), f"--target={target}", "--no-allure-report", "--evidence=off", *options)

    return tried


def scenarios_of(ended: Any) -> dict[str, dict[str, Any]]:
    told = json.loads((ended.output / "conformance.json").read_text())
    return {one["name"]: one for one in told["scenarios"]}


def test_silence_is_no_breach_and_an_error_of_its_own_is(tried: Callable[..., Any]) -> None:
    ended = tried(
        ("answers", NOTHING, "good", 3),
        ("answers wrongly", NOTHING, "idle", 1),
        ("pauses for less than it is waited for", "the portal stops for 3 s", "idle", 4),
        ("is silent", "the portal stops for 9 s", "good", 3),
        ("fails by itself", NOTHING, "broken", 1),
        ("failed before", "broken is asked for", "idle", 1),
        ("is back", NOTHING, "good", 3),
    )
    assert ended.end() == 1, ended.said
    told = scenarios_of(ended)
    assert {name: one["verdict"] for name, one in told.items()} == {
        "answers": "conformant",
        "answers wrongly": "nonconformant",
        "pauses for less than it is waited for": "inconclusive",
        "is silent": "inconclusive",
        "fails by itself": "nonconformant",
        "failed before": "nonconformant",
        "is back": "conformant",
    }
    assert told["answers wrongly"]["reason"].startswith("not done (step at line")
    assert told["fails by itself"]["reason"].startswith(
        "client-portal answered /broken with HTTP 500: not done (step at line"
    )
    for name in ("pauses for less than it is waited for", "is silent"):
        assert told[name]["reason"].startswith("the portal did not answer for ")


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_a_system_that_is_gone_ends_the_run(tried: Callable[..., Any], options: tuple[str, ...]) -> None:
    several = [(f"later {number}", NOTHING, "good", 2.0) for number in range(30)]
    ended = tried(
        ("answers", NOTHING, "good", 3),
        ("is killed", "the portal is killed", "good", 2),
        *several,
        options=options,
    )
    assert ended.end() == 3, ended.said
    verdicts = [one["verdict"] for one in scenarios_of(ended).values()]
    assert verdicts.count("conformant") >= 1
    assert 1 <= verdicts.count("inconclusive") <= 2
    assert verdicts.count("not run") >= 20
    told = json.loads((ended.output / "conformance.json").read_text())
    assert told["ended_early"].startswith("staging at http://127.0.0.1:")
    assert told["ended_early"].endswith(" has not answered for 12 s")


def test_what_only_the_driver_lost_is_inconclusive(tried: Callable[..., Any]) -> None:
    ended = tried(("loses the driver", "the driver is lost", "good", 1))
    assert ended.end() == 3, ended.said
    reason = scenarios_of(ended)["loses the driver"]["reason"]
    assert reason.startswith("OSError: the driver is gone (step at line")


def test_a_hung_reference_system_is_accused_of_nothing(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "features"
    folder.mkdir()
    (folder / "conftest.py").write_text(
        textwrap.dedent("""
        import os, threading
        from pathlib import Path
        import psutil
        from pytest_bdd import when

        def is_ours(process):
            try:
                of_this_run = Path(process.environ().get("TMPDIR", "/")).is_relative_to(os.environ["TMPDIR"])
                return of_this_run and "reference_system" in process.cmdline()
            except psutil.Error:  # ended meanwhile, or somebody else's
                return False

        @when("the portal stops for 20 s")
        def _():
            for process in filter(is_ours, psutil.process_iter()):
                process.suspend()
                threading.Timer(20, lambda hung=process: hung.is_running() and hung.resume()).start()
        """)
    )
    scenario = """
    Feature: Hung
      Scenario: hung
        Given the user has no second factor
        And the login of Client Portal is open
        When the user enters the user name and the password
        And the portal stops for 20 s
        And the user submits the credentials
        # clause: LOGIN-HELP-USR02
        Then the user is logged in
      Scenario: next
        Given the user has no second factor
        And the login of Client Portal is open
        When the user enters the user name and the password
        And the user submits the credentials
        # clause: LOGIN-HELP-USR02
        Then the user is logged in
    """
    (folder / "hung.feature").write_text(scenario)
    ended = run(str(folder), "--no-allure-report", "--evidence=off")
    assert ended.end() == 3, ended.said
    told = scenarios_of(ended)
    assert told["hung"]["verdict"] == "inconclusive"
    assert told["hung"]["reason"].startswith("the portal did not answer for ")
    assert told["next"]["verdict"] == "conformant"
