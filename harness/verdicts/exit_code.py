"""The exit code of ``run``, which other people's pipelines rely on."""

from __future__ import annotations

from collections.abc import Collection

from harness.verdicts.model import ScenarioResult, Verdict

CONFORMANT = 0
NONCONFORMANT = 1
USAGE = 2
INCONCLUSIVE = 3
NOTHING_RAN = 5


def exit_code(results: Collection[ScenarioResult]) -> int:
    """What the scenarios say together.

    Returns:
        0 when all that could be verified is conformant or a known breach, 1 when at least one scenario is
        another breach, 3 when none is but something is inconclusive or was not run, 5 when nothing was
        verified at all. (2, usage or configuration, is not a matter of results.)
    """
    verdicts = {Verdict.CONFORMANT if result.known else result.verdict for result in results}
    if Verdict.NONCONFORMANT in verdicts:
        return NONCONFORMANT
    if verdicts & {Verdict.INCONCLUSIVE, Verdict.NOT_RUN}:
        return INCONCLUSIVE
    return CONFORMANT if Verdict.CONFORMANT in verdicts else NOTHING_RAN
