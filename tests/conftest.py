"""What holds for all tests."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Hear Ctrl-C, so that the programs which tests start and interrupt hear it too.

    A shell has a command that it starts in the background (``./ibkey test &`` in a script) ignore Ctrl-C, and
    with it all that this command starts.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
