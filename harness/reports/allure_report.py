"""The HTML report that Allure 3 makes of ``allure-results``."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from harness.errors import HarnessError
from harness.foreign_text import LONGEST_REASON, on_one_line
from harness.reports.output import Output
from harness.reports.statement import Statement
from harness.setup.child_environment import child_environment

TITLE = "IB Key conformance"
LARGEST_SINGLE_FILE = 96 * 1024 * 1024
"""Bytes of attachments that still go into one HTML file; above, the report is a folder to be served."""

HISTORY_RUNS = 50
_UNFINISHED = ".allure-report-"
_PATIENCE_S = 180.0
_GRACE_S = 10.0

_VERDICT_CATEGORIES = {
    "Breached clauses": "nonconformant",
    "Inconclusive: the check could not be made": "inconclusive",
    "Not verified: the target lacks something": "not verified",
}
# The report would ask googletagmanager.com to count who opens it; Allure offers no option against that.
_ANALYTICS = re.compile(
    r'<script async src="https://www\.googletagmanager\.com/[^"]*"></script>\s*<script>.*?</script>\s*',
    re.DOTALL,
)


class AllureReportError(HarnessError):
    """Allure could not make the report; the results it would have been made of are kept."""


def build(output: Output, command: Sequence[str]) -> None:
    """Make ``allure-report`` of ``allure-results``; an earlier report stays until the new one is complete.

    Args:
        command: What starts Allure's command line: the paths of node and of Allure's ``cli.js``.
    Raises: AllureReportError, naming what failed and where the results are.
    """
    for part in command:
        if not shutil.which(part) and not Path(part).is_file():
            raise AllureReportError(f"{part} is missing; ./ibkey doctor says what to do")
    for left in output.folder.glob(f"{_UNFINISHED}*"):  # by a run that was killed here
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=output.folder, prefix=_UNFINISHED) as temporary:
        made = Path(temporary) / "report"
        config = Path(temporary) / "allurerc.json"
        config.write_text(json.dumps(_config(output, made)), encoding="utf-8")
        _run([*command, "generate", "-c", str(config), str(output.allure_results)], Path(temporary))
        index = made / "index.html"
        if not index.is_file():
            raise AllureReportError("Allure ended without having written one")
        _without_analytics(index)
        output.remove_report()
        if output.allure_report.exists():
            raise AllureReportError(f"{output.allure_report} is in the way and is no Allure report")
        made.replace(output.allure_report)


def environment(statement: Statement) -> str:
    """``environment.properties``: what Allure shows as the environment of the run."""
    told = {"Target": statement.run.facts.target, **statement.details}
    return "".join(f"{_property(label, ' =:')}={_property(text)}\n" for label, text in told.items())


def _property(text: str, special: str = "") -> str:
    """``text`` on one line of Java's form for properties."""
    plain = on_one_line(text, LONGEST_REASON).replace("\\", "\\\\")
    return "".join(f"\\{one}" if one in special else one for one in plain)


def executor(statement: Statement) -> str:
    """``executor.json``: the CI job, where there is one."""
    facts = statement.run.facts
    told = {"name": "ibkey", "type": "ibkey", "buildName": facts.target, "buildUrl": facts.provenance.job}
    return json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False)


def is_single_file(output: Output) -> bool:
    """Whether the report opens straight from the disk."""
    return not (output.allure_report / "data").is_dir()


def _config(output: Output, made: Path) -> dict[str, object]:
    attachments = sum(file.stat().st_size for file in output.allure_results.glob("*-attachment*"))
    return {
        "name": TITLE,
        "output": str(made),
        "historyPath": str(output.allure_history),
        "historyLimit": HISTORY_RUNS,
        "hideLabels": ["language"],  # a label that is hidden matches no category
        "categories": [
            {"name": name, "matchers": [{"labels": {"verdict": f"^{verdict}$"}}], "groupByMessage": True}
            for name, verdict in _VERDICT_CATEGORIES.items()
        ],
        "plugins": {
            "awesome": {
                "options": {
                    "reportName": TITLE,
                    "singleFile": attachments <= LARGEST_SINGLE_FILE,
                    "reportLanguage": "en",
                    "groupBy": ["epic", "feature", "story"],
                }
            }
        },
    }


def _run(command: Sequence[str], folder: Path) -> None:
    running = subprocess.Popen(
        command,
        cwd=folder,
        # Below HOME it would leave a log of each error for ever.
        env={**child_environment(folder), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        said, _ = running.communicate(timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        raise AllureReportError(f"Allure did not end within {_PATIENCE_S:g} s") from error
    finally:
        # Also when the user interrupts: nothing stays behind.
        if running.poll() is None:
            running.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(_GRACE_S)
            running.kill()
            running.wait()
    if running.returncode < 0:
        raise AllureReportError(f"Allure was ended by {signal.Signals(-running.returncode).name}")
    if running.returncode != 0:
        lines = said.decode(errors="replace").strip().splitlines()
        told = [line for line in lines if not line.startswith("    at ")]  # not where in Allure
        raise AllureReportError(f"Allure ended with code {running.returncode}: {' / '.join(told[-5:])}")


def _without_analytics(index: Path) -> None:
    page = index.read_text(encoding="utf-8", errors="surrogateescape")
    index.write_text(_ANALYTICS.sub("", page, count=1), encoding="utf-8", errors="surrogateescape")
