"""Runs for the tests of reports, told in a line each."""

from __future__ import annotations

from harness.verdicts import Act, Finding, RunFacts, ScenarioFacts, ScenarioResult, Verdict
from harness.verdicts.model import Provenance
from harness.verdicts.run import Run


def result(
    name: str, surfaces: str, verdict: str = "conformant", reason: str = "", clause: str = "", **clauses: str
) -> ScenarioResult:
    """A scenario; ``clause`` shares its verdict, ``LOGIN_SEAMLESS_01a="inconclusive"`` has its own."""
    finding = Finding(Verdict(verdict), reason)
    named = {id_.replace("_", "-"): Finding(Verdict(one), reason) for id_, one in clauses.items()}
    if clause:
        named[clause] = finding
    facts = ScenarioFacts(
        id=f"features/login/a.feature::{name}",
        feature="features/login/a.feature",
        line=7,
        name=name,
        feature_name="Signing in",
        tags=(),
        clauses=tuple(named),
        surfaces=tuple(surfaces.split()),
    )
    step = (12, "Then the page says so") if verdict in ("nonconformant", "inconclusive") else None
    measured = 0.0 if verdict == "not run" else 1_795_000_000.0
    return ScenarioResult(
        facts,
        finding,
        named,
        step=step,
        acts=(Act("touch the sensor", "lab"),) if "iphone" in surfaces else (),
        started=measured,
        duration_s=0.5,
        allure_uuid=f"uuid of {name}" if measured else None,
    )


PROVENANCE = Provenance(
    harness="0.1.0 (c97b396f4376)",
    edition="as read",
    edition_sha256="e" * 64,
    catalogue_sha256="c" * 64,
    seed=7,
    host="builder",
    machine="Linux 6 x86_64",
    python="3.11.7",
    job="https://ci.example/job/4711",
    builds={"portal": "4711 & more"},
    programs={"Appium": "3.8.0"},
)


def run(*results: ScenarioResult, started: float = 1_795_000_000.0, **more: object) -> Run:
    """A run of ``results``; ``target`` and ``deviations`` go to its facts."""
    ended_early = more.pop("ended_early", None)
    facts = RunFacts(started=started, **more)  # type: ignore[arg-type]
    return Run(facts, results, 12.5, ended_early=ended_early)  # type: ignore[arg-type]
