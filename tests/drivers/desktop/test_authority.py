"""The file of X cookies."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

import pytest
from Xlib.xauth import FamilyLocal, Xauthority  # type: ignore[import-untyped]

from drivers.desktop.authority import Authority

HOST = socket.gethostname().encode()
WILD = 0xFFFF


def cookie(file: Path, number: int) -> bytes:
    """What Xlib sends to display ``:number``."""
    _, sent = Xauthority(str(file)).get_best_auth(FamilyLocal, HOST, number)
    return bytes(sent)


def entry(family: int, number: bytes, name: bytes, data: bytes) -> bytes:
    parts = (HOST, number, name, data)
    return struct.pack(">H", family) + b"".join(struct.pack(">H", len(part)) + part for part in parts)


def test_the_file_is_its_owners_and_holds_a_new_cookie_for_every_display(tmp_path: Path) -> None:
    one, two = Authority(tmp_path / "one"), Authority(tmp_path / "two")
    assert one.file.stat().st_mode & 0o777 == 0o600
    assert cookie(one.file, 3) == cookie(one.file, 77)
    assert len(cookie(one.file, 3)) == 16
    assert cookie(one.file, 3) != cookie(two.file, 3)


@pytest.mark.parametrize("family", [FamilyLocal, WILD])
@pytest.mark.parametrize("number", [b"", b"7"])
def test_the_cookie_of_another_display_is_learned(tmp_path: Path, family: int, number: bytes) -> None:
    authority = Authority(tmp_path / "ours")
    own = cookie(authority.file, 3)
    theirs = tmp_path / "theirs"
    theirs.write_bytes(
        entry(FamilyLocal, b"8", b"MIT-MAGIC-COOKIE-1", b"8" * 16)
        + entry(family, number, b"XDM-AUTHORIZATION-1", b"x" * 16)
        + entry(family, number, b"MIT-MAGIC-COOKIE-1", b"7" * 16)
    )
    authority.learn(":7.0", theirs)
    assert cookie(authority.file, 7) == b"7" * 16
    assert cookie(authority.file, 3) == own
    assert authority.file.stat().st_mode & 0o777 == 0o600


def test_a_display_without_a_cookie_changes_nothing(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "ours")
    before = authority.file.read_bytes()
    authority.learn(":7", tmp_path / "none")
    (tmp_path / "broken").write_bytes(b"\0\1")
    authority.learn(":7", tmp_path / "broken")
    assert authority.file.read_bytes() == before
