"""Deciding whether something must be made anew, and marking it as made.

A made thing carries a marker with the key of what it was made from, written last and by rename: a missing
or different marker means "make it again", whatever an interrupted run left.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def key_of(*parts: str | Path) -> str:
    """A short key of texts and of the contents of files, in order.

    Returns: 16 hexadecimal digits.
    Raises: OSError, when a file cannot be read.
    """
    digest = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()[:16]


def write_whole(file: Path, content: str | bytes) -> None:
    """Write ``file`` so that a reader, even after a power cut, sees the old one or the new, never half."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with draft.open("wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def marked(folder: Path, key: str) -> bool:
    """Whether ``folder`` was completely made from what ``key`` stands for."""
    try:
        return (folder / ".complete").read_text(encoding="utf-8") == key
    except (FileNotFoundError, NotADirectoryError):
        return False


def mark(folder: Path, key: str) -> None:
    """Say that ``folder`` is complete; the last thing that its maker does."""
    write_whole(folder / ".complete", key)


def set_ready(stamp: Path, root: Path, *, as_of_ns: int) -> None:
    """Write the launcher's stamp.

    Args:
        as_of_ns: When the inputs were looked at, in nanoseconds since 1970: an input changed since, while
            set-up was still at work, is then newer than the stamp.
    """
    write_whole(stamp, f"{root}\n")
    os.utime(stamp, ns=(as_of_ns, as_of_ns))
