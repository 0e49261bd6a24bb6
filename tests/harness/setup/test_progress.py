from __future__ import annotations

import contextlib
import io
import re
import threading

import pytest

from harness.setup import progress as module
from harness.setup.progress import Progress


class Screen(io.StringIO):
    """Tells, by an event, when a text was written to it."""

    def __init__(self, *, terminal: bool, awaited: str) -> None:
        super().__init__()
        self.terminal, self.awaited, self.seen = terminal, awaited, threading.Event()

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        written = super().write(text)
        if self.awaited in self.getvalue():
            self.seen.set()
        return written


def test_a_short_step_is_not_mentioned() -> None:
    screen = Screen(terminal=False, awaited="never")
    progress = Progress(screen)
    with progress.step("Python packages"):
        pass
    progress.close()
    assert screen.getvalue() == ""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET_S", 0.01)


@pytest.mark.usefixtures("impatient")
def test_plain_lines_where_there_is_no_terminal() -> None:
    screen = Screen(terminal=False, awaited="Python packages ...")
    progress = Progress(screen)
    with progress.step("Python packages"):
        assert screen.seen.wait(5)
    progress.close()
    assert re.fullmatch(
        r"ibkey: Python packages \.\.\.\nibkey: Python packages: done in \d s\n", screen.getvalue()
    )


@pytest.mark.usefixtures("impatient")
def test_one_redrawn_line_on_a_terminal() -> None:
    screen = Screen(terminal=True, awaited="ibkey: Python packages")
    progress = Progress(screen)
    with contextlib.suppress(ValueError), progress.step("Python packages"):
        assert screen.seen.wait(5)
        raise ValueError
    progress.close()
    assert "\r\x1b[K" in screen.getvalue()
    assert screen.getvalue().count("\n") == 1
    assert "Python packages: failed in" in screen.getvalue()
