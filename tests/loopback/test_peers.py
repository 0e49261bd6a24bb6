"""Other users' connections are told apart from our own by the kernel's table."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from loopback import peers

NOBODY = 65534
CONNECT = """
import os, socket, sys
"".encode("idna")  # what getaddrinfo imports, while this user may still read it
os.setuid(int(sys.argv[2]))
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))):
    print("connected", flush=True)
    sys.stdin.read()
"""

Accepted = Callable[[], socket.socket]


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.settimeout(10)
        yield server


def _ways() -> list[Callable[[peers.Address, peers.Address], int | None]]:
    return [peers.owner_of, peers._read_in_proc]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whose a connection is")
class TestOwner:
    @pytest.mark.parametrize("way", _ways())
    def test_own(self, listener: socket.socket, way: Callable[..., int | None]) -> None:
        with closing(socket.create_connection(listener.getsockname())):
            accepted, _ = listener.accept()
            with closing(accepted):
                assert way(accepted.getpeername(), accepted.getsockname()) == os.geteuid()
                assert peers.is_own(accepted)

    @pytest.mark.parametrize("way", _ways())
    def test_a_closed_end_is_nobodys(self, listener: socket.socket, way: Callable[..., int | None]) -> None:
        """Its user id would read 0, which is root's."""
        socket.create_connection(listener.getsockname()).close()
        accepted, _ = listener.accept()
        with closing(accepted):
            assert way(accepted.getpeername(), accepted.getsockname()) == -1
            assert not peers.is_own(accepted)

    def test_no_such_connection(self) -> None:
        assert peers.owner_of(("127.0.0.1", 1), ("127.0.0.1", 2)) == -1

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
    @pytest.mark.parametrize("way", _ways())
    def test_another_user(self, listener: socket.socket, way: Callable[..., int | None]) -> None:
        port = str(listener.getsockname()[1])
        command = [sys.executable, "-S", "-c", CONNECT, port, str(NOBODY)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdin is not None
            accepted, _ = listener.accept()
            with closing(accepted):
                assert way(accepted.getpeername(), accepted.getsockname()) == NOBODY
                assert not peers.is_own(accepted)
            other.stdin.close()
