"""How wide text is, and where its lines break: the same numbers for the layout and for the drawing."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import fontpkg  # type: ignore[import-untyped]  # has no stubs
from PIL import ImageFont

from reference_system.phones.model.widget import Surface

FAMILY: dict[Surface, str] = {"android": "Roboto", "iphone": "Inter"}
"""The typefaces the drawings are set in, each the closest free one to the real phone's."""

CJK_FAMILY = "Noto Sans CJK TC"
_CJK_FILES = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc"),
    Path("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/System/Library/Fonts/PingFang.ttc"),
)
_MEASURED_AT = 100


def font_files(surface: Surface, *, cjk: bool) -> list[str]:
    """Paths of the fonts a drawing needs; with ``cjk`` also the system's Chinese fonts, if it has any."""
    chinese = [str(path) for path in _CJK_FILES if path.exists()] if cjk else []
    return [str(fontpkg.path(FAMILY[surface])), *chinese]


def is_wide(character: str) -> bool:
    """Whether it fills a square, as Chinese characters and their punctuation do."""
    return unicodedata.east_asian_width(character) in "WF"


@functools.cache
def _font(surface: Surface, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(fontpkg.path(FAMILY[surface])), _MEASURED_AT)
    axes = font.get_variation_axes()
    font.set_variation_by_axes(
        [weight if axis["name"] == b"Weight" else int(axis["default"] or 0) for axis in axes]
    )
    return font


@functools.lru_cache(maxsize=4096)
def width(text: str, surface: Surface, size: float, weight: int = 400) -> float:
    """Width of one line, in the unit of ``size``."""
    narrow = "".join(character for character in text if not is_wide(character))
    ems = len(text) - len(narrow)
    return ems * size + (_font(surface, weight).getlength(narrow) * size / _MEASURED_AT if narrow else 0.0)


@functools.lru_cache(maxsize=4096)
def lines(text: str, surface: Surface, size: float, weight: int, room: float) -> Sequence[str]:
    """The text broken into lines no wider than ``room``, at spaces and between Chinese characters."""
    broken: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and width((line + piece).rstrip(), surface, size, weight) > room + 0.01:
                broken.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        broken.append(line.rstrip())
    return tuple(broken)


def _pieces(paragraph: str) -> list[str]:
    """Pieces between which a line may break."""
    pieces: list[str] = []
    word = ""
    for character in paragraph:
        if character == " ":
            pieces.append(word + " ")
            word = ""
        elif is_wide(character):
            closing = unicodedata.category(character) in ("Po", "Pe")
            if closing and (word or pieces):  # punctuation does not begin a line
                if word:
                    word += character
                else:
                    pieces[-1] += character
                continue
            if word:
                pieces.append(word)
                word = ""
            pieces.append(character)
        else:
            word += character
    return [*pieces, word] if word else pieces
