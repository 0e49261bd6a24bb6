"""What a person sees of set-up: nothing below two seconds, then one line a step."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

QUIET_S = 2.0
"""Steps shorter than this are not mentioned."""
HEARTBEAT_S = 15.0
"""How often a log that is not a terminal hears that a long step is still at work."""


class Progress:
    """Writes to ``stream``: a line that is redrawn on a terminal, plain lines elsewhere."""

    def __init__(self, stream: TextIO, *, name: str = "ibkey") -> None:
        self._stream = stream
        self._name = name
        self._terminal = stream.isatty()
        self._guard = threading.Lock()
        self._running: dict[str, float] = {}
        self._spoken: dict[str, float] = {}
        self._drawn = False
        self._done = threading.Event()
        self._ticker: threading.Thread | None = None

    def say(self, text: str) -> None:
        """Print ``text``, its first line after our name."""
        with self._guard:
            self._print(f"{self._name}: {text}")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show ``title`` while the body runs, if it takes long enough to be worth it."""
        began = time.monotonic()
        with self._guard:
            self._running[title] = began
            if self._ticker is None:
                self._ticker = threading.Thread(target=self._tick, daemon=True)
                self._ticker.start()
        ending = "failed"
        try:
            yield
            ending = "done"
        finally:
            took_s = time.monotonic() - began
            with self._guard:
                del self._running[title]
                self._spoken.pop(title, None)
                if took_s >= QUIET_S:
                    self._print(f"{self._name}: {title}: {ending} in {took_s:.0f} s")

    def close(self) -> None:
        """Stop drawing and leave the cursor on an empty line."""
        self._done.set()
        if self._ticker is not None:
            self._ticker.join()
        with self._guard:
            self._erase()
            self._stream.flush()

    def _tick(self) -> None:
        while not self._done.wait(0.5):
            with self._guard:
                now = time.monotonic()
                long = {
                    title: now - began for title, began in self._running.items() if now - began >= QUIET_S
                }
                if self._terminal:
                    self._redraw(long)
                else:
                    self._speak(long)

    def _redraw(self, long: dict[str, float]) -> None:
        self._erase()
        if long:
            line = f"{self._name}: " + ", ".join(f"{title} {took_s:.0f} s" for title, took_s in long.items())
            self._stream.write(line[: shutil.get_terminal_size().columns - 1])
            self._stream.flush()
            self._drawn = True

    def _speak(self, long: dict[str, float]) -> None:
        for title, took_s in long.items():
            last = self._spoken.get(title)
            if last is None or took_s - last >= HEARTBEAT_S:
                self._spoken[title] = took_s
                self._print(f"{self._name}: {title} ..." + ("" if last is None else f" {took_s:.0f} s"))

    def _erase(self) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._drawn = False

    def _print(self, text: str) -> None:
        self._erase()
        self._stream.write(f"{text}\n")
        self._stream.flush()
