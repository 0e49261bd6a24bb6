"""``./ibkey variations``: let the reference system be correct in other ways; no scenario may mind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from harness.deviations import trial
from harness.deviations.matrix import Accusation, accusations
from harness.services.client import Services
from harness.verdicts.model import ScenarioResult, Verdict

NOBODY_ACCUSED, ACCUSED, UNDECIDED = 0, 1, 3


def main(arguments: list[str]) -> int:
    """Try the variations and print who was accused.

    Returns: 0 when every scenario near them held, 1 when one was nonconformant, 3 when one was not decided.
    """
    options = trial.options("variations", __doc__).parse_args(arguments)
    services = Services.start("reference-system")
    try:
        chosen = trial.chosen(trial.known(services, "variations", options), options)
        if options.list:
            trial.print_list(chosen)
            return NOBODY_ACCUSED
        results = trial.run(services, chosen, options)
    finally:
        services.close()
    accused = [one for variation in chosen for one in accusations(variation, results[variation.name])]
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in accused], indent=1, ensure_ascii=False))
    return _report(results, accused)


def _report(results: Mapping[str, Sequence[ScenarioResult]], accused: Sequence[Accusation]) -> int:
    width = max(map(len, results), default=0)
    for name, ran in results.items():
        against = [one for one in accused if one.variation == name]
        print(f"{'held' if not against else 'ACCUSED':<8}  {name:<{width}}  {len(ran)} scenarios")
        for one in against:
            print(f"            {one.scenario}\n              {one.verdict}: {one.reason}")
        if not ran:
            print("            no scenario is near it")
    verdicts = {one.verdict for one in accused}
    quiet = len(results) - len({one.variation for one in accused})
    print(f"\n{quiet} of {len(results)} variations turned nothing red")
    if Verdict.NONCONFORMANT in verdicts:
        return ACCUSED
    return UNDECIDED if verdicts or not all(results.values()) else NOBODY_ACCUSED
