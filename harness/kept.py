"""What is dear to make from files, kept in ``.ibkey/cache`` until one of them changes."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from harness.setup.layout import here
from harness.setup.stamps import key_of, write_whole

T = TypeVar("T")


def kept(name: str, parts: list[str | Path], make: Callable[[], T], *, folder: Path | None = None) -> T:
    """What ``make`` made of ``parts``: texts, and files by their contents.

    Where nothing can be kept, or what was kept cannot be read, it is made anew.

    Raises: what ``make`` raises; OSError, when a file of ``parts`` cannot be read.
    """
    file = (folder or here().cache) / f"{name}.pickle"
    key = key_of(*parts)
    held: Any = None
    with contextlib.suppress(Exception):  # pickle may raise anything on what it did not write
        held = pickle.loads(file.read_bytes())
    if isinstance(held, tuple) and held[:1] == (key,):
        return held[1]  # type: ignore[no-any-return]
    made = make()
    with contextlib.suppress(OSError):
        write_whole(file, pickle.dumps((key, made)))
    return made
