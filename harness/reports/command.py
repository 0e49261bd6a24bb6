"""``./ibkey report``: rebuild and open the reports of the last run."""

from __future__ import annotations

import functools
import http.server
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from harness.errors import HarnessError
from harness.reports import allure_report, history, run_log
from harness.reports.choice import installed_allure
from harness.reports.output import Output
from harness.reports.write import state, writers
from harness.verdicts.exit_code import USAGE

Say = Callable[[str], object]


def report(folder: Path, *, allure: Sequence[str] | None = None, opens: bool = True, say: Say = print) -> int:
    """Rebuild all reports of the run that wrote to ``folder``, and show them in the user's browser.

    A run that was killed is reported with what it had finished. Where Allure's report cannot be made, the
    rest is still there.

    Args:
        allure: What starts Allure (node, Allure's ``cli.js``); None for the one that ``./ibkey`` installed.
        opens: Whether to open a browser; on a machine without one the addresses are said in any case.
    Returns: 0; 2 when there is no run to report on, or Allure's report could not be made.
    """
    output = Output(folder.absolute())
    try:
        run = run_log.read(output.run_log)
    except FileNotFoundError:
        say(f"{output.run_log} is not there: no run has written to {output.folder}. Use ./ibkey run first.")
        return USAGE
    except run_log.RunLogError as error:
        say(str(error))
        return USAGE
    past = history.read(output.history)
    statement = state(run, past)
    for _, write in writers(output, statement):
        write()
    history.keep(output.history, past, history.entry_of(run, statement.clauses))
    say(statement.sentence)
    say(f"Statement of conformance: {output.conformance_html}")
    code = 0
    try:
        allure_report.build(output, allure if allure is not None else installed_allure())
        say(f"Allure report: {output.allure_report / 'index.html'}")
    except HarnessError as error:
        say(f"no Allure report: {error}")
        code = USAGE
    if opens:
        show(output, say)
    return code


def show(output: Output, say: Say = print) -> None:
    """Open the statement of conformance; serve the folder meanwhile if Allure's report needs that."""
    if allure_report.is_single_file(output):
        webbrowser.open(output.conformance_html.as_uri())
        return
    handler = functools.partial(_Quiet, directory=str(output.folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/{output.conformance_html.name}"
        say(f"The reports are served at {address} until you press Ctrl-C.")
        sys.stdout.flush()
        webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves without a line for each file."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
