"""Turns drawings into PNG, in a process of its own.

resvg holds Python's lock while it works, 60 to 100 ms a screen; in a thread it would stop portal and phones
for so long. The process is started at the first picture and ends when its standard input does, so also with
us.

On the pipe, both ways: four bytes of length (big-endian), then so many bytes. There: JSON with ``svg`` and
``fonts`` (paths). Back: one byte, ``1`` and the PNG, or ``0`` and why not.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO

_LENGTH = struct.Struct(">I")


class DrawingFailed(RuntimeError):
    """The rasteriser could not make a picture."""


class Rasteriser:
    """The process, started when it is needed; safe to call from several threads."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    async def png(self, svg: str, fonts: Sequence[str]) -> bytes:
        """The drawing in pixels, as large as its ``width`` and ``height`` say.

        Raises: DrawingFailed, with resvg's reason, or when its process has died.
        """
        return await asyncio.to_thread(self._ask, json.dumps({"svg": svg, "fonts": list(fonts)}).encode())

    def close(self) -> None:
        """End the process. The next picture starts another one."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            process.wait()
            process.stdout.close()

    def _ask(self, question: bytes) -> bytes:
        with self._lock:
            process = self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                _write(process.stdin, question)
                answer = _read(process.stdout)
            except OSError as error:
                raise DrawingFailed(f"the rasteriser's process has died: {error}") from error
        if not answer:
            raise DrawingFailed("the rasteriser's process has died")
        if answer[:1] != b"1":
            raise DrawingFailed(answer[1:].decode())
        return answer[1:]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return self._process


SHARED = Rasteriser()
"""The one that all phones of this process use."""

atexit.register(SHARED.close)


def _write(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)) + message)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    """The next message; empty at the end."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    (length,) = _LENGTH.unpack(head)
    return pipe.read(length)


def _serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    import resvg_py  # only this process needs it

    while question := _read(questions):
        asked = json.loads(question)
        try:
            png = resvg_py.svg_to_bytes(
                svg_string=asked["svg"], skip_system_fonts=True, font_files=asked["fonts"]
            )
        except ValueError as error:
            _write(answers, b"0" + str(error).encode())
        else:
            _write(answers, b"1" + bytes(png))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
