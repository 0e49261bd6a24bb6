"""``./ibkey variations``: let the reference system be correct in other ways; no scenario may mind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from harness.deviations import outcomes, trial
from harness.deviations.matrix import Accusation, accusations, all_run
from harness.verdicts.model import ScenarioResult, Verdict

NOBODY_ACCUSED, ACCUSED, UNDECIDED = 0, 1, 3


def main(arguments: list[str]) -> int:
    """Try the variations, print who was accused, and write the matrix.

    Returns: 0 when every scenario near them held, 1 when one was nonconformant, 3 when one was not decided.
    """
    tried = trial.tried("variations", trial.options("variations", __doc__), arguments)
    if tried is None:
        return NOBODY_ACCUSED
    accused = [one for each in tried.departures for one in accusations(each, tried.results[each.name])]
    if tried.options.json:
        listed = [asdict(one) for one in accused]
        tried.options.json.write_text(json.dumps(listed, indent=1, ensure_ascii=False))
    code = _report(tried.results, accused)
    outcomes.write(tried)
    return code


def _report(results: Mapping[str, Sequence[ScenarioResult]], accused: Sequence[Accusation]) -> int:
    width = max(map(len, results), default=0)
    for name, ran in results.items():
        against = [one for one in accused if one.variation == name]
        came_to = "ACCUSED" if against else "held" if all_run(ran) else "not run"
        print(f"{came_to:<8}  {name:<{width}}  {len(ran)} scenarios")
        for one in against:
            print(f"            {one.scenario}\n              {one.verdict}: {one.reason}")
        if not ran:
            print("            no scenario is near it")
    verdicts = {one.verdict for one in accused}
    whole = {name for name, ran in results.items() if all_run(ran)}
    quiet = whole - {one.variation for one in accused}
    print(f"\n{len(quiet)} of {len(results)} variations turned nothing red")
    if Verdict.NONCONFORMANT in verdicts:
        return ACCUSED
    return UNDECIDED if verdicts or len(whole) < len(results) else NOBODY_ACCUSED
