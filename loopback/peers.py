"""Whose the other end of a loopback connection is, by the kernel's own table."""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path

Address = tuple[str, int]

_SOCK_DIAG_BY_FAMILY = 20
_NLM_F_REQUEST = 1
_ANY_STATE = 0xFFFFFFFF
_HEADER = struct.Struct("=IHHII")  # nlmsghdr
_REQUEST = struct.Struct("=BBBBI")  # inet_diag_req_v2, up to the socket id
_SOCKET_ID = struct.Struct("!HH4s12x4s12x")  # inet_diag_sockid: ports and addresses
_ANY_INTERFACE_AND_COOKIE = struct.pack("=III", 0, _ANY_STATE, _ANY_STATE)
_OWNER = struct.Struct("=II")  # uid and inode of inet_diag_msg
_OWNER_AT = _HEADER.size + 4 + 48 + 12


def is_own(connection: socket.socket) -> bool:
    """Whether the other end of an accepted loopback connection belongs to this process's user, or to root.

    A peer that has closed its end already belongs to nobody any more, and is refused. Where the system has no
    such table (it is Linux's), everybody is let in.
    """
    owner = owner_of(connection.getpeername()[:2], connection.getsockname()[:2])
    return owner is None or owner in (os.geteuid(), 0)


def owner_of(local: Address, remote: Address) -> int | None:
    """User id of the socket at ``local`` that is connected to ``remote``; -1 where nobody owns it.

    None where the system does not tell. Source: sock_diag(7), proc(5).
    """
    if sys.platform != "linux":
        return None
    try:
        return _asked_by_netlink(local, remote)
    except OSError:  # no such protocol in this kernel
        return _read_in_proc(local, remote)


def _asked_by_netlink(local: Address, remote: Address) -> int:
    wanted = _SOCKET_ID.pack(local[1], remote[1], socket.inet_aton(local[0]), socket.inet_aton(remote[0]))
    request = _REQUEST.pack(socket.AF_INET, socket.IPPROTO_TCP, 0, 0, _ANY_STATE)
    body = request + wanted + _ANY_INTERFACE_AND_COOKIE
    header = _HEADER.pack(_HEADER.size + len(body), _SOCK_DIAG_BY_FAMILY, _NLM_F_REQUEST, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4) as kernel:  # NETLINK_SOCK_DIAG
        kernel.sendto(header + body, (0, 0))
        answer = kernel.recv(8192)
    if _HEADER.unpack_from(answer)[1] != _SOCK_DIAG_BY_FAMILY:
        error = -struct.unpack_from("=i", answer, _HEADER.size)[0]
        if error == 2:  # ENOENT: no such socket, or no such table in this kernel
            return _read_in_proc(local, remote)
        raise OSError(error, os.strerror(error))
    uid, inode = _OWNER.unpack_from(answer, _OWNER_AT)
    return uid if inode else -1


def _read_in_proc(local: Address, remote: Address) -> int:
    sought = f"{_as_proc_has_it(local)} {_as_proc_has_it(remote)}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if f"{fields[1]} {fields[2]}" == sought:
            return int(fields[7]) if fields[9] != "0" else -1
    return -1


def _as_proc_has_it(address: Address) -> str:
    (number,) = struct.unpack("=I", socket.inet_aton(address[0]))
    return f"{number:08X}:{address[1]:04X}"
