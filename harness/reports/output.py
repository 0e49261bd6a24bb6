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
``last-whole/``           the output of the last run of all scenarios, once a run of fewer has taken its place
========================  ==============================================================================
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterable
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
    """Paths inside the folder of a run's output.

    Attributes:
        junit_elsewhere: Where junit.xml goes instead, if it was told.
    """

    folder: Path
    junit_elsewhere: Path | None = None

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
        return self.junit_elsewhere or self.folder / "junit.xml"

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

    @property
    def last_whole(self) -> Output:
        """Where the output of the last whole run is kept while that of a partial one stands here."""
        return Output(self.folder / "last-whole")

    def keep_as_last_whole(self, files: Iterable[Path]) -> None:
        """Move ``files``, which an earlier run left, and its Allure report to ``last_whole``."""
        kept = self.last_whole
        kept.remove()
        for file in files:
            place = kept.folder / file.relative_to(self.folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
        if (self.allure_report / "index.html").is_file():
            self.allure_report.replace(kept.allure_report)

    def remove(self) -> None:
        """Take it all away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def remove_report(self) -> None:
        """Take away an earlier Allure report, if that is what stands there."""
        if (self.allure_report / "index.html").is_file():
            shutil.rmtree(self.allure_report)


def keeps_nothing(file: Path) -> bool:
    """Whether it is a pipe or a device, such as /dev/stdout."""
    return file.exists() and not file.is_file() and not file.is_dir()


def write_whole(file: Path, content: str | bytes) -> None:
    """Write ``file`` so that it is at any time the old one or the new one, never half of either.

    Its folder is made when it is missing.

    Raises: OSError, when there is no room for it; nothing of it stays then, what is smaller may still fit.
    """
    content = encoded(content) if isinstance(content, str) else content
    if keeps_nothing(file):
        file.write_bytes(content)
        return
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
