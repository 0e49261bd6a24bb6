"""The phone's way to the servers."""

from __future__ import annotations

from typing import Literal

Network = Literal["online", "offline", "unstable", "silent"]
"""Connected; not connected; each first try fails; requests arrive, and their answers are lost."""


class NoAnswer(Exception):
    """The network gave no answer to a request of the phone; the server may have had it all the same."""
