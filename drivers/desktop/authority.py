"""Who may use a display: the X authority file, which holds the cookies that displays ask for.

Source: Xau(3), "file format"; Xsecurity(7).
"""

from __future__ import annotations

import os
import secrets
import socket
import struct
import threading
from pathlib import Path

from Xlib.error import XauthError  # type: ignore[import-untyped]
from Xlib.xauth import FamilyLocal, Xauthority  # type: ignore[import-untyped]

_MAGIC_COOKIE = b"MIT-MAGIC-COOKIE-1"
_COOKIE_BYTES = 16
_FAMILY_WILD = 0xFFFF


class Authority:
    """A file with one new cookie for all displays that are started with it, and those learned of others.

    Args:
        file: A new file; nobody but its owner can read it.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._guard = threading.Lock()
        # Libraries disagree on which of two fitting entries they take; an entry without a display's number
        # is the last resort of all of them.
        self._own = _entry(b"", secrets.token_bytes(_COOKIE_BYTES))
        self._learned: dict[bytes, bytes] = {}
        self._write()

    def learn(self, display: str, file: Path) -> None:
        """Take over the cookie of somebody else's display (``:7``) from the authority file of its user.

        A display that asks for none has none there; then nothing changes.
        """
        number = display.removeprefix(":").partition(".")[0].encode()
        try:
            entries = Xauthority(str(file)).entries
        except XauthError:
            return
        for family, _, number_there, name, cookie in entries:
            local = family in (FamilyLocal, _FAMILY_WILD)
            if local and number_there in (b"", number) and name == _MAGIC_COOKIE:
                with self._guard:
                    self._learned[number] = _entry(number, cookie)
                    self._write()
                return

    def _write(self) -> None:
        """Replace the file as a whole: it may be read at any moment."""
        following = self.file.with_suffix(".new")
        with os.fdopen(os.open(following, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
            output.write(b"".join([*self._learned.values(), self._own]))
        following.replace(self.file)


def _entry(number: bytes, cookie: bytes) -> bytes:
    fields = (socket.gethostname().encode(), number, _MAGIC_COOKIE, cookie)
    return struct.pack(">H", FamilyLocal) + b"".join(struct.pack(">H", len(f)) + f for f in fields)
