from __future__ import annotations

from pathlib import Path

import pytest

from harness.reports.output import Output, write_whole

UUID = "0a1b2c3d-0000-4000-8000-0123456789ab"


def test_only_a_runs_own_files_are_removed(tmp_path: Path) -> None:
    output = Output(tmp_path)
    own = [
        *(
            output.folder / name
            for name in ("conformance.json", "conformance.html", "junit.xml", "run.jsonl")
        ),
        *(
            output.allure_results / name
            for name in (
                f"{UUID}-result.json",
                f"{UUID}-container.json",
                f"{UUID}-attachment.png",
                f".{UUID}-result.json.part",
                "environment.properties",
            )
        ),
    ]
    foreign = [
        output.folder / "notes.txt",
        output.folder / "history.jsonl",
        output.folder / "allure-history.jsonl",
        output.allure_results / "my-result.json",
        output.allure_results / "notes.txt",
        output.allure_report / "index.html",
    ]
    for file in own + foreign:
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    assert sorted(output.files_of_last_run()) == sorted(own)


def test_only_what_is_a_report_is_removed(tmp_path: Path) -> None:
    output = Output(tmp_path)
    output.allure_report.mkdir()
    (output.allure_report / "diary.txt").write_text("x")
    output.remove_report()
    assert (output.allure_report / "diary.txt").exists()
    (output.allure_report / "index.html").write_text("x")
    output.remove_report()
    assert not output.allure_report.exists()


def test_a_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    file = tmp_path / "sub" / "page.html"
    write_whole(file, "old")
    part = file.with_name(".page.html.part")
    part.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, "new")
    assert file.read_text() == "old"
    assert not part.is_symlink()
    write_whole(file, "new 驗證")
    assert file.read_text(encoding="utf-8") == "new 驗證"
