"""The folder a run writes to, and which files in it are a run's; anything else in it belongs to the user.

========================  ==============================================================================
``allure-results/``       one JSON file per scenario, and its attachments
``allure-report/``        what Allure makes of them; ``index.html`` is the way in
``conformance.json``      the statement of conformance, for programs
``conformance.html``      the same on one page, for a release manager
``junit.xml``             for CI servers
``run.jsonl``             everything measured, line by line while the run goes on; all of the above but
                          ``junit.xml`` can be rebuilt from it and from ``allure-results``
``history.jsonl``         one line per run; says what changed
``allure-history.jsonl``  Allure's own, for its trends
========================  ==============================================================================
"""

from __future__ import annotations

import contextlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from harness.foreign_text import encoded

_ALLURE_FILE = re.compile(
    r"(?:\.?[0-9a-f-]{36}-(?:result\.json|container\.json|globals\.json|attachment(?:\.\w+)?)(?:\.part)?"
    r"|environment\.properties|executor\.json|categories\.json)"
)
ALLURE_RESULTS = "allure-results"


@dataclass(frozen=True, slots=True)
class Output:
    """Paths inside the folder of a run's output."""

    folder: Path

    @property
    def allure_results(self) -> Path:
        return self.folder / ALLURE_RESULTS

    @property
    def allure_report(self) -> Path:
        return self.folder / "allure-report"

    @property
    def conformance_json(self) -> Path:
        return self.folder / "conformance.json"

    @property
    def conformance_html(self) -> Path:
        return self.folder / "conformance.html"

    @property
    def junit(self) -> Path:
        return self.folder / "junit.xml"

    @property
    def run_log(self) -> Path:
        return self.folder / "run.jsonl"

    @property
    def history(self) -> Path:
        return self.folder / "history.jsonl"

    @property
    def allure_history(self) -> Path:
        return self.folder / "allure-history.jsonl"

    def files_of_last_run(self) -> list[Path]:
        """What an earlier run left and the next one writes anew; histories stay."""
        single = (self.conformance_json, self.conformance_html, self.junit, self.run_log)
        found = [file for file in single if file.is_file()]
        if self.allure_results.is_dir():
            found += [file for file in self.allure_results.iterdir() if _ALLURE_FILE.fullmatch(file.name)]
        return found

    def remove_report(self) -> None:
        """Take away an earlier Allure report, if that is what stands there."""
        if (self.allure_report / "index.html").is_file():
            shutil.rmtree(self.allure_report)


def write_whole(file: Path, content: str | bytes) -> None:
    """Write ``file`` so that it is at any time the old one or the new one, never half of either.

    Its folder is made when it is missing.

    Raises: OSError, when there is no room for it; nothing of it stays then, what is smaller may still fit.
    """
    content = encoded(content) if isinstance(content, str) else content
    part = file.with_name(f".{file.name}.part")
    try:
        try:
            part.write_bytes(content)
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
        part.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
