"""Photographs of QR codes: what stands before the phone's camera."""

from __future__ import annotations

import io

import segno
from PIL import Image

PAPER = (255, 255, 255)
PORTRAIT = (900, 1200)


def qr_code(text: str, *, modules_px: int = 6, error: str = "m") -> Image.Image:
    """The QR code alone, with its quiet zone."""
    drawn = io.BytesIO()
    segno.make(text, error=error, micro=False).save(drawn, kind="png", scale=modules_px, border=4)
    return Image.open(drawn).convert("RGB")


def scene(
    code: Image.Image, *, size: tuple[int, int] = PORTRAIT, at: tuple[int, int] | None = None
) -> Image.Image:
    """The code on a sheet of paper, in the middle unless it is put elsewhere."""
    paper = Image.new("RGB", size, PAPER)
    paper.paste(code, at or ((size[0] - code.width) // 2, (size[1] - code.height) // 2))
    return paper


def png(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def jpeg(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "JPEG", quality=85)
    return content.getvalue()


def photo(text: str) -> bytes:
    """A sharp picture of the code of a text."""
    return png(scene(qr_code(text)))
