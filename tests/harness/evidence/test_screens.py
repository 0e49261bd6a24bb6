from __future__ import annotations

import io

from PIL import Image

from harness.evidence.screens import cover, side_by_side


def png(width: int, height: int, colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def test_regions_are_black_and_the_rest_stays() -> None:
    covered = opened(cover(png(100, 80, "white"), [(10, 20, 30, 5.5), (90, 70, 500, 500)]))
    assert covered.size == (100, 80)
    for inside in ((10, 20), (40, 25), (99, 79)):
        assert covered.getpixel(inside) == (0, 0, 0)
    for outside in ((9, 20), (10, 19), (42, 20), (10, 27)):
        assert covered.getpixel(outside) == (255, 255, 255)


def test_without_regions_the_picture_is_passed_on_as_it_is() -> None:
    picture = png(3, 3, "red")
    assert cover(picture, []) is picture


def test_all_screens_in_one_picture() -> None:
    sheet = opened(
        side_by_side([("client-portal", png(1280, 720, "navy")), ("iphone", png(1170, 2532, "red"))])
    )
    assert sheet.height < 1000
    colours = {colour for _, colour in sheet.getcolors(maxcolors=1 << 24) or []}
    assert {(0, 0, 128), (255, 0, 0)} <= colours
    left, right = sheet.getpixel((100, 400)), sheet.getpixel((sheet.width - 100, 400))
    assert (left, right) == ((0, 0, 128), (255, 0, 0))
