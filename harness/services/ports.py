"""Ports for programs that cannot choose one themselves."""

from __future__ import annotations

import random
import socket
from collections.abc import Sequence

PORTS: Sequence[int] = range(10_000, 20_000)
"""Below those that the system gives to whoever asks for any, and below those of the virtual phones: one that
is free now is still free a moment later, unless another run has drawn the very same."""
_TRIES = 200


def free_port() -> int:
    """A port of the loopback interface that nobody listens on. Raises: OSError, when none was found."""
    # Not by the common generator: two runs that seed it alike would draw the same ports.
    for port in random.SystemRandom().sample(PORTS, min(_TRIES, len(PORTS))):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port between {PORTS[0]} and {PORTS[-1]}")
