"""Photographs of a QR code on a screen: distance, focus, angle and light, done to the pixels."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFilter

from harness.camera.view import HELD_WELL, SENSOR_PX, View

SCREEN_PX_PER_CM = 96 / 2.54
"""Of the screen that shows the code: the size of a pixel as style sheets have it."""
DESK_GREY, SCREEN_GREY = 90, 236


def photograph(code: bytes, view: View = HELD_WELL) -> bytes:
    """The picture that the camera takes; a code that is drawn small is seen small.

    Args:
        code: PNG of the code as the screen shows it, pixel by pixel, quiet zone included.
    Returns: PNG, grey, 1280 x 960 pixels.
    """
    with Image.open(io.BytesIO(code)) as opened:
        shown = opened.convert("L")
    shown = _lit(shown, view)
    width = max(1, round(shown.width / SCREEN_PX_PER_CM * view.px_per_cm))
    height = max(1, round(width * shown.height / shown.width))
    seen = shown.resize(
        (width, height), Image.Resampling.LANCZOS if width < shown.width else Image.Resampling.NEAREST
    )
    if view.tilted:
        seen = _tilted(seen, view.tilted)
    if view.turned_deg:
        seen = seen.rotate(view.turned_deg, Image.Resampling.BILINEAR, expand=True, fillcolor=SCREEN_GREY)
    picture = Image.new("L", SENSOR_PX, SCREEN_GREY)
    left = (SENSOR_PX[0] - seen.width) // 2
    if view.visible < 1:
        left = SENSOR_PX[0] - round(seen.width * view.visible)
    picture.paste(seen, (left, (SENSOR_PX[1] - seen.height) // 2))
    if (blur_px := view.blur_px + view.defocus_px) > 0:
        picture = picture.filter(ImageFilter.GaussianBlur(blur_px))
    return _png(picture)


def nothing() -> bytes:
    """A picture of a desk without any code on it. PNG, as ``photograph``."""
    picture = Image.new("L", SENSOR_PX, DESK_GREY)
    ImageDraw.Draw(picture).rectangle((200, 620, 900, 700), fill=DESK_GREY + 60)
    return _png(picture)


def wall() -> bytes:
    """A picture of a bright wall. PNG, as ``photograph``."""
    return _png(Image.new("L", SENSOR_PX, SCREEN_GREY))


def _lit(shown: Image.Image, view: View) -> Image.Image:
    """The code in the light there is: contrast, and the reflection over its middle."""
    if view.contrast < 1:
        shown = shown.point(
            lambda value: round(SCREEN_GREY + (value - 255) * view.contrast * SCREEN_GREY / 255)
        )
    if view.glare > 0:
        shown = shown.copy()
        radius = view.glare * shown.width / 2
        x, y = shown.width / 2, shown.height / 2
        ImageDraw.Draw(shown).ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return shown


def _tilted(seen: Image.Image, tilted: float) -> Image.Image:
    """The picture with its right side farther away than its left one, as a lens projects it."""
    width, height = seen.size
    right, inset = width * (1 - tilted / 2), height * tilted / 2
    # Pillow wants the way back: u = a x / (1 + g x), v = (d x + y) / (1 + g x); the left side stays as it is.
    a, d, g = width * (1 - tilted) / right, -inset / right, -tilted / right
    return seen.transform(
        seen.size,
        Image.Transform.PERSPECTIVE,
        (a, 0, 0, d, 1, 0, g, 0),
        Image.Resampling.BILINEAR,
        fillcolor=SCREEN_GREY,
    )


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()
