"""Workers: real scenarios under real mutants, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from harness.mutants.fates import Fate, Judgement
from harness.mutants.rooms import FOLDER, files
from harness.mutants.workers import WorkerFailed, work
from harness.services.client import Services
from harness.setup.environment import load

pytestmark = pytest.mark.skipif(load().browser is None, reason="no browser was found")

NINE = "features/help/lockout.feature::Nine failures in a row do not lock the account"
TENTH = "features/help/lockout.feature::The account is locked when the login has failed <ten times>[10 times]"

PLAIN = (
    "features/help/usernames.feature::<surface> accepts the user name as stored, in lower case[Client Portal]"
)


@pytest.fixture
def services() -> Iterator[Services]:
    services = Services.start()
    yield services
    services.close()


def test_fates(services: Services, tmp_path: Path) -> None:
    right = files()["authority.lock"].read_text()

    def mutant(name: str, old: str, new: str, *scenarios: str) -> dict[str, object]:
        source = tmp_path / f"{name}.py"
        assert old in right
        source.write_text(right.replace(old, new, 1))
        module = "reference_system.authority.lock"
        return {"name": name, "module": module, "source": str(source), "scenarios": scenarios}

    mutants = [
        mutant("eleven", "return 10", "return 11", NINE, "a scenario of an older edition", TENTH, NINE),
        mutant("none", "return 10", "return 10  # as it is", NINE),
        mutant(
            "fails", "    if not failures:", "    raise KeyError\n    if not failures:", NINE, TENTH, PLAIN
        ),
        mutant("broken", "return 10", "return 10)", NINE),
    ]
    found = {one["mutant"]: Judgement.from_json(one) for one in work(services, 1, {"judge": mutants})}
    eleven, none, fails, broken = (found[name] for name in ("eleven", "none", "fails", "broken"))
    assert (eleven.fate, eleven.scenario, eleven.tried, eleven.of) == (Fate.KILLED, TENTH, 2, 3)
    assert (none.fate, none.tried) == (Fate.SURVIVED, 1)
    # Nine and ten failures cannot be brought about: it is shown at once to who does not need them.
    assert (fails.fate, fails.scenario, fails.tried) == (Fate.KILLED, PLAIN, 2)
    assert "/sso/Authenticator with HTTP 500" in fails.reason
    assert broken.fate is Fate.DOES_NOT_START
    assert "SyntaxError" in broken.reason


def test_recorded(services: Services) -> None:
    job = {"folders": [str(FOLDER / "authority")]}
    entries = list(work(services, 1, job, features="features/help/lockout.feature:7"))
    assert [entry["id"] for entry in entries] == ["", NINE]
    lock = str(files()["authority.lock"])
    at_start, nine = (set(entry["lines"].get(lock, ())) for entry in entries)
    lines = Path(lock).read_text().split("\n")
    assert lines.index("    counted = counted_together(failures)") + 1 in nine - at_start


def test_workers_end_when_nobody_listens_any_more(services: Services) -> None:
    found = work(services, 1, {"folders": [str(FOLDER / "authority")]}, features="features/help")
    next(found)
    assert [one for one in psutil.Process().children() if "harness.mutants.plugin" in one.cmdline()]
    found.close()
    assert not [one for one in psutil.Process().children() if "harness.mutants.plugin" in one.cmdline()]


def test_a_worker_that_fails_is_told(services: Services) -> None:
    with pytest.raises(WorkerFailed, match="unexpected keyword argument 'nonsense'"):
        list(work(services, 1, {"nonsense": 1}))
