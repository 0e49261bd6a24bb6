"""What is kept is used while nothing it was made from has changed, and never trusted further than that."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.kept import kept


class Maker:
    """Makes one thing, and counts how often."""

    def __init__(self, thing: object) -> None:
        self.thing = thing
        self.made = 0

    def __call__(self) -> object:
        self.made += 1
        return self.thing


def test_made_once_until_a_part_changes(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_text("old")
    make = Maker({"a": (1, 2)})
    for _ in range(2):
        assert kept("thing", ["form 1", part], make, folder=tmp_path) == {"a": (1, 2)}
    assert make.made == 1
    part.write_text("new")  # the same length, perhaps within the same tick of the clock
    assert kept("thing", ["form 1", part], Maker("new"), folder=tmp_path) == "new"
    assert kept("thing", ["form 2", part], Maker("newer"), folder=tmp_path) == "newer"


@pytest.mark.parametrize("content", [b"", b"\x80\x04half", b"not a pickle", b"cnowhere\nnothing\n."])
def test_what_cannot_be_read_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "thing.pickle").write_bytes(content)
    assert kept("thing", ["form"], Maker("made"), folder=tmp_path) == "made"
    assert kept("thing", ["form"], Maker("again"), folder=tmp_path) == "made"


def test_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    make = Maker("made")
    for _ in range(2):
        assert kept("thing", ["form"], make, folder=tmp_path / "file") == "made"
    assert make.made == 2


def test_what_cannot_be_made_is_not_kept(tmp_path: Path) -> None:
    def fail() -> object:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        kept("thing", ["form"], fail, folder=tmp_path)
    assert not list(tmp_path.iterdir())
