"""What an intruder tries at a port or a socket, and what it gets.

A program of its own, so that it can become another user, the one whose number is its argument. It reads
attempts as lines of JSON, ``{"at": ["127.0.0.1", 4723] or "/path", "says": TEXT}`` (bytes as Latin-1), and
answers each with what came back, ``{"got": TEXT}`` or ``{"refused": WHY}``.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

ANSWER_WITHIN_S = 1.0
ENOUGH_BYTES = 2000


def attempt(what: dict[str, Any]) -> dict[str, str]:
    """Connect, say something (or listen first, when it is empty), and read what comes."""
    at = what["at"]
    family = socket.AF_UNIX if isinstance(at, str) else socket.AF_INET6 if ":" in at[0] else socket.AF_INET
    address = at if family != socket.AF_UNIX else "\0" + at[1:] if at.startswith("@") else at
    got = b""
    try:
        with socket.socket(family) as connection:
            connection.settimeout(ANSWER_WITHIN_S)
            connection.connect(tuple(address) if isinstance(address, list) else address)
            connection.sendall(what["says"].encode("latin-1"))
            with contextlib.suppress(TimeoutError):
                while len(got) < ENOUGH_BYTES and (some := connection.recv(ENOUGH_BYTES)):
                    got += some
    except OSError as error:
        if not got:
            return {"refused": str(error)}
    return {"got": got.decode("latin-1")} if got else {"refused": "hung up, or silent"}


def become(user: int) -> None:
    """Be another user; not before Python has found its modules, which may lie where that user cannot look."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)


def main() -> None:
    if len(sys.argv) > 1:
        become(int(sys.argv[1]))
    with ThreadPoolExecutor(max_workers=16) as threads:
        for answer in threads.map(attempt, map(json.loads, sys.stdin)):
            sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
