"""QR codes in pictures: what they say and where they are."""

from __future__ import annotations

import io
from dataclasses import dataclass

from harness import secrets


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code in a picture; ``region`` is ``(x, y, width, height)`` in pixels, its quiet zone left out."""

    text: str
    region: tuple[float, float, float, float]


def codes_in(picture: bytes) -> list[Code]:
    """The QR codes that a decoder reads in a PNG or JPEG."""
    import zxingcpp  # only scenarios with codes pay for it
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        found = zxingcpp.read_barcodes(
            opened.convert("L"), zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
    return [Code(one.text, _around(one.position)) for one in found]


def shown_secrets(picture: bytes) -> list[Code]:
    """The QR codes in a picture that carry a secret."""
    return [code for code in codes_in(picture) if secrets.shown_in(code.text)]


def _around(position: object) -> tuple[float, float, float, float]:
    corners = [getattr(position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
    left, right = min(corner.x for corner in corners), max(corner.x for corner in corners)
    top, bottom = min(corner.y for corner in corners), max(corner.y for corner in corners)
    return left, top, right - left, bottom - top
