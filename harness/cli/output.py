"""Output whose reader may leave: ``./ibkey deviations --list | head`` ends as if all had been read."""

from __future__ import annotations

import io
import os
import sys


class _Forgiving(io.FileIO):
    """A file descriptor to which may be written after its reader has gone; what is written then is lost."""

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())  # programs that inherit it are not told either
            os.close(nowhere)
            return len(memoryview(data).cast("B"))


def forgive_readers_that_leave() -> None:
    """Go on when whoever reads standard output, or standard error, stops reading."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(getattr(stream, "buffer", None), io.BufferedWriter | io.FileIO):
            continue  # closed, or somebody's own and no file
        stream.flush()
        raw: io.RawIOBase = _Forgiving(stream.fileno(), "wb", closefd=False)
        forgiving = io.TextIOWrapper(
            io.BufferedWriter(raw),
            encoding=stream.encoding,
            errors=stream.errors,
            line_buffering=stream.line_buffering or name == "stderr",
        )
        setattr(sys, name, forgiving)
