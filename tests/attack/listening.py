"""What a tree of processes listens on, found by looking: the kernel's tables and who holds which socket."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

_LISTENS, _BOUND = "0A", "07"
_ACCEPTS_CONNECTIONS = 0x10000


@dataclass(frozen=True)
class Listener:
    """A socket that waits for whoever comes.

    Attributes:
        kind: ``tcp``, ``udp`` or ``unix``.
        address: ``127.0.0.1:4723``; of a Unix socket its path, with ``@`` before an abstract name.
        holder: Name of the process that has it open.
        command: Its command line.
    """

    kind: str
    address: str
    holder: str
    command: str

    def __str__(self) -> str:
        return f"{self.kind} {self.address} of {self.holder} ({self.command[:100]})"

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    @property
    def host(self) -> str:
        return self.address.rpartition(":")[0]


def listeners(root: int) -> list[Listener]:
    """All that ``root`` and the processes below it listen on."""
    sockets = dict(_sockets())
    found = {}
    for process in (psutil.Process(root), *psutil.Process(root).children(recursive=True)):
        for inode in _inodes(process.pid):
            if inode in sockets:
                kind, address = sockets[inode]
                found[inode] = Listener(kind, address, process.name(), " ".join(process.cmdline()))
    return sorted(found.values(), key=str)


def _inodes(pid: int) -> Iterator[int]:
    try:
        entries = list(Path(f"/proc/{pid}/fd").iterdir())
    except FileNotFoundError:  # it has ended
        return
    for entry in entries:
        try:
            held = re.fullmatch(r"socket:\[(\d+)\]", str(entry.readlink()))
        except FileNotFoundError:  # it has been closed
            continue
        if held:
            yield int(held[1])


def _sockets() -> Iterator[tuple[int, tuple[str, str]]]:
    """Sockets that listen, by inode: what they are and where (proc(5), unix(7))."""
    for kind, waits in (("tcp", _LISTENS), ("tcp6", _LISTENS), ("udp", _BOUND), ("udp6", _BOUND)):
        for fields in _table(kind, columns=11):
            if fields[3] == waits:
                yield int(fields[9]), (kind.rstrip("6"), _readable(fields[1]))
    for fields in _table("unix", columns=8):
        listens = int(fields[3], 16) & _ACCEPTS_CONNECTIONS
        takes_letters = fields[4] == f"{socket.SOCK_DGRAM:04X}"
        # A datagram socket gets a name of five digits by itself when it sends.
        if len(fields) == 8 and (listens or takes_letters) and not re.fullmatch("@[0-9a-f]{5}", fields[7]):
            yield int(fields[6]), ("unix", fields[7])


def _table(name: str, *, columns: int) -> Iterator[list[str]]:
    """Rows of a table of the kernel's; the last column is the rest of the line, as a path may have spaces."""
    file = Path("/proc/net") / name
    if file.exists():
        yield from (line.split(maxsplit=columns - 1) for line in file.read_text().splitlines()[1:])


def _readable(address: str) -> str:
    """``127.0.0.1:4723`` from ``0100007F:1273``: words of 32 bits in the machine's order."""
    numbers, _, port = address.partition(":")
    words = [int(numbers[at : at + 8], 16) for at in range(0, len(numbers), 8)]
    packed = struct.pack(f"={len(words)}I", *words)
    family = socket.AF_INET if len(words) == 1 else socket.AF_INET6
    return f"{socket.inet_ntop(family, packed)}:{int(port, 16)}"
