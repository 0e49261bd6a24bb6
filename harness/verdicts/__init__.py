"""What each scenario and clause showed: see ``judge`` for how it is decided, ``plugin`` for pytest."""

from harness.verdicts.judge import NotVerified
from harness.verdicts.model import Act, Finding, Note, RunFacts, ScenarioFacts, ScenarioResult, Verdict
from harness.verdicts.progress import progress_of, record_act, record_note
from harness.verdicts.run import Run
from harness.verdicts.session import describe_run, finished_run, run_facts

__all__ = [
    "Act",
    "Finding",
    "NotVerified",
    "Note",
    "Run",
    "RunFacts",
    "ScenarioFacts",
    "ScenarioResult",
    "Verdict",
    "describe_run",
    "finished_run",
    "progress_of",
    "record_act",
    "record_note",
    "run_facts",
]
