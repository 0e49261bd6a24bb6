"""Pictures of screens: secrets covered, several side by side. Pillow is imported when a picture is made."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Region = tuple[float, float, float, float]

_HEIGHT = 900  # pixels; of each screen in the picture of all
_GAP = 24
_TITLE = 36
_PAPER = (255, 255, 255)
_INK = (38, 38, 38)
_FRAME = (200, 200, 200)


def cover(png: bytes, regions: Sequence[Region]) -> bytes:
    """``png`` with ``regions`` (``x, y, width, height`` in its pixels) painted black."""
    if not regions:
        return png
    from PIL import ImageDraw

    picture = _opened(png)
    draw = ImageDraw.Draw(picture)
    for x, y, width, height in regions:
        draw.rectangle((x, y, x + width, y + height), fill=(0, 0, 0))
    return _png(picture)


def side_by_side(screens: Sequence[tuple[str, bytes]]) -> bytes:
    """One PNG with all ``screens`` (name, PNG), at most 900 pixels high each, their names above them."""
    from PIL import Image, ImageDraw, ImageFont

    scaled = []
    for name, png in screens:
        picture = _opened(png)
        factor = min(1.0, _HEIGHT / picture.height)
        scaled.append((name, picture.resize((round(picture.width * factor), round(picture.height * factor)))))
    width = sum(picture.width for _, picture in scaled) + _GAP * (len(scaled) + 1)
    height = max(picture.height for _, picture in scaled) + _TITLE + _GAP
    sheet = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(20)
    x = _GAP
    for name, picture in scaled:
        draw.text((x, _TITLE / 2), name, fill=_INK, font=font, anchor="lm")
        sheet.paste(picture, (x, _TITLE))
        draw.rectangle((x - 1, _TITLE - 1, x + picture.width, _TITLE + picture.height), outline=_FRAME)
        x += picture.width + _GAP
    return _png(sheet)


def _opened(png: bytes) -> Image:
    from PIL import Image

    return Image.open(io.BytesIO(png)).convert("RGB")


def _png(picture: Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=3)
    return out.getvalue()
