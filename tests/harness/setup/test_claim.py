from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from harness.setup.claim import claimed

HOLDER = """
import sys
from pathlib import Path
from harness.setup.claim import claimed
with claimed(Path(sys.argv[1]), waiting=print):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    lock = tmp_path / "home" / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    told: list[str] = []

    def waiting(pid: str) -> None:
        told.append(pid)
        # Killed, not asked: the lock must come back all the same.
        holder.kill()

    with claimed(lock, waiting=waiting) as waited:
        assert waited
    assert told == [str(holder.pid)]
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()


def test_nobody_is_told_when_it_is_free(tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        with claimed(tmp_path / "lock", waiting=told.append) as waited:
            assert not waited
    assert told == []
