"""Which scenarios a mutant is shown to, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.mutants import reach as recorded
from harness.mutants.reach import IMPORT, Reach, Run
from harness.mutants.rooms import files

LOCK = str(files()["authority.lock"])
OTHER = str(files()["authority.pin"])


def run(id_: str, lines: list[int], *, family: str = "", seconds: float = 1.0, file: str = LOCK) -> Run:
    return Run(id_, family or id_, seconds, {file: lines})


def test_those_that_run_the_statement() -> None:
    reach = Reach([run("a", [5, 6]), run("b", [9]), run("c", [5, 6], file=OTHER)])
    assert reach.of("authority.lock", range(6, 8)) == ["a"]
    assert reach.of("authority.lock", range(7, 8)) == []


def test_quickest_first_but_every_outline_before_its_second_row() -> None:
    reach = Reach(
        [
            run("row 1", [1], family="outline", seconds=1),
            run("row 2", [1], family="outline", seconds=2),
            run("slow", [1], seconds=9),
            run("quick", [1], seconds=0.5),
        ]
    )
    assert reach.of("authority.lock", range(1, 2)) == ["quick", "row 1", "slow", "row 2"]


def test_what_ran_at_the_start_is_told_by_whoever_uses_the_module() -> None:
    started = Run(IMPORT, "", 0, {LOCK: [1, 2]})
    reach = Reach(
        [started, run("user", [9]), run("stranger", [9], file=OTHER), run("itself", [2], seconds=5)]
    )
    assert reach.of("authority.lock", range(2, 3)) == ["itself", "user"]
    assert Reach([started, run("stranger", [9], file=OTHER)]).of("authority.lock", range(2, 3)) == [
        "stranger"
    ]


def test_what_ran_at_the_start_is_told_first_by_whoever_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, user = tmp_path / "table.py", tmp_path / "user.py"
    table.write_text("LIMIT = 3\n")
    user.write_text("a()\nif count > table.LIMIT:\n    b(UPPER_LIMIT)\n")
    monkeypatch.setattr(recorded, "files", lambda: {"table": table, "user": user})
    started = Run(IMPORT, "", 0, {str(table): [1]})
    others = [run("any", [9], file=str(table)), run("wrong", [3], file=str(user))]
    reach = Reach([started, *others, run("naming", [2], seconds=9, file=str(user))])
    assert reach.of("table", range(1, 2), ["LIMIT"]) == ["naming", "any"]
    assert reach.of("table", range(1, 2), ["limit"]) == ["any"]


def test_kept_for_later_and_of_these_sources_only(tmp_path: Path) -> None:
    older, file = tmp_path / "reach-1.json", tmp_path / "reach-2.json"
    recorded.write(older, Reach([run("old", [1])]))
    recorded.write(file, Reach([run("a", [5])]))
    assert recorded.read(file).runs == {"a": run("a", [5])}
    assert not older.exists()
    assert recorded.read(older).runs == {}


def test_file_is_the_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(recorded, "FOLDER", tmp_path)
    (tmp_path / "a.py").write_text("1")
    before = recorded.record_file()
    (tmp_path / "a.py").write_text("2")
    assert recorded.record_file() != before
