"""One ``up`` per checkout; later runs learn where it is, and whether it is older than the sources."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from harness.services import up_file
from harness.services.up_file import AlreadyUp, Kept


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IBKEY_UP", str(tmp_path / "up.json"))
    return tmp_path / "up.json"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    for name in (
        "reference_system/portal/app.py",
        "reference_system/__pycache__/x.pyc",
        "features/a.feature",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    monkeypatch.setattr(up_file, "PROJECT", root)
    return root


def test_what_was_told_is_read(file: Path) -> None:
    assert up_file.read() is None
    with up_file.only_one():
        told = Kept("/tmp/ibkey-1-x", 1, 2.5)
        up_file.write(told)
        assert up_file.read() == told
    assert not file.exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"folder": "/tmp", "pid": 1, "started": 2, "more": 3}'])
def test_what_nobody_can_have_told(file: Path, text: str) -> None:
    file.write_text(text)
    assert up_file.read() is None


def test_only_one_at_a_time() -> None:
    with up_file.only_one():
        with pytest.raises(AlreadyUp, match="still starting"), up_file.only_one():
            pass
        up_file.write(Kept("/tmp/ibkey-1-x", 4711, 2.5))
        with pytest.raises(AlreadyUp, match="process 4711"), up_file.only_one():
            pass
    with up_file.only_one():
        pass


def test_sources_that_changed(project: Path) -> None:
    now = time.time()
    assert Kept("", 1, now + 10).outdated_by is None
    for name, counts in (
        ("features/a.feature", False),
        ("reference_system/__pycache__/x.pyc", False),
        ("reference_system/portal/app.py", True),
    ):
        os.utime(project / name, (now + 20, now + 20))
        changed = Kept("", 1, now + 10).outdated_by
        assert changed == (project / name if counts else None)


def test_where_the_checkout_cannot_be_written(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IBKEY_UP")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    place = up_file.up_file()  # there is no .ibkey to write to
    assert place.parent.parent == tmp_path
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    (project / ".ibkey").mkdir()
    assert up_file.up_file() == project / ".ibkey" / "up.json"
